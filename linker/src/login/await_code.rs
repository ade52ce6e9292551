//! Waits for the person to type a code.

use crate::login::attempt::Attempt;
use crate::login::await_charge::{AwaitCharge, Check};
use crate::login::await_choice::AwaitChoice;
use crate::login::state::{Await, State};
use crate::oauth::endpoints::Endpoints;
use crate::offline_secret::OfflineSecret;
use crate::step::{Answer, CodeRefused, Question};
use crate::{Factor, Input, Monotonic, Now, Outcome, Refusal, Secret, Step, UnixTime, totp};

/// Who checks the code: the organization, or this machine against a secret.
#[derive(Debug)]
pub(super) enum CodeOf {
    Otp(Endpoints),
    Offline(OfflineSecret),
}

impl CodeOf {
    pub(super) fn factor(&self) -> Factor {
        match self {
            Self::Otp(_) => Factor::Otp,
            Self::Offline(_) => Factor::OfflineCode,
        }
    }
}

#[derive(Debug)]
pub(super) struct AwaitCode {
    of: CodeOf,
    again: Option<CodeRefused>,
    asked: UnixTime,
    deadline: Monotonic,
}

impl AwaitCode {
    pub(super) fn new(of: CodeOf, again: Option<CodeRefused>, attempt: &Attempt, now: Now) -> Self {
        Self { of, again, asked: now.wall, deadline: attempt.prompt_deadline(now) }
    }

    fn typed(self, typed: &Secret, attempt: &mut Attempt) -> State {
        match totp::read_code(typed) {
            Some(code) => AwaitCharge { check: Check::Code { of: self.of, code, asked: self.asked } }.into(),
            // Nothing was checked, so nothing is charged; the question ends when it would have.
            None if attempt.may_mistype() => Self { again: Some(CodeRefused::NotACode), ..self }.into(),
            None => attempt.refuse(Refusal::WrongCode(self.of.factor())),
        }
    }
}

impl Await for AwaitCode {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        let question = Question::Code { factor: self.of.factor(), again: self.again };
        Step::Ask { question, deadline: self.deadline }
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> State {
        match input {
            Input::TimedOut => attempt.refuse(Refusal::TimedOut),
            Input::Answer(_) if now.monotonic > self.deadline => attempt.refuse(Refusal::TimedOut),
            Input::Answer(Answer::Code(code)) => self.typed(&code, attempt),
            Input::Answer(Answer::AnotherFactor) if attempt.may_change_factor() => {
                AwaitChoice::new(attempt, now).into()
            }
            _ => self.into(),
        }
    }
}
