//! Waits for the organization's word on whether a push was answered.

use crate::login::attempt::Attempt;
use crate::login::errand::Errand;
use crate::login::next::Next;
use crate::login::patience::unavailability;
use crate::login::pending_push::PendingPush;
use crate::login::turn::{Await, Turn};
use crate::oauth::answer::Trouble;
use crate::oauth::{push, rate_limit, tokens};
use crate::step::{HttpResponse, Notice, TransportFailure};
use crate::{Factor, Input, Now, Outcome, Refusal, Step};

#[derive(Debug)]
pub(super) struct AwaitApproval {
    pub(super) push: PendingPush,
}

impl Await for AwaitApproval {
    fn step(&self, attempt: &Attempt) -> Step<Outcome> {
        Step::Send(push::poll(&attempt.organization, &self.push.endpoints, &self.push.oob_code))
    }

    fn handle(mut self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        let next = match input {
            Input::Response(response) => match tokens::read(&response) {
                Ok(tokens) => Next::Keys { tokens, factor: Factor::Push, endpoints: self.push.endpoints },
                Err(trouble) => self.after_trouble(trouble, &response, now, attempt),
            },
            Input::TransportFailed(failure @ TransportFailure::TooLong) => {
                attempt.end(Outcome::Unavailable(unavailability(failure)), None)
            }
            Input::TransportFailed(failure) => {
                self.push.unheard(unavailability(failure), now);
                Next::PollTime(self.push)
            }
            _ => return Turn::Stay(self),
        };
        Turn::Go(next)
    }
}

impl AwaitApproval {
    fn after_trouble(
        mut self,
        trouble: Trouble,
        response: &HttpResponse,
        now: Now,
        attempt: &mut Attempt,
    ) -> Next {
        match &trouble {
            Trouble::Code(answer) => match answer.code.as_str() {
                "authorization_pending" | "direct_auth_authorization_pending" => {
                    self.push.answered(now);
                    return Next::PollTime(self.push);
                }
                "slow_down" => {
                    self.push.slow_down(now);
                    return Next::PollTime(self.push);
                }
                "access_denied" | "oob_rejected" => return attempt.refuse(Refusal::Declined),
                "expired_token" | "invalid_grant" => return attempt.refuse(Refusal::Expired),
                _ => {}
            },
            Trouble::RateLimited => {
                let wait = rate_limit::wait(response, now.wall);
                if self.push.hold(wait, now) {
                    let notice = Notice::RateLimited { seconds: wait.as_secs() };
                    return Next::PollTime(self.push).after(Errand::Tell(notice));
                }
            }
            Trouble::ServerError { .. } => {
                if self.push.failed(now) {
                    return Next::PollTime(self.push);
                }
            }
            Trouble::NotTheOrganization | Trouble::Malformed(_) => {}
        }
        attempt.end(trouble.outcome(), None)
    }
}
