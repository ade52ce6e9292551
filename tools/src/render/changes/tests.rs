//! How differences look.

use latchkey_mdm_manifests::{DomainSettings, Envelopes, SettingsFile, Syntax};

use super::*;

const BEFORE: &str = "\
[\"com.okta.deviceaccess.servicedaemon\"]
DMFAClientID = \"0oa1\"
DMFAClientSecret = \"canary-one\"
DMFAOrgURL = \"https://corp.example.com\"
AllowedFactors = [\"OV_Push\", \"Offline_TOTP\"]
LoginPeriodWithOfflineFactor = 168
MFARequiredList = [\"*\"]
AdminPhone = \"+1 555 0100\"
";
const AFTER: &str = "\
[profile]
display_name = \"Okta \\u001b[31m Desktop MFA\"
[\"com.okta.deviceaccess.servicedaemon\"]
DMFAClientID = \"0oa1\"
DMFAClientSecret = \"canary-two\"
DMFAOrgURL = \"https://corp.example.com\"
AllowedFactors = [\"OV_Push\"]
LoginPeriodWithOfflineFactor = 48
MFANotRequiredList = [\"breakglass\"]
";

fn changes() -> Changes {
    let before = SettingsFile::read(BEFORE, Syntax::Toml).expect("settings");
    let mut after = SettingsFile::read(AFTER, Syntax::Toml).expect("settings");
    let values = vec![
        ("Long".to_owned(), Value::String("x".repeat(1_000))),
        ("Many".to_owned(), Value::Array((0..100).map(|n| Node::new(Value::Integer(n))).collect())),
        ("Whole".to_owned(), Value::Real(48.0)),
    ];
    after.domains.push(DomainSettings::new("com.example.app", values));
    Changes::between(&before, &after, Envelopes::Compared)
}

#[test]
fn differences_stand_under_their_domain_with_their_effect() {
    insta::assert_snapshot!(render(("git.mobileconfig", "jamf.xml"), &changes(), Screen::Plain));
    let coloured = render(("a", "b"), &changes(), Screen::Coloured);
    assert!(coloured.contains("\u{1b}[33m~ LoginPeriodWithOfflineFactor: 168 → 48\u{1b}[0m"), "{coloured}");
}

#[test]
fn programs_get_the_same_in_a_frozen_shape() {
    let text = json::render(&changes()).expect("JSON");
    assert!(!text.contains("canary"));
    insta::assert_snapshot!(text);
}

#[test]
fn the_same_settings_are_told_so() {
    let before = SettingsFile::read(BEFORE, Syntax::Toml).expect("settings");
    let same = Changes::between(&before, &before.clone(), Envelopes::Compared);
    assert_eq!(render(("a", "b"), &same, Screen::Plain), "the settings mean the same\n");
    assert_eq!(
        json::render(&same).expect("JSON"),
        "{\"version\":1,\"same\":true,\"differences\":[],\"further\":0,\"notes\":[]}\n"
    );
}
