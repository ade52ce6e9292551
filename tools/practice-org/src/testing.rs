//! An organization on a table: requests as text in, status and JSON out, time moved by hand.

use std::{sync::LazyLock, time::Duration};

use serde_json::Value;

use crate::{
    answer::{Answer, Content},
    clients::{Client, ClientAuthentication, Grant},
    clock::Moment,
    fault::Fault,
    issuer::Issuer,
    keys::SigningKey,
    options::{Options, Rates},
    organization::{Endpoint, Organization, Request},
    push::Reply,
    secret::Secret,
    users::Users,
};

pub(crate) const OOB: &str = "urn:okta:params:oauth:grant-type:oob";

/// The users of every test: one for each standing and set of factors.
pub(crate) const USERS: &str = r#"
[[user]]
username = "alice@example.com"
sub = "00uALICE"
factors = ["push", "otp"]
otp_seed = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
password = "correct horse"

[[user]]
username = "bob@example.com"
factors = ["push"]
number_challenge = false
password = "battery staple"
second_factor = false

[[user]]
username = "carol@example.com"
factors = ["otp"]
password = "tr0ub4dor"

[[user]]
username = "sam@example.com"
factors = ["push", "otp"]
status = "suspended"
password = "let me in"

[[user]]
username = "nora@example.com"
factors = ["push", "otp"]
status = "not-assigned"

[[user]]
username = "alice@elsewhere.example"
factors = ["push"]
"#;

pub(crate) struct Bench {
    pub(crate) organization: Organization,
    pub(crate) now: Moment,
    pub(crate) issuer: Issuer,
    pub(crate) fault: Option<Fault>,
}

impl Bench {
    /// Clients `app` (every grant), `other` (every grant), `codes` (one-time codes only) and `web` (secret).
    pub(crate) fn new() -> Self {
        let client = |id: &str, authentication, grants: &[Grant]| Client {
            id: id.to_owned(),
            authentication,
            grants: grants.to_vec(),
        };
        let options = Options {
            users: Users::read(USERS).unwrap(),
            clients: vec![
                client("app", ClientAuthentication::None, &Grant::ALL),
                client("other", ClientAuthentication::None, &Grant::ALL),
                client("codes", ClientAuthentication::None, &[Grant::Otp]),
                client("web", ClientAuthentication::Secret(Secret::new("s3cret")), &Grant::ALL),
            ],
            rates: Rates { per_user_and_second: 1000, ..Rates::default() },
            ..Options::default()
        };
        static KEY: LazyLock<SigningKey> = LazyLock::new(|| SigningKey::generate().unwrap());
        Self {
            organization: Organization::new(options, "http://127.0.0.1:1".to_owned(), KEY.clone()).unwrap(),
            now: Moment::from_unix_seconds(1_800_000_000),
            issuer: Issuer::Org,
            fault: None,
        }
    }

    pub(crate) fn wait(&mut self, seconds: u64) -> &mut Self {
        self.now = self.now.plus(Duration::from_secs(seconds));
        self
    }

    pub(crate) fn answer(&mut self, endpoint: Endpoint, body: &str) -> Answer {
        let request = Request {
            endpoint,
            issuer: self.issuer,
            content_type: Some("application/x-www-form-urlencoded"),
            authorization: None,
            body: body.as_bytes(),
        };
        self.organization.answer(&request, self.now, self.fault)
    }

    pub(crate) fn post(&mut self, endpoint: Endpoint, body: &str) -> (u16, Value) {
        let answer = self.answer(endpoint, body);
        match answer.content {
            Content::Json(value) => (answer.status, value),
            Content::Html(html) => panic!("a page: {html}"),
        }
    }

    /// The status and the `error` or `errorCode` of the answer; an empty text for success.
    pub(crate) fn error(&mut self, endpoint: Endpoint, body: &str) -> (u16, String) {
        let (status, body) = self.post(endpoint, body);
        let error = body.get("error").or_else(|| body.get("errorCode"));
        (status, error.and_then(Value::as_str).unwrap_or_default().to_owned())
    }

    pub(crate) fn token(&mut self, body: &str) -> (u16, String) {
        self.error(Endpoint::Token, body)
    }

    /// Starts a push as `app` and returns what the client learns.
    pub(crate) fn start(&mut self, login: &str) -> Value {
        let body = format!("client_id=app&challenge_hint={OOB}&channel_hint=push&login_hint={login}");
        let (status, body) = self.post(Endpoint::PrimaryAuthenticate, &body);
        assert_eq!(status, 200, "{body}");
        body
    }

    /// The phone's answer to whatever is pending for `login`; whether it approved.
    pub(crate) fn reply(&mut self, login: &str, reply: Reply) -> bool {
        let account = self.organization.account_named(login).unwrap();
        let id = self.organization.pushes.pending(account, self.now).unwrap().id;
        self.organization.answer_push(account, id, reply, self.now).unwrap()
    }

    pub(crate) fn code(&self, login: &str) -> String {
        let account = self.organization.account_named(login).unwrap();
        self.organization.accounts[account].codes.current(self.now)
    }
}

/// A poll of the primary push that `start` began.
pub(crate) fn poll_body(start: &Value) -> String {
    format!("client_id=app&grant_type={OOB}&scope=openid+profile&oob_code={}", text(start, "oob_code"))
}

pub(crate) fn text<'a>(value: &'a Value, key: &str) -> &'a str {
    value[key].as_str().unwrap()
}

pub(crate) fn error(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}
