//! Waits for the organization to send a push.

use crate::login::attempt::Attempt;
use crate::login::next::Next;
use crate::login::patience::{Patience, unavailability};
use crate::login::pending_push::PendingPush;
use crate::login::turn::{Await, Turn};
use crate::oauth::answer::{ErrorAnswer, Trouble};
use crate::oauth::endpoints::Endpoints;
use crate::oauth::push::{self, StartEndpoint};
use crate::{Input, Now, Outcome, Refusal, Step};

#[derive(Debug)]
pub(super) struct AwaitPushStarted {
    endpoint: StartEndpoint,
    endpoints: Endpoints,
    patience: Patience,
}

impl AwaitPushStarted {
    pub(super) fn new(endpoints: Endpoints, attempt: &Attempt, now: Now) -> Self {
        Self {
            endpoint: StartEndpoint::Primary,
            endpoints,
            patience: Patience::new(attempt.prompt_timeout(), now),
        }
    }

    /// Whether the organization does not know the endpoint, so that no push was sent and the older one is due.
    fn is_unknown(&self, status: u16, trouble: &Trouble) -> bool {
        let refused = matches!(trouble, Trouble::Code(answer) if answer.code == "invalid_request");
        self.endpoint == StartEndpoint::Primary && (matches!(status, 404 | 405) || refused)
    }
}

impl Await for AwaitPushStarted {
    fn step(&self, attempt: &Attempt) -> Step<Outcome> {
        let organization = &attempt.organization;
        Step::Send(push::start(organization, &self.endpoints, self.endpoint, &attempt.username))
    }

    fn handle(mut self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        let response = match input {
            Input::Response(response) => response,
            // The push may be on its way all the same, so it is not sent again.
            Input::TransportFailed(failure) => {
                return attempt.end(Outcome::Unavailable(unavailability(failure)), None).into();
            }
            _ => return Turn::Stay(self),
        };
        let trouble = match push::read(&response) {
            Ok(started) => return Next::showing(PendingPush::new(started, self.endpoints, now)).into(),
            Err(trouble) => trouble,
        };
        if self.is_unknown(response.status, &trouble) {
            return Turn::Stay(Self { endpoint: StartEndpoint::Older, ..self });
        }
        match trouble {
            // No code was given yet: whom these refuse is the person.
            Trouble::Code(ErrorAnswer { code, .. })
                if matches!(code.as_str(), "invalid_grant" | "E0000004") =>
            {
                attempt.end_unasked(Outcome::Refused(Refusal::IdentityRefused { code })).into()
            }
            Trouble::RateLimited => match self.patience.after_trouble(&trouble, &response, now) {
                Some(retry) => Turn::Retry(retry, self),
                None => attempt.end(trouble.outcome(), None).into(),
            },
            // After a failure of the organization too the push may be on its way; only what was turned away
            // unread is sent again.
            trouble => attempt.end_unasked(trouble.outcome()).into(),
        }
    }
}
