//! What came of all rows, counted: how many are denied within each horizon, and why.

use std::collections::HashMap;

use latchkey_engine::Reason;
use latchkey_engine::keys::KeySet;
use latchkey_engine::outlook::FirstDenial;
use latchkey_linker::UnixTime;

use super::{Judged, RowFault};

/// The horizons: a word for programs, one for people, and seconds from now.
pub(crate) const HORIZONS: [(&str, &str, u64); 4] = [
    ("now", "now", 0),
    ("within_24_hours", "in 24 h", 86_400),
    ("within_7_days", "in 7 d", 7 * 86_400),
    ("within_30_days", "in 30 d", 30 * 86_400),
];

/// So many users, and wrong rows, are named.
const NAMED: usize = 10;

/// How many accounts, up to each horizon.
pub(crate) type Counts = [u64; HORIZONS.len()];

/// What came of all rows.
#[derive(Debug)]
pub(crate) struct Tally {
    at: UnixTime,
    /// Rows that were judged.
    pub(crate) users: u64,
    /// Accounts that are denied with the organization in reach.
    pub(crate) online: Denied,
    /// Accounts that are denied without.
    pub(crate) offline: Denied,
    /// The first of those that are denied without, as they stand in the list.
    pub(crate) first: Vec<(String, FirstDenial)>,
    /// Rows that say what is not understood.
    pub(crate) wrong: u64,
    /// The first of them, with their lines.
    pub(crate) faults: Vec<(u64, RowFault)>,
    /// Columns that are not read.
    pub(crate) ignored: Vec<String>,
}

/// Denied accounts.
#[derive(Debug, Default)]
pub(crate) struct Denied {
    /// All of them.
    pub(crate) counts: Counts,
    /// By what leads to it.
    by_reason: HashMap<(Reason, KeySet), Counts>,
}

/// The last horizon.
pub(super) const fn last() -> u64 {
    let [.., (_, _, seconds)] = HORIZONS;
    seconds
}

impl Tally {
    pub(super) fn new(at: UnixTime, ignored: Vec<String>) -> Self {
        Self {
            at,
            users: 0,
            online: Denied::default(),
            offline: Denied::default(),
            first: Vec::new(),
            wrong: 0,
            faults: Vec::new(),
            ignored,
        }
    }

    pub(super) fn count(&mut self, judged: &Judged) {
        self.users += 1;
        if let Some(denial) = judged.outlook.online {
            self.online.count(self.at, denial);
        }
        if let Some(denial) = judged.outlook.offline {
            self.offline.count(self.at, denial);
            if self.first.len() < NAMED {
                self.first.push((judged.user.clone(), denial));
            }
        }
    }

    pub(super) fn wrong(&mut self, line: u64, fault: RowFault) {
        self.wrong += 1;
        if self.faults.len() < NAMED {
            self.faults.push((line, fault));
        }
    }
}

impl Denied {
    fn count(&mut self, from: UnixTime, denial: FirstDenial) {
        let by_reason = self.by_reason.entry((denial.reason, denial.keys)).or_default();
        for counts in [&mut self.counts, by_reason] {
            for (count, (_, _, seconds)) in counts.iter_mut().zip(HORIZONS) {
                *count += u64::from(denial.at <= from.plus(seconds));
            }
        }
    }

    /// What leads to it, the most frequent first.
    pub(crate) fn reasons(&self) -> Vec<(Reason, KeySet, Counts)> {
        let mut reasons: Vec<_> =
            self.by_reason.iter().map(|((reason, keys), counts)| (*reason, *keys, *counts)).collect();
        reasons.sort_by_key(|(reason, keys, counts)| {
            (std::cmp::Reverse(*counts.last().unwrap_or(&0)), *reason, keys.iter().collect::<Vec<_>>())
        });
        reasons
    }
}
