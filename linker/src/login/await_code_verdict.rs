//! Waits for the organization's word on a code.

use crate::login::attempt::Attempt;
use crate::login::check::CodeOf;
use crate::login::next::Next;
use crate::login::patience::{Patience, unavailability};
use crate::login::turn::{Await, Turn};
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
        Self { code, endpoints, patience: Patience::new(attempt.prompt_timeout(), now) }
    }
}

impl Await for AwaitCodeVerdict {
    fn step(&self, attempt: &Attempt) -> Step<Outcome> {
        let organization = &attempt.organization;
        Step::Send(tokens::with_code(organization, &self.endpoints, &attempt.username, &self.code))
    }

    fn handle(mut self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        match input {
            Input::Response(response) => match tokens::read(&response) {
                Ok(tokens) => Next::Keys { tokens, factor: Factor::Otp, endpoints: self.endpoints }.into(),
                Err(Trouble::Code(answer)) if is_wrong_code(&answer.code) => {
                    attempt.refuse_code(CodeOf::Otp(self.endpoints), CodeRefused::Wrong).into()
                }
                Err(trouble) => match self.patience.after_trouble(&trouble, &response, now) {
                    Some(retry) => Turn::Retry(retry, self),
                    None => attempt.end(trouble.outcome(), None).into(),
                },
            },
            // The code may be used up all the same, so it is not sent again.
            Input::TransportFailed(failure) => {
                attempt.end(Outcome::Unavailable(unavailability(failure)), None).into()
            }
            _ => Turn::Stay(self),
        }
    }
}

fn is_wrong_code(code: &str) -> bool {
    matches!(code, "invalid_grant" | "invalid_otp" | "E0000004")
}
