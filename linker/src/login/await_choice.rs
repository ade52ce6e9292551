//! Waits for the factor the person wants to use.

use crate::login::attempt::Attempt;
use crate::login::turn::{Await, Turn};
use crate::login::usable::Usable;
use crate::step::{Answer, Question};
use crate::{Input, Monotonic, Now, Outcome, Refusal, Step};

#[derive(Debug)]
pub(super) struct AwaitChoice {
    deadline: Monotonic,
}

impl AwaitChoice {
    pub(super) fn new(attempt: &Attempt, now: Now) -> Self {
        Self { deadline: attempt.prompt_deadline(now) }
    }
}

impl Await for AwaitChoice {
    fn step(&self, attempt: &Attempt) -> Step<Outcome> {
        let question = Question::ChooseFactor(attempt.factors().map(Usable::factor).collect());
        Step::Ask { question, deadline: self.deadline }
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        match input {
            Input::TimedOut => attempt.refuse(Refusal::TimedOut).into(),
            Input::Answer(_) if now.monotonic > self.deadline => attempt.refuse(Refusal::TimedOut).into(),
            Input::Answer(Answer::Factor(factor)) => {
                let chosen = attempt.factors().find(|usable| usable.factor() == factor);
                match chosen {
                    Some(usable) => attempt.begin(usable).into(),
                    None => Turn::Stay(self),
                }
            }
            _ => Turn::Stay(self),
        }
    }
}
