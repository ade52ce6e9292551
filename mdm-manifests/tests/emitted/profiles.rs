//! The profiles themselves: what is around the settings, and what no profile can hold.

use latchkey_mdm_manifests::{EmitError, Secrets, emit, read_back};
use latchkey_profile_schema::carrier::{self, Delivery, Scope};
use latchkey_profile_schema::domain::{PAYLOAD, PROFILE};
use latchkey_profile_schema::{Document, KeyPath, Value, check, plist};

#[test]
fn profiles_are_sound_to_the_reader_and_to_the_envelope_s_declaration() {
    for (name, delivery) in
        [("mobileconfig", Delivery::Direct), ("mcx", Delivery::Forced), ("kandji", Delivery::Direct)]
    {
        let document = profile(name);
        let contents = carrier::open(&document);
        assert_eq!(contents.problems, [], "{name}");
        let domains: Vec<_> = contents.payloads.iter().filter_map(|payload| payload.domain).collect();
        assert_eq!(domains, ["com.okta.deviceaccess.servicedaemon", "org.latchkey.agent"], "{name}");
        for payload in &contents.payloads {
            assert_eq!((payload.delivery, payload.scope), (delivery, Scope::System), "{name}");
        }
        for envelope in &contents.envelopes {
            let domain = match envelope.kind {
                carrier::EnvelopeKind::Profile => &PROFILE,
                carrier::EnvelopeKind::Payload => &PAYLOAD,
            };
            let problems = check(domain, envelope.node, &KeyPath::root(), check::Beside::Nothing);
            assert_eq!(problems, [], "{name}");
            assert_eq!(envelope.node.entries()[0].key, "PayloadType", "{name}");
        }
    }
}

#[test]
fn no_two_dictionaries_share_a_uuid_or_an_identifier() {
    for name in ["mobileconfig", "mcx", "kandji"] {
        let document = profile(name);
        let contents = carrier::open(&document);
        for key in ["PayloadUUID", "PayloadIdentifier"] {
            let mut found: Vec<_> = contents
                .envelopes
                .iter()
                .map(|envelope| envelope.node.get(key).unwrap().as_str().unwrap())
                .collect();
            let all = found.len();
            found.sort_unstable();
            found.dedup();
            assert_eq!(found.len(), all, "{name} {key}");
        }
    }
}

#[test]
fn a_setting_named_like_an_envelope_key_fits_only_where_nothing_stands_beside_it() {
    let mut settings = super::settings("", "");
    settings.domains[0].values.push(("PayloadVersion".into(), Value::Integer(2)));
    for (name, fits) in
        [("mobileconfig", false), ("kandji", false), ("intune", false), ("mcx", true), ("plist", true)]
    {
        match emit(&settings, super::carrier(name), Secrets::Placeholder) {
            Ok(_) => assert!(fits, "{name}"),
            Err(EmitError::EnvelopeKey { domain, key }) => {
                assert!(!fits, "{name}");
                assert_eq!(
                    (domain.as_str(), key.as_str()),
                    ("com.okta.deviceaccess.servicedaemon", "PayloadVersion")
                );
            }
            Err(other) => panic!("{name}: {other}"),
        }
    }
}

#[test]
fn a_control_character_is_refused_with_its_place() {
    let settings = super::settings("AdminPhone = \"a\\u0001b\"", "");
    for name in ["mobileconfig", "mcx", "plist", "kandji", "intune"] {
        match emit(&settings, super::carrier(name), Secrets::Placeholder) {
            Err(EmitError::Unwritable(error)) => {
                assert_eq!(error.path.last_key(), Some("AdminPhone"), "{name}");
            }
            other => panic!("{name}: {other:?}"),
        }
    }
}

#[test]
fn a_name_leads_out_of_no_folder() {
    let mut settings = super::settings("", "");
    settings.profile.display_name = "../../evil/name".into();
    settings.profile.identifier = "../x".into();
    for target in latchkey_mdm_manifests::CARRIERS {
        for artifact in emit(&settings, target, Secrets::Placeholder).unwrap().artifacts {
            assert!(artifact.path.split('/').all(|part| !part.starts_with('.')), "{}", artifact.path);
            if artifact.path.ends_with("mobileconfig") {
                let back = read_back(&artifact.path, &artifact.bytes).unwrap();
                assert_eq!(back.profile.display_name, "../../evil/name");
            }
        }
    }
}

#[test]
fn whole_numbers_of_hours_are_reals_and_counts_are_integers() {
    let artifacts = super::built("plist");
    let text = |index: usize| String::from_utf8(artifacts[index].bytes.clone()).unwrap();
    assert!(
        text(0).contains("<key>LoginPeriodWithoutEnrolledFactor</key>\n\t<real>48</real>"),
        "{}",
        text(0)
    );
    assert!(text(1).contains("<key>FailureBudget</key>\n\t<integer>5</integer>"), "{}", text(1));
}

fn profile(name: &str) -> Document {
    let artifacts = super::built(name);
    let artifact = artifacts.iter().find(|artifact| artifact.path.ends_with(".mobileconfig")).unwrap();
    let reading = plist::read(&artifact.bytes);
    assert_eq!(reading.problems, []);
    reading.document.unwrap()
}
