//! Settings that went from any carrier to any other and back mean what they meant.

use latchkey_mdm_manifests::{
    Artifact, Build, CARRIERS, CarrierTarget, Comparison, DifferenceKind, DomainSettings, EmitError,
    Envelopes, Means, ReadError, SETTINGS, Secrets, SettingsFile, Syntax, compare, emit, read_back,
};
use latchkey_profile_schema::Value;
use proptest::prelude::*;

use super::fixed_point::whole_deployment;
use super::generated::valid_settings;

proptest! {
    #![proptest_config(ProptestConfig { cases: 4, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn there_and_back_is_the_same_for_every_pair_of_carriers(settings in valid_settings()) {
        for carrier in every() {
            there_and_back(&settings, carrier);
        }
    }

    #[test]
    fn the_other_way_round_the_same_differences_are_mirrored(
        before in valid_settings(), after in valid_settings(),
    ) {
        let there = compare(&before, &after, Envelopes::Compared);
        let back = compare(&after, &before, Envelopes::Compared);
        prop_assert_eq!(mirrored(there), back);
    }
}

/// What settings can be written to, a settings file too.
fn every() -> impl Iterator<Item = &'static CarrierTarget> {
    CARRIERS.iter().chain([&SETTINGS])
}

/// Writes settings to a carrier, each of its files to every carrier, and each of those back; all must mean the same.
/// Where a carrier cannot hold them, it says so.
fn there_and_back(settings: &SettingsFile, carrier: &CarrierTarget) {
    let Ok(first) = emit(settings, carrier, Secrets::Write) else { return };
    for artifact in &first.artifacts {
        let Some(there) = read(artifact) else { continue };
        for other in every() {
            let Ok(second) = emit(&there, other, Secrets::Write) else { continue };
            // A carrier with a file for each domain gives the settings back in several.
            let parts: Vec<SettingsFile> = second.artifacts.iter().filter_map(read).collect();
            assert!(!parts.is_empty(), "{}: no file holds settings", other.name);
            for part in &parts {
                let names =
                    |domain: &&DomainSettings| part.domains.iter().any(|one| one.domain == domain.domain);
                let domains = there.domains.iter().filter(names).cloned().collect();
                let expected = SettingsFile { domains, ..there.clone() };
                let difference = compare(&expected, part, Envelopes::LeftOut);
                assert!(difference.is_empty(), "{} → {}: {difference:?}", carrier.name, other.name);
                let back = emit(part, carrier, Secrets::Write).unwrap();
                for back in back.artifacts.iter().filter_map(read) {
                    let names =
                        |domain: &&DomainSettings| back.domains.iter().any(|one| one.domain == domain.domain);
                    let domains = part.domains.iter().filter(names).cloned().collect();
                    let expected = SettingsFile { domains, ..part.clone() };
                    let difference = compare(&expected, &back, Envelopes::LeftOut);
                    assert!(
                        difference.is_empty(),
                        "{} → {} → back: {difference:?}",
                        carrier.name,
                        other.name
                    );
                }
            }
        }
    }
}

/// What is in a file, where it holds settings.
fn read(artifact: &Artifact) -> Option<SettingsFile> {
    match artifact.path.ends_with(".toml") {
        true => {
            Some(SettingsFile::read(std::str::from_utf8(&artifact.bytes).unwrap(), Syntax::Toml).unwrap())
        }
        false => read_back(&artifact.path, &artifact.bytes).ok(),
    }
}

fn mirrored(mut comparison: Comparison) -> Comparison {
    for difference in &mut comparison.differences {
        std::mem::swap(&mut difference.before, &mut difference.after);
        difference.kind = match difference.kind {
            DifferenceKind::Added => DifferenceKind::Removed,
            DifferenceKind::Removed => DifferenceKind::Added,
            kind => kind,
        };
    }
    comparison
}

#[test]
fn what_only_some_carriers_hold_goes_there_and_back_between_them() {
    let mut once = crate::settings("", "Enforcement = \"report\"");
    once.domains[1].means = Means::SetOnce { timestamp: Some("2026-01-02T03:04:05Z".into()) };
    let unknown = DomainSettings::new(
        "com.example.app",
        vec![
            ("Blob".into(), Value::Data(vec![0, 255])),
            ("Large".into(), Value::Integer(i128::from(u64::MAX))),
        ],
    );
    let unknown = SettingsFile { domains: vec![unknown], ..SettingsFile::default() };
    for settings in [whole_deployment(), once, unknown] {
        every().for_each(|carrier| there_and_back(&settings, carrier));
    }
}

#[test]
fn a_carrier_that_cannot_hold_something_names_one_that_can() {
    let mut once = crate::settings("", "Enforcement = \"report\"");
    once.domains[1].means = Means::SetOnce { timestamp: None };
    let undeclared = SettingsFile {
        domains: vec![DomainSettings::new("com.example.app", vec![("Key".into(), Value::Boolean(true))])],
        ..SettingsFile::default()
    };
    let mut data = crate::settings("", "");
    data.domains[0].values.push(("Blob".into(), Value::Data(vec![1])));
    for (settings, carrier) in [
        (&once, "mobileconfig"),
        (&once, "settings"),
        (&whole_deployment(), "plist"),
        (&undeclared, "settings"),
        (&data, "settings"),
    ] {
        let carrier = every().find(|there| there.name == carrier).unwrap();
        let error = emit(settings, carrier, Secrets::Write).unwrap_err().to_string();
        let others = every().filter(|there| there.name != carrier.name);
        let able: Vec<_> = others.filter(|there| error.contains(&format!("`{}`", there.name))).collect();
        assert!(!able.is_empty(), "{error}");
        for able in able {
            assert!(emit(settings, able, Secrets::Write).is_ok(), "{}: {error}", able.name);
        }
    }
}

#[test]
fn a_settings_file_holds_a_placeholder_for_a_secret() {
    let settings = crate::settings("DMFAClientSecret = \"s3cr3t-canary\"", "");
    let Build { artifacts, placeholders, .. } = emit(&settings, &SETTINGS, Secrets::Placeholder).unwrap();
    let text = std::str::from_utf8(&artifacts[0].bytes).unwrap();
    assert!(
        text.contains("DMFAClientSecret = \"YOUR_DMFA_CLIENT_SECRET\"") && !text.contains("canary"),
        "{text}"
    );
    assert_eq!(placeholders.len(), 1);
    let back = SettingsFile::read(text, Syntax::Toml).unwrap();
    let [difference] = &compare(&settings, &back, Envelopes::Compared).differences[..] else {
        panic!("{text}")
    };
    assert_eq!(difference.kind, DifferenceKind::Open);
}

#[test]
fn a_settings_file_names_every_domain_that_nobody_declared() {
    let domain = |name: &str| DomainSettings::new(name, vec![("Key".into(), Value::Boolean(true))]);
    let domains = vec![domain("com.example.b"), domain("com.example.a"), domain("org.latchkey.agent")];
    let settings = SettingsFile { domains, ..SettingsFile::default() };
    let error = emit(&settings, &SETTINGS, Secrets::Write).unwrap_err();
    let domains = vec!["com.example.a".to_owned(), "com.example.b".to_owned()];
    assert_eq!(error, EmitError::UndeclaredDomains { domains });
}

#[test]
fn payloads_of_one_domain_become_one_unless_they_contradict() {
    let payload = |key: &str, value: &str| {
        format!(
            "<dict><key>PayloadType</key><string>com.example.app</string><key>{key}</key><string>{value}</string></dict>"
        )
    };
    let profile = |payloads: &[String]| {
        let payloads = payloads.concat();
        let text = format!(
            "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key>\
             <array>{payloads}</array></dict></plist>"
        );
        read_back("a.mobileconfig", text.as_bytes())
    };
    let both = profile(&[payload("A", "1"), payload("B", "2"), payload("A", "1")]).unwrap();
    let text = |text: &str| Value::String(text.into());
    assert_eq!(both.domains[0].values, [("A".into(), text("1")), ("B".into(), text("2"))]);
    let error = profile(&[payload("A", "1"), payload("A", "2")]).unwrap_err();
    assert_eq!(error, ReadError::TwoValues { domain: "com.example.app".into(), key: "A".into() });
}
