//! What is done before a login goes on: its step, and which answer means that it is done.

use crate::step::Notice;
use crate::{Input, Monotonic, Now, Outcome, Step};

/// Something to do first. Whatever answers it, the login goes on the same way.
#[derive(Debug)]
pub(super) enum Errand {
    /// Tells the person.
    Tell(Notice),
    /// Gives a charge back.
    Refund,
    /// Lets time pass.
    WaitUntil(Monotonic),
}

impl Errand {
    pub(super) fn step(&self) -> Step<Outcome> {
        match self {
            Self::Tell(notice) => Step::Tell(notice.clone()),
            Self::Refund => Step::Refund,
            Self::WaitUntil(until) => Step::WaitUntil(*until),
        }
    }

    pub(super) fn is_done(&self, input: &Input, now: Now) -> bool {
        match self {
            Self::Tell(_) => matches!(input, Input::Done),
            // A charge that could not be given back leaves the budget smaller, never the door open.
            Self::Refund => matches!(input, Input::Done | Input::StoreFailed),
            Self::WaitUntil(until) => matches!(input, Input::Elapsed) && now.monotonic >= *until,
        }
    }
}
