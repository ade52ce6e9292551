//! The first sign-in: linked by whatever factor the profile asks for, put off, or left unanswered.

use crate::stage::{BOB, Call, OTP_SEED, Stage, USUAL};
use latchkey_tests::codes::code;

const BY_CODE: &str = "AccountLinkingMFAFactor = \"OV_TOTP\"\n";

#[test]
fn a_push_with_its_number_links() {
    let Some(stage) = Stage::new() else { return };
    let attempt = stage.play(&stage.usual().with("--account alice@example.com")).permits("linked");
    let pushes = attempt.events_named("push");
    assert_eq!(pushes.len(), 1);
    assert_eq!(pushes[0]["number"].as_str().map(str::len), Some(2));
    assert_eq!(attempt.reply()["factor"], "push");
    assert!(attempt.keys().contains(&"AccountLinkingMFAFactor".to_owned()));
    stage.play(&stage.usual().with("--factor push")).permits("signed-in");
}

#[test]
fn a_push_without_number_links() {
    let Some(stage) = Stage::new() else { return };
    let attempt = stage.play(&stage.usual().by(BOB).with("--account bob@example.com")).permits("linked");
    assert!(attempt.events_named("push")[0]["number"].is_null());
}

#[test]
fn a_code_links_where_the_profile_asks_for_one() {
    let Some(stage) = Stage::new() else { return };
    let call = stage.call(&stage.profile(&format!("{USUAL}{BY_CODE}"), ""));
    let options =
        |steps| format!("--account alice@example.com --factor otp --code {}", code(OTP_SEED, steps));
    let attempt = stage.play(&call.clone().with(&options(0))).permits("linked");
    assert_eq!(attempt.reply()["factor"], "otp");
    assert_eq!(attempt.events_named("push"), Vec::<serde_json::Value>::new());
    // The organization takes a time step once, and the next one a step early.
    let attempt = stage.play(&call.with(&options(1))).permits("signed-in");
    assert_eq!(attempt.reply()["factor"], "otp");
}

#[test]
fn linking_is_put_off_inside_the_grace_only() {
    let Some(stage) = Stage::new() else { return };
    let attempt = stage.play(&stage.usual().with("--postpone")).permits("grace");
    let left = attempt.reply()["grace_seconds_left"].as_u64().unwrap();
    assert!((172_700..=172_800).contains(&left), "{left}");

    let without_grace = stage.profile("AllowedFactors = [\"OV_Push\"]\n", "");
    let attempt = stage.play(&stage.call(&without_grace).with("--postpone")).denies("refused");
    assert!(attempt.stderr.contains("--account OKTA-USERNAME"), "{attempt:?}");
}

#[test]
fn a_remote_service_cannot_put_off() {
    let Some(stage) = Stage::new() else { return };
    stage.play(&stage.usual().with("--postpone --service sshd")).denies("refused");
    stage.play(&stage.usual().with("--postpone --service sudo")).permits("grace");
}

#[test]
fn somebody_elses_identity_does_not_link() {
    let Some(stage) = Stage::new() else { return };
    let call = Call { phone: BOB.0, ..stage.usual().with("--account bob@example.com") };
    let attempt = stage.play(&call).denies("refused");
    assert_eq!(attempt.events_named("push").len(), 1, "bob approved");
    assert!(attempt.cause().contains("`LinkMatch`"), "{attempt:?}");
    let any = stage.profile(USUAL, "LinkMatch = \"any\"\n");
    stage.play(&Call { profile: any, ..call }).permits("linked");
}

#[test]
fn one_identity_links_one_account() {
    let Some(stage) = Stage::new() else { return };
    let call = stage.usual().with("--account alice@example.com");
    stage.play(&call).permits("linked");
    let attempt = stage.play(&call.clone().by(("alice", 1777))).denies("refused");
    assert!(attempt.cause().contains("SharedIdentityAllowed"), "{attempt:?}");
    let shared = stage.profile(USUAL, "SharedIdentityAllowed = true\n");
    let call = stage.call(&shared).by(("alice", 1777)).with("--account alice@example.com");
    stage.play(&call).permits("linked");
}

#[test]
fn a_question_that_nobody_answers_names_its_option() {
    let Some(stage) = Stage::new() else { return };
    let check = |call, option: &str| {
        let attempt = stage.play(&call).denies("refused");
        assert!(attempt.stderr.contains(&format!("`{option}`")), "{option}: {attempt:?}");
    };
    check(stage.usual(), "--account OKTA-USERNAME");
    let by_code = stage.call(&stage.profile(&format!("{USUAL}{BY_CODE}"), ""));
    check(by_code.with("--account alice@example.com"), "--code CODE");
    stage.enrol();
    check(stage.usual(), "--factor NAME");
    check(stage.usual().with("--factor otp"), "--code CODE");
    check(stage.usual().with("--factor offline-code --offline"), "--code CODE");
}
