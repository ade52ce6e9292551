//! The files that this crate makes, held against the vendors' rules, against files that were looked at once, and
//! against themselves after a way through another carrier.

#![expect(
    clippy::disallowed_methods,
    reason = "golden files and their settings are read from the tests' folder"
)]
#![expect(
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a step of a test that cannot be made fails the test"
)]

mod carrier_rules;
mod certificates;
mod conversion;
mod every_payload;
mod fixed_point;
mod generated;
mod golden;
mod graph_bodies;
mod jamf_keywords;
mod kandji_info;
mod manifest_rules;
mod manifest_verdicts;
mod markdown_page;
mod profiles;
mod secrets;
mod settings;
mod unsound;

use std::fs;
use std::path::{Path, PathBuf};

use latchkey_mdm_manifests::carriers::carrier_named;
use latchkey_mdm_manifests::targets::manifest_named;
use latchkey_mdm_manifests::{Artifact, CarrierTarget, Secrets, SettingsFile, Syntax, build, manifest};
use latchkey_profile_schema::Catalog;
use latchkey_profile_schema::domain::{COMPANIONS, DOMAINS, Domain};

/// The folder of the golden files.
fn golden() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden")
}

/// The settings of which the golden files are made.
fn sample() -> SettingsFile {
    let text = fs::read_to_string(golden().join("settings.toml")).unwrap();
    SettingsFile::read(&text, Syntax::Toml).unwrap()
}

fn carrier(name: &str) -> &'static CarrierTarget {
    carrier_named(name).unwrap()
}

/// Everything that manifests are made of.
fn declared() -> impl Iterator<Item = &'static Domain> {
    DOMAINS.iter().chain(COMPANIONS).copied()
}

/// The only file that a target makes of a domain.
fn manifest_of(target: &str, domain: &Domain) -> Artifact {
    let mut artifacts = manifest(manifest_named(target).unwrap(), &Catalog::of(domain)).artifacts;
    assert_eq!(artifacts.len(), 1, "{target} {}", domain.name);
    artifacts.remove(0)
}

/// What a carrier makes of the sample.
fn built(name: &str) -> Vec<Artifact> {
    build(&sample(), carrier(name), Secrets::Placeholder).unwrap().artifacts
}

/// A settings file with one required key short of a secret, and these lines more.
fn settings(okta: &str, agent: &str) -> SettingsFile {
    let text = format!(
        "[\"com.okta.deviceaccess.servicedaemon\"]\nDMFAClientID = \"0oa1\"\n\
         DMFAOrgURL = \"https://corp.example.com\"\n{okta}\n[\"org.latchkey.agent\"]\n{agent}\n"
    );
    SettingsFile::read(&text, Syntax::Toml).unwrap()
}
