//! A machine without a network: the device access code, once each, while the policy and the organization allow it.

use latchkey_practice_org::{Fault, Status};

use crate::stage::{Stage, USUAL};
use latchkey_tests::codes::{code, wrong_code};

fn with_code(code: &str) -> String {
    format!("--offline --factor offline-code --code {code}")
}

#[test]
fn the_device_access_code_lets_in_once() {
    let Some(stage) = Stage::new() else { return };
    let seed = stage.enrol();
    let requests = stage.organization.requests().len();
    let next = code(&seed, 1);
    let call = stage.usual().with(&with_code(&next));
    let attempt = stage.play(&call).permits("offline");
    assert_eq!(attempt.reply()["factor"], "offline-code");
    let left = attempt.reply()["offline_seconds_left"].as_u64().unwrap();
    assert!((604_000..=604_800).contains(&left), "{left}");

    stage.play(&call).denies("refused");
    assert_eq!(stage.organization.requests().len(), requests, "an offline sign-in asks nobody");
}

#[test]
fn the_code_that_confirmed_the_enrolment_is_used_up() {
    let Some(stage) = Stage::new() else { return };
    let seed = stage.enrol();
    for steps in [-1, 0] {
        stage.play(&stage.usual().with(&with_code(&code(&seed, steps)))).denies("refused");
    }
}

#[test]
fn a_wrong_code_lets_nobody_in() {
    let Some(stage) = Stage::new() else { return };
    let seed = stage.enrol();
    stage.play(&stage.usual().with(&with_code(&wrong_code(&seed)))).denies("refused");
    stage.play(&stage.usual().with(&with_code(&code(&seed, 1)))).permits("offline");
}

#[test]
fn a_link_without_a_code_does_not_get_in_offline() {
    let Some(stage) = Stage::new() else { return };
    stage.play(&stage.usual().with("--account alice@example.com")).permits("linked");
    stage.play(&stage.usual().with("--offline --factor push")).denies("no-usable-factor");
}

#[test]
fn offline_use_that_the_profile_forbids_is_denied() {
    let Some(stage) = Stage::new() else { return };
    let seed = stage.enrol();
    let online = "--offline --factor push --code";
    for (okta, key) in [
        ("OfflineLoginAllowed = false\n", "OfflineLoginAllowed"),
        ("LoginPeriodWithOfflineFactor = 0\n", "LoginPeriodWithOfflineFactor"),
    ] {
        let usual = USUAL.replace("LoginPeriodWithOfflineFactor = 168\n", "");
        let call = stage.call(&stage.profile(&format!("{usual}{okta}"), ""));
        let attempt =
            stage.play(&call.with(&format!("{online} {}", code(&seed, 1)))).denies("offline-forbidden");
        assert!(attempt.keys().contains(&key.to_owned()), "{attempt:?}");
    }
    stage.play(&stage.usual().with(&format!("{online} {}", code(&seed, 1)))).permits("offline");
}

#[test]
fn an_organization_that_is_gone_is_as_good_as_no_network() {
    let Some(stage) = Stage::new() else { return };
    let seed = stage.enrol();
    let call = stage.usual().with(&format!("--factor push --code {}", code(&seed, 1)));
    stage.organization.set_fault(Some(Fault::Down));
    let attempt = stage.play(&call).permits("offline");
    assert_eq!(attempt.events_named("decision").len(), 2, "decided again: {attempt:?}");
}

#[test]
fn a_suspended_user_is_out_offline_too_until_the_organization_says_yes_again() {
    let Some(stage) = Stage::new() else { return };
    let seed = stage.enrol();
    let online = stage.usual().with("--factor push");
    let offline = stage.usual().with(&format!("--offline --factor push --code {}", code(&seed, 1)));

    assert!(stage.organization.set_status("alice@example.com", Status::Suspended));
    let attempt = stage.play(&online).denies("refused");
    assert!(attempt.cause().contains("`access_denied`"), "{attempt:?}");
    assert_eq!(attempt.events_named("decision").len(), 1, "a refusal is not decided again: {attempt:?}");
    stage.play(&offline).denies("offline-forbidden");

    assert!(stage.organization.set_status("alice@example.com", Status::Active));
    stage.play(&offline).denies("offline-forbidden");
    stage.play(&online).permits("signed-in");
    stage.play(&offline).permits("offline");
}
