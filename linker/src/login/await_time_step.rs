//! Waits until the time step of a right offline code is known to be new, and remembered.

use crate::login::attempt::Attempt;
use crate::login::check::CodeOf;
use crate::login::turn::{Await, Turn};
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

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        match input {
            Input::StepAccepted => {
                let seconds = totp::clock_skew(self.matched.step(), self.asked, now.wall);
                let notice = (seconds != 0).then_some(Notice::ClockSkew { seconds });
                match attempt.goal.offline_evidence(self.matched.accepted()) {
                    Ok(evidence) => attempt.end(Outcome::Granted(evidence), notice).into(),
                    Err(refusal) => attempt.refuse(refusal).into(),
                }
            }
            Input::StepReplayed => {
                attempt.refuse_code(CodeOf::Offline(self.secret), CodeRefused::Replayed).into()
            }
            Input::StoreFailed => attempt.refuse(Refusal::NotRemembered).into(),
            _ => Turn::Stay(self),
        }
    }
}
