//! Turns a failed request into the moment to send it again, or into the end of patience.

use std::time::Duration;

use crate::login::attempt::Attempt;
use crate::login::await_retry::AwaitRetry;
use crate::login::await_told::AwaitTold;
use crate::login::state::State;
use crate::oauth::answer::Trouble;
use crate::oauth::rate_limit;
use crate::step::{HttpResponse, Notice, TransportFailure};
use crate::{Monotonic, Now, Unavailability};

/// Times that one request is sent again.
const RETRIES: u32 = 3;

/// How long, and how often, one request is tried again. The waits are one, two and four seconds.
#[derive(Clone, Copy, Debug)]
pub(super) struct Patience {
    retries: u32,
    deadline: Monotonic,
}

impl Patience {
    pub(super) fn new(attempt: &Attempt, now: Now) -> Self {
        Self { retries: 0, deadline: now.monotonic.plus(attempt.prompt_timeout()) }
    }

    /// When to try again, if at all, after waiting at least this long.
    fn next(&mut self, wait: Duration, now: Now) -> Option<Monotonic> {
        let until = now.monotonic.plus(wait);
        if self.retries == RETRIES || until >= self.deadline {
            return None;
        }
        self.retries += 1;
        Some(until)
    }

    /// Sends again what the organization could not or would not answer now; ends with anything else.
    pub(super) fn after_trouble(
        mut self,
        trouble: Trouble,
        response: &HttpResponse,
        attempt: &mut Attempt,
        now: Now,
        again: impl FnOnce(Self) -> State,
    ) -> State {
        match trouble {
            Trouble::RateLimited => {
                let wait = rate_limit::wait(response, now.wall);
                let Some(until) = self.next(wait, now) else { return attempt.end(trouble.outcome(), None) };
                let retry = AwaitRetry { until, then: Box::new(again(self)) };
                let notice = Notice::RateLimited { seconds: wait.as_secs() };
                AwaitTold { notice, then: Box::new(retry.into()) }.into()
            }
            Trouble::ServerError { .. } => match self.next(back_off(self.retries), now) {
                Some(until) => AwaitRetry { until, then: Box::new(again(self)) }.into(),
                None => attempt.end(trouble.outcome(), None),
            },
            _ => attempt.end(trouble.outcome(), None),
        }
    }

    /// Sends again what got no answer.
    pub(super) fn after_silence(
        mut self,
        failure: TransportFailure,
        attempt: &mut Attempt,
        now: Now,
        again: impl FnOnce(Self) -> State,
    ) -> State {
        match self.next(back_off(self.retries), now) {
            Some(until) => AwaitRetry { until, then: Box::new(again(self)) }.into(),
            None => attempt.end(crate::Outcome::Unavailable(unavailability(failure)), None),
        }
    }
}

/// One second, doubled each time, half a minute at most.
pub(super) fn back_off(failures: u32) -> Duration {
    Duration::from_secs(1u64.checked_shl(failures).unwrap_or(u64::MAX).clamp(1, 30))
}

/// What a failure of the transport means for the login.
pub(super) fn unavailability(failure: TransportFailure) -> Unavailability {
    match failure {
        TransportFailure::Unreachable => Unavailability::Unreachable,
        TransportFailure::Tls => Unavailability::Tls,
        TransportFailure::TimedOut => Unavailability::TimedOut,
        TransportFailure::TooLong => Unavailability::NotTheOrganization,
    }
}
