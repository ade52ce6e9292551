//! The names of a dictionary's keys, compared with the declared ones.

use std::collections::BTreeMap;

use crate::carrier::is_envelope_key;
use crate::catalog::Catalog;
use crate::document::Node;
use crate::domain::{KeyNames, elsewhere};
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

/// The entries of a dictionary by key; of a repeated key the last, as CoreFoundation reads it.
pub(super) fn entries(settings: &Node, keys: KeyNames, beside: Beside) -> BTreeMap<&str, &Node> {
    let looked_at = settings.entries().iter().filter(|entry| are_looked_at(keys, beside, &entry.key));
    looked_at.map(|entry| (entry.key.as_str(), &entry.node)).collect()
}

/// The keys of a dictionary in its order; one that is repeated comes again.
pub(super) fn names(settings: &Node, keys: KeyNames, beside: Beside) -> impl Iterator<Item = &str> {
    let names = settings.entries().iter().map(|entry| entry.key.as_str());
    names.filter(move |name| are_looked_at(keys, beside, name))
}

/// Whether a key of this name belongs to the settings and not to what stands beside them.
pub(super) fn are_looked_at(keys: KeyNames, beside: Beside, name: &str) -> bool {
    keys == KeyNames::Open || beside == Beside::Nothing || !is_envelope_key(name)
}

/// What is wrong with the names among these that are not declared.
pub(super) fn problems<'a>(
    catalog: &Catalog,
    keys: KeyNames,
    names: impl Iterator<Item = &'a str>,
) -> Vec<(&'a str, KeyProblem)> {
    let mut problems: Vec<(&str, KeyProblem)> = Vec::new();
    for name in names.filter(|name| catalog.key(name).is_none()) {
        if problems.len() >= REPORTED {
            break;
        }
        let miscased = catalog.keys.iter().find(|key| key.name.eq_ignore_ascii_case(name));
        if (miscased.is_none() && keys == KeyNames::Open) || problems.iter().any(|(told, _)| *told == name) {
            continue;
        }
        if let Some(key) = miscased {
            problems
                .push((name, KeyProblem::MiscasedKey { key: name.to_owned(), expected: key.name.clone() }));
        } else {
            let suggest = problems.len() < SUGGESTIONS;
            problems.push((name, unknown(catalog, name, suggest)));
        }
    }
    problems
}

fn unknown(catalog: &Catalog, name: &str, suggest: bool) -> KeyProblem {
    match elsewhere::key(catalog.domain, name) {
        Some(foreign) => KeyProblem::ForeignKey {
            key: name.to_owned(),
            platform: foreign.platform,
            instead: foreign.instead,
        },
        None => {
            let declared = catalog.keys.iter().map(|key| key.name.as_str());
            let nearest = if suggest { spelling::nearest(name, declared) } else { None };
            KeyProblem::UnknownKey { key: name.to_owned(), nearest: nearest.map(str::to_owned) }
        }
    }
}
