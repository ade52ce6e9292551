//! What rules look at: a file with its payloads, and the settings of one payload by key and type.

use std::sync::{LazyLock, OnceLock};

use latchkey_profile_schema::carrier::{Contents, Payload};
use latchkey_profile_schema::domain::{DOMAINS, Domain, ENVELOPES};
use latchkey_profile_schema::{Catalog, Entry, KeyPath, Node, Problem, Value};

/// A file that is a property list.
pub(crate) struct FileView<'a> {
    /// What it carries.
    pub(crate) contents: &'a Contents<'a>,
    /// Its payloads whose domain is declared.
    pub(crate) settings: &'a [SettingsView<'a>],
}

/// The settings of one payload whose domain is declared.
pub(crate) struct SettingsView<'a> {
    /// The domain.
    pub(crate) domain: &'static Domain,
    /// The payload.
    pub(crate) payload: &'a Payload<'a>,
    /// What is wrong with any of the file's keys.
    pub(crate) problems: &'a [Problem],
}

/// A list of texts, each with its place.
pub(crate) type Texts<'a> = Vec<(KeyPath, &'a str)>;

impl<'a> SettingsView<'a> {
    /// Where a key stands.
    pub(crate) fn path(&self, key: &str) -> KeyPath {
        self.payload.path.key(key)
    }

    /// Whether a key is set, to whatever.
    pub(crate) fn is_set(&self, key: &str) -> bool {
        self.payload.settings.get(key).is_some()
    }

    /// The settings, without what stands beside them.
    pub(crate) fn entries(&self) -> impl Iterator<Item = &'a Entry> + use<'a> {
        self.payload.entries()
    }

    /// The text of a key; none when it is absent or no string.
    pub(crate) fn text(&self, key: &str) -> Option<&'a str> {
        self.payload.settings.get(key)?.as_str()
    }

    /// The number of a key; none when it is absent or no number.
    pub(crate) fn number(&self, key: &str) -> Option<f64> {
        match self.payload.settings.get(key)?.value {
            Value::Real(number) => Some(number),
            Value::Integer(number) => Some(number as f64),
            _ => None,
        }
    }

    /// The boolean of a key; none when it is absent or no boolean.
    pub(crate) fn boolean(&self, key: &str) -> Option<bool> {
        match self.payload.settings.get(key)?.value {
            Value::Boolean(boolean) => Some(boolean),
            _ => None,
        }
    }

    /// The items of a key; none when it is absent, no array, or holds anything but strings.
    pub(crate) fn texts(&self, key: &str) -> Option<Texts<'a>> {
        let node: &'a Node = self.payload.settings.get(key)?;
        let Value::Array(items) = &node.value else { return None };
        let path = self.path(key);
        items.iter().enumerate().map(|(index, item)| Some((path.index(index), item.as_str()?))).collect()
    }
}

/// The catalog of a domain or an envelope, made once; none for what is not in their lists.
pub(crate) fn catalog(domain: &Domain) -> Option<&'static Catalog> {
    static CATALOGS: LazyLock<Vec<(&'static Domain, OnceLock<Catalog>)>> =
        LazyLock::new(|| DOMAINS.iter().chain(ENVELOPES).map(|domain| (*domain, OnceLock::new())).collect());
    CATALOGS
        .iter()
        .find(|(declared, _)| declared.name == domain.name)
        .map(|(declared, made)| made.get_or_init(|| Catalog::of(declared)))
}
