//! What the requests of a login say, to the letter.

use super::stage::{START, input, later, sign_in};
use crate::Factor::{self, Otp, Push};
use crate::step::HttpRequest;
use crate::{Machine, SignIn, Step};

/// The requests of a login that goes through these answers, five seconds apart.
fn requests(factor: Factor, answers: &[&str]) -> Vec<String> {
    let mut machine: SignIn = sign_in(&[factor]);
    let mut now = START;
    let mut requests = Vec::new();
    for answer in answers {
        if let Step::Send(request) = machine.poll() {
            requests.push(written(&request));
        }
        now = later(now, 5);
        machine.handle(input(answer, now), now);
    }
    requests
}

fn written(request: &HttpRequest) -> String {
    let form: Vec<String> =
        request.form.iter().map(|(name, value)| format!("{name}={}", value.expose())).collect();
    format!("{:?} {} {:?} {}", request.method, request.url, request.freshness, form.join("&"))
}

#[test]
fn a_push_asks_for_no_more_than_the_protocol_needs() {
    let answers = ["discovery", "charged", "push", "done", "elapsed", "pending", "elapsed", "tokens", "keys"];
    let poll = "Post https://corp.example/oauth2/v1/token Always client_id=0oa1&client_secret=client-secret\
                &grant_type=urn:okta:params:oauth:grant-type:oob&oob_code=oob1&scope=openid profile";
    assert_eq!(
        requests(Push, &answers),
        [
            "Get https://corp.example/.well-known/openid-configuration Day ",
            "Post https://corp.example/oauth2/v1/primary-authenticate Always client_id=0oa1\
             &client_secret=client-secret&login_hint=alice@corp.example&channel_hint=push\
             &challenge_hint=urn:okta:params:oauth:grant-type:oob",
            poll,
            poll,
            "Get https://corp.example/oauth2/v1/keys Day ",
        ]
    );
}

#[test]
fn the_older_endpoint_gets_no_challenge_hint() {
    let requests = requests(Push, &["discovery", "charged", "missing", "push"]);
    assert_eq!(
        requests.last().map(String::as_str),
        Some(
            "Post https://corp.example/oauth2/v1/oob-authenticate Always client_id=0oa1\
             &client_secret=client-secret&login_hint=alice@corp.example&channel_hint=push"
        )
    );
}

#[test]
fn a_code_is_one_request() {
    let requests = requests(Otp, &["discovery", "type 123456", "charged", "tokens", "keys"]);
    assert_eq!(
        requests.get(1).map(String::as_str),
        Some(
            "Post https://corp.example/oauth2/v1/token Always client_id=0oa1&client_secret=client-secret\
             &grant_type=urn:okta:params:oauth:grant-type:otp&login_hint=alice@corp.example&otp=123456\
             &scope=openid profile"
        )
    );
    assert_eq!(requests.len(), 3);
}
