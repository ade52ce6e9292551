//! What came of a story, step by step.

use std::sync::Arc;

use latchkey_linker::UnixTime;

use super::{DecisionWord, Expectation, Network, Situation};
use crate::decision::Reason;
use crate::keys::KeySet;

/// What came of a story.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transcript {
    /// When it began.
    pub start: UnixTime,
    /// The profile at the start, as the scenario spells it.
    pub profile: Arc<str>,
    /// How that profile stands.
    pub situation: Situation,
    /// What happened, in order.
    pub entries: Vec<Entry>,
}

/// What happened in one step.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The step, counted from 1.
    pub step: usize,
    /// The time it truly was.
    pub at: UnixTime,
    /// What the scenario says of it to readers.
    pub note: Option<String>,
    /// What happened.
    pub happened: Happened,
}

/// What happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Happened {
    /// Somebody wanted in.
    Attempt(Line),
    /// The network changed.
    Network(Network),
    /// The wall clock was set.
    Clock {
        /// What it says now.
        wall: UnixTime,
    },
    /// The machine started anew.
    Reboot,
    /// Another profile came, or none is there any more.
    Profile {
        /// As the scenario spells it.
        path: Arc<str>,
        /// How it stands.
        situation: Situation,
    },
    /// What the machine remembered is lost.
    Wipe,
    /// The help desk opened a window.
    Recovery {
        /// For whom.
        subject: String,
    },
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The step, counted from 1.
    pub step: usize,
    /// The time it truly was.
    pub at: UnixTime,
    /// Who.
    pub subject: String,
    /// The service as the scenario spells it.
    pub service: String,
    /// Let in or kept out.
    pub decision: DecisionWord,
    /// Why.
    pub reason: Reason,
    /// The keys that led to it.
    pub keys: KeySet,
    /// The profile whose policy decided, as the scenario spells it, where there was a policy.
    pub profile: Option<Arc<str>>,
    /// What was expected, where it was something else.
    pub unmet: Option<Expectation>,
}

impl Transcript {
    /// The attempts alone.
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.entries.iter().filter_map(|entry| match &entry.happened {
            Happened::Attempt(line) => Some(line),
            _ => None,
        })
    }
}
