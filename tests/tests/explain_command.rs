//! `latchkey policy explain`: what is said, as what, where it goes, and what cannot be explained.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes files, and fails loudly"
)]

use std::path::{Path, PathBuf};

use latchkey_tests::command::{Ended, Latchkey, latchkey};
use serde_json::Value;

fn profile(name: &str) -> String {
    let folder: PathBuf = Path::new(env!("CARGO_MANIFEST_DIR")).join("decisions/profiles");
    folder.join(name).to_str().unwrap().to_owned()
}

fn explain(latchkey: &Latchkey, name: &str, arguments: &[&str]) -> Ended {
    let profile = profile(name);
    latchkey.run([&["policy", "explain", profile.as_str()], arguments].concat())
}

#[test]
fn classes_and_the_first_week_are_told() {
    let Some(latchkey) = latchkey() else { return };
    let ended = explain(&latchkey, "standard.mobileconfig", &[]);
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""));
    for heading in
        ["EXEMPT ACCOUNTS — `breakglass`", "REQUIRED, AND NOT LINKED YET", "A FIRST WEEK — `alice`"]
    {
        assert!(ended.stdout.contains(heading), "{heading}: {}", ended.stdout);
    }
}

#[test]
fn one_user_is_told_of_by_name_and_number() {
    let Some(latchkey) = latchkey() else { return };
    let class = |arguments: &[&str]| {
        let ended = explain(&latchkey, "standard.mobileconfig", arguments);
        let report: Value = serde_json::from_str(&ended.stdout).unwrap();
        assert_eq!(report["version"], 1);
        report["user"]["class"].as_str().unwrap().to_owned()
    };
    assert_eq!(class(&["--format", "json", "--user", "breakglass"]), "exempt");
    assert_eq!(class(&["--format", "json", "--user", "kim"]), "required");
    assert_eq!(class(&["--format", "json", "--user", "kim", "--platform", "linux"]), "required");
    assert_eq!(
        class(&["--format", "json", "--user", "kim", "--uid", "501", "--platform", "linux"]),
        "reserved"
    );
}

#[test]
fn a_picture_goes_to_a_file_and_never_over_the_profile() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("week.svg");
    let ended =
        explain(&latchkey, "standard.mobileconfig", &["--format", "svg", "-o", file.to_str().unwrap()]);
    assert_eq!((ended.status, ended.stdout.as_str()), (Some(0), ""));
    assert!(std::fs::read_to_string(&file).unwrap().starts_with("<svg "));

    let own = folder.path().join("own.mobileconfig");
    std::fs::copy(profile("standard.mobileconfig"), &own).unwrap();
    let own = own.to_str().unwrap();
    let ended = latchkey.run(["policy", "explain", own, "-o", own]);
    assert_eq!(ended.status, Some(2));
    assert_eq!(std::fs::read(own).unwrap(), std::fs::read(profile("standard.mobileconfig")).unwrap());
}

#[test]
fn what_makes_no_policy_is_not_explained() {
    let Some(latchkey) = latchkey() else { return };
    for (name, says) in [
        ("invalid-offline-switch.mobileconfig", "makes no policy"),
        ("truncated.mobileconfig", "latchkey lint"),
        ("nowhere.plist", "nowhere.plist"),
    ] {
        let ended = explain(&latchkey, name, &[]);
        assert_eq!((ended.status, ended.stdout.as_str()), (Some(2), ""), "{name}");
        assert!(ended.stderr.contains(says), "{name}: {}", ended.stderr);
    }
}
