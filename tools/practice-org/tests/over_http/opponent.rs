//! An organization over real HTTP, with its clock in the test's hand, and what a client asks of it.

use jsonwebtoken::{Algorithm, DecodingKey, Validation, jwk::JwkSet};
use latchkey_practice_org::{
    Client, ClientAuthentication, Grant, ManualClock, Moment, Options, PracticeOrg, Running, Secret, Users,
};
use reqwest::{RequestBuilder, Response, StatusCode};
use serde_json::{Value, json};

pub(super) const OOB: &str = "urn:okta:params:oauth:grant-type:oob";
pub(super) const OTP: &str = "urn:okta:params:oauth:grant-type:otp";
pub(super) const USERS: &str = r#"
[[user]]
username = "alice@example.com"
sub = "00uALICE"
factors = ["push", "otp"]

[[user]]
username = "bob@example.com"
factors = ["push"]
number_challenge = false
"#;

pub(super) struct Opponent {
    pub(super) org: Running,
    pub(super) clock: ManualClock,
    pub(super) http: reqwest::Client,
}

impl Opponent {
    pub(super) async fn start() -> Self {
        Self::with(|_| ()).await
    }

    pub(super) async fn with(change: impl FnOnce(&mut Options)) -> Self {
        let clock = ManualClock::at(Moment::from_unix_seconds(1_800_000_000));
        let client = |id: &str, authentication| Client {
            id: id.to_owned(),
            authentication,
            grants: Grant::ALL.to_vec(),
        };
        let mut options = Options {
            users: Users::read(USERS).unwrap(),
            clients: vec![
                client("app", ClientAuthentication::None),
                client("web", ClientAuthentication::Secret(Secret::new("s3cret"))),
            ],
            clock: clock.clock(),
            ..Options::default()
        };
        change(&mut options);
        let org = PracticeOrg::start(options).await.unwrap();
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .no_proxy()
            .build()
            .unwrap();
        Self { org, clock, http }
    }

    pub(super) fn post(&self, path: &str, form: &[(&str, &str)]) -> RequestBuilder {
        self.http.post(format!("{}{path}", self.org.url())).form(form)
    }

    pub(super) fn start_push(&self, login: &str) -> RequestBuilder {
        let form =
            [("client_id", "app"), ("challenge_hint", OOB), ("channel_hint", "push"), ("login_hint", login)];
        self.post("/oauth2/v1/primary-authenticate", &form)
    }

    pub(super) async fn started(&self, login: &str) -> Value {
        let response = self.start_push(login).send().await.unwrap();
        assert_eq!(response.status(), StatusCode::OK);
        response.json().await.unwrap()
    }

    pub(super) fn poll(&self, start: &Value) -> RequestBuilder {
        let code = start["oob_code"].as_str().unwrap();
        let form =
            [("client_id", "app"), ("grant_type", OOB), ("scope", "openid profile"), ("oob_code", code)];
        self.post("/oauth2/v1/token", &form)
    }

    pub(super) fn with_code(&self, code: &str) -> RequestBuilder {
        let form = [
            ("client_id", "app"),
            ("grant_type", OTP),
            ("scope", "openid"),
            ("login_hint", "alice@example.com"),
            ("otp", code),
        ];
        self.post("/oauth2/v1/token", &form)
    }

    pub(super) async fn keys(&self) -> JwkSet {
        let discovery = self.http.get(format!("{}/.well-known/openid-configuration", self.org.url()));
        let discovery: Value = discovery.send().await.unwrap().json().await.unwrap();
        assert_eq!(discovery["issuer"], json!(self.org.url()));
        self.http.get(discovery["jwks_uri"].as_str().unwrap()).send().await.unwrap().json().await.unwrap()
    }

    /// The claims of an answer's ID token, its signature checked against the published keys.
    pub(super) async fn verified(&self, tokens: &Value) -> jsonwebtoken::errors::Result<Value> {
        let token = tokens["id_token"].as_str().unwrap();
        let kid = jsonwebtoken::decode_header(token)?.kid.unwrap();
        let keys = self.keys().await;
        let key = keys.find(&kid).ok_or(jsonwebtoken::errors::ErrorKind::InvalidKeyFormat)?;
        let mut validation = Validation::new(Algorithm::RS256);
        validation.set_audience(&["app"]);
        validation.set_issuer(&[self.org.url()]);
        validation.validate_exp = false;
        Ok(jsonwebtoken::decode::<Value>(token, &DecodingKey::from_jwk(key)?, &validation)?.claims)
    }
}

/// The status and the `error` or `errorCode` of an answer.
pub(super) async fn refusal(request: RequestBuilder) -> (u16, String) {
    let response = request.send().await.unwrap();
    let status = response.status().as_u16();
    let body: Value = response.json().await.unwrap();
    let code = body.get("error").or_else(|| body.get("errorCode")).and_then(Value::as_str);
    (status, code.unwrap_or_default().to_owned())
}

pub(super) fn refused(status: u16, code: &str) -> (u16, String) {
    (status, code.to_owned())
}

pub(super) fn header<'a>(response: &'a Response, name: &str) -> &'a str {
    response.headers().get(name).unwrap_or_else(|| panic!("no `{name}`")).to_str().unwrap()
}
