//! Waits until a charge was given back.

use crate::login::attempt::Attempt;
use crate::login::state::{Await, State};
use crate::{Input, Now, Outcome, Step};

#[derive(Debug)]
pub(super) struct AwaitRefund {
    pub(super) then: Box<State>,
}

impl Await for AwaitRefund {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        Step::Refund
    }

    fn handle(self, input: Input, _: Now, _: &mut Attempt) -> State {
        match input {
            // A charge that could not be given back leaves the budget smaller, never the door open.
            Input::Done | Input::StoreFailed => *self.then,
            _ => self.into(),
        }
    }
}
