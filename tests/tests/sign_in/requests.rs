//! What a sign-in asks of the organization: what the protocol needs, in its order, and nothing else.

use crate::stage::{OTP_SEED, Stage};
use latchkey_tests::codes::code;

const DISCOVERY: &str = "GET /.well-known/openid-configuration";
const KEYS: &str = "GET /oauth2/v1/keys";
const START: &str = "POST /oauth2/v1/primary-authenticate";
const TOKEN: &str = "POST /oauth2/v1/token";

/// The requests since there were so many, polls of one push taken together.
fn since(stage: &Stage, count: usize) -> Vec<String> {
    let mut requests = stage.organization.requests().split_off(count);
    requests.dedup_by(|next, before| *next == TOKEN && next == before);
    requests
}

#[test]
fn a_push_takes_discovery_a_start_polls_and_keys() {
    let Some(stage) = Stage::new() else { return };
    stage.play(&stage.usual().with("--account alice@example.com")).permits("linked");
    assert_eq!(since(&stage, 0), [DISCOVERY, START, TOKEN, KEYS]);
    let count = stage.organization.requests().len();
    stage.play(&stage.usual().with("--factor push")).permits("signed-in");
    assert_eq!(since(&stage, count), [DISCOVERY, START, TOKEN, KEYS]);
}

#[test]
fn a_code_takes_discovery_one_token_request_and_keys() {
    let Some(stage) = Stage::new() else { return };
    stage.enrol();
    assert_eq!(stage.organization.requests(), [DISCOVERY, TOKEN, KEYS]);
    let options = format!("--factor otp --code {}", code(OTP_SEED, 1));
    stage.play(&stage.usual().with(&options)).permits("signed-in");
    assert_eq!(stage.organization.requests().split_off(3), [DISCOVERY, TOKEN, KEYS]);
}

#[test]
fn what_is_put_off_asks_nobody() {
    let Some(stage) = Stage::new() else { return };
    stage.play(&stage.usual().with("--postpone")).permits("grace");
    assert_eq!(stage.organization.requests(), Vec::<String>::new());
}
