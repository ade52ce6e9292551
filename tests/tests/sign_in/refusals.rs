//! Answers that let nobody in: declined pushes, wrong numbers, wrong codes, and how many of them there may be.

use crate::stage::{OTP_SEED, Person, Stage, USUAL};
use latchkey_tests::codes::{code, wrong_code};

#[test]
fn a_declined_push_is_refused() {
    let Some(stage) = Stage::new() else { return };
    let linking = stage.usual().with("--account alice@example.com");
    let attempt = stage.play(&linking.clone().who(Person::Declines)).denies("refused");
    assert!(attempt.cause().contains("declined"), "{attempt:?}");
    stage.play(&linking).permits("linked");
    stage.play(&stage.usual().with("--factor push").who(Person::Declines)).denies("refused");
}

#[test]
fn a_wrong_number_is_refused() {
    let Some(stage) = Stage::new() else { return };
    let linking = stage.usual().with("--account alice@example.com");
    let attempt = stage.play(&linking.who(Person::MistakesTheNumber)).denies("refused");
    assert_eq!(attempt.events_named("push").len(), 1);
}

#[test]
fn a_refusal_is_no_way_into_the_grace() {
    let Some(stage) = Stage::new() else { return };
    let call = stage.usual().with("--account alice@example.com").who(Person::Declines);
    let attempt = stage.play(&call).denies("refused");
    assert_eq!(attempt.events_named("decision").len(), 1, "{attempt:?}");
}

#[test]
fn wrong_codes_spend_the_budget_and_nothing_opens_it_again() {
    let Some(stage) = Stage::new() else { return };
    let seed = stage.enrol();
    let call = stage.call(&stage.profile(USUAL, "FailureBudget = 3\n"));
    let wrong = wrong_code(OTP_SEED);
    for service in ["login", "sudo"] {
        let attempt =
            stage.play(&call.clone().with(&format!("--factor otp --code {wrong} --service {service}")));
        attempt.denies("refused");
    }
    // A success gives back its own charge only, so one more wrong answer is left and no other.
    stage
        .play(&call.clone().with(&format!("--factor otp --code {}", code(OTP_SEED, 1))))
        .permits("signed-in");
    stage.play(&call.clone().with(&format!("--factor otp --code {wrong}"))).denies("refused");

    let requests = stage.organization.requests();
    for options in [
        "--factor push".to_owned(),
        format!("--factor otp --code {}", code(OTP_SEED, 1)),
        "--factor push --service su".to_owned(),
        "--factor push --service sshd".to_owned(),
        format!("--offline --factor offline-code --code {}", code(&seed, 1)),
    ] {
        let attempt = stage.play(&call.clone().with(&options)).denies("budget");
        assert!(attempt.keys().contains(&"FailureBudget".to_owned()), "{attempt:?}");
    }
    assert_eq!(stage.organization.requests(), requests, "a spent budget asks nobody");
    stage.play(&call.with("--service screensaver")).permits("service-exempt");
}

#[test]
fn declined_pushes_spend_the_budget() {
    let Some(stage) = Stage::new() else { return };
    let call = stage.call(&stage.profile(USUAL, "FailureBudget = 1\n")).with("--account alice@example.com");
    stage.play(&call.clone().who(Person::Declines)).denies("refused");
    stage.play(&call).denies("budget");
}

#[test]
fn a_wrong_offline_code_spends_the_budget() {
    let Some(stage) = Stage::new() else { return };
    let seed = stage.enrol();
    let call =
        stage.call(&stage.profile(USUAL, "FailureBudget = 1\n")).with("--offline --factor offline-code");
    stage.play(&call.clone().with(&format!("--code {}", wrong_code(&seed)))).denies("refused");
    stage.play(&call.with(&format!("--code {}", code(&seed, 1)))).denies("budget");
}
