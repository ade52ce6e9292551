//! Waits for the person to type a code.

use crate::login::attempt::Attempt;
use crate::login::check::{Check, CodeOf};
use crate::login::next::Next;
use crate::login::turn::{Await, Turn};
use crate::step::{Answer, CodeRefused, Question};
use crate::{Input, Monotonic, Now, Outcome, Refusal, Secret, Step, UnixTime, totp};

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

    /// What the last code was refused for. Whoever gives up then is refused for that, and not for giving up.
    pub(super) fn refusal(&self) -> Option<Refusal> {
        match self.again? {
            CodeRefused::Wrong => Some(Refusal::WrongCode(self.of.factor())),
            CodeRefused::Replayed => Some(Refusal::Replayed),
            CodeRefused::NotACode => None,
        }
    }

    fn typed(self, typed: &Secret, attempt: &mut Attempt) -> Turn<Self> {
        match totp::read_code(typed) {
            Some(code) => Next::Charge(Check::Code { of: self.of, code, asked: self.asked }).into(),
            // Nothing was checked, so nothing is charged; the question ends when it would have.
            None if attempt.may_mistype() => Turn::Stay(Self { again: Some(CodeRefused::NotACode), ..self }),
            None => attempt.refuse(Refusal::WrongCode(self.of.factor())).into(),
        }
    }
}

impl Await for AwaitCode {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        let question = Question::Code { factor: self.of.factor(), again: self.again };
        Step::Ask { question, deadline: self.deadline }
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        match input {
            Input::TimedOut => attempt.refuse(Refusal::TimedOut).into(),
            Input::Answer(_) if now.monotonic > self.deadline => attempt.refuse(Refusal::TimedOut).into(),
            Input::Answer(Answer::Code(code)) => self.typed(&code, attempt),
            Input::Answer(Answer::AnotherFactor) if attempt.may_change_factor() => Next::Choice.into(),
            _ => Turn::Stay(self),
        }
    }
}
