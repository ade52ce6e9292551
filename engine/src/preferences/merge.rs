//! Layers of preference files to the winning value of each key, by the library `config`.
//!
//! `config` chooses layers and origins only. It splits names at dots and turns texts into other types, so names
//! go in hex, and each value is one opaque number: where the true value stands.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use config::{ConfigError, Map, Source as ConfigSource, Value, ValueKind};
use latchkey_profile_schema::catalog::{Catalog, Fallback};
use latchkey_profile_schema::domain::Domain;
use latchkey_profile_schema::resolve::{Merged, Winner};
use latchkey_profile_schema::{Document, KeyPath, Layer, Place, Problem, RefusedKey, Segment, Settings};

/// One preference file.
#[derive(Debug)]
pub(super) struct Source {
    /// The layer it stands for.
    pub(super) layer: Layer,
    /// The domain it is of.
    pub(super) domain: &'static Domain,
    /// Where it is.
    pub(super) path: PathBuf,
    /// What it says; `None` when it is there and could not be read.
    pub(super) document: Option<Document>,
}

/// The winning value of each key. Layers are given lowest first.
pub(super) fn merge(sources: &[Source]) -> Merged {
    let mut builder = config::Config::builder();
    for source in sources.iter().map(Opaque::from) {
        builder = builder.add_source(source);
    }
    let mut merged = Merged::new();
    // Our sources cannot fail; were one to, nothing would be set, and the required keys would be missing.
    let winners = builder
        .build()
        .and_then(config::Config::try_deserialize::<HashMap<String, HashMap<String, String>>>)
        .unwrap_or_default();
    for source in sources {
        for entry in source.document.iter().flat_map(|document| document.root.entries()) {
            let won = winners
                .get(&hex(source.domain.name))
                .and_then(|keys| keys.get(&hex(&entry.key)))
                .is_some_and(|layer| layer == source.layer.name());
            if won {
                let at = KeyPath::root().key(&entry.key);
                let winner = Winner { node: entry.node.clone(), layer: source.layer, at };
                merged.set(source.domain, &entry.key, winner);
            }
        }
    }
    merged
}

/// The file whose value a problem is about: the highest one that sets the key. None sets one that is missing.
pub(super) fn file_of<'s>(sources: &'s [Source], problem: &Problem) -> Option<&'s Path> {
    let Place::Path(path, _) = &problem.place else { return None };
    let Some(Segment::Key(key)) = path.segments().first() else { return None };
    let sets = |source: &&Source| source.document.as_ref().is_some_and(|set| set.root.get(key).is_some());
    sources.iter().filter(sets).max_by_key(|source| source.layer).map(|source| &*source.path)
}

/// A file that is there and says nothing understandable: none of its domain's keys may fall back to a default.
pub(super) fn refuse_unread(settings: &mut Settings, sources: &[Source]) {
    for source in sources.iter().filter(|source| source.document.is_none()) {
        let catalog = Catalog::of(source.domain);
        let denying = catalog.keys.iter().find(|key| key.fallback == Fallback::Deny);
        settings.refused.extend(denying.map(|key| RefusedKey {
            domain: source.domain.name,
            key: key.name.clone(),
            fallback: Fallback::Deny,
        }));
    }
}

/// A file as `config` sees it.
#[derive(Clone, Debug)]
struct Opaque {
    layer: Layer,
    keys: Vec<String>,
}

impl From<&Source> for Opaque {
    fn from(source: &Source) -> Self {
        let domain = hex(source.domain.name);
        let entries = source.document.iter().flat_map(|document| document.root.entries());
        Self {
            layer: source.layer,
            keys: entries.map(|entry| format!("{domain}.{}", hex(&entry.key))).collect(),
        }
    }
}

impl ConfigSource for Opaque {
    fn clone_into_box(&self) -> Box<dyn ConfigSource + Send + Sync> {
        Box::new(self.clone())
    }

    fn collect(&self) -> Result<Map<String, Value>, ConfigError> {
        let name = self.layer.name().to_owned();
        let value = Value::new(Some(&name), ValueKind::String(name.clone()));
        Ok(self.keys.iter().map(|key| (key.clone(), value.clone())).collect())
    }
}

/// A name that no path syntax can take apart: `k` and hexadecimal digits.
fn hex(name: &str) -> String {
    std::iter::once("k".to_owned()).chain(name.bytes().map(|byte| format!("{byte:02x}"))).collect()
}
