//! One key's value against the generated schema: the validator's errors to problems with exact key paths.
//!
//! The validator sees one value at a time that has no parts declared each for itself: a scalar, or a list of them. A
//! dictionary with declared keys, and a list of such dictionaries, is walked here.

mod found;

use std::borrow::Cow;
use std::sync::{LazyLock, OnceLock};

use jsonschema::{Draft, Validator};
use serde_json::{Map, Value as Json, json};

use super::{sound, view};
use crate::catalog::{Catalog, CatalogKey};
use crate::document::{Node, PlistType};
use crate::domain::{self, Domain};
use crate::key_path::KeyPath;
use crate::problem::Problem;
use found::Found;

/// The schema sees this many items of a list, or entries of a dictionary, at once.
const PART: usize = 1_024;

/// A domain's declaration, ready to evaluate.
pub(super) struct Checker {
    pub(super) catalog: Cow<'static, Catalog>,
    committed: &'static str,
    validator: OnceLock<Option<Validator>>,
}

impl Checker {
    pub(super) fn of(domain: &Domain) -> Self {
        Self { catalog: Catalog::of(domain), committed: domain.committed, validator: OnceLock::new() }
    }

    /// The schema, compiled when the first value asks for it; most files have none that does.
    fn validator(&self) -> Option<&Validator> {
        let compile = || {
            let schema = serde_json::from_str::<Json>(self.committed).unwrap_or_default();
            let mut whole = Map::new();
            for key in &self.catalog.keys {
                flatten(key, property(&schema, &key.name), &mut whole);
            }
            // The keywords that the schemas use mean the same in draft 7, whose meta-schema is one document: the first
            // validator of a process is ready in 1.0 ms instead of 1.7. Which keys are missing is told elsewhere.
            let options = jsonschema::options().with_draft(Draft::Draft7).offline();
            options.build(&json!({ "type": "object", "properties": whole })).ok()
        };
        self.validator.get_or_init(compile).as_ref()
    }

    /// Whether one value has no problem, where that can be told without a list of problems.
    pub(super) fn passes(&self, key: &CatalogKey, node: &Node) -> bool {
        if sound::is_surely_sound(key, node) {
            return true;
        }
        let found = node.value.plist_type();
        let beyond_the_schema = key.syntax.is_some()
            || key.unique_items
            || key.wildcard.is_some()
            || !key.unconfirmed.is_empty()
            || !key.suggested.is_empty()
            || key.has_parts()
            || node.items().len().max(node.entries().len()) > PART;
        match key.value_type {
            PlistType::Date | PlistType::Data => key.value_type == found,
            PlistType::Integer if found != PlistType::Integer => false,
            _ if beyond_the_schema => false,
            _ => self.validator().is_some_and(|validator| {
                validator.is_valid(&Json::Object(Map::from_iter([(key.pointer.clone(), view::json(node))])))
            }),
        }
    }

    /// The problems of one value; `at` is where it stands.
    pub(super) fn value(&self, key: &CatalogKey, node: &Node, at: &KeyPath) -> Vec<Problem> {
        if sound::is_surely_sound(key, node) { Vec::new() } else { self.judge(key, node, at) }
    }

    /// The same without a look at the catalog first.
    pub(super) fn judge(&self, key: &CatalogKey, node: &Node, at: &KeyPath) -> Vec<Problem> {
        let mut found = Found::new(self);
        found.value(key, node, at);
        found.into_problems()
    }

    /// Whether the schema has been compiled.
    #[cfg(test)]
    pub(super) fn is_compiled(&self) -> bool {
        self.validator.get().is_some()
    }
}

/// The schema of a key, when this is the schema of a dictionary.
fn property<'s>(schema: &'s Json, name: &str) -> Option<&'s Json> {
    schema.get("properties")?.get(name)
}

/// Puts every key whose value is seen as a whole beside the others, under its pointer.
fn flatten(key: &CatalogKey, schema: Option<&Json>, whole: &mut Map<String, Json>) {
    let Some(schema) = schema else { return };
    if !key.has_parts() {
        whole.insert(key.pointer.clone(), schema.clone());
        return;
    }
    for below in &key.keys {
        flatten(below, property(schema, &below.name), whole);
    }
    for (element, keyword) in [(&key.item, "items"), (&key.map_value, "additionalProperties")] {
        if let Some(element) = element {
            flatten(element, schema.get(keyword), whole);
        }
    }
}

/// Runs with the domain's declaration compiled, which happens once a process for those that it meets.
pub(super) fn with_checker<T>(domain: &Domain, run: impl FnOnce(&Checker) -> T) -> T {
    static COMPILED: LazyLock<Vec<(&str, OnceLock<Checker>)>> =
        LazyLock::new(|| domain::every().map(|domain| (domain.name, OnceLock::new())).collect());
    match COMPILED.iter().find(|(name, _)| *name == domain.name) {
        Some((_, cell)) => run(cell.get_or_init(|| Checker::of(domain))),
        None => run(&Checker::of(domain)),
    }
}
