//! The organization over real HTTP on a loopback address: whole sign-ins, refusals, faults, the phone page.

#![expect(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test that cannot go on has failed"
)]

#[path = "over_http/opponent.rs"]
mod opponent;

use std::time::Duration;

use latchkey_practice_org::{
    Clock, Fault, Options, PendingPush, PhoneError, PracticeOrg, Rates, StartError, Status, Verdict,
};
use reqwest::StatusCode;
use serde_json::{Value, json};

use opponent::*;

#[tokio::test]
async fn a_push_with_its_number_signs_in_with_a_token_that_verifies() {
    let opponent = Opponent::start().await;
    let phone = opponent.org.phone("alice@example.com").unwrap();
    assert_eq!(phone.pending(), None);
    let start = opponent.started("alice@example.com").await;
    assert_eq!(refusal(opponent.poll(&start)).await, refused(400, "authorization_pending"));

    opponent.clock.advance(Duration::from_secs(5));
    let PendingPush { numbers, client, age, .. } = phone.pending().unwrap();
    assert_eq!((client.as_str(), age), ("app", Duration::from_secs(5)));
    let number: u8 = start["binding_code"].as_str().unwrap().parse().unwrap();
    assert!(numbers.unwrap().contains(&number));
    assert_eq!(phone.approve(None), Err(PhoneError::NumberMissing));
    assert_eq!(phone.approve(Some(number)), Ok(Verdict::Approved));

    let tokens: Value = opponent.poll(&start).send().await.unwrap().json().await.unwrap();
    let claims = opponent.verified(&tokens).await.unwrap();
    assert_eq!(
        (&claims["sub"], &claims["preferred_username"]),
        (&json!("00uALICE"), &json!("alice@example.com"))
    );
    assert_eq!(refusal(opponent.poll(&start)).await, refused(400, "invalid_grant"));
    opponent.org.stop().await;
}

#[tokio::test]
async fn a_wrong_number_and_a_decline_both_deny() {
    let opponent = Opponent::start().await;
    let phone = opponent.org.phone("alice@example.com").unwrap();
    let start = opponent.started("alice@example.com").await;
    let right: u8 = start["binding_code"].as_str().unwrap().parse().unwrap();
    let wrong = phone.pending().unwrap().numbers.unwrap().into_iter().find(|number| *number != right);
    assert_eq!(phone.approve(wrong), Ok(Verdict::Declined));
    assert_eq!(refusal(opponent.poll(&start)).await, refused(400, "access_denied"));

    let start = opponent.started("alice@example.com").await;
    assert_eq!(phone.decline(), Ok(Verdict::Declined));
    assert_eq!(refusal(opponent.poll(&start)).await, refused(400, "access_denied"));
    assert_eq!(phone.approve(Some(right)), Err(PhoneError::NothingPending));
}

#[tokio::test]
async fn a_push_without_number_is_approved_without_one() {
    let opponent = Opponent::start().await;
    let phone = opponent.org.phone("bob").unwrap();
    let start = opponent.started("bob@example.com").await;
    assert_eq!(start["binding_method"], json!("none"));
    assert_eq!(phone.approve(Some(42)), Err(PhoneError::NumberUnexpected));
    assert_eq!(phone.approve(None), Ok(Verdict::Approved));
    assert_eq!(opponent.poll(&start).send().await.unwrap().status(), StatusCode::OK);
}

#[tokio::test]
async fn an_unanswered_push_expires() {
    let opponent = Opponent::start().await;
    let start = opponent.started("alice@example.com").await;
    opponent.clock.advance(Duration::from_secs(299));
    assert_eq!(refusal(opponent.poll(&start)).await, refused(400, "authorization_pending"));
    opponent.clock.advance(Duration::from_secs(1));
    assert_eq!(refusal(opponent.poll(&start)).await, refused(400, "invalid_grant"));
    assert_eq!(opponent.org.phone("alice@example.com").unwrap().pending(), None);
}

#[tokio::test]
async fn a_code_signs_in_once() {
    let opponent = Opponent::start().await;
    let code = opponent.org.phone("alice@example.com").unwrap().code();
    let tokens: Value = opponent.with_code(&code).send().await.unwrap().json().await.unwrap();
    assert_eq!(opponent.verified(&tokens).await.unwrap()["amr"], json!(["otp"]));
    assert_eq!(refusal(opponent.with_code(&code)).await, refused(400, "invalid_grant"));
}

#[tokio::test]
async fn a_second_push_while_one_is_outstanding_is_refused() {
    let opponent = Opponent::start().await;
    opponent.started("alice@example.com").await;
    let response = opponent.start_push("alice@example.com").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    let headers = ["x-rate-limit-limit", "x-rate-limit-remaining", "x-rate-limit-reset"];
    assert_eq!(headers.map(|name| header(&response, name)), ["0", "0", "1800000300"]);
    assert_eq!(response.json::<Value>().await.unwrap()["errorCode"], json!("E0000047"));
}

#[tokio::test]
async fn the_fifth_request_of_a_second_is_refused_and_every_answer_says_what_is_left() {
    let opponent = Opponent::start().await;
    let mut left = Vec::new();
    for _ in 0..4 {
        let response = opponent.with_code("000000").send().await.unwrap();
        assert_eq!(response.status(), StatusCode::BAD_REQUEST);
        left.push(header(&response, "x-rate-limit-remaining").to_owned());
    }
    assert_eq!(left, ["3", "2", "1", "0"]);
    let response = opponent.with_code("000000").send().await.unwrap();
    assert_eq!(response.status(), StatusCode::TOO_MANY_REQUESTS);
    assert_eq!(header(&response, "date"), "Fri, 15 Jan 2027 08:00:00 GMT");
    assert_eq!(header(&response, "x-rate-limit-reset"), "1800000001");
    assert_eq!(response.json::<Value>().await.unwrap()["errorCode"], json!("E0000047"));
    opponent.clock.advance(Duration::from_secs(1));
    assert_eq!(opponent.with_code("000000").send().await.unwrap().status(), StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn a_client_proves_itself_in_one_way_only() {
    let opponent =
        Opponent::with(|options| options.rates = Rates { per_user_and_second: 100, ..options.rates }).await;
    let form = |more: &[(&'static str, &'static str)]| {
        let mut form =
            vec![("grant_type", OTP), ("scope", "openid"), ("login_hint", "alice"), ("otp", "000000")];
        form.extend_from_slice(more);
        opponent.post("/oauth2/v1/token", &form)
    };
    let posted: &[(&str, &str)] = &[("client_id", "web"), ("client_secret", "s3cret")];
    let passed = refused(400, "invalid_grant");
    assert_eq!(refusal(form(posted)).await, passed);
    assert_eq!(refusal(form(&[]).basic_auth("web", Some("s3cret"))).await, passed);
    assert_eq!(refusal(form(&[("client_id", "app")])).await, passed);
    assert_eq!(
        refusal(form(posted).basic_auth("web", Some("s3cret"))).await,
        refused(400, "invalid_request")
    );
    assert_eq!(refusal(form(&[("client_id", "web")])).await, refused(401, "invalid_client"));
    assert_eq!(
        refusal(form(&[("client_id", "app"), ("client_secret", "x")])).await,
        refused(401, "invalid_client")
    );

    let wrong = form(&[]).basic_auth("web", Some("wrong")).send().await.unwrap();
    assert_eq!(
        (wrong.status(), header(&wrong, "www-authenticate")),
        (StatusCode::UNAUTHORIZED, "Basic realm=\"practice organization\"")
    );
    let posted_wrong = form(&[("client_id", "web"), ("client_secret", "wrong")]).send().await.unwrap();
    assert_eq!(posted_wrong.status(), StatusCode::UNAUTHORIZED);
    assert!(!posted_wrong.headers().contains_key("www-authenticate"));
}

#[tokio::test]
async fn the_custom_server_is_an_issuer_of_its_own() {
    let opponent = Opponent::start().await;
    let issuer = opponent.org.custom_issuer();
    let discovery = opponent.http.get(format!("{issuer}/.well-known/openid-configuration"));
    let discovery: Value = discovery.send().await.unwrap().json().await.unwrap();
    assert_eq!(discovery["issuer"], json!(issuer));
    assert_eq!(discovery["token_endpoint"], json!(format!("{issuer}/v1/token")));
    for path in ["/oauth2/nobody/v1/keys", "/oauth2/nobody/.well-known/openid-configuration", "/elsewhere"] {
        let request = opponent.http.get(format!("{}{path}", opponent.org.url()));
        assert_eq!(refusal(request).await, refused(404, "E0000007"), "{path}");
    }
}

#[tokio::test]
async fn what_is_not_a_form_post_is_refused_in_the_right_form() {
    let opponent = Opponent::start().await;
    let url = format!("{}/oauth2/v1/token", opponent.org.url());
    assert_eq!(refusal(opponent.http.get(&url)).await, refused(405, "E0000022"));
    assert_eq!(refusal(opponent.http.post(&url).json(&json!({}))).await, refused(400, "invalid_request"));
    assert_eq!(refusal(opponent.http.post(&url).body(vec![b'a'; 70_000])).await, refused(413, "E0000001"));
    let elsewhere =
        opponent.http.get(format!("{}/oauth2/v1/keys", opponent.org.url())).header("host", "evil.example");
    assert_eq!(refusal(elsewhere).await, refused(403, "E0000006"));
    let response = opponent.http.get(&url).send().await.unwrap();
    assert_eq!(header(&response, "cache-control"), "no-store");
    assert!(response.headers().contains_key("x-rate-limit-limit"));
}

#[tokio::test]
async fn a_rotated_key_signs_and_the_last_one_still_verifies() {
    let opponent = Opponent::start().await;
    let phone = opponent.org.phone("alice@example.com").unwrap();
    let before: Value = opponent.with_code(&phone.code()).send().await.unwrap().json().await.unwrap();
    opponent.org.rotate_key().unwrap();
    opponent.clock.advance(Duration::from_secs(30));
    let after: Value = opponent.with_code(&phone.code()).send().await.unwrap().json().await.unwrap();
    let kid = |tokens: &Value| jsonwebtoken::decode_header(tokens["id_token"].as_str().unwrap()).unwrap().kid;
    assert_ne!(kid(&before), kid(&after));
    assert!(opponent.verified(&before).await.is_ok());
    assert!(opponent.verified(&after).await.is_ok());
}

#[tokio::test]
async fn each_fault_shows_itself() {
    let opponent =
        Opponent::with(|options| options.rates = Rates { per_user_and_second: 100, ..options.rates }).await;
    let phone = opponent.org.phone("alice@example.com").unwrap();
    let wrong = || opponent.with_code("000000");
    for (fault, expected) in [
        (Fault::UnknownError, refused(400, "practice_unheard_of")),
        (Fault::InternalError, refused(500, "E0000009")),
        (Fault::Unavailable, refused(503, "E0000010")),
        (Fault::RateLimited, refused(429, "E0000047")),
        (Fault::RateLimitedSilently, refused(429, "E0000047")),
        (Fault::Slow(Duration::from_millis(1)), refused(400, "invalid_grant")),
    ] {
        opponent.org.set_fault(Some(fault));
        assert_eq!(refusal(wrong()).await, expected, "{fault:?}");
    }
    opponent.org.set_fault(Some(Fault::RateLimitedSilently));
    assert!(!wrong().send().await.unwrap().headers().contains_key("x-rate-limit-reset"));
    opponent.org.set_fault(Some(Fault::RateLimited));
    assert_eq!(header(&wrong().send().await.unwrap(), "x-rate-limit-reset"), "1800000001");
    opponent.org.set_fault(Some(Fault::Html));
    let page = wrong().send().await.unwrap();
    assert_eq!((page.status(), header(&page, "content-type")), (StatusCode::OK, "text/html; charset=utf-8"));
    opponent.org.set_fault(Some(Fault::Down));
    assert!(wrong().send().await.is_err());
    assert!(opponent.http.get(opponent.org.url()).send().await.is_err());
    opponent.org.set_fault(Some(Fault::DiscoveryIssuer));
    let discovery = opponent.http.get(format!("{}/.well-known/openid-configuration", opponent.org.url()));
    let discovery: Value = discovery.send().await.unwrap().json().await.unwrap();
    assert_ne!(discovery["issuer"], json!(opponent.org.url()));

    for fault in [
        Fault::WrongSignature,
        Fault::UnknownKey,
        Fault::WrongIssuer,
        Fault::WrongAudience,
        Fault::Hs256WithPublicKey,
    ] {
        opponent.clock.advance(Duration::from_secs(30));
        opponent.org.set_fault(Some(fault));
        let tokens: Value = opponent.with_code(&phone.code()).send().await.unwrap().json().await.unwrap();
        opponent.org.set_fault(None);
        assert!(opponent.verified(&tokens).await.is_err(), "{fault:?}");
    }
}

/// The page's token and the pending push's ID, as the page's form holds them.
fn hidden(page: &str, name: &str) -> String {
    let (_, rest) = page.split_once(&format!("name=\"{name}\" value=\"")).unwrap();
    rest.split_once('"').unwrap().0.to_owned()
}

#[tokio::test]
async fn the_phone_page_answers_only_for_itself() {
    let opponent = Opponent::start().await;
    let start = opponent.started("alice@example.com").await;
    let url = opponent.org.phone_url("alice@example.com");
    let page = opponent.http.get(&url).send().await.unwrap();
    assert!(header(&page, "content-security-policy").contains("default-src 'none'"));
    let page = page.text().await.unwrap();
    assert!(page.contains("<h1>Practice phone of alice@example.com</h1>"), "{page}");
    let (token, push) = (hidden(&page, "page_token"), hidden(&page, "push"));
    let number = start["binding_code"].as_str().unwrap();
    let answer = |token: &str, origin: Option<&str>| {
        let form = [("page_token", token), ("push", &push), ("answer", number)];
        let request = opponent.http.post(format!("{url}/answer")).form(&form);
        origin.map_or_else(
            || request.try_clone().unwrap(),
            |origin| request.try_clone().unwrap().header("origin", origin),
        )
    };
    let here = Some(opponent.org.url());
    assert_eq!(refusal(answer("made-up", here)).await, refused(403, "E0000006"));
    assert_eq!(refusal(answer(&token, None)).await, refused(403, "E0000006"));
    assert_eq!(refusal(answer(&token, Some("http://evil.example"))).await, refused(403, "E0000006"));
    assert_eq!(refusal(answer(&token, Some("null"))).await, refused(403, "E0000006"));
    assert!(opponent.org.phone("alice@example.com").unwrap().pending().is_some());

    let response = answer(&token, here).send().await.unwrap();
    assert_eq!(
        (response.status(), header(&response, "location")),
        (StatusCode::SEE_OTHER, "/phone/alice%40example.com")
    );
    assert_eq!(opponent.poll(&start).send().await.unwrap().status(), StatusCode::OK);
    let late = answer(&token, here).header("accept", "application/json").send().await.unwrap();
    assert_eq!(
        late.json::<Value>().await.unwrap()["told"],
        json!("That request is over. Nothing was approved.")
    );
    assert_eq!(refusal(opponent.http.get(opponent.org.phone_url("nobody"))).await, refused(404, "E0000007"));
}

#[tokio::test]
async fn only_loopback_addresses_are_listened_on() {
    let options = Options { listen: ([0, 0, 0, 0], 0).into(), ..Options::default() };
    assert!(matches!(PracticeOrg::start(options).await, Err(StartError::NotLoopback(_))));
}

#[tokio::test]
async fn a_stopped_organization_does_not_answer_and_a_running_one_prints_no_secret() {
    let opponent = Opponent::with(|options| options.clock = Clock::wall()).await;
    opponent.started("alice@example.com").await;
    let printed = format!("{:?} {:?}", opponent.org, opponent.org.phone("alice"));
    assert!(
        !printed.contains("s3cret") && !printed.contains("oob") && !printed.contains("code"),
        "{printed}"
    );
    let url = opponent.org.url().to_owned();
    opponent.org.stop().await;
    assert!(opponent.http.get(url).send().await.is_err());
}

#[tokio::test]
async fn a_user_can_be_suspended_and_reinstated() {
    let opponent = Opponent::start().await;
    assert!(opponent.org.set_status("alice@example.com", Status::Suspended));
    assert_eq!(refusal(opponent.start_push("alice@example.com")).await, refused(400, "access_denied"));
    assert!(opponent.org.set_status("alice@example.com", Status::Active));
    opponent.started("alice@example.com").await;
    assert!(!opponent.org.set_status("nobody@example.com", Status::Suspended));
}

#[tokio::test]
async fn requests_of_clients_are_remembered_in_their_order() {
    let opponent = Opponent::start().await;
    assert_eq!(opponent.org.requests(), Vec::<String>::new());
    opponent.started("alice@example.com").await;
    opponent.http.get(opponent.org.phone_url("alice@example.com")).send().await.unwrap();
    opponent.keys().await;
    let start = ["POST /oauth2/v1/primary-authenticate", "GET /.well-known/openid-configuration"];
    assert_eq!(opponent.org.requests(), [start[0], start[1], "GET /oauth2/v1/keys"]);
    for _ in 0..128 {
        opponent.keys().await;
    }
    assert_eq!(opponent.org.requests().len(), 256);
}
