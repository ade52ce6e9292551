//! The winning values of every key to settings and problems. Never fails: what is refused is left out and listed.

use std::collections::{BTreeMap, BTreeSet};

use serde::de::DeserializeOwned;
use serde_json::{Map, Value as Json};

use crate::catalog::{CatalogKey, Fallback};
use crate::check::{self, Delivered, KeyProblem};
use crate::document::Node;
use crate::document::Part;
use crate::domain::{AGENT, DESKTOP_MFA, DOMAINS, Domain, elsewhere};
use crate::key_path::KeyPath;
use crate::layer::Layer;
use crate::problem::{Place, Problem, ProblemKind};
use crate::settings::{RefusedKey, Settings};

/// For each domain and key the value that won.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Merged(BTreeMap<(&'static str, String), Winner>);

/// A value that won over those of lower layers.
#[derive(Clone, Debug, PartialEq)]
pub struct Winner {
    /// The value.
    pub node: Node,
    /// Who set it.
    pub layer: Layer,
    /// Where it stands in the file it came from.
    pub at: KeyPath,
}

impl Merged {
    /// Nothing set.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Takes a value over; one that was there of the same or a lower layer gives way, one of a higher layer stays.
    pub fn set(&mut self, domain: &'static Domain, key: &str, value: Winner) {
        let slot = (domain.name, key.to_owned());
        if self.0.get(&slot).is_none_or(|held| held.layer <= value.layer) {
            self.0.insert(slot, value);
        }
    }

    /// Whether no key of any domain is set.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Whether any key of this domain is set.
    #[must_use]
    pub fn holds(&self, domain: &Domain) -> bool {
        self.of(domain).next().is_some()
    }

    fn of(&self, domain: &Domain) -> impl Iterator<Item = (&str, &Winner)> {
        let name = domain.name;
        self.0
            .iter()
            .filter(move |((owner, _), _)| *owner == name)
            .map(|((_, key), value)| (key.as_str(), value))
    }
}

/// Settings from what won, with the problems of the values. A value with a problem that refuses it is not used: the
/// default stands in its place, and [`Settings::refused`] says so. The same for a required key that is not set.
#[must_use]
pub fn resolve(merged: &Merged) -> (Settings, Vec<Problem>) {
    let mut settings = Settings::default();
    let mut problems = Vec::new();
    let mut accepted: BTreeMap<&str, Map<String, Json>> = BTreeMap::new();
    for domain in DOMAINS {
        let values = accepted.entry(domain.name).or_default();
        for (name, winner) in merged.of(domain) {
            let found = check::entry(domain, name, &winner.node, &winner.at);
            if found.iter().any(refuses) {
                settings.refused.extend(refused(domain, name));
            } else if let Some(value) = check::declared(domain, name, |key| used(key, &winner.node)) {
                settings.origins.set(domain.name, name, winner.layer);
                values.insert(name.to_owned(), value);
            }
            problems.extend(found);
        }
    }
    for domain in DOMAINS {
        let is_set = |owner: &str, key: &str| {
            let written = merged.0.iter().find(|((name, slot), _)| *name == owner && slot == key);
            written.map(|(_, winner)| check::view::json(&winner.node))
        };
        let place = place(merged, domain);
        for key in check::missing(domain, is_set) {
            settings.refused.extend(refused(domain, &key));
            problems.push(Problem {
                place: place.clone(),
                kind: ProblemKind::Key(KeyProblem::MissingKey { key }),
            });
        }
    }
    settings.desktop_mfa = typed(&DESKTOP_MFA, &mut accepted, &mut settings);
    settings.agent = typed(&AGENT, &mut accepted, &mut settings);
    (settings, problems)
}

/// Settings from the payloads of one file, as if the device had just received it. What the managed client sets only
/// once is no policy and is left out. Of two payloads that set the same key, the later one counts.
#[must_use]
pub fn single(payloads: &[Delivered<'_>]) -> (Settings, Vec<Problem>) {
    resolve(&merged(payloads, |payload, key, node| (node.clone(), payload.at.key(key))))
}

/// The values of which [`single`] makes settings, standing nowhere: equal for files that differ in layout alone, and had
/// for much less.
#[must_use]
pub fn values(payloads: &[Delivered<'_>]) -> Merged {
    merged(payloads, |_, _, node| (node.without_places(), KeyPath::root()))
}

fn merged<'d>(
    payloads: &[Delivered<'d>],
    kept: impl Fn(&Delivered<'d>, &str, &Node) -> (Node, KeyPath),
) -> Merged {
    let mut merged = Merged::new();
    for payload in payloads.iter().filter(|payload| payload.is_enforced()) {
        for (key, node) in payload.entries() {
            let (node, at) = kept(payload, key, node);
            merged.set(payload.domain, key, Winner { node, layer: Layer::ManagedDevice, at });
        }
    }
    merged
}

/// The struct of a domain. Values that passed the schema always fit; were it not so, none of them would be used.
fn typed<T: DeserializeOwned + Default>(
    domain: &'static Domain,
    accepted: &mut BTreeMap<&str, Map<String, Json>>,
    settings: &mut Settings,
) -> T {
    let values = accepted.remove(domain.name).unwrap_or_default();
    let names: Vec<String> = values.keys().cloned().collect();
    serde_json::from_value(Json::Object(values)).unwrap_or_else(|_| {
        settings.origins.forget(domain.name);
        let refuse = |key| RefusedKey { domain: domain.name, key, fallback: Fallback::Deny };
        settings.refused.extend(names.into_iter().map(refuse));
        T::default()
    })
}

/// The value as it is used: of an item that a list of different items holds twice, the first; no item that belongs to
/// another platform.
fn used(key: &CatalogKey, node: &Node) -> Json {
    match check::view::json(node) {
        Json::Array(items) if key.unique_items => {
            let mut seen = BTreeSet::new();
            let foreign = |item: &Json| {
                let listed = key.allowed_anywhere().iter().any(|allowed| allowed.value == *item);
                !listed && item.as_str().is_some_and(|word| elsewhere::factor(word).is_some())
            };
            let has_words = !key.allowed_anywhere().is_empty();
            items
                .into_iter()
                .filter(|item| !(has_words && foreign(item)) && seen.insert(item.to_string()))
                .collect()
        }
        value => value,
    }
}

fn refused(domain: &'static Domain, key: &str) -> Option<RefusedKey> {
    let fallback = check::declared(domain, key, |key| key.fallback)?;
    Some(RefusedKey { domain: domain.name, key: key.to_owned(), fallback })
}

fn refuses(problem: &Problem) -> bool {
    matches!(&problem.kind, ProblemKind::Key(problem) if problem.refuses())
}

/// Where the settings of a domain stand: the dictionary that holds the first of them, or the file when none is set.
fn place(merged: &Merged, domain: &Domain) -> Place {
    let first = merged.of(domain).next().and_then(|(_, winner)| winner.at.segments().split_last());
    first.map_or(Place::File, |(_, dictionary)| Place::Path(KeyPath::from(dictionary.to_vec()), Part::Value))
}

#[cfg(test)]
mod tests;
