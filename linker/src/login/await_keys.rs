//! Waits for the organization's keys, and then checks an ID token with them.

use serde::de::IgnoredAny;

use crate::id_token::{self, Expected, KeySet};
use crate::login::attempt::Attempt;
use crate::login::patience::{Patience, unavailability};
use crate::login::turn::{Await, Turn};
use crate::oauth::answer::{self, Trouble};
use crate::oauth::endpoints::Endpoints;
use crate::oauth::tokens::Tokens;
use crate::step::{Freshness, HttpResponse, Notice};
use crate::{Factor, Input, Now, Outcome, Refusal, Step, TokenFault};

#[derive(Debug)]
pub(super) struct AwaitKeys {
    tokens: Tokens,
    /// The factor that brought the tokens.
    factor: Factor,
    endpoints: Endpoints,
    freshness: Freshness,
    patience: Patience,
}

impl AwaitKeys {
    pub(super) fn new(
        tokens: Tokens,
        factor: Factor,
        endpoints: Endpoints,
        attempt: &Attempt,
        now: Now,
    ) -> Self {
        Self {
            tokens,
            factor,
            endpoints,
            freshness: Freshness::Day,
            patience: Patience::new(attempt.prompt_timeout(), now),
        }
    }

    fn verify(self, response: &HttpResponse, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        let Some(keys) = KeySet::read(&response.body) else {
            return attempt.refuse(Refusal::Token(TokenFault::Keys)).into();
        };
        let expected = Expected {
            issuer: attempt.organization.issuer.as_str(),
            client_id: &attempt.organization.client_id,
            access_token: self.tokens.access_token.as_ref(),
        };
        match id_token::verify(&self.tokens.id_token, &keys, &expected, now.wall) {
            Ok(token) => match attempt.goal.evidence(self.factor, token, &attempt.username) {
                Ok(evidence) => attempt.end(Outcome::Granted(evidence), None).into(),
                Err(refusal) => attempt.refuse(refusal).into(),
            },
            // Keys are rotated: a name that the kept set does not know may be in the present one.
            Err(refused) if refused.fault == TokenFault::UnknownKey && self.freshness == Freshness::Day => {
                Turn::Stay(Self { freshness: Freshness::Again, ..self })
            }
            Err(refused) => {
                let notice = refused.clock_ahead.map(|seconds| Notice::ClockSkew { seconds });
                attempt.end(Outcome::Refused(Refusal::Token(refused.fault)), notice).into()
            }
        }
    }
}

impl Await for AwaitKeys {
    fn step(&self, attempt: &Attempt) -> Step<Outcome> {
        Step::Send(attempt.organization.get(&self.endpoints.keys, self.freshness))
    }

    fn handle(mut self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        match input {
            Input::Response(response) => match answer::read::<IgnoredAny>(&response, "keys") {
                Ok(_) => self.verify(&response, now, attempt),
                Err(Trouble::Code(_) | Trouble::Malformed(_)) => {
                    attempt.refuse(Refusal::Token(TokenFault::Keys)).into()
                }
                Err(trouble) => match self.patience.after_trouble(&trouble, &response, now) {
                    Some(retry) => Turn::Retry(retry, self),
                    None => attempt.end(trouble.outcome(), None).into(),
                },
            },
            // The approval would be lost with the tokens, so this is asked again.
            Input::TransportFailed(failure) => match self.patience.after_silence(now) {
                Some(retry) => Turn::Retry(retry, self),
                None => attempt.end(Outcome::Unavailable(unavailability(failure)), None).into(),
            },
            _ => Turn::Stay(self),
        }
    }
}
