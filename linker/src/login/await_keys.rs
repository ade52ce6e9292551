//! Waits for the organization's keys, and then checks an ID token with them.

use serde::de::IgnoredAny;

use crate::id_token::{self, Expected, KeySet};
use crate::login::attempt::Attempt;
use crate::login::patience::Patience;
use crate::login::state::{Await, State};
use crate::oauth::answer::{self, Trouble};
use crate::oauth::endpoints::Endpoints;
use crate::oauth::tokens::Tokens;
use crate::outcome::TokenFault;
use crate::step::{Freshness, HttpResponse, Notice};
use crate::{Factor, Input, Now, Outcome, Refusal, Step};

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
        Self { tokens, factor, endpoints, freshness: Freshness::Day, patience: Patience::new(attempt, now) }
    }

    fn verify(self, response: &HttpResponse, now: Now, attempt: &mut Attempt) -> State {
        let Some(keys) = KeySet::read(&response.body) else {
            return attempt.refuse(Refusal::Token(TokenFault::Keys));
        };
        let expected = Expected {
            issuer: attempt.organization.issuer.as_str(),
            client_id: &attempt.organization.client_id,
            access_token: self.tokens.access_token.as_ref(),
        };
        match id_token::verify(&self.tokens.id_token, &keys, &expected, now.wall) {
            Ok(token) => match attempt.goal.evidence(self.factor, token, &attempt.username) {
                Ok(evidence) => attempt.end(Outcome::Granted(evidence), None),
                Err(refusal) => attempt.refuse(refusal),
            },
            // Keys are rotated: a name that the kept set does not know may be in the present one.
            Err(refused) if refused.fault == TokenFault::UnknownKey && self.freshness == Freshness::Day => {
                Self { freshness: Freshness::Again, ..self }.into()
            }
            Err(refused) => {
                let notice = refused.clock_ahead.map(|seconds| Notice::ClockSkew { seconds });
                attempt.end(Outcome::Refused(Refusal::Token(refused.fault)), notice)
            }
        }
    }
}

impl Await for AwaitKeys {
    fn step(&self, attempt: &Attempt) -> Step<Outcome> {
        Step::Send(attempt.organization.get(&self.endpoints.keys, self.freshness))
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> State {
        let patience = self.patience;
        match input {
            Input::Response(response) => match answer::read::<IgnoredAny>(&response, "keys") {
                Ok(_) => self.verify(&response, now, attempt),
                Err(Trouble::Code(_) | Trouble::Malformed(_)) => {
                    attempt.refuse(Refusal::Token(TokenFault::Keys))
                }
                Err(trouble) => patience.after_trouble(trouble, &response, attempt, now, |patience| {
                    Self { patience, ..self }.into()
                }),
            },
            // The approval would be lost with the tokens, so this is asked again.
            Input::TransportFailed(failure) => {
                patience.after_silence(failure, attempt, now, |patience| Self { patience, ..self }.into())
            }
            _ => self.into(),
        }
    }
}
