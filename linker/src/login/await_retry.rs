//! Waits until a request may be sent again.

use crate::login::attempt::Attempt;
use crate::login::state::{Await, State};
use crate::{Input, Monotonic, Now, Outcome, Step};

#[derive(Debug)]
pub(super) struct AwaitRetry {
    pub(super) until: Monotonic,
    /// The state that sends it.
    pub(super) then: Box<State>,
}

impl Await for AwaitRetry {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        Step::WaitUntil(self.until)
    }

    fn handle(self, input: Input, now: Now, _: &mut Attempt) -> State {
        match input {
            Input::Elapsed if now.monotonic >= self.until => *self.then,
            _ => self.into(),
        }
    }
}
