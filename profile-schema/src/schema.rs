//! The declaration to JSON Schema files (draft 2020-12), one a domain.

use serde_json::Value;

use crate::domain::{DOMAINS, Domain, ENVELOPES};

/// The schema of a domain, generated from its declaration.
#[must_use]
pub fn generate(domain: &Domain) -> Value {
    (domain.generate)().to_value()
}

/// Every schema file: its name and its contents.
#[must_use]
pub fn files() -> Vec<(&'static str, String)> {
    DOMAINS.iter().chain(ENVELOPES).map(|domain| (domain.file, format!("{:#}\n", generate(domain)))).collect()
}

/// The committed schema of a domain, as text.
#[must_use]
pub fn committed(domain: &Domain) -> &'static str {
    domain.committed
}
