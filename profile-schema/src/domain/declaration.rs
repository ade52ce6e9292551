//! What a declared set of keys is, apart from its keys: a name, a schema file, and the struct that it is made from.

use std::fmt;

use schemars::{JsonSchema, Schema};

/// An https URL of a host and perhaps a port, nothing after it; plain http on the loopback addresses only.
pub(super) const ORGANIZATION_URL: &str =
    r"^(?:https://[A-Za-z0-9.-]+|http://(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]))(?::[0-9]{1,5})?$";

/// As the organization's URL, with a path; or empty. No query, fragment or trailing slash.
pub(super) const ISSUER_URL: &str = r"^(?:(?:https://[A-Za-z0-9.-]+|http://(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]))(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*)?$";

/// A set of keys that is declared: a preference domain, or an envelope.
pub struct Domain {
    /// The preference domain; for an envelope, a word of our own.
    pub name: &'static str,
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

/// Whether keys that are not declared are mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyNames {
    /// Every key is declared.
    Closed,
    /// Others stand beside them.
    Open,
}

/// The schema of a struct as the derive macro writes it, everything in place.
pub(super) fn generate<T: JsonSchema>() -> Schema {
    schemars::generate::SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator()
        .into_root_schema_for::<T>()
}
