//! Turns a failed request into the moment to send it again, or into the end of patience.

use std::time::Duration;

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

/// When a request is sent again, and what the person is told before.
#[derive(Debug)]
pub(super) struct Retry {
    pub(super) notice: Option<Notice>,
    pub(super) until: Monotonic,
}

impl Patience {
    /// Begins with a request; it lasts as long as a question would.
    pub(super) fn new(prompt_timeout: Duration, now: Now) -> Self {
        Self { retries: 0, deadline: now.monotonic.plus(prompt_timeout) }
    }

    /// Sends again what the organization could not or would not answer now; nothing else.
    pub(super) fn after_trouble(
        &mut self,
        trouble: &Trouble,
        response: &HttpResponse,
        now: Now,
    ) -> Option<Retry> {
        match trouble {
            Trouble::RateLimited => {
                let wait = rate_limit::wait(response, now.wall);
                let until = self.next(wait, now)?;
                Some(Retry { notice: Some(Notice::RateLimited { seconds: wait.as_secs() }), until })
            }
            Trouble::ServerError { .. } => self.after_silence(now),
            Trouble::Code(_) | Trouble::NotTheOrganization | Trouble::Malformed(_) => None,
        }
    }

    /// Sends again what got no answer.
    pub(super) fn after_silence(&mut self, now: Now) -> Option<Retry> {
        let until = self.next(back_off(self.retries), now)?;
        Some(Retry { notice: None, until })
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
