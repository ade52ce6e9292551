use serde_json::json;

use super::Endpoint;
use crate::{
    issuer::Issuer,
    push::Reply,
    testing::{Bench, OOB, error, poll_body, text},
};

#[track_caller]
fn check(endpoint: Endpoint, body: &str, status: u16, code: &str) {
    assert_eq!(Bench::new().error(endpoint, body), error(status, code), "{body}");
}

#[test]
fn a_push_starts_with_what_the_client_must_show_and_how_long_it_may_ask() {
    let mut bench = Bench::new();
    let start = bench.start("alice@example.com");
    assert_eq!((&start["channel"], &start["binding_method"]), (&json!("push"), &json!("transfer")));
    assert_eq!((&start["expires_in"], &start["interval"]), (&json!(300), &json!(5)));
    assert_eq!(text(&start, "binding_code").len(), 2);
    assert!(text(&start, "oob_code").len() >= 22);
    let start = bench.start("bob@example.com");
    assert_eq!((&start["binding_method"], start.get("binding_code")), (&json!("none"), None));
}

#[test]
fn the_older_call_needs_no_challenge_hint() {
    check(Endpoint::OobAuthenticate, "client_id=app&channel_hint=push&login_hint=bob", 200, "");
    check(
        Endpoint::PrimaryAuthenticate,
        "client_id=app&channel_hint=push&login_hint=bob",
        400,
        "invalid_request",
    );
}

#[test]
fn a_push_is_not_started_by_a_request_that_is_not_right() {
    let start = |parameters: &str| format!("challenge_hint={OOB}&channel_hint=push&{parameters}");
    let otp = "urn:okta:params:oauth:grant-type:otp";
    for (body, status, code) in [
        (start("login_hint=bob"), 401, "invalid_client"),
        (start("login_hint=bob&client_id=nobody"), 401, "invalid_client"),
        (start("login_hint=bob&client_id=app&client_secret=x"), 401, "invalid_client"),
        (start("login_hint=bob&client_id=web"), 401, "invalid_client"),
        (start("login_hint=bob&client_id=web&client_secret=s3cret"), 200, ""),
        (start("login_hint=bob&client_id=codes"), 400, "unauthorized_client"),
        (start("client_id=app"), 400, "invalid_request"),
        (start("login_hint=&client_id=app"), 400, "invalid_request"),
        (start("login_hint=bob&login_hint=alice&client_id=app"), 400, "invalid_request"),
        (start("login_hint=bob&client_id=app").replace("push", "sms"), 400, "invalid_request"),
        (start("login_hint=bob&client_id=app").replace(OOB, otp), 400, "invalid_request"),
        (start("login_hint=bob&client_id=app").replace(OOB, "nonsense"), 400, "invalid_request"),
        (start("login_hint=sam&client_id=app"), 400, "access_denied"),
        (start("login_hint=nora&client_id=app"), 400, "access_denied"),
        (start("login_hint=carol&client_id=app"), 400, "access_denied"),
    ] {
        check(Endpoint::PrimaryAuthenticate, &body, status, code);
    }
}

#[test]
fn a_second_push_while_one_is_outstanding_is_refused_as_a_concurrent_limit() {
    let mut bench = Bench::new();
    let first = bench.start("alice@example.com");
    let start = format!("client_id=app&challenge_hint={OOB}&channel_hint=push&login_hint=alice@example.com");
    let refused = bench.wait(10).answer(Endpoint::PrimaryAuthenticate, &start);
    let quota = refused.quota.unwrap();
    assert_eq!((refused.status, quota.limit, quota.remaining, quota.reset), (429, 0, 0, 1_800_000_300));
    assert_eq!(bench.error(Endpoint::PrimaryAuthenticate, &start), error(429, "E0000047"));

    let other = start.replace("client_id=app", "client_id=other");
    assert_eq!(bench.error(Endpoint::PrimaryAuthenticate, &other), error(200, ""));
    assert_eq!(bench.token(&poll_body(&first)), error(400, "authorization_pending"));
    bench.wait(290).start("alice@example.com");
    // The other client's is the oldest now.
    bench.reply("alice@example.com", Reply::Decline);
    bench.reply("alice@example.com", Reply::Decline);
    bench.start("alice@example.com");
}

#[test]
fn a_push_for_nobody_looks_like_one_that_is_never_answered() {
    let mut bench = Bench::new();
    let (somebody, nobody) = (bench.start("alice@example.com"), bench.start("zoe@example.com"));
    let keys = |start: &serde_json::Value| start.as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(keys(&somebody), keys(&nobody));
    let again = format!("client_id=app&challenge_hint={OOB}&channel_hint=push&login_hint=ZOE@example.com");
    assert_eq!(bench.error(Endpoint::PrimaryAuthenticate, &again), error(429, "E0000047"));
    assert_eq!(bench.token(&poll_body(&nobody)), error(400, "authorization_pending"));
    assert_eq!(bench.token(&poll_body(&nobody)), error(400, "slow_down"));
    assert_eq!(bench.wait(300).token(&poll_body(&nobody)), error(400, "invalid_grant"));
}

#[test]
fn a_username_may_be_short_where_only_one_user_has_it() {
    let organization = Bench::new().organization;
    let named = |login| organization.account_named(login);
    assert_eq!(named("ALICE@example.com"), Some(0));
    assert_eq!(named("Bob"), named("bob@example.com"));
    assert_eq!(named("alice"), None);
    assert_eq!(named(""), None);
}

#[test]
fn a_second_factor_is_started_only_with_a_token_and_a_type_that_the_user_has() {
    const MFA_OOB: &str = "http://auth0.com/oauth/grant-type/mfa-oob";
    const MFA_OTP: &str = "http://auth0.com/oauth/grant-type/mfa-otp";
    let mut bench = Bench::new();
    let mut token = |login: &str, password: &str| {
        let body =
            format!("client_id=app&grant_type=password&scope=openid&username={login}&password={password}");
        let (status, body) = bench.post(Endpoint::Token, &body);
        assert_eq!((status, text(&body, "error")), (403, "mfa_required"));
        text(&body, "mfa_token").to_owned()
    };
    let (alice, carol) = (token("alice@example.com", "correct+horse"), token("carol", "tr0ub4dor"));
    for (token, parameters, status, code) in [
        (&alice, format!("client_id=app&challenge_types_supported={MFA_OTP}"), 200, ""),
        (&alice, format!("client_id=app&challenge_types_supported={MFA_OOB}"), 400, "invalid_request"),
        (
            &alice,
            format!("client_id=app&challenge_types_supported={MFA_OOB}&channel_hint=sms"),
            400,
            "invalid_request",
        ),
        (&alice, format!("client_id=other&challenge_types_supported={MFA_OTP}"), 400, "invalid_grant"),
        (&alice, "client_id=app".to_owned(), 400, "invalid_request"),
        (
            &alice,
            "client_id=app&challenge_types_supported=x".to_owned(),
            400,
            "invalid_challenge_types_supported",
        ),
        (
            &carol,
            format!("client_id=app&challenge_types_supported={MFA_OOB}&channel_hint=push"),
            400,
            "invalid_challenge_types_supported",
        ),
        (
            &"made-up".to_owned(),
            format!("client_id=app&challenge_types_supported={MFA_OTP}"),
            400,
            "invalid_grant",
        ),
        (
            &alice,
            format!("client_id=app&challenge_types_supported={MFA_OTP}+{MFA_OOB}&channel_hint=push"),
            200,
            "",
        ),
        (
            &alice,
            format!("client_id=app&challenge_types_supported={MFA_OOB}&channel_hint=push"),
            429,
            "E0000047",
        ),
    ] {
        let body = format!("{parameters}&mfa_token={token}");
        assert_eq!(bench.error(Endpoint::Challenge, &body), error(status, code), "{body}");
    }
    bench.issuer = Issuer::Custom;
    let body = format!("client_id=app&challenge_types_supported={MFA_OTP}&mfa_token={alice}");
    assert_eq!(bench.error(Endpoint::Challenge, &body), error(400, "invalid_grant"));
}

#[test]
fn every_request_about_a_user_counts_among_theirs() {
    let mut bench = Bench::new();
    let start = bench.start("alice@example.com");
    let mut remaining = |body: &str| bench.answer(Endpoint::Token, body).quota.unwrap().remaining;
    assert_eq!(remaining(&poll_body(&start)), 998);
    assert_eq!(remaining("client_id=app&grant_type=password&username=ALICE@example.com"), 997);
    assert_eq!(remaining("client_id=app&login_hint=bob"), 999);
    assert_eq!(remaining("client_id=app&login_hint=zoe"), 999);
    assert_eq!(remaining("nothing"), 599);
}
