//! Waits for the person's word on whether to link the account now.

use crate::login::attempt::Attempt;
use crate::login::next::Next;
use crate::login::turn::{Await, Turn};
use crate::step::{Answer, Question};
use crate::{Input, Monotonic, Now, Outcome, Refusal, Step};

#[derive(Debug)]
pub(super) struct AwaitConsent {
    postponable: bool,
    suggestion: Option<String>,
    deadline: Monotonic,
}

impl AwaitConsent {
    pub(super) fn new(postponable: bool, suggestion: Option<String>, attempt: &Attempt, now: Now) -> Self {
        Self { postponable, suggestion, deadline: attempt.prompt_deadline(now) }
    }
}

impl Await for AwaitConsent {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        let question = Question::BeginLinking { postponable: self.postponable };
        Step::Ask { question, deadline: self.deadline }
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        match input {
            Input::TimedOut => attempt.refuse(Refusal::TimedOut).into(),
            Input::Answer(_) if now.monotonic > self.deadline => attempt.refuse(Refusal::TimedOut).into(),
            Input::Answer(Answer::Yes) => Next::Username { suggestion: self.suggestion }.into(),
            Input::Answer(Answer::Later) if self.postponable => attempt.refuse(Refusal::PutOff).into(),
            _ => Turn::Stay(self),
        }
    }
}
