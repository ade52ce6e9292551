//! The generated schema of a domain, walked once into a flat list of keys with everything known about each.

mod key;
mod read;

use std::sync::{LazyLock, OnceLock};

use crate::domain::{DOMAINS, Domain, ENVELOPES};

pub use key::{AllowedValue, CatalogKey, Element, Fallback, RequiredUnless, Syntax, Unit};

/// All keys of a domain, in display order.
#[derive(Clone, Debug, PartialEq)]
pub struct Catalog {
    /// The preference domain, or the envelope's word.
    pub domain: &'static str,
    /// A few words.
    pub title: String,
    /// A sentence or two.
    pub description: String,
    /// The keys.
    pub keys: Vec<CatalogKey>,
}

impl Catalog {
    /// The keys of a domain.
    #[must_use]
    pub fn of(domain: &Domain) -> Self {
        Self::read(domain, &serde_json::from_str(domain.committed).unwrap_or_default())
    }

    /// The keys of a domain whose schema is parsed already.
    pub(crate) fn read(domain: &Domain, schema: &serde_json::Value) -> Self {
        let root = read::root(schema);
        Self { domain: domain.name, title: root.title, description: root.description, keys: root.keys }
    }

    /// The keys of a declared domain or envelope, read once a process; `None` for any other.
    #[must_use]
    pub fn declared(domain: &Domain) -> Option<&'static Self> {
        Self::cell(domain).map(|cell| cell.get_or_init(|| Self::of(domain)))
    }

    /// The same, where the schema is parsed already.
    pub(crate) fn declared_in(domain: &Domain, schema: &serde_json::Value) -> Option<&'static Self> {
        Self::cell(domain).map(|cell| cell.get_or_init(|| Self::read(domain, schema)))
    }

    fn cell(domain: &Domain) -> Option<&'static OnceLock<Self>> {
        static CELLS: LazyLock<Vec<(&str, OnceLock<Catalog>)>> = LazyLock::new(|| {
            DOMAINS.iter().chain(ENVELOPES).map(|domain| (domain.name, OnceLock::new())).collect()
        });
        CELLS.iter().find(|(name, _)| *name == domain.name).map(|(_, cell)| cell)
    }

    /// A key by its exact name.
    #[must_use]
    pub fn key(&self, name: &str) -> Option<&CatalogKey> {
        self.keys.iter().find(|key| key.name == name)
    }
}

#[cfg(test)]
mod tests;
