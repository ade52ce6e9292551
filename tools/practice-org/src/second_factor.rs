//! Second-factor tokens: the memory that one factor was right and another is awaited.

use std::time::Duration;

use crate::{
    clock::Moment,
    issuer::Issuer,
    random::{self, NoRandomness},
};

/// A sign-in that waits for its second factor.
#[derive(Debug)]
struct Waiting {
    token: String,
    issuer: Issuer,
    client_id: String,
    account: usize,
    started: Moment,
}

/// All of them.
#[derive(Debug)]
pub(crate) struct SecondFactors {
    list: Vec<Waiting>,
    lifetime: Duration,
}

impl SecondFactors {
    pub(crate) fn new(lifetime: Duration) -> Self {
        Self { list: Vec::new(), lifetime }
    }

    /// A token for an account whose first factor was right.
    pub(crate) fn start(
        &mut self,
        issuer: Issuer,
        client_id: &str,
        account: usize,
        now: Moment,
    ) -> Result<String, NoRandomness> {
        self.forget_ended(now);
        let token = random::text()?;
        let client_id = client_id.to_owned();
        self.list.push(Waiting { token: token.clone(), issuer, client_id, account, started: now });
        Ok(token)
    }

    /// The account that this client's token stands for.
    pub(crate) fn account(
        &mut self,
        token: &str,
        issuer: Issuer,
        client_id: &str,
        now: Moment,
    ) -> Option<usize> {
        self.forget_ended(now);
        let mut mine = self.list.iter().filter(|one| one.issuer == issuer && one.client_id == client_id);
        mine.find(|one| one.token == token).map(|one| one.account)
    }

    /// The account that any client's token stands for, to count the request.
    pub(crate) fn counted_account(&self, token: &str) -> Option<usize> {
        self.list.iter().find(|one| one.token == token).map(|one| one.account)
    }

    /// Ends a token that led to a sign-in or to a refusal.
    pub(crate) fn end(&mut self, token: &str) {
        self.list.retain(|one| one.token != token);
    }

    fn forget_ended(&mut self, now: Moment) {
        let lifetime = self.lifetime;
        self.list.retain(|one| now < one.started.plus(lifetime));
    }
}
