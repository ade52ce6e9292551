//! What is wrong with names.

use super::*;

#[test]
fn names_that_are_not_declared_are_sorted_out() {
    let cases = [
        (
            "AlowedFactors",
            KeyProblem::UnknownKey { key: "AlowedFactors".into(), nearest: Some("AllowedFactors".into()) },
        ),
        ("Frobnicate", KeyProblem::UnknownKey { key: "Frobnicate".into(), nearest: None }),
        (
            "MfaRequiredList",
            KeyProblem::MiscasedKey { key: "MfaRequiredList".into(), expected: "MFARequiredList".into() },
        ),
        (
            "MFABypassList",
            KeyProblem::ForeignKey {
                key: "MFABypassList".into(),
                platform: "Windows",
                instead: &["MFANotRequiredList"],
            },
        ),
        (
            "MFAGracePeriodInMinutes",
            KeyProblem::ForeignKey {
                key: "MFAGracePeriodInMinutes".into(),
                platform: "Windows",
                instead: &[],
            },
        ),
    ];
    for (key, problem) in cases {
        let expected = [(format!("/{key}"), Part::Key, problem)];
        assert_eq!(found(&DESKTOP_MFA, &sample_with(key, array(["*"]))), expected);
    }
}

#[test]
fn envelope_keys_beside_settings_are_skipped() {
    let mut entries = sample();
    entries.push(("PayloadType", text("com.okta.deviceaccess.servicedaemon")));
    entries.push(("PayloadSomething", text("?")));
    let settings = settings(entries);
    assert_eq!(told(check(&DESKTOP_MFA, &settings, &KeyPath::root(), Beside::EnvelopeKeys)), []);
    assert_eq!(found(&DESKTOP_MFA, &settings).len(), 2);
}

#[test]
fn a_preference_file_is_taken_for_the_domain_it_matches_best() {
    assert_eq!(Delivered::guess(&settings(sample())).map(|domain| domain.name), Some(DESKTOP_MFA.name));
    let agent = dictionary([("Enforcement", text("report")), ("AdminEmail", text("a@b"))]);
    assert_eq!(
        Delivered::guess(&dictionary([("Services", dictionary([]))])).map(|d| d.name),
        Some(AGENT.name)
    );
    assert!(Delivered::guess(&agent).is_some());
    let verify = dictionary([("OktaVerify.OrgUrl", text("https://corp.okta.com"))]);
    assert_eq!(Delivered::guess(&verify).map(|domain| domain.name), Some("com.okta.mobile"));
    assert!(Delivered::guess(&dictionary([("ExtensionIdentifier", text("a.b"))])).is_none());
    assert!(Delivered::guess(&dictionary([("Foo", text("bar"))])).is_none());
}
