//! Waits, while a push is pending, until it may be asked about again.

use crate::login::attempt::Attempt;
use crate::login::next::Next;
use crate::login::pending_push::PendingPush;
use crate::login::turn::{Await, Turn};
use crate::step::Answer;
use crate::{Input, Now, Outcome, Refusal, Step};

#[derive(Debug)]
pub(super) struct AwaitPollTime {
    pub(super) push: PendingPush,
}

impl Await for AwaitPollTime {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        Step::WaitUntil(self.push.next_look())
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        match input {
            Input::Elapsed if now.monotonic >= self.push.next_look() => {
                if self.push.lives(now) {
                    return Next::Approval(self.push).into();
                }
                match self.push.silent() {
                    Some(cause) => attempt.end(Outcome::Unavailable(cause), None).into(),
                    None => attempt.refuse(Refusal::Expired).into(),
                }
            }
            Input::Answer(Answer::AnotherFactor) if attempt.may_change_factor() => {
                attempt.left_push = Some(self.push);
                attempt.leave_check().into()
            }
            _ => Turn::Stay(self),
        }
    }
}
