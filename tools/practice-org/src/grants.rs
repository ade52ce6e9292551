//! The token endpoint: each grant turned into tokens or into the exact refusal.

use serde_json::Value;

use crate::{
    clients::{Client, Grant},
    clock::Moment,
    fault::Fault,
    form::Form,
    issuer::Issuer,
    organization::Organization,
    push::{Addressee, Poll, Starter},
    refusal::{Code, Refusal},
    token::{self, Claims},
    users::{Factor, Status},
};

/// The scopes that can be granted; the grants that need others are not offered here.
const SCOPES: [&str; 3] = ["openid", "profile", "email"];

/// One token request, as far as every grant has it in common.
struct Exchange<'a> {
    form: &'a Form,
    issuer: Issuer,
    client: &'a Client,
    scope: &'a str,
    now: Moment,
    fault: Option<Fault>,
}

impl Organization {
    pub(crate) fn token(
        &mut self,
        form: &Form,
        issuer: Issuer,
        client: &Client,
        now: Moment,
        fault: Option<Fault>,
    ) -> Result<Value, Refusal> {
        let name = form.required("grant_type", "`grant_type` is missing")?;
        let unsupported = Refusal::oauth(Code::UnsupportedGrantType, "the grant type is not supported");
        let grant = Grant::named(name).ok_or(unsupported)?;
        client.may_use(grant)?;
        let exchange = Exchange { form, issuer, client, scope: granted_scope(form)?, now, fault };
        match grant {
            Grant::Password => self.password(&exchange),
            Grant::Otp => self.primary_code(&exchange),
            Grant::Oob => self.primary_push(&exchange),
            Grant::MfaOtp => self.second_code(&exchange),
            Grant::MfaOob => self.second_push(&exchange),
        }
    }

    fn password(&mut self, exchange: &Exchange<'_>) -> Result<Value, Refusal> {
        let username = exchange.form.required("username", "`username` is missing")?;
        let password = exchange.form.required("password", "`password` is missing")?;
        let index = self.account_named(username).ok_or(Refusal::wrong_credential())?;
        let account = self.accounts.get(index).ok_or(Refusal::Internal)?;
        if !account.user.password.as_ref().is_some_and(|expected| expected.matches(password)) {
            return Err(Refusal::wrong_credential());
        }
        self.require_active(index)?;
        if !account.user.second_factor {
            return self.sign_in(index, exchange, &["pwd"]);
        }
        if let Some(supported) = exchange.form.optional("grant_types_supported") {
            let usable = |name: &str| match Grant::named(name) {
                Some(Grant::MfaOtp) => account.user.factors.contains(&Factor::Otp),
                Some(Grant::MfaOob) => account.user.factors.contains(&Factor::Push),
                _ => false,
            };
            if !supported.split(' ').any(usable) {
                return Err(Refusal::denied());
            }
        }
        let client_id = &exchange.client.id;
        let mfa_token = self.second_factors.start(exchange.issuer, client_id, index, exchange.now)?;
        Err(Refusal::SecondFactor { mfa_token })
    }

    fn primary_code(&mut self, exchange: &Exchange<'_>) -> Result<Value, Refusal> {
        let login = exchange.form.required("login_hint", "`login_hint` is missing")?;
        let code = exchange.form.required("otp", "`otp` is missing")?;
        let index = self.account_named(login).ok_or(Refusal::wrong_credential())?;
        self.accept_code(index, code, exchange.now)?;
        self.require_active(index)?;
        self.sign_in(index, exchange, &["otp"])
    }

    fn primary_push(&mut self, exchange: &Exchange<'_>) -> Result<Value, Refusal> {
        let code = exchange.form.required("oob_code", "`oob_code` is missing")?;
        let index = self.poll(code, None, exchange)?;
        self.sign_in(index, exchange, &["swk"])
    }

    fn second_code(&mut self, exchange: &Exchange<'_>) -> Result<Value, Refusal> {
        let (token, index) = self.second_factor(exchange)?;
        let code = exchange.form.required("otp", "`otp` is missing")?;
        self.accept_code(index, code, exchange.now)?;
        self.second_factors.end(token);
        self.sign_in(index, exchange, &["pwd", "otp", "mfa"])
    }

    fn second_push(&mut self, exchange: &Exchange<'_>) -> Result<Value, Refusal> {
        let (token, index) = self.second_factor(exchange)?;
        let code = exchange.form.required("oob_code", "`oob_code` is missing")?;
        let approved = self.poll(code, Some(token), exchange)?;
        self.second_factors.end(token);
        // INVARIANT: a push started with a token is for the token's account.
        if approved != index {
            return Err(Refusal::Internal);
        }
        self.sign_in(index, exchange, &["pwd", "swk", "mfa"])
    }

    fn second_factor<'a>(&mut self, exchange: &Exchange<'a>) -> Result<(&'a str, usize), Refusal> {
        let token = exchange.form.required("mfa_token", "`mfa_token` is missing")?;
        let account = self.second_factors.account(token, exchange.issuer, &exchange.client.id, exchange.now);
        let unknown = Refusal::oauth(Code::InvalidGrant, "`mfa_token` is unknown, used or over");
        Ok((token, account.ok_or(unknown)?))
    }

    fn accept_code(&mut self, index: usize, code: &str, now: Moment) -> Result<(), Refusal> {
        let account = self.accounts.get_mut(index).ok_or(Refusal::Internal)?;
        if account.user.factors.contains(&Factor::Otp) && account.codes.accept(code, now) {
            Ok(())
        } else {
            Err(Refusal::wrong_credential())
        }
    }

    fn poll(
        &mut self,
        code: &str,
        mfa_token: Option<&str>,
        exchange: &Exchange<'_>,
    ) -> Result<usize, Refusal> {
        let starter = Starter {
            issuer: exchange.issuer,
            client_id: exchange.client.id.clone(),
            mfa_token: mfa_token.map(str::to_owned),
        };
        match self.pushes.poll(code, &starter, exchange.now) {
            Poll::Approved(Addressee::Account(index)) => Ok(index),
            // INVARIANT: a push for nobody is never answered.
            Poll::Approved(Addressee::Nobody(_)) => Err(Refusal::Internal),
            Poll::Pending => Err(Refusal::oauth(Code::AuthorizationPending, "the push is not answered yet")),
            Poll::TooFast => Err(Refusal::oauth(Code::SlowDown, "wait 5 seconds more between polls")),
            Poll::Declined => Err(Refusal::denied()),
            Poll::Unknown => Err(Refusal::oauth(Code::InvalidGrant, "`oob_code` is unknown, used or over")),
        }
    }

    fn require_active(&self, index: usize) -> Result<(), Refusal> {
        match self.accounts.get(index).map(|account| account.user.status) {
            Some(Status::Active) => Ok(()),
            Some(Status::Suspended | Status::NotAssigned) => Err(Refusal::denied()),
            None => Err(Refusal::Internal),
        }
    }

    fn sign_in(
        &self,
        index: usize,
        exchange: &Exchange<'_>,
        methods: &[&'static str],
    ) -> Result<Value, Refusal> {
        let account = self.accounts.get(index).ok_or(Refusal::Internal)?;
        let claims = Claims {
            issuer: self.issuers.identifier(exchange.issuer),
            audience: &exchange.client.id,
            subject: &account.user.sub,
            username: &account.user.username,
            scope: exchange.scope,
            methods,
            now: exchange.now,
        };
        token::issue(&claims, self.keys.current(), exchange.fault)
    }
}

/// The scope asked for, when it can be granted whole and asks for an ID token.
fn granted_scope(form: &Form) -> Result<&str, Refusal> {
    let refused = |description| Refusal::oauth(Code::InvalidScope, description);
    let scope = form.optional("scope").ok_or(refused("`scope` must hold `openid`"))?;
    if !scope.split(' ').all(|one| SCOPES.contains(&one)) {
        return Err(refused("a scope is unknown or not allowed for the client"));
    }
    if scope.split(' ').any(|one| one == "openid") {
        Ok(scope)
    } else {
        Err(refused("`scope` must hold `openid`"))
    }
}

#[cfg(test)]
mod tests;
