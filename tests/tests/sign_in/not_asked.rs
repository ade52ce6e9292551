//! Who and what is not asked at all, and that the organization hears nothing of it.

use crate::stage::{ALICE, Stage, USUAL};

/// Plays one call at an organization that must hear nothing of it.
fn check(
    okta: &str,
    agent: &str,
    user: (&'static str, u32),
    options: &str,
    expected: (&str, &str),
    key: &str,
) {
    let Some(stage) = Stage::new() else { return };
    let call = stage.call(&stage.profile(&format!("{USUAL}{okta}"), agent)).by(user).with(options);
    let attempt = stage.play(&call);
    let (decision, reason) = expected;
    let attempt = if decision == "permit" { attempt.permits(reason) } else { attempt.denies(reason) };
    assert!(attempt.keys().contains(&key.to_owned()), "{key}: {attempt:?}");
    assert_eq!(stage.organization.requests(), Vec::<String>::new());
}

#[test]
fn an_exempt_user_is_not_asked() {
    check("MFANotRequiredList = [\"alice\"]", "", ALICE, "", ("permit", "exempt"), "MFANotRequiredList");
}

#[test]
fn a_user_who_need_not_is_not_asked() {
    check("MFARequiredList = [\"bob\"]", "", ALICE, "", ("permit", "not-required"), "MFARequiredList");
}

#[test]
fn an_exempt_service_does_not_ask() {
    check("", "", ALICE, "--service screensaver", ("permit", "service-exempt"), "Services");
}

#[test]
fn root_is_let_in_at_the_machine_and_kept_out_from_afar() {
    let root = ("root", 0);
    check("", "", root, "", ("permit", "reserved"), "ReservedAccounts");
    check("", "", root, "--service sshd", ("deny", "reserved"), "ReservedAccounts");
}

#[test]
fn a_policy_that_reports_lets_in_and_says_what_it_would_have_done() {
    let Some(stage) = Stage::new() else { return };
    let profile = stage.profile("AllowedFactors = [\"OV_Push\"]\n", "Enforcement = \"report\"\n");
    let attempt = stage.play(&stage.call(&profile).with("--offline")).permits("report");
    let enforced = attempt.events_named("decision")[0]["enforced"].clone();
    assert_eq!(
        (enforced["decision"].as_str(), enforced["reason"].as_str()),
        (Some("challenge"), Some("grace-over"))
    );
    assert_eq!(stage.organization.requests(), Vec::<String>::new());
}
