//! The declaration of every preference domain: one struct a domain, one field a key, everything known on the field.
//!
//! All else follows from the slice [`DOMAINS`]: the schema files, the catalog, the checks and the settings.

mod agent;
mod agent_words;
mod desktop_mfa;
pub mod elsewhere;
mod envelope;
mod quantity;
mod sensitive;
mod source;

use std::fmt;

use schemars::{JsonSchema, Schema};

pub use agent::{AGENT, Agent};
pub use agent_words::{
    ClientAuthentication, Enforcement, LinkMatch, MissingProfile, Protocol, ServiceRule, Services,
};
pub use desktop_mfa::{AllowedFactor, DESKTOP_MFA, DesktopMfa, LinkingFactor};
pub use envelope::{PAYLOAD, PROFILE, Payload, PayloadScope, Profile};
pub use quantity::{Days, Hours, Minutes};
pub use sensitive::Sensitive;

/// The preference domains.
pub static DOMAINS: &[&Domain] = &[&DESKTOP_MFA, &AGENT];

/// What surrounds settings, declared and checked by the same means.
pub static ENVELOPES: &[&Domain] = &[&PROFILE, &PAYLOAD];

/// An https URL of a host and perhaps a port, nothing after it; plain http on the loopback addresses only.
const ORGANIZATION_URL: &str =
    r"^(?:https://[A-Za-z0-9.-]+|http://(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]))(?::[0-9]{1,5})?$";

/// As the organization's URL, with a path; or empty. No query, fragment or trailing slash.
const ISSUER_URL: &str = r"^(?:(?:https://[A-Za-z0-9.-]+|http://(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]))(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*)?$";

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

/// Whether keys that are not declared are mistakes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeyNames {
    /// Every key is declared.
    Closed,
    /// Others stand beside them.
    Open,
}

impl fmt::Debug for Domain {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_tuple("Domain").field(&self.name).finish()
    }
}

/// The preference domain of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Domain> {
    DOMAINS.iter().find(|domain| domain.name == name).copied()
}

fn generate<T: JsonSchema>() -> Schema {
    schemars::generate::SchemaSettings::draft2020_12()
        .with(|settings| settings.inline_subschemas = true)
        .into_generator()
        .into_root_schema_for::<T>()
}
