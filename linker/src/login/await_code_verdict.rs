//! Waits for the organization's word on a code.

use crate::login::attempt::Attempt;
use crate::login::await_code::CodeOf;
use crate::login::await_keys::AwaitKeys;
use crate::login::patience::{Patience, unavailability};
use crate::login::state::{Await, State};
use crate::oauth::answer::Trouble;
use crate::oauth::endpoints::Endpoints;
use crate::oauth::tokens;
use crate::step::CodeRefused;
use crate::{Factor, Input, Now, Outcome, Secret, Step};

#[derive(Debug)]
pub(super) struct AwaitCodeVerdict {
    code: Secret,
    endpoints: Endpoints,
    patience: Patience,
}

impl AwaitCodeVerdict {
    pub(super) fn new(code: Secret, endpoints: Endpoints, attempt: &Attempt, now: Now) -> Self {
        Self { code, endpoints, patience: Patience::new(attempt, now) }
    }
}

impl Await for AwaitCodeVerdict {
    fn step(&self, attempt: &Attempt) -> Step<Outcome> {
        let organization = &attempt.organization;
        Step::Send(tokens::with_code(organization, &self.endpoints, &attempt.username, &self.code))
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> State {
        match input {
            Input::Response(response) => match tokens::read(&response) {
                Ok(tokens) => AwaitKeys::new(tokens, Factor::Otp, self.endpoints, attempt, now).into(),
                Err(Trouble::Code(answer)) if is_wrong_code(&answer.code) => {
                    attempt.refuse_code(CodeOf::Otp(self.endpoints), CodeRefused::Wrong, now)
                }
                Err(trouble) => self.patience.after_trouble(trouble, &response, attempt, now, |patience| {
                    Self { patience, ..self }.into()
                }),
            },
            // The code may be used up all the same, so it is not sent again.
            Input::TransportFailed(failure) => {
                attempt.end(Outcome::Unavailable(unavailability(failure)), None)
            }
            _ => self.into(),
        }
    }
}

fn is_wrong_code(code: &str) -> bool {
    matches!(code, "invalid_grant" | "invalid_otp" | "E0000004")
}
