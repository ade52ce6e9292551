//! Calls that are no sign-in: what cannot be read or found ends with status 2 and a message that helps.

use crate::stage::{Attempt, Call, Stage};

/// Plays a call that cannot be played, and gives what it said.
fn complaint(stage: &Stage, call: &Call) -> String {
    let Attempt { status, stdout, stderr } = stage.play(call);
    assert_eq!((status, stdout.as_str()), (Some(2), ""), "{stderr}");
    stderr
}

#[test]
fn an_account_that_is_not_here_is_named() {
    let Some(stage) = Stage::new() else { return };
    let profile = stage.profile("", "");
    let arguments = ["login", "--profile", &profile.display().to_string(), "--user", "nobody-of-that-name"];
    let ended = stage.latchkey.run(arguments);
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(2), ""));
    assert!(ended.stderr.contains("`nobody-of-that-name`") && ended.stderr.contains("--uid"), "{ended:?}");
}

#[test]
fn a_profile_that_cannot_be_read_is_named() {
    let Some(stage) = Stage::new() else { return };
    let missing = stage.folder().join("missing.mobileconfig");
    let said = complaint(&stage, &stage.call(&missing));
    assert!(said.contains("missing.mobileconfig` is not used: there is no such file"), "{said}");

    for (bytes, help) in [("", "latchkey lint"), ("no property list", "latchkey lint")] {
        let broken = stage.folder().join("broken.mobileconfig");
        std::fs::write(&broken, bytes).unwrap();
        let said = complaint(&stage, &stage.call(&broken));
        assert!(said.contains("broken.mobileconfig`") && said.contains(help), "{said}");
    }
}

#[test]
fn a_profile_of_somebody_else_is_named() {
    let Some(stage) = Stage::new() else { return };
    let foreign = stage.folder().join("com.example.other.plist");
    std::fs::write(&foreign, "<plist version=\"1.0\"><dict><key>Key</key><true/></dict></plist>").unwrap();
    let said = complaint(&stage, &stage.call(&foreign));
    assert!(said.contains("sets nothing of ours"), "{said}");
}

#[test]
fn a_factor_that_does_not_exist_is_answered_with_those_that_do() {
    let Some(stage) = Stage::new() else { return };
    let said = complaint(&stage, &stage.usual().with("--factor sms"));
    assert!(said.contains("`sms`") && said.contains("`push`") && said.contains("`offline-code`"), "{said}");
}

#[test]
fn a_state_folder_that_others_can_enter_is_not_used() {
    use std::os::unix::fs::PermissionsExt as _;

    let Some(stage) = Stage::new() else { return };
    std::fs::create_dir_all(stage.state()).unwrap();
    std::fs::set_permissions(stage.state(), std::fs::Permissions::from_mode(0o755)).unwrap();
    let said = complaint(&stage, &stage.usual().with("--postpone"));
    assert!(said.contains(&stage.state().display().to_string()), "{said}");
}

/// A profile that names no client.
fn no_policy(stage: &Stage) -> Call {
    let url = stage.organization.url();
    let profile = stage.written(&format!(
        "[\"com.okta.deviceaccess.servicedaemon\"]\nDMFAOrgURL = \"{url}\"\nLoginPeriodWithoutEnrolledFactor = 48\n"
    ));
    stage.call(&profile).with("--postpone")
}

#[test]
fn a_profile_that_is_no_policy_keeps_everybody_out() {
    let Some(stage) = Stage::new() else { return };
    let attempt = stage.play(&no_policy(&stage)).denies("invalid-policy");
    assert!(
        attempt.stderr.contains("`DMFAClientID`") && attempt.stderr.contains("latchkey lint"),
        "{attempt:?}"
    );
    assert_eq!(stage.organization.requests(), Vec::<String>::new());
}

#[test]
fn a_profile_that_is_no_policy_leaves_the_last_good_one_in_force() {
    let Some(stage) = Stage::new() else { return };
    let exempting = stage.profile("MFANotRequiredList = [\"alice\"]\n", "");
    stage.play(&stage.call(&exempting)).permits("exempt");
    let attempt = stage.play(&no_policy(&stage)).permits("exempt");
    assert!(attempt.stderr.contains("the last good profile decides instead"), "{attempt:?}");
}
