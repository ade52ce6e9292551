//! Every Graph body has the properties of its type, and decodes to the settings that it was made of.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use latchkey_mdm_manifests::{Artifact, EmitError, Secrets, build, emit, read_back};
use serde_json::Value;

/// Who has a property.
#[derive(Clone, Copy, PartialEq)]
enum Of {
    CustomProfile,
    PreferenceFile,
    Both,
}

/// What a property holds.
#[derive(Clone, Copy)]
enum Holds {
    Text,
    Base64,
    OneOf(&'static [&'static str]),
    FileName(&'static [&'static str]),
    Tags,
}

/// The properties that a body is made of; those that only the server writes are not there.
const PROPERTIES: &[(&str, Of, Holds)] = &[
    ("@odata.type", Of::CustomProfile, Holds::OneOf(&["#microsoft.graph.macOSCustomConfiguration"])),
    ("@odata.type", Of::PreferenceFile, Holds::OneOf(&["#microsoft.graph.macOSCustomAppConfiguration"])),
    ("displayName", Of::Both, Holds::Text),
    ("description", Of::Both, Holds::Text),
    ("roleScopeTagIds", Of::Both, Holds::Tags),
    ("payloadName", Of::CustomProfile, Holds::Text),
    ("payloadFileName", Of::CustomProfile, Holds::FileName(&[".mobileconfig", ".xml"])),
    ("payload", Of::CustomProfile, Holds::Base64),
    ("deploymentChannel", Of::CustomProfile, Holds::OneOf(&["deviceChannel"])),
    ("bundleId", Of::PreferenceFile, Holds::Text),
    ("fileName", Of::PreferenceFile, Holds::FileName(&[".plist", ".xml"])),
    ("configurationXml", Of::PreferenceFile, Holds::Base64),
];

#[test]
fn bodies_have_exactly_the_properties_of_their_type() {
    let mut bodies = 0;
    for (path, body) in bodies_of_the_sample() {
        bodies += 1;
        let of = if path.ends_with("graph-app.json") { Of::PreferenceFile } else { Of::CustomProfile };
        let mine: Vec<_> = PROPERTIES.iter().filter(|(_, who, _)| *who == of || *who == Of::Both).collect();
        let body = body.as_object().unwrap();
        assert_eq!(body.len(), mine.len(), "{path}");
        for (name, _, holds) in mine {
            let value = body.get(*name).unwrap_or_else(|| panic!("{path} lacks {name}"));
            assert!(fits(value, *holds), "{path}: {name} is {value}");
        }
    }
    assert_eq!(bodies, 3);
}

#[test]
fn bodies_decode_to_the_settings_they_were_made_of() {
    let sample = super::sample();
    let build = build(&sample, super::carrier("intune"), Secrets::Write).unwrap_err();
    assert!(build.to_string().contains("settings"), "the sample has no secret");
    let mut with_secret = sample;
    with_secret.domains[0]
        .values
        .push(("DMFAClientSecret".into(), latchkey_profile_schema::Value::String("s3cr3t".into())));
    let build =
        latchkey_mdm_manifests::build(&with_secret, super::carrier("intune"), Secrets::Write).unwrap();
    for artifact in &build.artifacts {
        let back = read_back(&artifact.path, &artifact.bytes).unwrap();
        for settings in &back.domains {
            let mut wanted =
                with_secret.domains.iter().find(|there| there.domain == settings.domain).unwrap().clone();
            wanted.values.sort_by(|left, right| left.0.cmp(&right.0));
            assert!(sorted(&wanted) == sorted(settings), "{}: {settings:?}", artifact.path);
        }
        if artifact.path.ends_with("graph-custom.json") {
            assert_eq!(back.domains.len(), 2);
            assert_eq!(back.profile, with_secret.profile);
        }
    }
}

#[test]
fn wrapped_base64_is_read() {
    let artifacts = super::built("intune");
    let body: &Artifact =
        artifacts.iter().find(|artifact| artifact.path.ends_with("graph-app.json")).unwrap();
    let mut json: Value = serde_json::from_slice(&body.bytes).unwrap();
    let encoded = json["configurationXml"].as_str().unwrap();
    let lines: Vec<_> = encoded.as_bytes().chunks(76).map(|line| str::from_utf8(line).unwrap()).collect();
    json["configurationXml"] = lines.join("\r\n").into();
    let wrapped = serde_json::to_vec(&json).unwrap();
    assert_eq!(read_back("x.json", &wrapped), read_back("x.json", &body.bytes));
}

#[test]
fn a_profile_over_intune_s_limit_is_refused() {
    let long = "x".repeat(1_000_000);
    let settings = super::settings(&format!("AdminPhone = \"{long}\""), "");
    match emit(&settings, super::carrier("intune"), Secrets::Placeholder) {
        Err(EmitError::TooLarge { path, bytes, limit: 1_000_000 }) => {
            assert_eq!(path, "com.okta.deviceaccess.servicedaemon.intune.plist");
            assert!(bytes > 1_000_000);
        }
        other => panic!("{other:?}"),
    }
    assert!(emit(&settings, super::carrier("mobileconfig"), Secrets::Placeholder).is_ok());
}

fn bodies_of_the_sample() -> Vec<(String, Value)> {
    super::built("intune")
        .into_iter()
        .filter(|artifact| artifact.path.ends_with(".json"))
        .map(|artifact| (artifact.path, serde_json::from_slice(&artifact.bytes).unwrap()))
        .collect()
}

fn fits(value: &Value, holds: Holds) -> bool {
    if let Holds::Tags = holds {
        return value == &serde_json::json!(["0"]);
    }
    let text = value.as_str().unwrap();
    match holds {
        Holds::Text => !text.is_empty(),
        Holds::Base64 => !text.contains(char::is_whitespace) && STANDARD.decode(text).is_ok(),
        Holds::OneOf(words) => words.contains(&text),
        Holds::FileName(endings) => endings.iter().any(|ending| text.ends_with(ending)),
        Holds::Tags => false,
    }
}

fn sorted(settings: &latchkey_mdm_manifests::DomainSettings) -> String {
    let mut values: Vec<_> = settings
        .values
        .iter()
        .map(|(key, value)| (key.clone(), super::fixed_point::canonical(value)))
        .collect();
    values.sort();
    format!("{values:?}")
}
