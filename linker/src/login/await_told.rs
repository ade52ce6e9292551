//! Waits until the person was told something.

use crate::login::attempt::Attempt;
use crate::login::state::{Await, State};
use crate::step::Notice;
use crate::{Input, Now, Outcome, Step};

#[derive(Debug)]
pub(super) struct AwaitTold {
    pub(super) notice: Notice,
    pub(super) then: Box<State>,
}

impl Await for AwaitTold {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        Step::Tell(self.notice.clone())
    }

    fn handle(self, input: Input, _: Now, _: &mut Attempt) -> State {
        match input {
            Input::Done => *self.then,
            _ => self.into(),
        }
    }
}
