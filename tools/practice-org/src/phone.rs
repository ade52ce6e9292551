//! A person's phone, in this process: what is pending, approve, decline, the code.

use std::{sync::Arc, time::Duration};

use crate::{
    live::Live,
    one_time_code::OneTimeCodes,
    push::{Reply, Unanswerable},
};

/// The phone of one user.
#[derive(Clone, Debug)]
pub struct Phone {
    live: Arc<Live>,
    account: usize,
}

/// A push that waits for an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PendingPush {
    /// The three numbers to choose from, where a number is asked for.
    pub numbers: Option<[u8; 3]>,
    /// The client ID of who asks.
    pub client: String,
    /// How long ago it was sent.
    pub age: Duration,
    pub(crate) id: u64,
}

/// What an answer came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Verdict {
    /// The sign-in is approved.
    Approved,
    /// It is declined: on purpose, or by a wrong number.
    Declined,
}

/// Why an answer does not count. The push, if any, waits on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PhoneError {
    /// Nothing is pending.
    #[error("no push is pending")]
    NothingPending,
    /// The push asks for a number, and none was given.
    #[error("the push asks for one of its three numbers")]
    NumberMissing,
    /// The push asks for no number, and one was given.
    #[error("the push asks for no number")]
    NumberUnexpected,
}

/// A text that is not the QR code of an account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("this is no account to scan: expected `otpauth://totp/`")]
pub struct NotScannable;

impl Phone {
    pub(crate) fn new(live: Arc<Live>, account: usize) -> Self {
        Self { live, account }
    }

    /// The oldest push that waits for an answer.
    #[must_use]
    pub fn pending(&self) -> Option<PendingPush> {
        let now = self.live.now();
        let mut organization = self.live.organization();
        organization.pushes.pending(self.account, now).map(|push| PendingPush {
            numbers: push.numbers.map(|numbers| numbers.shown),
            client: push.starter.client_id.clone(),
            age: now.since(push.started),
            id: push.id,
        })
    }

    /// Approves the oldest pending push; with the number that the client shows, where one is asked for. A wrong
    /// number declines.
    ///
    /// # Errors
    /// Nothing is pending, or a number is missing or unexpected; then nothing has happened.
    pub fn approve(&self, number: Option<u8>) -> Result<Verdict, PhoneError> {
        let push = self.pending().ok_or(PhoneError::NothingPending)?;
        self.answer(push.id, Reply::Approve(number))
    }

    /// Declines the oldest pending push.
    ///
    /// # Errors
    /// Nothing is pending.
    pub fn decline(&self) -> Result<Verdict, PhoneError> {
        let push = self.pending().ok_or(PhoneError::NothingPending)?;
        self.answer(push.id, Reply::Decline)
    }

    /// The account's one-time code now. It may have been used already.
    #[must_use]
    pub fn code(&self) -> String {
        self.code_and_seconds_left().0
    }

    /// Scans the QR code of a computer's own account (`otpauth://totp/…`); its codes are shown from then on.
    ///
    /// # Errors
    /// The text is no such account.
    pub fn scan(&self, uri: &str) -> Result<(), NotScannable> {
        let codes = OneTimeCodes::scanned(uri).ok_or(NotScannable)?;
        if let Some(account) = self.live.organization().accounts.get_mut(self.account) {
            account.scanned = Some(codes);
        }
        Ok(())
    }

    /// The code of the scanned account now, if one was scanned.
    #[must_use]
    pub fn scanned_code(&self) -> Option<String> {
        let now = self.live.now();
        let organization = self.live.organization();
        organization.accounts.get(self.account)?.scanned.as_ref().map(|codes| codes.current(now))
    }

    pub(crate) fn code_and_seconds_left(&self) -> (String, u64) {
        let now = self.live.now();
        let organization = self.live.organization();
        let account = organization.accounts.get(self.account);
        account
            .map(|account| (account.codes.current(now), account.codes.seconds_left(now)))
            .unwrap_or_default()
    }

    pub(crate) fn username(&self) -> String {
        let organization = self.live.organization();
        organization
            .accounts
            .get(self.account)
            .map(|account| account.user.username.clone())
            .unwrap_or_default()
    }

    pub(crate) fn answer(&self, id: u64, reply: Reply) -> Result<Verdict, PhoneError> {
        let now = self.live.now();
        match self.live.organization().answer_push(self.account, id, reply, now) {
            Ok(true) => Ok(Verdict::Approved),
            Ok(false) => Ok(Verdict::Declined),
            Err(Unanswerable::NotPending) => Err(PhoneError::NothingPending),
            Err(Unanswerable::NumberMissing) => Err(PhoneError::NumberMissing),
            Err(Unanswerable::NumberUnexpected) => Err(PhoneError::NumberUnexpected),
        }
    }
}
