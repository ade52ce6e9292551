//! What every machine here is: asked for its next step, given the answer and the time, and finished at last.

use crate::{Input, Now, Step};

/// A conversation without I/O.
///
/// `poll` is idempotent: until `handle` was called it gives the same step again. A machine always ends: every
/// step has a deadline or is answered at once. Input that does not answer the step of the moment is ignored,
/// except [`Input::Cancelled`], which ends the machine from anywhere.
pub trait Machine {
    /// What the machine ends with.
    type Ending;

    /// The next thing to do.
    fn poll(&mut self) -> Step<Self::Ending>;

    /// Takes the answer to the last step.
    fn handle(&mut self, input: Input, now: Now);
}
