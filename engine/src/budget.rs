//! The failure budget: wrong answers a person has left, charged before each check, refilled by running time.

use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::time::{BootId, Reading};

/// What has been spent, and how far the next refill is.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Budget {
    spent: u32,
    /// How many were given back by time so far.
    #[serde(default)]
    refilled: u64,
    /// Running time gathered towards the next refill.
    gathered: Duration,
    seen: Option<Seen>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Seen {
    boot_id: BootId,
    running: Duration,
}

/// How many wrong answers there are, and when one is given back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Wrong answers before Deny.
    pub budget: u32,
    /// Running time until one is given back.
    pub refill: Duration,
}

/// One charge, to be given back at most once.
#[derive(Debug)]
pub struct Charge {
    refilled: u64,
}

/// There was nothing left to charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent;

impl Budget {
    /// What is left after counting the running time up to this reading.
    #[must_use]
    pub fn left(&self, limits: Limits, reading: &Reading) -> u32 {
        limits.budget.saturating_sub(self.counted(limits, reading).spent)
    }

    /// Running time until one more is given back; `None` when nothing is spent.
    #[must_use]
    pub fn until_refill(&self, limits: Limits, reading: &Reading) -> Option<Duration> {
        let counted = self.counted(limits, reading);
        (counted.spent > 0).then(|| limits.refill.saturating_sub(counted.gathered))
    }

    /// Charges one, before a check.
    ///
    /// # Errors
    ///
    /// [`Spent`] when nothing is left; then nothing changes but the time counted.
    pub fn charge(&mut self, limits: Limits, reading: &Reading) -> Result<Charge, Spent> {
        self.observe(limits, reading);
        if self.spent >= limits.budget {
            return Err(Spent);
        }
        self.spent = self.spent.saturating_add(1);
        Ok(Charge { refilled: self.refilled })
    }

    /// Charges all that is left, for as many checks that fail.
    pub(crate) fn exhaust(&mut self, limits: Limits, reading: &Reading) {
        self.observe(limits, reading);
        self.spent = self.spent.max(limits.budget);
    }

    /// Gives a charge back: the check it was for did not fail. What time gave back since may have been this very
    /// charge, and then another one, of a wrong answer, must stay.
    #[expect(clippy::needless_pass_by_value, reason = "a charge is given back once")]
    pub fn give_back(&mut self, charge: Charge) {
        if charge.refilled != self.refilled {
            return;
        }
        self.spent = self.spent.saturating_sub(1);
        if self.spent == 0 {
            self.gathered = Duration::ZERO;
        }
    }

    fn observe(&mut self, limits: Limits, reading: &Reading) {
        let Counted { spent, gathered, refilled } = self.counted(limits, reading);
        let seen = Seen { boot_id: reading.boot_id, running: reading.running };
        *self = Self { spent, refilled, gathered, seen: Some(seen) };
    }

    /// Counts running time. Of a boot that was not seen to its end, what came after the last look is lost.
    fn counted(&self, limits: Limits, reading: &Reading) -> Counted {
        let passed = match &self.seen {
            Some(seen) if seen.boot_id == reading.boot_id => reading.running.saturating_sub(seen.running),
            Some(_) => reading.running,
            None => Duration::ZERO,
        };
        let gathered = self.gathered.saturating_add(passed);
        // A refill of no time at all gives everything back at once; the schema keeps it out of a profile.
        let refills = gathered.as_nanos().checked_div(limits.refill.as_nanos()).unwrap_or(u128::MAX);
        let given = u32::try_from(refills).unwrap_or(u32::MAX).min(self.spent);
        let spent = self.spent - given;
        let gathered = match spent {
            0 => Duration::ZERO,
            _ => gathered.saturating_sub(limits.refill.saturating_mul(given)),
        };
        Counted { spent, gathered, refilled: self.refilled.saturating_add(u64::from(given)) }
    }
}

/// A budget with the running time counted.
struct Counted {
    spent: u32,
    gathered: Duration,
    refilled: u64,
}

#[cfg(test)]
mod tests {
    use latchkey_linker::UnixTime;

    use super::*;
    use crate::time::tests::boot_id;

    const LIMITS: Limits = Limits { budget: 2, refill: Duration::from_secs(900) };

    fn at(boot: &str, running: u64) -> Reading {
        Reading {
            wall: UnixTime(0),
            boot_id: boot_id(boot),
            since_boot: Duration::from_secs(running),
            running: Duration::from_secs(running),
        }
    }

    fn spent_at_100() -> Budget {
        let mut budget = Budget::default();
        assert!(budget.charge(LIMITS, &at("a", 100)).is_ok());
        assert!(budget.charge(LIMITS, &at("a", 100)).is_ok());
        assert!(budget.charge(LIMITS, &at("a", 100)).is_err());
        budget
    }

    #[test]
    fn running_time_gives_one_back_at_a_time() {
        let budget = spent_at_100();
        assert_eq!(budget.left(LIMITS, &at("a", 999)), 0);
        assert_eq!(budget.left(LIMITS, &at("a", 1_000)), 1);
        assert_eq!(budget.left(LIMITS, &at("a", 1_899)), 1);
        assert_eq!(budget.left(LIMITS, &at("a", 1_900)), 2);
        assert_eq!(budget.left(LIMITS, &at("a", 1_000_000)), 2);
    }

    #[test]
    fn a_reboot_gives_nothing_back_by_itself() {
        let mut budget = spent_at_100();
        assert!(budget.charge(LIMITS, &at("b", 0)).is_err());
        assert!(budget.charge(LIMITS, &at("b", 899)).is_err());
        assert!(budget.charge(LIMITS, &at("c", 1)).is_ok(), "899 s of the boot before and 1 s of this one");
    }

    #[test]
    fn a_success_gives_back_its_own_charge_only() {
        let mut budget = Budget::default();
        assert!(budget.charge(LIMITS, &at("a", 0)).is_ok(), "a wrong answer");
        let charge = budget.charge(LIMITS, &at("a", 1)).unwrap();
        budget.give_back(charge);
        assert_eq!(budget.left(LIMITS, &at("a", 2)), 1);
    }

    #[test]
    fn what_time_gave_back_is_not_given_back_again() {
        let mut budget = Budget::default();
        let pending = budget.charge(LIMITS, &at("a", 0)).unwrap();
        assert!(budget.charge(LIMITS, &at("a", 901)).is_ok(), "a wrong answer after a refill");
        budget.give_back(pending);
        assert_eq!(budget.left(LIMITS, &at("a", 902)), 1);
    }

    #[test]
    fn to_exhaust_is_to_charge_until_nothing_is_left() {
        let mut once = Budget::default();
        assert!(once.charge(LIMITS, &at("a", 100)).is_ok());
        let mut all = once.clone();
        while once.charge(LIMITS, &at("a", 300)).is_ok() {}
        all.exhaust(LIMITS, &at("a", 300));
        assert_eq!(all, once);
        all.exhaust(LIMITS, &at("a", 1_100));
        assert_eq!(all.left(LIMITS, &at("a", 1_100)), 0);
    }

    #[test]
    fn time_before_the_first_charge_does_not_count() {
        let mut budget = Budget::default();
        assert_eq!(budget.left(LIMITS, &at("a", 100_000)), 2);
        assert!(budget.charge(LIMITS, &at("a", 100_000)).is_ok());
        assert_eq!(budget.until_refill(LIMITS, &at("a", 100_000)), Some(LIMITS.refill));
    }
}
