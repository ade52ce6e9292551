//! The organization as a value: one request and a time in, one answer out. No socket, no clock, no file.
//!
//! Where Okta's documents are silent, this is what it does:
//! - A push for a username that nobody has is started like any other, is never answered and ends by itself, so
//!   that a client cannot learn who has an account. A one-time code for it is a wrong code.
//! - A push for a user who is suspended, not assigned to the application or without a push factor is refused at
//!   once with `access_denied`; a code or password of such a user is checked first.
//! - A second push while one is outstanding for the same client and user is refused as Okta refuses what exceeds
//!   a concurrent limit: status 429, `E0000047`, limit and remaining 0, and the end of the first push as reset.
//! - A username is whole or, where only one user has it, the part before `@`; case does not count.

use serde_json::{Map, Value, json};
use totp_rs::Secret as Seed;

use crate::{
    answer::Answer,
    clients::{Client, Clients, Grant},
    clock::Moment,
    fault::Fault,
    form::Form,
    issuer::{Issuer, Issuers},
    keys::{Keys, NoKey, SigningKey},
    limits::Limits,
    one_time_code::OneTimeCodes,
    options::Options,
    push::{Addressee, Push, Pushes, Reply, Starter, Unanswerable},
    quota::Quota,
    random,
    refusal::{Code, Refusal},
    second_factor::SecondFactors,
    users::{Factor, HiddenSeed, Status, User},
};

/// A `POST` to one of the protocol's endpoints.
#[derive(Debug)]
pub(crate) struct Request<'a> {
    pub(crate) endpoint: Endpoint,
    pub(crate) issuer: Issuer,
    pub(crate) content_type: Option<&'a str>,
    pub(crate) authorization: Option<&'a str>,
    pub(crate) body: &'a [u8],
}

/// Which endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Endpoint {
    PrimaryAuthenticate,
    OobAuthenticate,
    Challenge,
    Token,
}

/// A user and the codes of the account on their phone.
#[derive(Debug)]
pub(crate) struct Account {
    pub(crate) user: User,
    pub(crate) codes: OneTimeCodes,
    /// The account of a computer that the phone scanned; the organization knows nothing of it.
    pub(crate) scanned: Option<OneTimeCodes>,
}

/// Everything the organization knows.
#[derive(Debug)]
pub(crate) struct Organization {
    pub(crate) issuers: Issuers,
    pub(crate) accounts: Vec<Account>,
    pub(crate) pushes: Pushes,
    pub(crate) second_factors: SecondFactors,
    pub(crate) keys: Keys,
    clients: Clients,
    limits: Limits,
    number_challenge: bool,
}

impl Organization {
    /// `origin` is where it will be reached.
    pub(crate) fn new(options: Options, origin: String, key: SigningKey) -> Result<Self, NoKey> {
        let accounts = options.users.into_vec().into_iter().map(Account::new).collect::<Result<_, _>>()?;
        Ok(Self {
            issuers: Issuers::new(origin, options.authorization_server),
            accounts,
            pushes: Pushes::new(options.push_lifetime, options.interval),
            second_factors: SecondFactors::new(options.push_lifetime),
            keys: Keys::new(key),
            clients: Clients::new(options.clients),
            limits: Limits::new(options.rates),
            number_challenge: options.number_challenge,
        })
    }

    /// Answers one `POST`.
    pub(crate) fn answer(&mut self, request: &Request<'_>, now: Moment, fault: Option<Fault>) -> Answer {
        let form = Form::read(request.content_type, request.body);
        let counted = form.as_ref().ok().and_then(|form| self.counted_name(form));
        let quota = match self.limits.take(counted.as_deref(), now) {
            Ok(quota) => quota,
            Err(spent) => return Answer::refused(Refusal::TooMany(spent)),
        };
        let result = form.and_then(|form| {
            let client = self.clients.authenticate(&form, request.authorization)?;
            match request.endpoint {
                Endpoint::PrimaryAuthenticate => {
                    self.primary_authenticate(&form, request.issuer, &client, now)
                }
                Endpoint::OobAuthenticate => self.oob_authenticate(&form, request.issuer, &client, now),
                Endpoint::Challenge => self.challenge(&form, request.issuer, &client, now),
                Endpoint::Token => self.token(&form, request.issuer, &client, now, fault),
            }
        });
        let answer = result.map_or_else(Answer::refused, Answer::ok);
        let quota = answer.quota.unwrap_or(quota);
        answer.with_quota(quota).asking_for_basic(request.authorization.is_some())
    }

    /// Counts a request that is about nobody: discovery, keys, an address that does not exist.
    pub(crate) fn count_anonymous(&mut self, now: Moment) -> Result<Quota, Quota> {
        self.limits.take(None, now)
    }

    /// The account that a username means.
    pub(crate) fn account_named(&self, login: &str) -> Option<usize> {
        let whole =
            self.accounts.iter().position(|account| account.user.username.eq_ignore_ascii_case(login));
        whole.or_else(|| {
            let mut short =
                self.accounts.iter().enumerate().filter(|(_, account)| account.user.answers_to(login));
            match (short.next(), short.next()) {
                (Some((index, _)), None) => Some(index),
                _ => None,
            }
        })
    }

    pub(crate) fn answer_push(
        &mut self,
        account: usize,
        id: u64,
        reply: Reply,
        now: Moment,
    ) -> Result<bool, Unanswerable> {
        self.pushes.answer(account, id, reply, now)
    }

    fn primary_authenticate(
        &mut self,
        form: &Form,
        issuer: Issuer,
        client: &Client,
        now: Moment,
    ) -> Result<Value, Refusal> {
        let hint = form.required("challenge_hint", "`challenge_hint` is missing")?;
        if Grant::named(hint) != Some(Grant::Oob) {
            return Err(Refusal::oauth(
                Code::InvalidRequest,
                "`challenge_hint` must be the out-of-band grant type",
            ));
        }
        self.oob_authenticate(form, issuer, client, now)
    }

    fn oob_authenticate(
        &mut self,
        form: &Form,
        issuer: Issuer,
        client: &Client,
        now: Moment,
    ) -> Result<Value, Refusal> {
        client.may_use(Grant::Oob)?;
        require_push_channel(form)?;
        let login = form.required("login_hint", "`login_hint` is missing")?;
        let addressee =
            self.account_named(login).map_or_else(|| Addressee::nobody(login), Addressee::Account);
        let starter = Starter { issuer, client_id: client.id.clone(), mfa_token: None };
        self.start_push(addressee, starter, now).map(Value::Object)
    }

    fn challenge(
        &mut self,
        form: &Form,
        issuer: Issuer,
        client: &Client,
        now: Moment,
    ) -> Result<Value, Refusal> {
        let token = form.required("mfa_token", "`mfa_token` is missing")?;
        let types = form.required("challenge_types_supported", "`challenge_types_supported` is missing")?;
        let supported: Vec<Grant> = types.split(' ').filter_map(Grant::named).collect();
        let account = self.second_factors.account(token, issuer, &client.id, now);
        let index =
            account.ok_or(Refusal::oauth(Code::InvalidGrant, "`mfa_token` is unknown, used or over"))?;
        let has =
            |factor| self.accounts.get(index).is_some_and(|account| account.user.factors.contains(&factor));
        let (push, code) = (has(Factor::Push), has(Factor::Otp));
        if supported.contains(&Grant::MfaOob) && push {
            client.may_use(Grant::MfaOob)?;
            require_push_channel(form)?;
            let mfa_token = Some(token.to_owned());
            let starter = Starter { issuer, client_id: client.id.clone(), mfa_token };
            let mut answer = self.start_push(Addressee::Account(index), starter, now)?;
            answer.insert("challenge_type".to_owned(), json!(Grant::MfaOob.name()));
            Ok(Value::Object(answer))
        } else if supported.contains(&Grant::MfaOtp) && code {
            client.may_use(Grant::MfaOtp)?;
            Ok(json!({ "challenge_type": Grant::MfaOtp.name() }))
        } else {
            const NOTHING: &str = "the user has no factor of the challenge types supported";
            Err(Refusal::oauth(Code::InvalidChallengeTypesSupported, NOTHING))
        }
    }

    fn start_push(
        &mut self,
        addressee: Addressee,
        starter: Starter,
        now: Moment,
    ) -> Result<Map<String, Value>, Refusal> {
        let mut with_number = self.number_challenge;
        if let Addressee::Account(index) = addressee {
            let account = self.accounts.get(index).ok_or(Refusal::Internal)?;
            if account.user.status != Status::Active || !account.user.factors.contains(&Factor::Push) {
                return Err(Refusal::denied());
            }
            with_number = account.user.number_challenge.unwrap_or(with_number);
        }
        if let Some(end) = self.pushes.outstanding(&addressee, &starter.client_id, now) {
            return Err(Refusal::TooMany(Quota::concurrent(end.unix_seconds())));
        }
        let (lifetime, interval) = (self.pushes.lifetime(), self.pushes.interval());
        let push = self.pushes.start(addressee, starter, with_number, now)?;
        let mut answer = start_of(push);
        answer.insert("expires_in".to_owned(), json!(lifetime.as_secs()));
        answer.insert("interval".to_owned(), json!(interval.as_secs()));
        Ok(answer)
    }

    /// Whose requests this one counts among: a username as the organization writes it, or as it was given.
    fn counted_name(&self, form: &Form) -> Option<String> {
        let index = if let Some(code) = form.optional("oob_code") {
            match self.pushes.counted_addressee(code)? {
                Addressee::Account(index) => *index,
                Addressee::Nobody(name) => return Some(name.clone()),
            }
        } else if let Some(token) = form.optional("mfa_token") {
            self.second_factors.counted_account(token)?
        } else {
            let login = form.optional("login_hint").or_else(|| form.optional("username"))?;
            match self.account_named(login) {
                Some(index) => index,
                None => return Some(login.to_lowercase()),
            }
        };
        self.accounts.get(index).map(|account| account.user.username.to_lowercase())
    }
}

impl Account {
    fn new(user: User) -> Result<Self, NoKey> {
        let seed = match &user.otp_seed {
            Some(HiddenSeed(seed)) => seed.clone(),
            None => Seed::from(random::bytes::<20>()?),
        };
        Ok(Self { user, codes: OneTimeCodes::new(seed).map_err(|_| NoKey)?, scanned: None })
    }
}

impl Addressee {
    fn nobody(login: &str) -> Self {
        Self::Nobody(login.to_lowercase())
    }
}

fn require_push_channel(form: &Form) -> Result<(), Refusal> {
    match form.required("channel_hint", "`channel_hint` is missing")? {
        "push" => Ok(()),
        _ => Err(Refusal::oauth(Code::InvalidRequest, "`channel_hint` must be `push`")),
    }
}

fn start_of(push: &Push) -> Map<String, Value> {
    let mut answer = Map::new();
    answer.insert("oob_code".to_owned(), json!(push.code));
    answer.insert("channel".to_owned(), json!("push"));
    match push.numbers {
        Some(numbers) => {
            answer.insert("binding_method".to_owned(), json!("transfer"));
            answer.insert("binding_code".to_owned(), json!(numbers.right.to_string()));
        }
        None => {
            answer.insert("binding_method".to_owned(), json!("none"));
        }
    }
    answer
}

#[cfg(test)]
mod tests;
