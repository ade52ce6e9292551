//! Settings that were written and read back are the same, and written again give the same bytes, in every carrier.

use latchkey_mdm_manifests::{
    Artifact, CARRIERS, DomainSettings, EmitError, Means, ProfileOptions, ProfileScope, ReadError, Secrets,
    SettingsFile, Syntax, build, emit, read_back,
};
use latchkey_profile_schema::Value;
use proptest::prelude::*;

use super::generated::valid_settings;

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn emit_read_emit_is_a_fixed_point(settings in valid_settings()) {
        for carrier in CARRIERS {
            let first = build(&settings, carrier, Secrets::Write).unwrap();
            for artifact in readable(&first.artifacts) {
                let back = read_back(&artifact.path, &artifact.bytes).unwrap();
                assert_same_values(&settings, &back);
                let again = emit(&back, carrier, Secrets::Write).unwrap();
                prop_assert!(again.artifacts.contains(artifact), "{} {}", carrier.name, artifact.path);
            }
        }
    }

    #[test]
    fn the_order_of_the_settings_changes_no_byte(settings in valid_settings()) {
        let mut turned = settings.clone();
        turned.domains.reverse();
        turned.domains.iter_mut().for_each(|domain| domain.values.reverse());
        for carrier in CARRIERS {
            let made = |settings| emit(settings, carrier, Secrets::Write).unwrap().artifacts;
            prop_assert_eq!(made(&settings), made(&turned));
        }
    }
}

#[test]
fn unknown_keys_data_and_dates_survive() {
    let settings = SettingsFile {
        profile: ProfileOptions::default(),
        domains: vec![DomainSettings::new(
            "com.okta.deviceaccess.servicedaemon",
            vec![
                ("Blob".into(), Value::Data(vec![0, 255, 7])),
                ("DMFAClientID".into(), Value::String("0oa1".into())),
                ("Large".into(), Value::Integer(i128::from(u64::MAX))),
                ("When".into(), Value::Date("2026-01-02T03:04:05Z".into())),
            ],
        )],
    };
    for carrier in CARRIERS {
        let made = match emit(&settings, carrier, Secrets::Write) {
            Err(EmitError::Formless { key, .. }) if carrier.target == Some("jamf") => {
                assert_eq!(key, "Blob");
                continue;
            }
            made => made.unwrap(),
        };
        for artifact in readable(&made.artifacts) {
            let back = read_back(&artifact.path, &artifact.bytes).unwrap();
            assert!(back.domains[0] == settings.domains[0], "{}: {back:?}", artifact.path);
        }
    }
}

#[test]
fn domains_that_nobody_declared_survive() {
    let values = vec![("Key".into(), Value::Boolean(true))];
    let domain = DomainSettings::new("com.example.app", values);
    let settings = SettingsFile { profile: ProfileOptions::default(), domains: vec![domain] };
    for carrier in CARRIERS {
        for artifact in readable(&emit(&settings, carrier, Secrets::Write).unwrap().artifacts) {
            let back = read_back(&artifact.path, &artifact.bytes).unwrap();
            assert!(back.domains == settings.domains, "{}: {back:?}", artifact.path);
        }
    }
}

/// A value as text, the keys of dictionaries sorted.
pub(crate) fn canonical(value: &Value) -> String {
    match value {
        Value::Dictionary(entries) => {
            let mut entries: Vec<_> =
                entries.iter().map(|entry| (&entry.key, canonical(&entry.node.value))).collect();
            entries.sort();
            format!("{entries:?}")
        }
        Value::Array(items) => {
            let items: Vec<_> = items.iter().map(|item| canonical(&item.value)).collect();
            format!("{items:?}")
        }
        value => format!("{value:?}"),
    }
}

/// The files that hold settings. What stands beside them says where they are.
fn readable(artifacts: &[Artifact]) -> impl Iterator<Item = &Artifact> {
    let holds_settings = |artifact: &&Artifact| match read_back(&artifact.path, &artifact.bytes) {
        Err(ReadError::Elsewhere(elsewhere)) => {
            for file in &elsewhere.files {
                let name = file.rsplit('/').next().unwrap();
                assert!(artifacts.iter().any(|other| other.path.ends_with(name)), "{file}");
            }
            false
        }
        Err(ReadError::NoSettings) => {
            assert!(artifact.path.ends_with(".versions.tf"), "{}", artifact.path);
            false
        }
        _ => true,
    };
    let found: Vec<_> = artifacts.iter().filter(holds_settings).collect();
    assert!(!found.is_empty(), "no file holds settings: {artifacts:?}");
    found.into_iter()
}

/// What came back is what was sent, as far as the file holds it.
fn assert_same_values(sent: &SettingsFile, back: &SettingsFile) {
    for settings in &back.domains {
        let values = |settings: &DomainSettings| {
            let mut values: Vec<_> =
                settings.values.iter().map(|(key, value)| (key.clone(), canonical(value))).collect();
            values.sort();
            values
        };
        let mut sent = sent.domains.iter().filter(|there| there.domain == settings.domain);
        assert!(sent.any(|sent| values(sent) == values(settings)), "{settings:?}: {:?}", values(settings));
    }
}

/// A deployment with everything that only a profile can say.
pub(crate) fn whole_deployment() -> SettingsFile {
    let text = "[profile]\nidentifier = \"com.example.all\"\nscope = \"User\"\n\
        [\"com.okta.mobile\"]\n\"OktaVerify.OrgUrl\" = \"https://corp.okta.com\"\n\
        [[\"com.apple.security.scep\"]]\nPayloadContent = { URL = \"https://a.example.com/scep\", Keysize = 2048 }\n\
        [[\"com.apple.security.scep\"]]\nPayloadContent = { URL = \"https://b.example.com/scep\", Challenge = \"hunter2hunter2\" }\n\
        [\"com.apple.extensiblesso\"]\nExtensionIdentifier = \"com.okta.mobile.auth-service-extension\"\n\
        Type = \"Redirect\"\nPlatformSSO = { AuthenticationMethod = \"Password\", LoginFrequency = 7200 }\n";
    let mut settings = SettingsFile::read(text, Syntax::Toml).unwrap();
    settings.profile.others = vec![
        ("PayloadDescription".into(), Value::String("What it is for".into())),
        ("PayloadRemovalDisallowed".into(), Value::Boolean(false)),
    ];
    settings
}

#[test]
fn what_only_a_profile_can_say_survives_in_one() {
    let mut settings = whole_deployment();
    for name in ["mobileconfig", "mcx"] {
        let made = emit(&settings, crate::carrier(name), Secrets::Write).unwrap();
        let [artifact] = made.artifacts.as_slice() else { panic!("{made:?}") };
        let back = read_back(&artifact.path, &artifact.bytes).unwrap();
        assert_eq!(back.profile, settings.profile, "{name}");
        assert_same_values(&settings, &back);
        assert_eq!(back.domains.len(), settings.domains.len(), "{name}");
        let again = emit(&back, crate::carrier(name), Secrets::Write).unwrap();
        assert_eq!(again.artifacts, made.artifacts, "{name}");
    }
    let hidden = emit(&settings, crate::carrier("mcx"), Secrets::Placeholder).unwrap();
    assert!(!String::from_utf8_lossy(&hidden.artifacts[0].bytes).contains("hunter2"));
    let open: Vec<_> = hidden.placeholders.iter().map(ToString::to_string).collect();
    assert_eq!(open, ["/com.apple.security.scep/1/PayloadContent/Challenge"]);
    let user = emit(&settings, crate::carrier("plist"), Secrets::Write).unwrap_err();
    assert_eq!(user, EmitError::UserScope);
    settings.profile.scope = ProfileScope::System;
    settings.domains.retain(|domain| domain.means == Means::Enforced);
    let bare = emit(&settings, crate::carrier("plist"), Secrets::Write).unwrap();
    assert_eq!(bare.left_behind, ["PayloadDescription", "PayloadRemovalDisallowed"]);
}

#[test]
fn settings_that_are_set_once_survive_in_a_managed_client_payload() {
    for timestamp in [None, Some("2026-01-02T03:04:05Z".to_owned())] {
        let mut settings = crate::settings("", "Enforcement = \"report\"");
        settings.domains[1].means = Means::SetOnce { timestamp };
        let made = emit(&settings, crate::carrier("mcx"), Secrets::Write).unwrap();
        let back = read_back(&made.artifacts[0].path, &made.artifacts[0].bytes).unwrap();
        assert_eq!(back.domains, settings.domains);
        for name in ["mobileconfig", "plist", "kandji"] {
            let error = emit(&settings, crate::carrier(name), Secrets::Write).unwrap_err();
            assert_eq!(error, EmitError::SetOnce { domain: "org.latchkey.agent".into() }, "{name}");
        }
    }
}

#[test]
fn preferences_of_apple_are_no_payload_of_apple() {
    let domain = DomainSettings {
        domain: "com.apple.loginwindow".into(),
        means: Means::Enforced,
        uuid: None,
        values: vec![("LoginwindowText".into(), Value::String("Hello".into()))],
    };
    let settings = SettingsFile { domains: vec![domain], ..SettingsFile::default() };
    let error = emit(&settings, crate::carrier("mobileconfig"), Secrets::Write).unwrap_err();
    assert_eq!(error, EmitError::ApplePreferences { domain: "com.apple.loginwindow".into() });
    let made = emit(&settings, crate::carrier("mcx"), Secrets::Write).unwrap();
    let back = read_back(&made.artifacts[0].path, &made.artifacts[0].bytes).unwrap();
    assert_eq!(back.domains, settings.domains);
}
