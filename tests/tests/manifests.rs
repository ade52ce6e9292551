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

use latchkey_mdm_manifests::manifest;
use latchkey_mdm_manifests::targets::manifest_named;
use latchkey_profile_schema::check::Beside;
use latchkey_profile_schema::domain::DOMAINS;
use latchkey_profile_schema::library::{self, Against, Library};
use latchkey_profile_schema::manifest::{ManifestKind, check, read_json, recognize, recognize_json};
use latchkey_profile_schema::{Catalog, Place, Problem, carrier, plist};

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
fn our_own_schemas_for_jamf_are_sound() {
    let jamf = manifest_named("jamf").unwrap();
    for domain in DOMAINS {
        for artifact in manifest(jamf, &Catalog::of(domain)).artifacts {
            let reading = read_json(&artifact.bytes);
            assert_eq!(reading.problems, []);
            let document = reading.document.unwrap();
            assert_eq!(recognize_json(&document), Some(ManifestKind::Jamf));
            for file in [artifact.path.as_str(), "schema.json"] {
                assert_eq!(told(&check(&document, ManifestKind::Jamf, file)), "", "{}", domain.name);
            }
        }
    }
}
