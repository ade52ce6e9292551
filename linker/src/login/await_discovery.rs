//! Waits for the organization's word on where to send what.

use crate::login::attempt::Attempt;
use crate::login::next::Next;
use crate::login::patience::{Patience, unavailability};
use crate::login::turn::{Await, Turn};
use crate::login::usable::Online;
use crate::oauth::answer::{ErrorAnswer, Trouble};
use crate::oauth::endpoints::Endpoints;
use crate::step::Freshness;
use crate::{Input, Now, Outcome, Refusal, Step};

#[derive(Debug)]
pub(super) struct AwaitDiscovery {
    /// The factor to begin then.
    online: Online,
    patience: Patience,
}

impl AwaitDiscovery {
    pub(super) fn new(online: Online, attempt: &Attempt, now: Now) -> Self {
        Self { online, patience: Patience::new(attempt.prompt_timeout(), now) }
    }
}

impl Await for AwaitDiscovery {
    fn step(&self, attempt: &Attempt) -> Step<Outcome> {
        let organization = &attempt.organization;
        Step::Send(organization.get(&organization.issuer.discovery_url(), Freshness::Day))
    }

    fn handle(mut self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        match input {
            Input::Response(response) => match Endpoints::read(&response, &attempt.organization.issuer) {
                Ok(endpoints) => {
                    attempt.endpoints = Some(endpoints.clone());
                    Next::asking(self.online, endpoints).into()
                }
                // An error here is about the address that was configured, not about the person.
                Err(Trouble::Code(ErrorAnswer { code, description })) => {
                    attempt.refuse(Refusal::Configuration { code, description }).into()
                }
                Err(trouble) => match self.patience.after_trouble(&trouble, &response, now) {
                    Some(retry) => Turn::Retry(retry, self),
                    None => attempt.end(trouble.outcome(), None).into(),
                },
            },
            // No waiting: where there is no network, the offline factors should come soon.
            Input::TransportFailed(failure) => {
                attempt.end(Outcome::Unavailable(unavailability(failure)), None).into()
            }
            _ => Turn::Stay(self),
        }
    }
}
