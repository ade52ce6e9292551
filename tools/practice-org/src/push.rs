//! Pushes under way: what the client may learn of each by polling, and what the phone may answer.
//!
//! A push ends approved only by an explicit approval that carries the right number, where one is asked for
//! (compare CVE-2024-10327, where an answer of any kind approved).

use std::time::Duration;

use crate::{
    clock::Moment,
    issuer::Issuer,
    random::{self, NoRandomness},
};

/// Who a push is for. A push for nobody looks the same to the client and is never answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Addressee {
    /// The account with this index.
    Account(usize),
    /// A name that nobody has, in lower case.
    Nobody(String),
}

/// Who started a push, and so who alone may poll it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Starter {
    pub(crate) issuer: Issuer,
    pub(crate) client_id: String,
    /// The second-factor token, when the push is a second factor.
    pub(crate) mfa_token: Option<String>,
}

/// The number the client shows, among the three on the phone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Numbers {
    pub(crate) shown: [u8; 3],
    pub(crate) right: u8,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Pending,
    Approved,
    Declined,
}

/// One push.
#[derive(Debug)]
pub(crate) struct Push {
    pub(crate) id: u64,
    pub(crate) code: String,
    pub(crate) addressee: Addressee,
    pub(crate) starter: Starter,
    pub(crate) numbers: Option<Numbers>,
    pub(crate) started: Moment,
    interval: Duration,
    last_poll: Option<Moment>,
    state: State,
}

/// What a poll learns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Poll {
    Pending,
    TooFast,
    Declined,
    Approved(Addressee),
    /// Never started by this client, already collected, or over.
    Unknown,
}

/// What the phone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Reply {
    Approve(Option<u8>),
    Decline,
}

/// Why a phone's answer does not count; the push is as it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Unanswerable {
    /// No such push is pending for this account.
    NotPending,
    /// An approval without a number, where one is asked for.
    NumberMissing,
    /// An approval with a number, where none is asked for.
    NumberUnexpected,
}

/// All pushes that have not ended.
#[derive(Debug)]
pub(crate) struct Pushes {
    list: Vec<Push>,
    next_id: u64,
    lifetime: Duration,
    interval: Duration,
}

/// How much sooner than the interval a poll may come: the client times it by another clock than ours.
const TOLERANCE: Duration = Duration::from_millis(50);

/// What `slow_down` adds to the interval (RFC 8628 section 3.5).
const SLOW_DOWN: Duration = Duration::from_secs(5);

impl Pushes {
    pub(crate) fn new(lifetime: Duration, interval: Duration) -> Self {
        Self { list: Vec::new(), next_id: 1, lifetime, interval }
    }

    pub(crate) fn lifetime(&self) -> Duration {
        self.lifetime
    }

    pub(crate) fn interval(&self) -> Duration {
        self.interval
    }

    /// When the push that this client has outstanding with this person ends, if there is one.
    pub(crate) fn outstanding(
        &mut self,
        addressee: &Addressee,
        client_id: &str,
        now: Moment,
    ) -> Option<Moment> {
        self.forget_ended(now);
        let outstanding = self.list.iter().find(|push| {
            push.state == State::Pending
                && push.addressee == *addressee
                && push.starter.client_id == client_id
        });
        outstanding.map(|push| push.started.plus(self.lifetime))
    }

    /// Sends a push.
    pub(crate) fn start(
        &mut self,
        addressee: Addressee,
        starter: Starter,
        with_number: bool,
        now: Moment,
    ) -> Result<&Push, NoRandomness> {
        let numbers = if with_number { Some(Numbers::draw()?) } else { None };
        let id = self.next_id;
        self.next_id = self.next_id.saturating_add(1);
        let push = Push {
            id,
            code: random::text()?,
            addressee,
            starter,
            numbers,
            started: now,
            interval: self.interval,
            last_poll: None,
            state: State::Pending,
        };
        Ok(self.list.push_mut(push))
    }

    /// One poll by `starter` with `code`. An end that was told is told once.
    pub(crate) fn poll(&mut self, code: &str, starter: &Starter, now: Moment) -> Poll {
        self.forget_ended(now);
        let found = self.list.iter_mut().enumerate();
        let mut found = found.filter(|(_, push)| push.code == code && push.starter == *starter);
        let Some((index, push)) = found.next() else { return Poll::Unknown };
        let too_fast = push.last_poll.is_some_and(|last| now.since(last) + TOLERANCE < push.interval);
        push.last_poll = Some(now);
        match push.state {
            State::Pending if too_fast => {
                push.interval = push.interval.saturating_add(SLOW_DOWN);
                Poll::TooFast
            }
            State::Pending => Poll::Pending,
            State::Declined => {
                self.list.remove(index);
                Poll::Declined
            }
            State::Approved => Poll::Approved(self.list.remove(index).addressee),
        }
    }

    /// Who the push with this code is for, to count the request.
    pub(crate) fn counted_addressee(&self, code: &str) -> Option<&Addressee> {
        self.list.iter().find(|push| push.code == code).map(|push| &push.addressee)
    }

    /// The oldest push that waits for this account's phone.
    pub(crate) fn pending(&mut self, account: usize, now: Moment) -> Option<&Push> {
        self.forget_ended(now);
        self.list.iter().find(|push| push.waits_for(account))
    }

    /// The phone's answer to the push `id`; whether it approved. A wrong number declines.
    pub(crate) fn answer(
        &mut self,
        account: usize,
        id: u64,
        reply: Reply,
        now: Moment,
    ) -> Result<bool, Unanswerable> {
        self.forget_ended(now);
        let push = self.list.iter_mut().find(|push| push.id == id && push.waits_for(account));
        let push = push.ok_or(Unanswerable::NotPending)?;
        push.state = match (reply, push.numbers) {
            (Reply::Decline, _) => State::Declined,
            (Reply::Approve(None), None) => State::Approved,
            (Reply::Approve(Some(number)), Some(numbers)) if number == numbers.right => State::Approved,
            (Reply::Approve(Some(_)), Some(_)) => State::Declined,
            (Reply::Approve(None), Some(_)) => return Err(Unanswerable::NumberMissing),
            (Reply::Approve(Some(_)), None) => return Err(Unanswerable::NumberUnexpected),
        };
        Ok(push.state == State::Approved)
    }

    /// A push is over at its deadline, not after it.
    fn forget_ended(&mut self, now: Moment) {
        let lifetime = self.lifetime;
        self.list.retain(|push| now < push.started.plus(lifetime));
    }
}

impl Push {
    fn waits_for(&self, account: usize) -> bool {
        self.state == State::Pending && self.addressee == Addressee::Account(account)
    }
}

impl Numbers {
    /// Three different two-digit numbers, one of them right.
    fn draw() -> Result<Self, NoRandomness> {
        let [mut first, mut second, mut third] = [0; 3];
        while first == second || second == third || first == third {
            for number in [&mut first, &mut second, &mut third] {
                *number = 10 + random::below(90)?;
            }
        }
        let right = match random::below(3)? {
            0 => first,
            1 => second,
            _ => third,
        };
        Ok(Self { shown: [first, second, third], right })
    }
}

#[cfg(test)]
mod tests;
