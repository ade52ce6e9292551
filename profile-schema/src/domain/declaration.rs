//! What a declared set of keys is, apart from its keys: a name, a schema file, and the struct that it is made from.

use std::fmt;

use schemars::{JsonSchema, Schema};
use serde::Deserialize;

/// An https URL of a host and perhaps a port, nothing after it; plain http on the loopback addresses only.
pub(super) const ORGANIZATION_URL: &str =
    r"^(?:https://[A-Za-z0-9.-]+|http://(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]))(?::[0-9]{1,5})?$";

/// As the organization's URL, with a path; or empty. No query, fragment or trailing slash.
pub(super) const ISSUER_URL: &str = r"^(?:(?:https://[A-Za-z0-9.-]+|http://(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]))(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*)?$";

/// A set of keys that is declared: a preference domain, a payload type, or an envelope.
pub struct Domain {
    /// The preference domain or payload type; for an envelope, a word of our own.
    pub name: &'static str,
    /// Which of these it is.
    pub kind: DomainKind,
    /// The name of its schema file under `schemas/`.
    pub file: &'static str,
    /// Whether keys that are not declared are mistakes.
    pub keys: KeyNames,
    pub(crate) generate: fn() -> Schema,
    pub(crate) committed: &'static str,
}

impl fmt::Debug for Domain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Domain").field(&self.name).finish()
    }
}

/// Who reads a declared set of keys.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DomainKind {
    /// A program, as preferences of its domain, however they are delivered.
    Preferences,
    /// macOS, as a payload of this type. Delivered as preferences it does nothing, and each payload stands alone.
    PayloadType,
    /// Whoever installs what is inside.
    Envelope,
}

/// Whether keys that are not declared are mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum KeyNames {
    /// Every key is declared.
    Closed,
    /// Others exist. One that is spelt almost like a known key is a mistake, any other is not.
    Partial,
    /// Others stand beside them. One that differs from a declared key in case alone is a mistake, any other is not.
    Open,
}

/// The schema of a struct as the derive macro writes it, everything in place.
pub(super) fn generate<T: JsonSchema>() -> Schema {
    schemars::generate::SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator()
        .into_root_schema_for::<T>()
}
