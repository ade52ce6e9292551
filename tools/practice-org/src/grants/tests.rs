use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use serde_json::{Value, json};

use crate::{
    fault::Fault,
    issuer::Issuer,
    organization::Endpoint,
    push::Reply,
    testing::{Bench, OOB, error, poll_body, text},
};

const OTP: &str = "urn:okta:params:oauth:grant-type:otp";
const MFA_OTP: &str = "http://auth0.com/oauth/grant-type/mfa-otp";
const MFA_OOB: &str = "http://auth0.com/oauth/grant-type/mfa-oob";

/// Header and claims of the ID token in an answer, unverified.
fn id_token(answer: &Value) -> (Value, Value) {
    let part = |text: &str| serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).unwrap()).unwrap();
    let mut parts = text(answer, "id_token").split('.');
    (part(parts.next().unwrap()), part(parts.next().unwrap()))
}

#[test]
fn an_approved_push_becomes_tokens_once() {
    let mut bench = Bench::new();
    let start = bench.start("alice@example.com");
    let right = text(&start, "binding_code").parse().unwrap();
    assert!(bench.reply("alice@example.com", Reply::Approve(Some(right))));
    let (status, tokens) = bench.post(Endpoint::Token, &poll_body(&start));
    assert_eq!((status, text(&tokens, "token_type"), &tokens["expires_in"]), (200, "Bearer", &json!(3600)));
    let (header, claims) = id_token(&tokens);
    assert_eq!(text(&header, "alg"), "RS256");
    for (claim, value) in [
        ("iss", json!("http://127.0.0.1:1")),
        ("aud", json!("app")),
        ("sub", json!("00uALICE")),
        ("iat", json!(1_800_000_000)),
        ("exp", json!(1_800_003_600)),
        ("auth_time", json!(1_800_000_000)),
        ("amr", json!(["swk"])),
        ("preferred_username", json!("alice@example.com")),
    ] {
        assert_eq!(claims[claim], value, "{claim}");
    }
    let hash = digest::digest(&digest::SHA256, text(&tokens, "access_token").as_bytes());
    assert_eq!(text(&claims, "at_hash"), URL_SAFE_NO_PAD.encode(&hash.as_ref()[..16]));
    assert_eq!(bench.token(&poll_body(&start)), error(400, "invalid_grant"));
}

#[test]
fn a_push_that_is_not_approved_gives_the_exact_error() {
    let mut bench = Bench::new();
    let start = bench.start("alice@example.com");
    assert_eq!(bench.token(&poll_body(&start)), error(400, "authorization_pending"));
    assert_eq!(bench.wait(1).token(&poll_body(&start)), error(400, "slow_down"));
    let right: u8 = text(&start, "binding_code").parse().unwrap();
    assert!(!bench.reply("alice@example.com", Reply::Approve(Some(right ^ 1))));
    assert_eq!(bench.wait(10).token(&poll_body(&start)), error(400, "access_denied"));
    assert_eq!(bench.wait(10).token(&poll_body(&start)), error(400, "invalid_grant"));

    let start = bench.start("alice@example.com");
    bench.reply("alice@example.com", Reply::Decline);
    assert_eq!(bench.token(&poll_body(&start)), error(400, "access_denied"));

    let start = bench.start("alice@example.com");
    assert_eq!(bench.wait(300).token(&poll_body(&start)), error(400, "invalid_grant"));
}

#[test]
fn a_push_belongs_to_its_client_its_server_and_its_grant() {
    let mut bench = Bench::new();
    let start = bench.start("bob");
    bench.reply("bob", Reply::Approve(None));
    let body = poll_body(&start);
    assert_eq!(bench.token(&body.replace("client_id=app", "client_id=other")), error(400, "invalid_grant"));
    bench.issuer = Issuer::Custom;
    assert_eq!(bench.token(&body), error(400, "invalid_grant"));
    bench.issuer = Issuer::Org;
    assert_eq!(bench.token(&body.replace(OOB, MFA_OOB)), error(400, "invalid_request"));
    assert_eq!(bench.token(&body), error(200, ""));
}

#[test]
fn a_token_request_is_refused_for_what_is_wrong_with_it() {
    let mut bench = Bench::new();
    for (body, status, code) in [
        ("client_id=app&scope=openid", 400, "invalid_request"),
        ("grant_type=password&scope=openid", 401, "invalid_client"),
        ("client_id=app&scope=openid&grant_type=authorization_code&code=x", 400, "unsupported_grant_type"),
        (
            "client_id=app&scope=openid&grant_type=urn:ietf:params:oauth:grant-type:device_code",
            400,
            "unsupported_grant_type",
        ),
        (
            "client_id=codes&scope=openid&grant_type=password&username=bob&password=x",
            400,
            "unauthorized_client",
        ),
        ("client_id=app&grant_type=password&username=bob&password=battery+staple", 400, "invalid_scope"),
        (
            "client_id=app&scope=profile&grant_type=password&username=bob&password=battery+staple",
            400,
            "invalid_scope",
        ),
        (
            "client_id=app&scope=openid+admin&grant_type=password&username=bob&password=battery+staple",
            400,
            "invalid_scope",
        ),
        ("client_id=app&scope=openid&grant_type=password&username=bob", 400, "invalid_request"),
        ("client_id=app&scope=openid&grant_type=password&username=bob&password=wrong", 400, "invalid_grant"),
        ("client_id=app&scope=openid&grant_type=password&username=zoe&password=wrong", 400, "invalid_grant"),
        ("client_id=app&scope=openid&grant_type=password&username=nora&password=any", 400, "invalid_grant"),
        ("client_id=app&scope=openid&grant_type=password&username=sam&password=wrong", 400, "invalid_grant"),
        (
            "client_id=app&scope=openid&grant_type=password&username=sam&password=let+me+in",
            400,
            "access_denied",
        ),
        ("client_id=app&scope=openid&grant_type=password&username=bob&password=battery+staple", 200, ""),
        (
            "client_id=app&scope=openid&grant_type=password&username=carol&password=tr0ub4dor",
            403,
            "mfa_required",
        ),
        ("client_id=app&scope=openid&scope=openid&grant_type=password", 400, "invalid_request"),
    ] {
        assert_eq!(bench.token(body), error(status, code), "{body}");
    }
}

#[test]
fn a_client_that_can_do_no_second_factor_of_the_user_is_refused_early() {
    let mut bench = Bench::new();
    let body = "client_id=app&scope=openid&grant_type=password&username=carol&password=tr0ub4dor&grant_types_supported";
    assert_eq!(bench.token(&format!("{body}={MFA_OOB}")), error(400, "access_denied"));
    assert_eq!(bench.token(&format!("{body}={MFA_OOB}+{MFA_OTP}")), error(403, "mfa_required"));
}

#[test]
fn a_code_is_right_once_and_only_for_its_user() {
    let mut bench = Bench::new();
    let body = |login: &str, code: &str| {
        format!("client_id=app&scope=openid&grant_type={OTP}&login_hint={login}&otp={code}")
    };
    let code = bench.code("alice@example.com");
    assert_eq!(bench.token(&body("alice@example.com", "000000")), error(400, "invalid_grant"));
    assert_eq!(bench.token(&body("carol", &code)), error(400, "invalid_grant"));
    assert_eq!(bench.token(&body("zoe", &code)), error(400, "invalid_grant"));
    assert_eq!(bench.token(&body("alice@example.com", &code)), error(200, ""));
    assert_eq!(bench.token(&body("alice@example.com", &code)), error(400, "invalid_grant"));
    bench.wait(30);
    let code = bench.code("alice@example.com");
    assert_eq!(bench.token(&body("alice@example.com", &code)), error(200, ""));

    let suspended = bench.code("sam");
    assert_eq!(bench.token(&body("sam", "000000")), error(400, "invalid_grant"));
    assert_eq!(bench.token(&body("sam", &suspended)), error(400, "access_denied"));
    let without_codes = bench.code("bob");
    assert_eq!(bench.token(&body("bob", &without_codes)), error(400, "invalid_grant"));
}

#[test]
fn a_second_factor_ends_its_token() {
    let mut bench = Bench::new();
    let password =
        "client_id=app&scope=openid&grant_type=password&username=alice@example.com&password=correct+horse";
    let token = |bench: &mut Bench| text(&bench.post(Endpoint::Token, password).1, "mfa_token").to_owned();

    let first = token(&mut bench);
    let with_code =
        |code: &str| format!("client_id=app&scope=openid&grant_type={MFA_OTP}&mfa_token={first}&otp={code}");
    assert_eq!(bench.token(&with_code("000000")), error(400, "invalid_grant"));
    let code = bench.code("alice@example.com");
    let (_, tokens) = bench.post(Endpoint::Token, &with_code(&code));
    assert_eq!(id_token(&tokens).1["amr"], json!(["pwd", "otp", "mfa"]));
    bench.wait(30);
    let code = bench.code("alice@example.com");
    assert_eq!(bench.token(&with_code(&code)), error(400, "invalid_grant"));

    let second = token(&mut bench);
    let challenge =
        format!("client_id=app&mfa_token={second}&challenge_types_supported={MFA_OOB}&channel_hint=push");
    let (_, start) = bench.post(Endpoint::Challenge, &challenge);
    assert_eq!(text(&start, "challenge_type"), MFA_OOB);
    bench.reply("alice@example.com", Reply::Approve(text(&start, "binding_code").parse().ok()));
    assert_eq!(bench.token(&poll_body(&start)), error(400, "invalid_grant"));
    let body = poll_body(&start).replace(OOB, MFA_OOB);
    let (_, tokens) = bench.post(Endpoint::Token, &format!("{body}&mfa_token={second}"));
    assert_eq!(id_token(&tokens).1["amr"], json!(["pwd", "swk", "mfa"]));

    let third = token(&mut bench);
    bench.wait(300);
    let code = bench.code("alice@example.com");
    let late = format!("client_id=app&scope=openid&grant_type={MFA_OTP}&mfa_token={third}&otp={code}");
    assert_eq!(bench.token(&late), error(400, "invalid_grant"));
}

#[test]
fn the_name_belongs_to_the_scope_profile() {
    let mut bench = Bench::new();
    let body = "client_id=app&scope=openid&grant_type=password&username=bob&password=battery+staple";
    let (_, tokens) = bench.post(Endpoint::Token, body);
    assert_eq!(id_token(&tokens).1.get("preferred_username"), None);
}

#[test]
fn a_fault_spoils_the_token_in_its_one_way() {
    let mut bench = Bench::new();
    let body = "client_id=app&scope=openid&grant_type=password&username=bob&password=battery+staple";
    let kid = text(&id_token(&bench.post(Endpoint::Token, body).1).0, "kid").to_owned();
    let mut spoiled = |fault| {
        bench.fault = Some(fault);
        id_token(&bench.post(Endpoint::Token, body).1)
    };
    assert_ne!(spoiled(Fault::WrongIssuer).1["iss"], json!("http://127.0.0.1:1"));
    assert_ne!(spoiled(Fault::WrongAudience).1["aud"], json!("app"));
    assert_eq!(spoiled(Fault::Expired).1["exp"], json!(1_799_996_400));
    assert_eq!(spoiled(Fault::IssuedInFuture).1["iat"], json!(1_800_003_600));
    assert_eq!(spoiled(Fault::AlgorithmNone).0["alg"], json!("none"));
    assert_eq!(spoiled(Fault::Hs256WithPublicKey).0["alg"], json!("HS256"));
    assert_ne!(spoiled(Fault::UnknownKey).0["kid"], json!(kid));
}
