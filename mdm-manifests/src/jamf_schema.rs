//! The declaration of one domain to the JSON schema from which Jamf Pro draws a form: Computers, Configuration
//! Profiles, Application & Custom Settings, External Applications, Custom Schema.
//!
//! Jamf, "JSON Schema Manifest Structure" (Jamf Pro 10.26).

use latchkey_profile_schema::Catalog;
use serde_json::{Map, Value, json};

use crate::artifact::{Artifact, file_name};
use crate::manifest::{Manifest, Omitted};

mod property;

/// The version of the declaration, so that an administrator can tell which one he pasted.
const VERSION: &str = env!("CARGO_PKG_VERSION");

/// `<domain>.json`
pub(crate) fn manifest(catalog: &Catalog) -> Manifest {
    let mut properties = Map::new();
    let mut omitted = Vec::new();
    for key in &catalog.keys {
        match property::property(key) {
            Ok(property) => {
                properties.insert(key.name.clone(), property);
            }
            Err(reason) => omitted.push(Omitted { key: key.name.clone(), reason }),
        }
    }
    let schema = json!({
        "title": format!("{} ({})", catalog.title, catalog.domain),
        "description": property::plain(&catalog.description),
        "__preferencedomain": catalog.domain,
        "__version": VERSION,
        "options": { "remove_empty_properties": true },
        "properties": Value::Object(properties),
    });
    let path = format!("{}.json", file_name(catalog.domain));
    Manifest { artifacts: vec![Artifact::new(path, format!("{schema:#}\n"))], omitted }
}
