//! Turns a transcript into inputs for a machine, and its steps into the words of the transcript.

use std::time::Duration;

use serde_json::{Value, json};

use crate::id_token::test_key::{FORGED, GENUINE};
use crate::login::{EnrolOfflineCode, EnrolmentPlan, Link, LinkPlan, SignIn, SignInPlan};
use crate::oauth::{ClientAuthentication, Issuer, Organization};
use crate::offline_secret::OfflineSecret;
use crate::step::{
    Answer, CodeRefused, HttpRequest, HttpResponse, Method, Notice, Question, TransportFailure,
};
use crate::totp::Seed;
use crate::{
    AccountRule, EnrolmentEnding, Factor, Identity, Input, Machine, Monotonic, Now, Outcome, Secret, Step,
    UnixTime,
};

pub(super) const ISSUER: &str = "https://corp.example";
pub(super) const SEED: [u8; 20] = *b"12345678901234567890";

/// The first second of a time step.
pub(super) const START: Now =
    Now { wall: UnixTime(1_800_000_000), monotonic: Monotonic(Duration::from_secs(1_000)) };

pub(super) fn later(now: Now, seconds: u64) -> Now {
    let monotonic = now.monotonic.plus(Duration::from_secs(seconds));
    Now { wall: now.wall.plus(seconds), monotonic }
}

pub(super) fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

pub(super) fn organization() -> Organization {
    Organization {
        issuer: Issuer::parse(ISSUER).unwrap(),
        client_id: "0oa1".to_owned(),
        client_authentication: ClientAuthentication::SecretPost(secret("client-secret")),
        scope: "openid profile".to_owned(),
    }
}

pub(super) fn alice() -> Identity {
    Identity {
        issuer: ISSUER.to_owned(),
        subject: "00u1".to_owned(),
        username: Some("alice@corp.example".to_owned()),
    }
}

pub(super) fn sign_in(factors: &[Factor]) -> SignIn {
    sign_in_choosing(factors, None)
}

pub(super) fn sign_in_choosing(factors: &[Factor], choice: Option<Factor>) -> SignIn {
    let plan = SignInPlan {
        organization: organization(),
        identity: alice(),
        username: "alice@corp.example".to_owned(),
        factors: factors.to_vec(),
        choice,
        prompt_timeout: Duration::from_secs(60),
        tries: 3,
    };
    SignIn::new(plan, START)
}

pub(super) fn link(factors: &[Factor], expected: AccountRule, postponable: bool) -> Link {
    let plan = LinkPlan {
        organization: organization(),
        expected,
        suggestion: Some("alice".to_owned()),
        factors: factors.to_vec(),
        choice: None,
        postponable,
        prompt_timeout: Duration::from_secs(60),
        tries: 3,
    };
    Link::new(plan, START)
}

pub(super) fn enrolment(postponable: bool) -> EnrolOfflineCode {
    let plan = EnrolmentPlan {
        seed: Seed::new(SEED),
        identity: alice(),
        issuer: "Corp".to_owned(),
        machine: "mac-01".to_owned(),
        postponable,
        prompt_timeout: Duration::from_secs(60),
        tries: 3,
    };
    EnrolOfflineCode::new(plan, START)
}

/// Plays a transcript and checks every step and the ending. An answer that begins with `+5` comes five seconds
/// after the one before.
pub(super) fn play<M: Machine>(mut machine: M, transcript: &str, ending: &str)
where
    M::Ending: Told,
{
    let mut now = START;
    for line in transcript.lines().map(str::trim).filter(|line| !line.is_empty()) {
        let (expected, answer) = line.split_once('|').unwrap();
        let step = told(&machine.poll(), now);
        assert_eq!(step, expected.trim(), "before `{}`", answer.trim());
        assert_eq!(step, told(&machine.poll(), now), "asked twice");
        let mut answer = answer.trim();
        if let Some((seconds, rest)) = answer.strip_prefix('+').and_then(|rest| rest.split_once(' ')) {
            now = later(now, seconds.parse().unwrap());
            answer = rest;
        }
        machine.handle(input(answer, now), now);
    }
    assert_eq!(told(&machine.poll(), now), ending);
    machine.handle(Input::Cancelled, now);
    machine.handle(Input::Done, now);
    assert_eq!(told(&machine.poll(), now), ending, "after the end");
}

/// An ending in the words of a transcript.
pub(super) trait Told {
    fn told(&self) -> String;
}

impl Told for Outcome {
    fn told(&self) -> String {
        match self {
            Self::Granted(evidence) => {
                let at =
                    evidence.issued_at().map_or(String::new(), |at| format!(" at +{}", at.since(START.wall)));
                format!("granted {} {}{at}", evidence.factor().word(), evidence.identity().subject)
            }
            Self::Refused(refusal) => format!("refused {refusal:?}"),
            Self::Unavailable(cause) => format!("unavailable {cause:?}"),
        }
    }
}

impl Told for EnrolmentEnding {
    fn told(&self) -> String {
        format!("{self:?}")
    }
}

fn told<F: Told>(step: &Step<F>, now: Now) -> String {
    match step {
        Step::Send(request) => told_request(request),
        Step::Ask { question, deadline } => {
            assert!(*deadline <= now.monotonic.plus(Duration::from_secs(60)));
            format!("ask {}", told_question(question))
        }
        Step::Tell(notice) => match notice {
            Notice::PushSent => "tell push".to_owned(),
            Notice::PushNumber(number) => format!("tell number {number}"),
            Notice::OfflineCodeEnrolled => "tell enrolled".to_owned(),
            Notice::ClockSkew { seconds } => format!("tell clock {seconds:+}"),
            Notice::RateLimited { seconds } => format!("tell limited {seconds}"),
        },
        Step::SecurityKey(_) => "security key".to_owned(),
        Step::Load(_) => "load".to_owned(),
        Step::Store(..) => "store".to_owned(),
        Step::AcceptTimeStep(step) => {
            format!("accept {}", i64::try_from(*step).unwrap() - START.wall.0 / 30)
        }
        Step::Charge => "charge".to_owned(),
        Step::Refund => "refund".to_owned(),
        Step::WaitUntil(until) => format!("wait until +{}", (until.0 - START.monotonic.0).as_secs()),
        Step::Finish(ending) => ending.told(),
    }
}

fn told_request(request: &HttpRequest) -> String {
    let place = request.url.rsplit('/').next().unwrap();
    let value = |name| request.form.iter().find(|(known, _)| *known == name).map(|(_, value)| value.expose());
    match request.method {
        Method::Get => format!("get {place} {:?}", request.freshness),
        Method::Post if value("oob_code").is_some() => format!("poll {}", value("oob_code").unwrap()),
        Method::Post if value("otp").is_some() => format!("send code {}", value("otp").unwrap()),
        Method::Post => format!("start {place} {}", value("login_hint").unwrap()),
    }
}

fn told_question(question: &Question) -> String {
    let told_again = |again: &Option<CodeRefused>| again.map_or(String::new(), |again| format!(" {again:?}"));
    match question {
        Question::BeginLinking { postponable: true } | Question::BeginOfflineCode { postponable: true } => {
            "begin or later".to_owned()
        }
        Question::BeginLinking { .. } | Question::BeginOfflineCode { .. } => "begin".to_owned(),
        Question::Username { suggestion } => format!("username {}", suggestion.as_deref().unwrap_or("-")),
        Question::ChooseFactor(factors) => {
            let words: Vec<&str> = factors.iter().map(|factor| factor.word()).collect();
            format!("factor {}", words.join(" "))
        }
        Question::Code { factor, again } => format!("code {}{}", factor.word(), told_again(again)),
        Question::ConfirmOfflineCode { again, .. } => format!("confirm{}", told_again(again)),
    }
}

pub(super) fn input(words: &str, now: Now) -> Input {
    let (word, rest) = words.split_once(' ').unwrap_or((words, ""));
    match word {
        "yes" => Input::Answer(Answer::Yes),
        "later" => Input::Answer(Answer::Later),
        "username" => Input::Answer(Answer::Username(rest.to_owned())),
        "factor" => Input::Answer(Answer::Factor(Factor::from_word(rest).unwrap())),
        "type" => Input::Answer(Answer::Code(secret(rest))),
        "code" => Input::Answer(Answer::Code(code(rest.parse().unwrap(), now))),
        "another" => Input::Answer(Answer::AnotherFactor),
        "cancel" => Input::Cancelled,
        "timeout" => Input::TimedOut,
        "loaded" => Input::Loaded(loaded(rest)),
        "stored" => Input::Stored,
        "store-failed" => Input::StoreFailed,
        "accepted" => Input::StepAccepted,
        "replayed" => Input::StepReplayed,
        "charged" => Input::Charged,
        "spent" => Input::BudgetSpent,
        "elapsed" => Input::Elapsed,
        "done" => Input::Done,
        "unreachable" => Input::TransportFailed(TransportFailure::Unreachable),
        "tls" => Input::TransportFailed(TransportFailure::Tls),
        "silent" => Input::TransportFailed(TransportFailure::TimedOut),
        "too-long" => Input::TransportFailed(TransportFailure::TooLong),
        _ => Input::Response(response(word, rest, now)),
    }
}

/// The code of the seed, this many steps from now.
pub(super) fn code(steps: i64, now: Now) -> Secret {
    let time = u64::try_from(now.wall.0 + 30 * steps).unwrap();
    let totp = totp_rs::Builder::new().with_secret(SEED).build().unwrap();
    Secret::new(totp.generate(time).to_string())
}

fn loaded(words: &str) -> Option<Secret> {
    let record = |subject: &str| {
        let identity = Identity { subject: subject.to_owned(), ..alice() };
        OfflineSecret { identity, seed: Seed::new(SEED) }.write()
    };
    match words {
        "nothing" => None,
        "garbage" => Some(secret("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")),
        "other" => Some(record("00u2")),
        _ => Some(record("00u1")),
    }
}

fn response(word: &str, rest: &str, now: Now) -> HttpResponse {
    let error =
        |status: u16, code: &str| json_response(status, &json!({"error": code, "error_description": "d"}));
    match word {
        "discovery" => json_response(200, &changed(discovery(), rest)),
        "push" => json_response(200, &changed(push(), rest)),
        "tokens" => tokens_response(&GENUINE.sign(&changed(claims(now), rest))),
        "forged" => tokens_response(&FORGED.sign(&claims(now))),
        "keys" => json_response(200, &json!({"keys": [GENUINE.jwk()]})),
        "no-keys" => json_response(200, &json!({"keys": []})),
        "pending" => error(400, "authorization_pending"),
        "slow" => error(400, "slow_down"),
        "error" => error(400, rest),
        "api" => json_response(401, &json!({"errorCode": rest, "errorSummary": "d"})),
        "json" => json_response(200, &rest.parse::<Value>().unwrap()),
        "status" => json_response(rest.parse().unwrap(), &json!({})),
        "html" => html(200),
        "redirect" => html(302),
        "missing" => html(404),
        "limited" => limited(rest.parse().unwrap(), now),
        _ => panic!("no answer is called `{word}`"),
    }
}

pub(super) fn json_response(status: u16, body: &Value) -> HttpResponse {
    HttpResponse {
        status,
        headers: vec![("content-type".to_owned(), "application/json; charset=utf-8".to_owned())],
        body: body.to_string().into_bytes(),
    }
}

pub(super) fn tokens_response(id_token: &Secret) -> HttpResponse {
    json_response(200, &json!({"token_type": "Bearer", "access_token": "a", "id_token": id_token.expose()}))
}

pub(super) fn html(status: u16) -> HttpResponse {
    let headers = vec![("content-type".to_owned(), "text/html".to_owned())];
    HttpResponse { status, headers, body: b"<html>sign in to the network</html>".to_vec() }
}

pub(super) fn limited(seconds: i64, now: Now) -> HttpResponse {
    let mut response = json_response(429, &json!({"errorCode": "E0000047"}));
    response.headers.push(("x-rate-limit-reset".to_owned(), (now.wall.0 + seconds).to_string()));
    response
}

pub(super) fn discovery() -> Value {
    json!({
        "issuer": ISSUER,
        "token_endpoint": format!("{ISSUER}/oauth2/v1/token"),
        "jwks_uri": format!("{ISSUER}/oauth2/v1/keys"),
    })
}

pub(super) fn push() -> Value {
    json!({"oob_code": "oob1", "channel": "push", "binding_method": "none", "expires_in": 60, "interval": 5})
}

pub(super) fn claims(now: Now) -> Value {
    json!({
        "iss": ISSUER,
        "aud": "0oa1",
        "sub": "00u1",
        "iat": now.wall.0,
        "exp": now.wall.0 + 3600,
        "preferred_username": "alice@corp.example",
    })
}

fn changed(mut value: Value, changes: &str) -> Value {
    if !changes.is_empty() {
        for (name, change) in changes.parse::<Value>().unwrap().as_object().unwrap() {
            value[name] = change.clone();
        }
    }
    value
}
