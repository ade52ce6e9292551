//! Manifests that other people wrote, and those that this project makes, held against their own rules; and the sample
//! profiles of a vendor held against the vendor's manifest.
//!
//! The corpora are data in `../shared/corpora`, read in place. Without them there is nothing to read: the tests say
//! so, and fail where `CI` is set.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test reads files, fails loudly and says what it left out"
)]

use std::fmt::Write;
use std::path::{Path, PathBuf};

use latchkey_mdm_manifests::targets::manifest_named;
use latchkey_mdm_manifests::{MANIFESTS, Omission, manifest};
use latchkey_profile_schema::check::Beside;
use latchkey_profile_schema::domain::{COMPANIONS, DOMAINS};
use latchkey_profile_schema::library::{self, Against, Library};
use latchkey_profile_schema::manifest::{ManifestKind, check, read_json, recognize, recognize_json};
use latchkey_profile_schema::{Catalog, Place, Problem, carrier, plist};
use latchkey_tests::command::latchkey;
use serde_json::{Map, Value, json};

fn vendor() -> Option<PathBuf> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora/xcreds");
    if !root.is_dir() {
        assert!(std::env::var_os("CI").is_none(), "{} is missing", root.display());
        eprintln!("skipped: {} is missing", root.display());
        return None;
    }
    Some(root)
}

fn told(problems: &[Problem]) -> String {
    let mut lines = String::new();
    for problem in problems {
        match &problem.place {
            Place::Path(path, _) => writeln!(lines, "{path}: {:?}", problem.kind).unwrap(),
            place => writeln!(lines, "{place:?}: {:?}", problem.kind).unwrap(),
        }
    }
    lines
}

#[test]
fn what_is_wrong_with_a_vendors_manifest_is_truly_wrong() {
    let Some(root) = vendor() else { return };
    let bytes = std::fs::read(root.join("Profile Manifest/com.twocanoes.xcreds.plist")).unwrap();
    let document = plist::read(&bytes).document.unwrap();
    assert_eq!(recognize(&document), Some(ManifestKind::Community));
    insta::assert_snapshot!(told(&check(&document, ManifestKind::Community, "com.twocanoes.xcreds.plist")));
}

#[test]
fn what_is_wrong_with_a_vendors_schema_is_truly_wrong() {
    let Some(root) = vendor() else { return };
    let bytes = std::fs::read(root.join("Profile Manifest/jamf/com.twocanoes.xcreds.json")).unwrap();
    let reading = read_json(&bytes);
    assert_eq!(reading.problems, []);
    let document = reading.document.unwrap();
    assert_eq!(recognize_json(&document), Some(ManifestKind::Jamf));
    insta::assert_snapshot!(told(&check(&document, ManifestKind::Jamf, "com.twocanoes.xcreds.json")));
}

#[test]
fn a_vendors_sample_profiles_are_held_against_its_manifest() {
    let Some(root) = vendor() else { return };
    let bytes = std::fs::read(root.join("Profile Manifest/com.twocanoes.xcreds.plist")).unwrap();
    let library = Library::index([("com.twocanoes.xcreds.plist".to_owned(), bytes)]);
    let schema = library.of("com.twocanoes.xcreds").unwrap();
    assert_eq!(library.problems().count(), 0);
    assert_eq!(schema.top().count(), 121);
    let samples = root.join("Sample Profile");
    let mut paths: Vec<_> = std::fs::read_dir(samples).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut found = String::new();
    let mut checked = 0;
    for path in paths {
        let Some(document) = plist::read(&std::fs::read(&path).unwrap()).document else { continue };
        for payload in carrier::open(&document).payloads {
            if payload.domain == Some("com.twocanoes.xcreds") {
                checked += 1;
                let against = Against { beside: Beside::EnvelopeKeys, macos: None, application: None };
                let problems = library::check(schema, payload.settings, &payload.path, against);
                if !problems.is_empty() {
                    writeln!(found, "{}\n{}", path.file_name().unwrap().display(), told(&problems)).unwrap();
                }
            }
        }
    }
    assert!(checked >= 20, "{checked} payloads");
    insta::assert_snapshot!(found);
}

#[test]
fn our_own_manifests_are_sound() {
    for domain in DOMAINS.iter().chain(COMPANIONS) {
        let catalog = Catalog::of(domain);
        for artifact in manifest(manifest_named("jamf").unwrap(), &catalog).artifacts {
            let reading = read_json(&artifact.bytes);
            assert_eq!(reading.problems, []);
            let document = reading.document.unwrap();
            assert_eq!(recognize_json(&document), Some(ManifestKind::Jamf));
            for file in [artifact.path.as_str(), "schema.json"] {
                assert_eq!(told(&check(&document, ManifestKind::Jamf, file)), "", "{}", domain.name);
            }
        }
        for artifact in manifest(manifest_named("profile-manifest").unwrap(), &catalog).artifacts {
            let document = plist::read(&artifact.bytes).document.unwrap();
            assert_eq!(recognize(&document), Some(ManifestKind::Community));
            let problems = check(&document, ManifestKind::Community, &artifact.path);
            assert_eq!(told(&problems), "", "{}", domain.name);
        }
    }
}

#[test]
fn the_linter_finds_nothing_in_what_manifest_writes() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().display().to_string();
    let targets: Vec<&str> = MANIFESTS.iter().map(|target| target.name).collect();
    for target in &targets {
        let out = folder.path().join(target).display().to_string();
        let ran = latchkey.run(["manifest", target, "-o", &out]);
        assert_eq!((ran.status, ran.stdout.lines().count()), (Some(0), 8), "{}", ran.stderr);
    }
    let ran = latchkey.run(["lint", "--no-config", "--deny", "warnings", &out]);
    assert_eq!(ran.status, Some(0), "{}{}", ran.stdout, ran.stderr);
    assert!(ran.stdout.contains("16 files checked"), "{}", ran.stdout);
}

/// The settings of the vendor's manifest that are not in the vendor's own schema for Jamf, and why.
const NOT_IN_THE_VENDORS_SCHEMA: [(&str, &str); 10] = [
    ("PayloadDescription", "of the payload around the settings"),
    ("PayloadDisplayName", "of the payload around the settings"),
    ("PayloadIdentifier", "of the payload around the settings"),
    ("PayloadType", "of the payload around the settings"),
    ("PayloadUUID", "of the payload around the settings"),
    ("PayloadVersion", "of the payload around the settings"),
    ("PayloadOrganization", "of the payload around the settings"),
    ("menuItemIconData", "data, for which no form has a field"),
    ("menuItemIconCheckedData", "data, for which no form has a field"),
    ("shouldSetGoogleHDParam", "newer than the schema; ours has it"),
];

#[test]
fn a_vendors_manifest_becomes_the_vendors_schema() {
    let Some(root) = vendor() else { return };
    let bytes = std::fs::read(root.join("Profile Manifest/com.twocanoes.xcreds.plist")).unwrap();
    let written: Vec<String> = {
        let document = plist::read(&bytes).document.unwrap();
        let settings = document.root.get("pfm_subkeys").unwrap().items();
        settings.iter().map(|setting| setting.get("pfm_name").unwrap().as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(written.len(), 128);
    let library = Library::index([("com.twocanoes.xcreds.plist".to_owned(), bytes)]);
    let (catalog, untold) = library.of("com.twocanoes.xcreds").unwrap().catalog();
    assert_eq!(untold, []);
    let made = manifest(manifest_named("jamf").unwrap(), &catalog);
    let omitted: Vec<_> = made.omitted.iter().map(|omitted| (omitted.key.as_str(), omitted.reason)).collect();
    assert_eq!(omitted, [("menuItemIconData", Omission::Data), ("menuItemIconCheckedData", Omission::Data)]);
    let ours: Value = serde_json::from_slice(&made.artifacts[0].bytes).unwrap();
    let theirs = std::fs::read(root.join("Profile Manifest/jamf/com.twocanoes.xcreds.json")).unwrap();
    let theirs: Value = serde_json::from_slice(&theirs).unwrap();
    for word in ["title", "description"] {
        assert_eq!(ours[word], theirs[word]);
    }
    let (mut ours, theirs) = (properties(&ours), properties(&theirs));
    assert_eq!(
        ours.shift_remove("shouldSetGoogleHDParam"),
        Some(json!({"type": "boolean", "default": false}))
    );
    assert_eq!(theirs.len(), 118);
    for (name, property) in &theirs {
        assert_eq!(ours.get(name), Some(property), "{name}");
    }
    assert_eq!(
        ours.keys().collect::<Vec<_>>(),
        theirs.keys().collect::<Vec<_>>(),
        "the same, in the same order"
    );
    let missing: Vec<&str> =
        written.iter().filter(|name| !theirs.contains_key(*name)).map(String::as_str).collect();
    let mut expected = NOT_IN_THE_VENDORS_SCHEMA.map(|(name, _)| name).to_vec();
    expected.sort_by_key(|name| written.iter().position(|written| written == name));
    assert_eq!(missing, expected);
}

/// The properties of a schema by their structure: what there is to fill in, of which type, with which values and what
/// preset. That ours can be left alone (`anyOf`), have numbers of their own, links of another name, titles and
/// descriptions that say more, and bounds that the vendor's converter loses, is no difference.
fn properties(schema: &Value) -> Map<String, Value> {
    let properties = schema["properties"].as_object().unwrap();
    properties.iter().map(|(name, property)| (name.clone(), structure(property))).collect()
}

fn structure(property: &Value) -> Value {
    let value = property.get("anyOf").map_or(property, |branches| &branches[1]);
    let mut kept = Map::new();
    for word in ["type", "default", "enum", "pattern"] {
        if let Some(said) = value.get(word) {
            kept.insert(word.to_owned(), said.clone());
        }
    }
    // Where nothing is said of the items, the guide's list of text fields is what the form draws.
    if let Some(items) = value.get("items") {
        let items = if items == &json!({}) { json!({"type": "string"}) } else { structure(items) };
        kept.insert("items".to_owned(), items);
    }
    if value.get("properties").is_some() {
        kept.insert("properties".to_owned(), Value::Object(properties(value)));
    }
    Value::Object(kept)
}

#[test]
fn a_vendors_titles_and_descriptions_come_along() {
    let Some(root) = vendor() else { return };
    let read = |path: &str| std::fs::read(root.join("Profile Manifest").join(path)).unwrap();
    let library = Library::index([("x.plist".to_owned(), read("com.twocanoes.xcreds.plist"))]);
    let (catalog, _) = library.of("com.twocanoes.xcreds").unwrap().catalog();
    let ours = manifest(manifest_named("jamf").unwrap(), &catalog).artifacts.remove(0);
    let ours: Value = serde_json::from_slice(&ours.bytes).unwrap();
    let theirs: Value = serde_json::from_slice(&read("jamf/com.twocanoes.xcreds.json")).unwrap();
    for (name, theirs) in theirs["properties"].as_object().unwrap() {
        let ours = &ours["properties"][name];
        assert_eq!(ours["title"], theirs["title"], "{name}");
        let said =
            |property: &Value| property["description"].as_str().unwrap_or_default().trim_end().to_owned();
        assert!(said(ours).starts_with(&said(theirs)), "{name}: {}", said(ours));
        assert_eq!(ours["links"][0]["href"], theirs["links"][0]["href"], "{name}");
    }
}

#[test]
fn a_vendors_manifest_becomes_a_json_schema_and_a_page() {
    let Some(root) = vendor() else { return };
    let Some(latchkey) = latchkey() else { return };
    let path = root.join("Profile Manifest/com.twocanoes.xcreds.plist").display().to_string();
    let run = |target: &str| latchkey.run(["manifest", target, "--from", &path]);
    let schema: Value = serde_json::from_str(&run("json-schema").stdout).unwrap();
    assert!(jsonschema::meta::is_valid(&schema));
    let validator = jsonschema::validator_for(&schema).unwrap();
    assert!(validator.is_valid(&json!({"refreshRateHours": 3, "Shares": [{"Name": "a"}]})));
    for wrong in
        [json!({"refreshRateHours": 169}), json!({"Shares": [{"Name": 1}]}), json!({"clientID": true})]
    {
        assert!(!validator.is_valid(&wrong), "{wrong}");
    }
    let page = run("markdown").stdout;
    assert!(page.starts_with("# XCreds\n"), "{page}");
    assert_eq!(page.matches("\n### ").count(), 121 + 11, "a section for each key, at any depth");
    let refused = run("profile-manifest");
    assert_eq!(refused.status, Some(2));
    assert!(refused.stderr.contains("of the declaration alone"), "{}", refused.stderr);
}
