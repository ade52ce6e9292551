//! Waits for the Okta username of the person who links the account.

use crate::login::attempt::Attempt;
use crate::login::turn::{Await, Turn};
use crate::step::{Answer, Question};
use crate::{Input, Monotonic, Now, Outcome, Refusal, Step};

/// The longest username in characters; Okta's limit is 100.
const LONGEST: usize = 256;

#[derive(Debug)]
pub(super) struct AwaitUsername {
    suggestion: Option<String>,
    deadline: Monotonic,
}

impl AwaitUsername {
    pub(super) fn new(suggestion: Option<String>, attempt: &Attempt, now: Now) -> Self {
        Self { suggestion, deadline: attempt.prompt_deadline(now) }
    }
}

impl Await for AwaitUsername {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        let question = Question::Username { suggestion: self.suggestion.clone() };
        Step::Ask { question, deadline: self.deadline }
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        match input {
            Input::TimedOut => attempt.refuse(Refusal::TimedOut).into(),
            Input::Answer(_) if now.monotonic > self.deadline => attempt.refuse(Refusal::TimedOut).into(),
            Input::Answer(Answer::Username(typed)) if is_username(typed.trim()) => {
                attempt.username = typed.trim().to_owned();
                attempt.choose_factor().into()
            }
            _ => Turn::Stay(self),
        }
    }
}

fn is_username(text: &str) -> bool {
    !text.is_empty() && text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
}
