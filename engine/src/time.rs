//! Trusted time: from clock readings to "is it still inside?", so that no change of the wall clock re-opens
//! what had closed. Design: the wall clock alone is never believed.

use std::time::Duration;

use latchkey_linker::UnixTime;
pub use latchkey_linker::drive::clock::{BootId, Reading};
use serde::{Deserialize, Serialize};

/// How far clocks may disagree before the wall clock is not believed, in seconds.
pub const TOLERANCE: u64 = 300;

/// What is remembered of the time: the highest that was believed, and all clocks at one moment of the boot.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TrustedTime {
    highest: UnixTime,
    boot_id: BootId,
    anchor: Anchor,
}

/// One moment of a boot, from which its own clock counts on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Anchor {
    since_boot: Duration,
    /// What the wall clock said, where it was believed; it is held against this.
    wall: Option<UnixTime>,
    /// What was believed, perhaps later than the wall clock: a boot begins no earlier than the one before it ended,
    /// so that setting the clock back a little before each boot leaves no running time uncounted.
    trusted: UnixTime,
}

/// The time a decision is made at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Moment {
    /// Trusted time: never below the highest that was ever believed.
    pub now: UnixTime,
    /// Where it comes from.
    pub clock: Clock,
}

/// Where trusted time comes from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Clock {
    /// The wall clock, which is within [`TOLERANCE`] of what is remembered.
    Trusted,
    /// The boot clock, counted on from the last wall clock of this boot that was believed. The wall clock is below
    /// the highest believed time, or apart from the boot clock, by more than [`TOLERANCE`].
    Wrong,
    /// Nowhere: the wall clock is below the highest believed time, and none was believed in this boot.
    Unknown,
}

impl Clock {
    /// Whether the time is known, by whichever clock.
    #[must_use]
    pub const fn tells_time(self) -> bool {
        matches!(self, Self::Trusted | Self::Wrong)
    }
}

impl TrustedTime {
    /// Begins with the first reading of a machine's life.
    #[must_use]
    pub fn begin(reading: &Reading) -> Self {
        Self::from(reading.wall, reading)
    }

    fn from(trusted: UnixTime, reading: &Reading) -> Self {
        let anchor = Anchor { since_boot: reading.since_boot, wall: Some(reading.wall), trusted };
        Self { highest: trusted, boot_id: reading.boot_id, anchor }
    }

    /// The time to decide at.
    #[must_use]
    pub fn moment(&self, reading: &Reading) -> Moment {
        let least = self.least(reading);
        let now = least.max(reading.wall);
        let below = self.highest_at(reading).since(reading.wall) > TOLERANCE.cast_signed();
        let believed_here = self.boot_id == reading.boot_id && self.anchor.wall.is_some();
        match (below || self.diverges(reading), believed_here) {
            (false, _) => Moment { now, clock: Clock::Trusted },
            (true, true) => Moment { now: least, clock: Clock::Wrong },
            (true, false) => Moment { now: least, clock: Clock::Unknown },
        }
    }

    /// Remembers a reading. Of a wall clock that cannot be believed nothing is; the time that the boot clock counted
    /// meanwhile has passed all the same, and must not be lost with the boot.
    pub fn observe(&mut self, reading: &Reading) {
        let moment = self.moment(reading);
        let same_boot = self.boot_id == reading.boot_id;
        match moment.clock {
            Clock::Trusted if same_boot && self.anchor.wall.is_some() => self.highest = moment.now,
            Clock::Trusted => *self = Self::from(moment.now, reading),
            Clock::Wrong | Clock::Unknown if same_boot => self.highest = moment.now,
            Clock::Wrong | Clock::Unknown => {
                let anchor = Anchor { since_boot: reading.since_boot, wall: None, trusted: moment.now };
                *self = Self { highest: moment.now, boot_id: reading.boot_id, anchor };
            }
        }
    }

    /// Takes the time from a verified ID token received in a live exchange, also downward.
    ///
    /// The token's verification has already held `issued_at` against the wall clock of this reading.
    pub fn anchor(&mut self, issued_at: UnixTime, reading: &Reading) {
        *self = Self::from(issued_at, reading);
    }

    /// The time that it is at least: by the boot clock from the anchor on; in a boot that was not seen yet, since it
    /// began, which was after all that is remembered.
    fn least(&self, reading: &Reading) -> UnixTime {
        if self.boot_id == reading.boot_id {
            self.highest.max(self.anchor.trusted.plus(self.elapsed(reading)))
        } else {
            self.highest_at(reading)
        }
    }

    /// What the wall clock must not be far below.
    fn highest_at(&self, reading: &Reading) -> UnixTime {
        let since = if self.boot_id == reading.boot_id { 0 } else { reading.since_boot.as_secs() };
        self.highest.plus(since)
    }

    /// Whether the wall clock was set since the boot clock was last held against it.
    fn diverges(&self, reading: &Reading) -> bool {
        let Some(wall) = self.anchor.wall.filter(|_| self.boot_id == reading.boot_id) else { return false };
        reading.wall.since(wall.plus(self.elapsed(reading))).unsigned_abs() > TOLERANCE
    }

    fn elapsed(&self, reading: &Reading) -> u64 {
        reading.since_boot.saturating_sub(self.anchor.since_boot).as_secs()
    }
}

/// What is left of a period: `None` once it is over. Equal is over.
///
/// A start that lies ahead by more than [`TOLERANCE`] was set by a clock that has since been corrected downward;
/// how much of the period has passed is then unknown, and it counts as over.
#[must_use]
pub fn left(start: UnixTime, period: u64, now: UnixTime) -> Option<u64> {
    if is_ahead(start, now) {
        return None;
    }
    u64::try_from(start.plus(period).since(now)).ok().map(|left| left.min(period)).filter(|&left| left > 0)
}

/// Whether a start lies ahead by more than [`TOLERANCE`].
pub(crate) fn is_ahead(start: UnixTime, now: UnixTime) -> bool {
    start.since(now) > TOLERANCE.cast_signed()
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;

    /// One boot a letter.
    pub(crate) fn boot_id(letter: &str) -> BootId {
        BootId::parse(&format!("{letter:0>8}-0000-0000-0000-000000000000")).unwrap()
    }

    fn reading(boot: &str, wall: i64, since_boot: u64) -> Reading {
        Reading {
            wall: UnixTime(wall),
            boot_id: boot_id(boot),
            since_boot: Duration::from_secs(since_boot),
            running: Duration::from_secs(since_boot),
        }
    }

    #[track_caller]
    fn check(steps: &[(&str, i64, u64)], expected: Clock) {
        let mut trusted: Option<TrustedTime> = None;
        let mut clock = Clock::Trusted;
        for &(boot, wall, since_boot) in steps {
            let reading = reading(boot, wall, since_boot);
            let time = trusted.get_or_insert_with(|| TrustedTime::begin(&reading));
            clock = time.moment(&reading).clock;
            time.observe(&reading);
        }
        assert_eq!(clock, expected, "{steps:?}");
    }

    #[test]
    fn the_wall_clock_is_believed_within_five_minutes() {
        check(&[("a", 10_000, 0), ("a", 13_600, 3_600)], Clock::Trusted);
        check(&[("a", 10_000, 0), ("a", 13_900, 3_600)], Clock::Trusted);
        check(&[("a", 10_000, 0), ("a", 13_901, 3_600)], Clock::Wrong);
        check(&[("a", 10_000, 0), ("a", 13_300, 3_600)], Clock::Trusted);
        check(&[("a", 10_000, 0), ("a", 13_299, 3_600)], Clock::Wrong);
    }

    #[test]
    fn a_clock_set_back_over_a_reboot_is_not_believed() {
        check(&[("a", 10_000, 0), ("b", 9_700, 0)], Clock::Trusted);
        check(&[("a", 10_000, 0), ("b", 9_699, 0)], Clock::Unknown);
        check(&[("a", 10_000, 0), ("b", 9_704, 5)], Clock::Unknown);
        check(&[("a", 10_000, 0), ("b", 9_699, 5), ("b", 10_000, 6)], Clock::Trusted);
    }

    #[test]
    fn what_a_boot_counts_is_kept_though_its_wall_clock_is_wrong() {
        // Set back by a day, and started anew; after a week of that, and another start, the week has passed.
        let mut time = TrustedTime::begin(&reading("a", 100_000, 0));
        for since_boot in [0, 300_000, 604_800] {
            time.observe(&reading("b", 13_600 + i64::try_from(since_boot).unwrap(), since_boot));
        }
        let next = reading("c", 618_400, 0);
        assert_eq!(time.moment(&next), Moment { now: UnixTime(704_800), clock: Clock::Unknown });
        let mut time = TrustedTime::begin(&reading("a", 100_000, 0));
        time.observe(&reading("a", 0, 50_000));
        assert_eq!(time.moment(&reading("b", 100_000, 0)).clock, Clock::Unknown);
    }

    #[test]
    fn a_clock_that_is_set_right_is_believed_from_then_on() {
        let mut time = TrustedTime::begin(&reading("a", 100_000, 0));
        time.observe(&reading("b", 5_000, 10));
        assert_eq!(time.moment(&reading("b", 5_010, 20)).clock, Clock::Unknown);
        time.observe(&reading("b", 100_030, 30));
        assert_eq!(time.moment(&reading("b", 100_040, 40)).clock, Clock::Trusted);
        assert_eq!(time.moment(&reading("b", 5_040, 40)).clock, Clock::Wrong);
    }

    #[test]
    fn a_reading_that_is_not_believed_changes_nothing() {
        check(&[("a", 10_000, 0), ("a", 99_000, 10), ("a", 10_020, 20)], Clock::Trusted);
    }

    #[test]
    fn small_steps_back_before_each_boot_leave_no_running_time_uncounted() {
        let mut time = TrustedTime::begin(&reading("a", 10_000, 0));
        for boot in ["b", "c", "d"] {
            let start = time.moment(&reading("0", 0, 0)).now.0 - 300;
            time.observe(&reading(boot, start + 100, 100));
            time.observe(&reading(boot, start + 200, 200));
        }
        assert_eq!(time.moment(&reading("e", 0, 0)).now, UnixTime(10_600));
    }

    #[test]
    fn within_a_boot_the_boot_clock_counts_on_when_the_wall_clock_is_wrong() {
        let time = TrustedTime::begin(&reading("a", 10_000, 50));
        for wall in [0, 99_000] {
            let moment = time.moment(&reading("a", wall, 3_650));
            assert_eq!(moment, Moment { now: UnixTime(13_600), clock: Clock::Wrong });
        }
    }

    #[test]
    fn one_boot_in_the_far_future_ends_with_a_verified_token() {
        let mut time = TrustedTime::begin(&reading("a", 10_000, 0));
        time.observe(&reading("b", 4_000_000_000, 0));
        let back = reading("c", 20_000, 0);
        assert_eq!(time.moment(&back).clock, Clock::Unknown);
        time.anchor(UnixTime(20_001), &back);
        assert_eq!(time.moment(&back), Moment { now: UnixTime(20_001), clock: Clock::Trusted });
    }

    #[test]
    fn a_small_step_back_never_reopens_a_period() {
        let mut time = TrustedTime::begin(&reading("a", 10_000, 0));
        time.observe(&reading("a", 10_100, 100));
        assert_eq!(time.moment(&reading("b", 9_900, 0)).now, UnixTime(10_100));
    }

    #[test]
    fn a_period_is_over_when_it_equals_its_deadline() {
        assert_eq!(left(UnixTime(0), 10, UnixTime(9)), Some(1));
        assert_eq!(left(UnixTime(0), 10, UnixTime(10)), None);
        assert_eq!(left(UnixTime(0), 10, UnixTime(11)), None);
        assert_eq!(left(UnixTime(0), u64::MAX, UnixTime(11)), Some(i64::MAX.cast_unsigned() - 11));
    }

    #[test]
    fn a_period_that_began_in_a_wrong_future_is_over() {
        assert_eq!(left(UnixTime(300), 10, UnixTime(0)), Some(10));
        assert_eq!(left(UnixTime(301), 10, UnixTime(0)), None);
    }
}
