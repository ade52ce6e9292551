//! Every file holds what its reader's documents list, and nothing that they do not: Jamf's Classic API and Terraform
//! provider, Fleet's configuration, Workspace ONE's custom settings, Apple Business, declarations, Intune's folders.

use std::collections::BTreeSet;

use latchkey_mdm_manifests::{Artifact, CARRIERS, EmitError, Secrets, carriers, emit, uuid_for};
use latchkey_profile_schema::{Document, Node, Value, opening, plist};
use serde_json::Value as Json;

#[test]
fn jamf_s_profile_has_the_keys_that_terraform_s_validation_asks_for() {
    const KEYS: [&str; 9] = [
        "PayloadDisplayName",
        "PayloadEnabled",
        "PayloadIdentifier",
        "PayloadOrganization",
        "PayloadRemovalDisallowed",
        "PayloadScope",
        "PayloadType",
        "PayloadUUID",
        "PayloadVersion",
    ];
    for (carrier, end) in [("jamf", "jamf.mobileconfig"), ("terraform-jamfpro", "mfa.mobileconfig")] {
        let artifact = artifact(carrier, end);
        let document = document(&artifact.bytes);
        for key in KEYS {
            assert!(document.root.get(key).is_some(), "{carrier} {key}");
        }
        assert_eq!(document.root.entries().len(), KEYS.len() + 1, "and PayloadContent");
        let text = |key: &str| document.root.get(key).and_then(Node::as_str).unwrap().to_owned();
        assert_eq!(text("PayloadIdentifier"), text("PayloadUUID"));
        assert_eq!(text("PayloadUUID"), uuid_for("com.example.desktop-mfa"));
        let xml = String::from_utf8(artifact.bytes).unwrap();
        let tags = xml.split_once("<plist").unwrap().1.trim_end();
        assert!(!tags.contains(">\n") && !tags.contains("> <") && !tags.contains('\t'), "{tags}");
    }
}

#[test]
fn a_profile_that_came_from_jamf_keeps_its_uuid() {
    let mut settings = super::sample();
    settings.profile.identifier = "7d0a4c91-53e2-4f68-b1a7-8e39c2d5f014".into();
    let made = emit(&settings, super::carrier("jamf"), Secrets::Placeholder).unwrap();
    let document = document(&made.artifacts[0].bytes);
    let uuid = document.root.get("PayloadUUID").unwrap();
    assert_eq!(uuid.as_str(), Some("7D0A4C91-53E2-4F68-B1A7-8E39C2D5F014"));
}

#[test]
fn jamf_s_body_has_the_elements_of_the_classic_api_and_goes_to_nobody() {
    const ELEMENTS: [&str; 17] = [
        "os_x_configuration_profile",
        "general",
        "name",
        "description",
        "site",
        "id",
        "name",
        "category",
        "id",
        "name",
        "distribution_method",
        "user_removable",
        "level",
        "redeploy_on_update",
        "payloads",
        "scope",
        "all_computers",
    ];
    let body = artifact("jamf", "jamf.xml");
    let text = String::from_utf8(body.bytes.clone()).unwrap();
    let tags: Vec<&str> = text
        .split('<')
        .filter(|tag| tag.starts_with(|first: char| first.is_ascii_lowercase()))
        .map(|tag| tag.split('>').next().unwrap())
        .collect();
    assert_eq!(tags, ELEMENTS);
    for element in [
        "<level>computer</level>",
        "<redeploy_on_update>Newly Assigned</redeploy_on_update>",
        "<distribution_method>Install Automatically</distribution_method>",
        "<all_computers>false</all_computers>",
    ] {
        assert!(text.contains(element), "{element}");
    }
    let opening = opening::open(&body.bytes);
    let profile = artifact("jamf", "jamf.mobileconfig");
    assert_eq!(opening.single().unwrap().bytes.trim_ascii_end(), profile.bytes.trim_ascii_end());
    let mut user = super::sample();
    user.profile.scope = latchkey_mdm_manifests::ProfileScope::User;
    user.profile.display_name = "a <b> & \"c\"".into();
    let made = emit(&user, super::carrier("jamf"), Secrets::Placeholder).unwrap();
    let text = String::from_utf8(made.artifacts[1].bytes.clone()).unwrap();
    assert!(text.contains("<level>user</level>"));
    assert!(text.contains("<name>a &lt;b&gt; &amp; \"c\"</name>"), "{text}");
}

#[test]
fn fleet_s_configuration_has_its_keys_and_lists_the_profile_beside_it() {
    let listed = artifact("fleet", ".yml");
    let yaml: serde_yaml_ng::Value = serde_yaml_ng::from_slice(&listed.bytes).unwrap();
    let only = |value: &serde_yaml_ng::Value, key: &str| {
        let map = value.as_mapping().unwrap();
        assert_eq!(map.len(), 1, "{map:?}");
        map[key].clone()
    };
    let profiles = only(&only(&only(&yaml, "controls"), "apple_settings"), "configuration_profiles");
    let [entry] = profiles.as_sequence().unwrap().as_slice() else { panic!("{profiles:?}") };
    let path = only(entry, "path");
    let folder = listed.path.rsplit_once('/').unwrap().0;
    let profile = artifact("fleet", ".mobileconfig");
    assert_eq!(profile.path, format!("{folder}/{}", path.as_str().unwrap()));
    assert!(profile.bytes.starts_with(b"<?xml"), "anything else is taken for a signed profile");
}

#[test]
fn fleet_refuses_what_it_keeps_for_itself() {
    let fleet = |change: fn(&mut latchkey_mdm_manifests::SettingsFile)| {
        let mut settings = super::sample();
        change(&mut settings);
        emit(&settings, super::carrier("fleet"), Secrets::Placeholder).unwrap_err()
    };
    let named = fleet(|settings| settings.profile.identifier = "com.fleetdm.caroot".into());
    assert_eq!(named, EmitError::ReservedName { name: "com.fleetdm.caroot".into() });
    let named = fleet(|settings| settings.profile.display_name = "Disk encryption".into());
    assert_eq!(named, EmitError::ReservedName { name: "Disk encryption".into() });
    let refused = fleet(|settings| settings.domains[0].domain = "com.apple.MCX.FileVault2".into());
    assert_eq!(refused, EmitError::RefusedPayload { domain: "com.apple.MCX.FileVault2".into() });
}

#[test]
fn workspace_one_s_payloads_are_dictionaries_alone() {
    let artifacts = super::built("workspace-one");
    assert_eq!(artifacts.len(), 2);
    for artifact in artifacts {
        let text = String::from_utf8(artifact.bytes.clone()).unwrap();
        assert!(text.starts_with("<dict>") && text.trim_end().ends_with("</dict>"), "{text}");
        let document = document(&artifact.bytes);
        let keys: Vec<&str> = document.root.entries().iter().map(|entry| entry.key.as_str()).collect();
        assert!(keys.starts_with(&["PayloadType", "PayloadVersion", "PayloadIdentifier", "PayloadUUID"]));
        let domain = document.root.get("PayloadType").and_then(Node::as_str).unwrap();
        assert_eq!(artifact.path, format!("{domain}.workspace-one.xml"));
    }
}

#[test]
fn a_body_for_apple_business_has_its_members() {
    let body: Json = serde_json::from_slice(&artifact("apple-business", ".json").bytes).unwrap();
    assert_eq!(members(&body), ["data"]);
    assert_eq!(members(&body["data"]), ["attributes", "type"]);
    assert_eq!(body["data"]["type"], "configurations");
    let attributes = &body["data"]["attributes"];
    assert_eq!(members(attributes), ["configuredForPlatforms", "customSettingsValues", "name", "type"]);
    assert_eq!(attributes["type"], "CUSTOM_SETTING");
    assert_eq!(attributes["configuredForPlatforms"], serde_json::json!(["PLATFORM_MACOS"]));
    let values = &attributes["customSettingsValues"];
    assert_eq!(members(values), ["configurationProfile", "filename"]);
    assert!(values["filename"].as_str().unwrap().ends_with(".mobileconfig"));
    let profile = artifact("mobileconfig", ".mobileconfig");
    assert_eq!(values["configurationProfile"].as_str().unwrap().as_bytes(), profile.bytes);
}

#[test]
fn a_declaration_has_its_keys_within_their_lengths() {
    let declaration: Json = serde_json::from_slice(&artifact("ddm", ".json").bytes).unwrap();
    assert_eq!(members(&declaration), ["Identifier", "Payload", "ServerToken", "Type"]);
    assert_eq!(declaration["Type"], "com.apple.configuration.legacy");
    assert_eq!(members(&declaration["Payload"]), ["ProfileURL"]);
    assert!(declaration["Payload"]["ProfileURL"].as_str().unwrap().starts_with("https://"));
    for key in ["Identifier", "ServerToken"] {
        assert!((1..=64).contains(&declaration[key].as_str().unwrap().len()), "{key}");
    }
    let mut settings = super::sample();
    settings.domains[1].values.push(("FailureRefillMinutes".into(), Value::Integer(9)));
    let changed = emit(&settings, super::carrier("ddm"), Secrets::Placeholder).unwrap();
    let changed: Json = serde_json::from_slice(&changed.artifacts[0].bytes).unwrap();
    assert_ne!(changed["ServerToken"], declaration["ServerToken"], "the Mac would not fetch what changed");
    assert_eq!(changed["Identifier"], declaration["Identifier"]);
    settings.profile.identifier = format!("com.example.{}", "a".repeat(60));
    let refused = emit(&settings, super::carrier("ddm"), Secrets::Placeholder).unwrap_err();
    assert!(matches!(refused, EmitError::LongIdentifier { bytes: 72, limit: 64, .. }), "{refused}");
}

#[test]
fn folders_for_intune_hold_the_whole_profile_once() {
    let graph = artifact("intune", "graph-custom.json");
    let management = super::built("intune-management");
    let [one] = management.as_slice() else { panic!("{management:?}") };
    assert_eq!((one.path.as_str(), &one.bytes), ("DeviceConfiguration/Desktop MFA.json", &graph.bytes));
    let body: Json = serde_json::from_slice(&graph.bytes).unwrap();
    let cd = super::built("intune-cd");
    let [object, profile] = cd.as_slice() else { panic!("{cd:?}") };
    assert_eq!(
        (object.path.as_str(), &object.bytes),
        ("Device Configurations/Desktop MFA.json", &graph.bytes)
    );
    let file = body["payloadFileName"].as_str().unwrap();
    assert_eq!(profile.path, format!("Device Configurations/mobileconfig/{file}"));
    assert_eq!(profile.bytes, artifact("mobileconfig", ".mobileconfig").bytes);
}

#[test]
fn what_cannot_be_had_says_what_can() {
    let settings = super::sample();
    for target in carriers::REFUSING {
        let message = emit(&settings, target, Secrets::Placeholder).unwrap_err().to_string();
        assert!(CARRIERS.iter().any(|can| message.contains(&format!("`{}`", can.name))), "{message}");
    }
}

#[test]
fn no_two_carriers_write_one_file() {
    let mut paths = BTreeSet::new();
    for artifact in CARRIERS.iter().flat_map(|carrier| super::built(carrier.name)) {
        assert!(paths.insert(artifact.path.to_lowercase()), "{}", artifact.path);
    }
}

/// The one file of a carrier whose path ends so.
fn artifact(carrier: &str, end: &str) -> Artifact {
    let mut found = super::built(carrier).into_iter().filter(|artifact| artifact.path.ends_with(end));
    let artifact = found.next().unwrap_or_else(|| panic!("{carrier} has no {end}"));
    assert!(found.next().is_none(), "{carrier} has several {end}");
    artifact
}

fn document(bytes: &[u8]) -> Document {
    let reading = plist::read(bytes);
    assert_eq!(reading.problems, []);
    reading.document.unwrap()
}

fn members(object: &Json) -> Vec<&str> {
    let mut names: Vec<_> = object.as_object().unwrap().keys().map(String::as_str).collect();
    names.sort_unstable();
    names
}
