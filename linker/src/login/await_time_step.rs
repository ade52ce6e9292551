//! Waits until the time step of a right offline code is known to be new, and remembered.

use crate::login::attempt::Attempt;
use crate::login::await_code::CodeOf;
use crate::login::state::{Await, State};
use crate::offline_secret::OfflineSecret;
use crate::step::{CodeRefused, Notice};
use crate::totp::{self, MatchedCode};
use crate::{Input, Now, Outcome, Refusal, Step, UnixTime};

#[derive(Debug)]
pub(super) struct AwaitTimeStep {
    pub(super) secret: OfflineSecret,
    pub(super) matched: MatchedCode,
    /// When the code was asked for.
    pub(super) asked: UnixTime,
}

impl Await for AwaitTimeStep {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        Step::AcceptTimeStep(self.matched.step())
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> State {
        match input {
            Input::StepAccepted => {
                let seconds = totp::clock_skew(self.matched.step(), self.asked, now.wall);
                let notice = (seconds != 0).then_some(Notice::ClockSkew { seconds });
                match attempt.goal.offline_evidence(self.matched.accepted()) {
                    Ok(evidence) => attempt.end(Outcome::Granted(evidence), notice),
                    Err(refusal) => attempt.refuse(refusal),
                }
            }
            Input::StepReplayed => {
                attempt.refuse_code(CodeOf::Offline(self.secret), CodeRefused::Replayed, now)
            }
            Input::StoreFailed => attempt.refuse(Refusal::NotRemembered),
            _ => self.into(),
        }
    }
}
