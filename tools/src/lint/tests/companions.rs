//! Companion payloads as a file carries them.

use std::sync::Arc;

use latchkey_profile_schema::library::Library;

use super::super::testing::{payload, payload_of, profile};
use super::*;

/// Rule and key path of each finding of a profile with these payloads.
fn of(payloads: &str, options: &Options) -> Vec<(&'static str, String)> {
    verdict(&super::super::testing::report("a.mobileconfig", profile(payloads), options), "")
}

fn wrapped(domain: &str, settings: &str) -> String {
    payload(
        "com.apple.ManagedClient.preferences",
        &format!(
            "<key>PayloadContent</key><dict><key>{domain}</key><dict><key>Forced</key><array><dict>\
             <key>mcx_preference_settings</key><dict>{settings}</dict></dict></array></dict></dict>"
        ),
    )
}

#[test]
fn preferences_of_okta_verify_have_one_verdict_in_every_carrier() {
    const SETTINGS: &str = "<key>OktaVerify.OSQueryCustomChecksTimeout</key><integer>2</integer>\
        <key>OktaVerify.OrgUrls</key><string>https://corp.okta.com</string>\
        <key>OktaVerify.EnrollmentOptions</key><string>Silent</string>\
        <key>OktaVerify.Plugins</key><array><dict><key>name</key><true/></dict></array>";
    let expected = |above: &str| {
        [
            ("unconfirmed-value", "OktaVerify.EnrollmentOptions"),
            ("wrong-type", "OktaVerify.OSQueryCustomChecksTimeout"),
            ("unknown-key", "OktaVerify.OrgUrls"),
            ("wrong-type", "OktaVerify.Plugins/0/name"),
        ]
        .map(|(rule, key)| (rule, format!("{above}/{key}")))
    };
    let sorted = |mut found: Vec<(&'static str, String)>| {
        found.sort_by(|left, right| left.1.cmp(&right.1));
        found
    };
    for domain in ["com.okta.mobile", "com.okta.mobile.auth-service-extension"] {
        let options = Options::default();
        let direct = sorted(of(&payload(domain, SETTINGS), &options));
        assert_eq!(direct, expected("/PayloadContent/0"), "{domain}");
        let managed = sorted(of(&wrapped(domain, SETTINGS), &options));
        let above = format!("/PayloadContent/0/PayloadContent/{domain}/Forced/0/mcx_preference_settings");
        assert_eq!(managed, expected(&above), "{domain}");
        let bare = report(&format!("{domain}.plist"), super::super::testing::preferences(SETTINGS));
        assert_eq!(sorted(verdict(&bare, "")), expected(""), "{domain}");
    }
}

#[test]
fn what_macos_reads_as_a_payload_is_not_checked_as_preferences() {
    let text = profile(&wrapped("com.apple.extensiblesso", "<key>Type</key><integer>1</integer>"));
    let report = report("a.mobileconfig", text);
    let rules: Vec<_> = report.findings.iter().map(|finding| finding.rule.name).collect();
    assert_eq!(rules, ["wrapped-payload-type"]);
    let reasons: Vec<_> = report.unchecked.iter().map(|unchecked| unchecked.reason.as_str()).collect();
    assert!(matches!(reasons.as_slice(), [reason] if reason.contains("is a payload type")), "{reasons:?}");
}

#[test]
fn two_payloads_of_one_type_are_no_conflict() {
    let scep = |uuid: &str, url: &str| {
        let content = format!(
            "<key>PayloadContent</key><dict><key>URL</key><string>{url}</string><key>Keysize</key><integer>2048</integer></dict>"
        );
        payload_of("com.apple.security.scep", &format!("com.example.{uuid}"), uuid, &content)
    };
    let both = scep("3F2504E0-4F89-41D3-9A0C-0305E82C3301", "https://a.example.com")
        + &scep("3F2504E0-4F89-41D3-9A0C-0305E82C3302", "https://b.example.com");
    assert_eq!(of(&both, &Options::default()), []);
}

#[test]
fn a_nested_key_is_worded_by_its_own_declaration() {
    let settings = "<key>ExtensionIdentifier</key><string>a.b</string>\
        <key>TeamIdentifier</key><string>ABCDE12345</string><key>Type</key><string>Credential</string>\
        <key>Hosts</key><array><string>a.b</string></array><key>PlatformSSO</key><dict>\
        <key>LoginFrequency</key><integer>60</integer><key>LoginFrequenzy</key><integer>60</integer></dict>";
    let report = report("a.mobileconfig", profile(&payload("com.apple.extensiblesso", settings)));
    let told: Vec<_> = report
        .findings
        .iter()
        .map(|finding| (finding.message.as_str(), finding.consequence.as_deref()))
        .collect();
    assert_eq!(
        told,
        [
            ("`LoginFrequency` is `60`, and must be 3600 or more", Some("macOS keeps its own 18 hours")),
            (
                "`PlatformSSO` has no key `LoginFrequenzy`",
                Some("the key is ignored, and `LoginFrequency` is as if it were not set")
            ),
        ]
    );
}

#[test]
fn a_schema_of_the_user_adds_what_is_not_declared_here() {
    let yaml = "title: SSO\npayload:\n  payloadtype: com.apple.servicemanagement\n  supportedOS:\n    macOS:\n      \
                introduced: '13.0'\npayloadkeys:\n- key: Rules\n  type: <array>\n  presence: required\n  subkeys:\n  \
                - key: Rule\n    type: <any>\n- key: Later\n  type: <boolean>\n  presence: optional\n";
    let library = Library::index([("a.yaml".to_owned(), yaml.as_bytes().to_vec())]);
    let options = Options { schemas: Some(Arc::new(library)), ..Options::default() };
    let payload = payload(
        "com.apple.servicemanagement",
        "<key>Rules</key><string>a</string><key>Later</key><string>b</string>",
    );
    assert_eq!(of(&payload, &Options::default()), [("wrong-type", "/PayloadContent/0/Rules".into())]);
    assert_eq!(
        of(&payload, &options),
        [("wrong-type", "/PayloadContent/0/Later".into()), ("wrong-type", "/PayloadContent/0/Rules".into())]
    );
}
