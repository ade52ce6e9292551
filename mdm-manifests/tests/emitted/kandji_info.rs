//! The information beside a Kandji profile has exactly the keys that a repository takes, and the profile agrees.

use latchkey_mdm_manifests::{Artifact, Secrets, build, read_back};
use latchkey_profile_schema::plist;
use serde_yaml_ng::Value;

/// The keys of `info.yaml`. Those that only the server fills in are not there: `created_at`, `updated_at`,
/// `sync_hash`, `ensure_blueprints`.
const KEYS: &[(&str, Holds)] = &[
    ("id", Holds::Uuid),
    ("name", Holds::Text("Desktop MFA")),
    ("active", Holds::Truth(false)),
    ("mdm_identifier", Holds::Identifier),
    ("runs_on_mac", Holds::Truth(true)),
    ("runs_on_iphone", Holds::Truth(false)),
    ("runs_on_ipad", Holds::Truth(false)),
    ("runs_on_tv", Holds::Truth(false)),
    ("runs_on_vision", Holds::Truth(false)),
    ("runs_on_android", Holds::Truth(false)),
    ("runs_on_windows", Holds::Truth(false)),
];

enum Holds {
    Uuid,
    Identifier,
    Text(&'static str),
    Truth(bool),
}

#[test]
fn the_information_has_exactly_the_keys_of_the_repository() {
    let (info, _) = folder();
    let info = info.as_mapping().unwrap();
    assert_eq!(info.len(), KEYS.len());
    let id = info["id"].as_str().unwrap();
    for (key, holds) in KEYS {
        let value = &info[*key];
        let fits = match holds {
            Holds::Uuid => {
                let hex =
                    |digit: char| digit == '-' || digit.is_ascii_digit() || ('a'..='f').contains(&digit);
                id.len() == 36 && id.chars().all(hex) && id.as_bytes()[14] == b'5'
            }
            Holds::Identifier => value.as_str() == Some(&format!("com.kandji.profile.custom.{id}")),
            Holds::Text(text) => value.as_str() == Some(text),
            Holds::Truth(truth) => value.as_bool() == Some(*truth),
        };
        assert!(fits, "{key} is {value:?}");
    }
}

#[test]
fn the_profile_bears_the_id_of_the_information() {
    let (info, profile) = folder();
    let id = info["id"].as_str().unwrap();
    let document = plist::read(&profile.bytes).document.unwrap();
    assert_eq!(document.root.get("PayloadUUID").unwrap().as_str(), Some(id));
    let identifier = document.root.get("PayloadIdentifier").unwrap().as_str().unwrap();
    assert_eq!(identifier, format!("com.kandji.profile.custom.{id}"));
}

#[test]
fn a_profile_read_back_keeps_its_id() {
    let (_, profile) = folder();
    let back = read_back(&profile.path, &profile.bytes).unwrap();
    let again = build(&back, super::carrier("kandji"), Secrets::Placeholder).unwrap();
    assert_eq!(again.artifacts, super::built("kandji"));
}

#[test]
fn a_name_that_means_something_in_yaml_is_kept() {
    for name in ["- a: ~", "true", "# x", "'\"", "a\nb", "1e3", "\u{1F600}"] {
        let mut settings = super::sample();
        settings.profile.display_name = name.into();
        let carrier = super::carrier("kandji");
        let made = build(&settings, carrier, Secrets::Placeholder).unwrap();
        let info: Value = serde_yaml_ng::from_slice(&made.artifacts[0].bytes).unwrap();
        assert_eq!(info["name"].as_str(), Some(name));
    }
}

fn folder() -> (Value, Artifact) {
    let artifacts = super::built("kandji");
    let [info, profile] = artifacts.as_slice() else {
        panic!("other than two files: {artifacts:?}");
    };
    assert_eq!(info.path, "profiles/Desktop MFA/info.yaml");
    assert_eq!(profile.path, "profiles/Desktop MFA/Desktop MFA.mobileconfig");
    (serde_yaml_ng::from_slice(&info.bytes).unwrap(), profile.clone())
}
