//! A file in any carrier to the settings in it, and to what its wrapping says besides.

use std::collections::BTreeMap;
use std::path::Path;

use anyhow::anyhow;
use latchkey_mdm_manifests::read_back::ReadError;
use latchkey_mdm_manifests::{DomainSettings, ProfileOptions, SettingsFile, Syntax, read_back};
use latchkey_profile_schema::carrier::{self, Carrier, Contents, Delivery, EnvelopeKind, is_no_setting};
use latchkey_profile_schema::opening::{self, Layer};
use latchkey_profile_schema::{Catalog, Document, Entry, domain};

use crate::files::{self, PathError};
use crate::lint::{self, FileReport, Source};
use crate::options::Options;
use crate::rule::Level;

/// What is taken for the domain of preferences until their own is known.
const ANY_DOMAIN: &str = "org.latchkey.agent.plist";

/// Keys of a payload's envelope that every carrier writes anew, or that nothing reads.
const WRITTEN_ANEW: &[&str] = &[
    "PayloadDisplayName",
    "PayloadEnabled",
    "PayloadIdentifier",
    "PayloadOrganization",
    "PayloadScope",
    "PayloadType",
    "PayloadUUID",
    "PayloadVersion",
];

/// The settings of a file.
pub(super) struct Carried {
    /// What the file is called.
    pub(super) name: String,
    /// The settings.
    pub(super) settings: SettingsFile,
    /// What is around them.
    pub(super) wrapping: Wrapping,
}

/// What is around settings.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Wrapping {
    /// Whether it is a profile.
    pub(super) profile: bool,
    /// Whether the settings are written down by themselves, to be built.
    pub(super) written: bool,
    /// Who signed it, as the certificate says.
    pub(super) signed_by: Vec<String>,
    /// Whether an MDM exported it, with words of its own around it.
    pub(super) exported: bool,
    /// Keys of payloads' envelopes that no settings hold, with the payload types that have them.
    pub(super) left_behind: BTreeMap<String, Vec<String>>,
    /// Domains that several payloads set in the same way, and how many.
    pub(super) merged: Vec<(String, usize)>,
}

/// Why there are no settings.
pub(super) enum NotRead {
    /// The file is not sound; these are the linter's findings.
    Findings(Vec<FileReport>),
    /// Anything else.
    Error(anyhow::Error),
}

/// Reads a file in any carrier, or a settings file.
pub(super) fn read(path: &Path, domain: Option<&str>) -> Result<Carried, NotRead> {
    let name = path.display().to_string();
    let bytes = files::read(path)
        .map_err(|error| NotRead::Error(PathError { path: path.to_path_buf(), error }.into()))?;
    of_bytes(name, bytes, domain)
}

fn of_bytes(name: String, bytes: Vec<u8>, domain: Option<&str>) -> Result<Carried, NotRead> {
    let error = match read_back(domain.map_or(name.as_str(), |_| ANY_DOMAIN), &bytes) {
        Ok(mut settings) => {
            let (wrapping, bare) = look(&bytes);
            if let (true, [only]) = (bare, settings.domains.as_mut_slice()) {
                if let Some(domain) = domain {
                    *only = DomainSettings::new(domain, std::mem::take(&mut only.values));
                }
                settings.profile = called(&only.domain);
            }
            return Ok(Carried { name, settings, wrapping });
        }
        Err(error) => error,
    };
    if let Some(settings) = written(&name, &bytes, &error) {
        let settings = settings.map_err(|error| NotRead::Error(error.context(name.clone())))?;
        let wrapping = Wrapping { profile: true, written: true, ..Wrapping::default() };
        return Ok(Carried { name, settings, wrapping });
    }
    match error {
        ReadError::Problems(_) => {
            let reports = findings(name.clone(), bytes);
            if reports.iter().any(|report| report.count(Level::Error) + report.count(Level::Warning) > 0) {
                return Err(NotRead::Findings(reports));
            }
            Err(NotRead::Error(anyhow!(error).context(name)))
        }
        ReadError::NoDomain { .. } => Err(NotRead::Error(anyhow!(
            "{name} does not say which domain its settings belong to; name it with `--domain`"
        ))),
        error => Err(NotRead::Error(anyhow!(error).context(name))),
    }
}

/// How a profile is called that is made of preferences alone: by their domain, so that profiles of several domains do
/// not replace each other.
fn called(domain: &str) -> ProfileOptions {
    let title = domain::known(domain).and_then(Catalog::declared).map(|catalog| catalog.title.clone());
    ProfileOptions {
        identifier: format!("org.latchkey.{domain}"),
        display_name: title.unwrap_or_else(|| domain.to_owned()),
        ..ProfileOptions::default()
    }
}

/// The settings of a settings file; none where the text is more likely something else.
fn written(name: &str, bytes: &[u8], error: &ReadError) -> Option<anyhow::Result<SettingsFile>> {
    let syntax = Syntax::of(name).filter(|_| matches!(error, ReadError::Problems(_)))?;
    let text = std::str::from_utf8(bytes).ok()?;
    let read = SettingsFile::read(text, syntax);
    // Most JSON is no settings file, and the linter says better what it is.
    let is_ours =
        syntax != Syntax::Json || read.is_ok() || domain::every().any(|known| text.contains(known.name));
    is_ours.then(|| read.map_err(anyhow::Error::from))
}

/// What the linter says: the errors, where there are any.
fn findings(name: String, bytes: Vec<u8>) -> Vec<FileReport> {
    let mut reports = lint::lint(Source { name, bytes }, &Options::default());
    if reports.iter().any(|report| report.count(Level::Error) > 0) {
        for report in &mut reports {
            report.findings.retain(|finding| finding.level == Level::Error);
        }
    }
    reports
}

/// What is around the settings, and whether that is nothing that would say their domain.
fn look(bytes: &[u8]) -> (Wrapping, bool) {
    let mut wrapping = Wrapping::default();
    let opening = opening::open(bytes);
    let Ok(content) = opening.single() else { return (wrapping, false) };
    for layer in opening.layers.iter().chain(&content.layers) {
        match layer {
            Layer::Signed(signed) => {
                let names = signed.signers.iter().map(|signer| signer.subject.clone());
                wrapping.signed_by.extend(names.map(|name| name.unwrap_or_else(|| "somebody".to_owned())));
                if signed.signers.is_empty() {
                    wrapping.signed_by.push("nobody".to_owned());
                }
            }
            Layer::JamfClassic | Layer::Graph { .. } => wrapping.exported = true,
            _ => {}
        }
    }
    let Some(document): Option<Document> = content.read().document else { return (wrapping, false) };
    let contents = carrier::open(&document);
    wrapping.profile = contents.carrier == Carrier::Profile;
    wrapping.left_behind = left_behind(&contents);
    wrapping.merged = merged(&contents);
    (wrapping, contents.carrier == Carrier::Preferences && content.domain.is_none())
}

fn left_behind(contents: &Contents<'_>) -> BTreeMap<String, Vec<String>> {
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for envelope in contents.envelopes.iter().filter(|envelope| envelope.kind == EnvelopeKind::Payload) {
        let payload_type = envelope.payload_type.unwrap_or_default();
        let lost = envelope.node.entries().iter().filter(|entry| {
            is_no_setting(payload_type, &entry.key)
                && !WRITTEN_ANEW.contains(&entry.key.as_str())
                && entry.node.as_str() != Some("")
        });
        for Entry { key, .. } in lost {
            let types = all.entry(key.clone()).or_default();
            if !types.iter().any(|there| there == payload_type) {
                types.push(payload_type.to_owned());
            }
        }
    }
    all
}

fn merged(contents: &Contents<'_>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<(&str, bool), usize> = BTreeMap::new();
    for payload in &contents.payloads {
        let Some(domain) = payload.domain else { continue };
        // A payload that macOS reads itself stands alone.
        if payload.delivery == Delivery::Direct && domain.starts_with("com.apple.") {
            continue;
        }
        let once = matches!(payload.delivery, Delivery::SetOnce { .. });
        *counts.entry((domain, once)).or_default() += 1;
    }
    let several = counts.into_iter().filter(|(_, count)| *count > 1);
    several.map(|((domain, _), count)| (domain.to_owned(), count)).collect()
}
