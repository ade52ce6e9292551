//! The declaration of one domain to a community manifest, the property list of `pfm_*` keys that ProfileCreator, iMazing
//! Profile Editor and others draw their forms from.
//!
//! ProfileManifests wiki, "Manifest Format" and "Conditionals & Exclusions"; what the repository's own checker refuses
//! is not written.

mod meta_settings;
mod setting;
mod value;

use latchkey_profile_schema::catalog::{Channel, Repetition};
use latchkey_profile_schema::domain::DomainKind;
use latchkey_profile_schema::{Catalog, Entry, Value, plist};

use crate::artifact::{Artifact, file_name};
use crate::manifest::Manifest;
use crate::prose::plain;
use crate::tree::string;
use setting::Settings;
use value::texts;

/// The day of the release, so that the same declaration is the same file wherever it is made. Raised with [`REVISION`].
const RELEASED: &str = "2026-11-24T00:00:00Z";
/// The revision of the manifests: of two copies, editors take the higher one.
const REVISION: i128 = 1;
/// The format of the file.
const FORMAT: i128 = 1;

/// `<domain>.plist`
pub(crate) fn manifest(catalog: &Catalog) -> Manifest {
    let mut settings = Settings::default();
    let mut listed = meta_settings::all(catalog);
    listed.extend(settings.of(&catalog.keys, &catalog.other_keys, &setting::Above::payload()));
    let mut root = vec![Entry::new("pfm_description", text(&catalog.description))];
    if let Some(address) = documentation(catalog) {
        root.push(Entry::new("pfm_documentation_url", text(address)));
    }
    root.push(Entry::new("pfm_domain", string(&catalog.domain)));
    root.push(Entry::new("pfm_format_version", Value::Integer(FORMAT)));
    root.push(Entry::new("pfm_last_modified", Value::Date(RELEASED.to_owned())));
    if let Some(version) = &catalog.macos_since {
        root.push(Entry::new("pfm_macos_min", text(version)));
    }
    root.push(Entry::new("pfm_platforms", texts(["macOS"])));
    root.push(Entry::new("pfm_subkeys", Value::Array(listed)));
    root.push(Entry::new("pfm_targets", targets(catalog)));
    root.push(Entry::new("pfm_title", text(&catalog.title)));
    if let Some(unique) = is_unique(catalog) {
        root.push(Entry::new("pfm_unique", Value::Boolean(unique)));
    }
    if catalog.enrollment.is_some() {
        root.push(Entry::new("pfm_user_approved", Value::Boolean(true)));
    }
    root.push(Entry::new("pfm_version", Value::Integer(REVISION)));
    // INVARIANT: the declaration holds no character that XML cannot carry and no date; what could not be written would
    // be missed by the test that reads every manifest back.
    let artifacts = plist::write(&Value::Dictionary(root)).into_iter().map(|text| {
        let path = format!("{}.plist", file_name(&catalog.domain));
        Artifact::new(path, text)
    });
    Manifest { artifacts: artifacts.collect(), omitted: settings.omitted, caution: None }
}

fn text(text: &str) -> Value {
    string(&plain(text))
}

/// The page about all of it, else the page about its first key.
fn documentation(catalog: &Catalog) -> Option<&str> {
    let pages = catalog.keys.iter().map(|key| key.source.as_str());
    catalog.documentation.as_deref().into_iter().chain(pages).find(|page| page.starts_with("http"))
}

fn targets(catalog: &Catalog) -> Value {
    match catalog.channel {
        Some(Channel::System) => texts(["system"]),
        Some(Channel::User) => texts(["user"]),
        Some(Channel::Both) | None => texts(["system", "user"]),
    }
}

/// Whether one payload of the type is all that a Mac may have. Preferences of a program are, since what two payloads
/// say of one key is a matter of luck; of Apple's payloads the declaration says it, or nobody knows.
fn is_unique(catalog: &Catalog) -> Option<bool> {
    match (catalog.repetition, catalog.kind) {
        (Some(Repetition::Several), _) => Some(false),
        (Some(Repetition::Once), _) | (None, DomainKind::Preferences) => Some(true),
        (None, DomainKind::PayloadType | DomainKind::Envelope) => None,
    }
}
