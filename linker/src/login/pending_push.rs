//! Keeps a push that was sent: what to show for it, when to ask about it next, and when it is over.

use std::time::Duration;

use crate::login::patience::back_off;
use crate::oauth::endpoints::Endpoints;
use crate::oauth::push::StartedPush;
use crate::step::Notice;
use crate::{Monotonic, Now, Secret, Unavailability};

/// Consecutive failures of the organization after which a push is given up.
const SERVER_FAILURES: u32 = 4;

/// What `slow_down` adds to the interval (RFC 8628 section 3.5).
const SLOW_DOWN: Duration = Duration::from_secs(5);

#[derive(Debug)]
pub(super) struct PendingPush {
    pub(super) endpoints: Endpoints,
    pub(super) oob_code: Secret,
    number: Option<String>,
    interval: Duration,
    next_poll: Monotonic,
    deadline: Monotonic,
    server_failures: u32,
    silences: u32,
    /// Why the last poll got no answer.
    silent: Option<Unavailability>,
}

impl PendingPush {
    /// A push that was sent just now.
    pub(super) fn new(started: StartedPush, endpoints: Endpoints, now: Now) -> Self {
        Self {
            endpoints,
            oob_code: started.oob_code,
            number: started.number,
            interval: started.interval,
            next_poll: now.monotonic.plus(started.interval),
            deadline: now.monotonic.plus(started.life),
            server_failures: 0,
            silences: 0,
            silent: None,
        }
    }

    /// Whether it may still be answered.
    pub(super) fn lives(&self, now: Now) -> bool {
        now.monotonic < self.deadline
    }

    /// When to look at it next: to ask, or to see that it is over.
    pub(super) fn next_look(&self) -> Monotonic {
        self.next_poll.min(self.deadline)
    }

    /// Why the last poll got no answer.
    pub(super) fn silent(self) -> Option<Unavailability> {
        self.silent
    }

    /// What to show for it.
    pub(super) fn notice(&self) -> Notice {
        match &self.number {
            Some(number) => Notice::PushNumber(number.clone()),
            None => Notice::PushSent,
        }
    }

    /// The organization answered that nobody answered yet.
    pub(super) fn answered(&mut self, now: Now) {
        self.server_failures = 0;
        self.silences = 0;
        self.silent = None;
        self.next_poll = now.monotonic.plus(self.interval);
    }

    /// The organization asks to poll less often, from now on.
    pub(super) fn slow_down(&mut self, now: Now) {
        self.interval = self.interval.saturating_add(SLOW_DOWN);
        self.answered(now);
    }

    /// The organization failed; whether to go on asking.
    pub(super) fn failed(&mut self, now: Now) -> bool {
        self.silent = None;
        self.server_failures += 1;
        self.next_poll = now.monotonic.plus(self.interval.max(back_off(self.server_failures)));
        self.server_failures < SERVER_FAILURES
    }

    /// There was no answer: networks come and go while somebody looks for the phone.
    pub(super) fn unheard(&mut self, cause: Unavailability, now: Now) {
        self.silent = Some(cause);
        self.silences = self.silences.saturating_add(1);
        self.next_poll = now.monotonic.plus(self.interval.max(back_off(self.silences)));
    }

    /// The organization asks to wait this long; whether the push lives that long.
    pub(super) fn hold(&mut self, wait: Duration, now: Now) -> bool {
        self.answered(now);
        self.next_poll = now.monotonic.plus(self.interval.max(wait));
        self.next_poll < self.deadline
    }
}
