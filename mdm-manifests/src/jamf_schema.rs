//! The declaration of one domain to the JSON schema from which Jamf Pro draws a form: Computers, Configuration
//! Profiles, Application & Custom Settings, External Applications, Custom Schema.
//!
//! Jamf, "JSON Schema Manifest Structure" (Jamf Pro 10.26).

use latchkey_profile_schema::Catalog;
use latchkey_profile_schema::domain::DomainKind;
use serde_json::json;

use crate::artifact::{Artifact, file_name};
use crate::manifest::{Caution, Manifest};
use crate::prose;

mod property;

/// The version of the declaration, so that an administrator can tell which one he pasted.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// `<domain>.json`
pub(crate) fn manifest(catalog: &Catalog) -> Manifest {
    let mut form = property::Form::about(&catalog.application);
    let properties = form.properties(&catalog.keys, &catalog.other_keys, "");
    let caution = (catalog.kind == DomainKind::PayloadType).then_some(Caution::NotAsPreferences);
    let warning = caution.map(|_| {
        "Not to be deployed from here: Jamf Pro makes preferences of it, and macOS reads this payload from a profile \
         alone."
    });
    let mut schema = json!({
        "title": format!("{} ({})", catalog.title, catalog.domain),
        "description": prose::plain(&prose::after(&catalog.description, warning)),
        "__preferencedomain": catalog.domain,
        "__version": VERSION,
        "options": { "remove_empty_properties": true },
    });
    if let Some(schema) = schema.as_object_mut() {
        schema.insert("properties".to_owned(), properties.into());
    }
    let path = format!("{}.json", file_name(&catalog.domain));
    let artifacts = vec![Artifact::new(path, format!("{schema:#}\n"))];
    Manifest { artifacts, omitted: form.omitted, caution }
}
