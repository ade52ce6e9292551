//! The names of a dictionary's keys, compared with the declared ones.

use std::collections::{BTreeMap, HashMap};

use crate::carrier::is_envelope_key;
use crate::catalog::{Catalog, CatalogKey};
use crate::document::Node;
use crate::domain::{Domain, DomainKind, KeyNames, elsewhere};
use crate::problem::KeyProblem;
use crate::spelling;

/// A nearest name is looked for in this many unknown keys; a dictionary with more was not typed by anybody.
const SUGGESTIONS: usize = 64;
/// The most names of one dictionary that are reported.
const REPORTED: usize = 1_000;

/// What stands in the same dictionary as the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing: the dictionary is the settings.
    Nothing,
    /// The keys of the payload that carries them.
    EnvelopeKeys,
}

/// The entries of the settings by key; of a repeated key the last, as CoreFoundation reads it.
pub(super) fn entries<'n>(
    settings: &'n Node,
    domain: &Domain,
    beside: Beside,
) -> BTreeMap<&'n str, &'n Node> {
    let looked_at = settings.entries().iter().filter(|entry| are_looked_at(domain, beside, &entry.key));
    looked_at.map(|entry| (entry.key.as_str(), &entry.node)).collect()
}

/// The keys of the settings in their order; one that is repeated comes again.
pub(super) fn names<'n>(
    settings: &'n Node,
    domain: &'n Domain,
    beside: Beside,
) -> impl Iterator<Item = &'n str> {
    let names = settings.entries().iter().map(|entry| entry.key.as_str());
    names.filter(move |name| are_looked_at(domain, beside, name))
}

/// Whether a key of this name belongs to the settings and not to what stands beside them.
pub(super) fn are_looked_at(domain: &Domain, beside: Beside, name: &str) -> bool {
    domain.kind == DomainKind::Envelope || beside == Beside::Nothing || !is_envelope_key(Some(domain), name)
}

/// The keys that lists of these settings name, each with what its value is. A declared key is what it is declared.
pub(super) fn by_lists<'a>(
    declared: &'a [CatalogKey],
    settings: &'a Node,
) -> HashMap<&'a str, &'a CatalogKey> {
    let mut listed = HashMap::new();
    for key in declared.iter().filter(|key| key.items_by_name) {
        let (Some(list), Some(item)) = (settings.get(&key.name), key.item.as_deref()) else { continue };
        listed.extend(list.items().iter().filter_map(Node::as_str).map(|name| (name, item)));
    }
    listed.retain(|name, _| declared.iter().all(|key| key.name != *name));
    listed
}

/// The keys that a dictionary is known to have.
pub(super) struct Known<'c> {
    declared: &'c [CatalogKey],
    others: &'c [String],
    names: KeyNames,
    /// The domain, where the dictionary is its settings.
    domain: Option<&'c str>,
}

impl<'c> Known<'c> {
    /// Those of a domain's settings.
    pub(super) fn in_settings(catalog: &'c Catalog, domain: &Domain) -> Self {
        Self {
            declared: &catalog.keys,
            others: &catalog.other_keys,
            names: domain.keys,
            domain: Some(&catalog.domain),
        }
    }

    /// Those of the dictionary that is a key's value.
    pub(super) fn of(key: &'c CatalogKey) -> Self {
        Self { declared: &key.keys, others: &key.other_keys, names: key.key_names, domain: None }
    }

    fn names(&self) -> impl Iterator<Item = &'c str> {
        self.declared.iter().map(|key| key.name.as_str()).chain(self.others.iter().map(String::as_str))
    }

    /// What is wrong with the names among these that are not known.
    pub(super) fn problems<'a>(&self, names: impl Iterator<Item = &'a str>) -> Vec<(&'a str, KeyProblem)> {
        let mut problems: Vec<(&str, KeyProblem)> = Vec::new();
        let unknown = names.filter(|name| !self.names().any(|known| known == *name));
        for (index, name) in unknown.enumerate() {
            if problems.len() >= REPORTED {
                break;
            }
            if problems.iter().any(|(told, _)| *told == name) {
                continue;
            }
            let suggest = match self.names {
                KeyNames::Closed => problems.len() < SUGGESTIONS,
                KeyNames::Partial | KeyNames::Open => index < SUGGESTIONS,
            };
            problems.extend(self.problem(name, suggest).map(|problem| (name, problem)));
        }
        problems
    }

    fn problem(&self, name: &str, suggest: bool) -> Option<KeyProblem> {
        let key = || name.to_owned();
        if let Some(expected) = self.names().find(|known| known.eq_ignore_ascii_case(name)) {
            return Some(KeyProblem::MiscasedKey { key: key(), expected: expected.to_owned() });
        }
        let nearest = |find: fn(&str, &mut dyn Iterator<Item = &'c str>) -> Option<&'c str>| {
            if suggest { find(name, &mut self.names()).map(str::to_owned) } else { None }
        };
        match self.names {
            KeyNames::Open => None,
            KeyNames::Partial => nearest(|name, known| spelling::slip(name, known))
                .map(|nearest| KeyProblem::UnknownKey { key: key(), nearest: Some(nearest) }),
            KeyNames::Closed => Some(match self.domain.and_then(|domain| elsewhere::key(domain, name)) {
                Some(foreign) => KeyProblem::ForeignKey {
                    key: key(),
                    platform: foreign.platform,
                    instead: foreign.instead,
                },
                None => KeyProblem::UnknownKey {
                    key: key(),
                    nearest: nearest(|name, known| spelling::nearest(name, known)),
                },
            }),
        }
    }
}
