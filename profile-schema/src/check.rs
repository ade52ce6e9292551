//! The settings of a file, compared with the declaration: the generated schema evaluated, its errors turned into
//! problems with a key path; names that are not declared; required keys that are missing.

mod checker;
mod delivered;
pub(crate) mod meant;
mod missing;
mod names;
mod secrecy;
mod sound;
mod url;
pub(crate) mod view;

use serde_json::Value as Json;

use crate::catalog::CatalogKey;
use crate::document::Node;
use crate::document::Part;
use crate::domain::{Domain, DomainKind};
use crate::key_path::KeyPath;
use crate::plist::MAX_PROBLEMS;
use crate::problem::{Place, Problem, ProblemKind};

pub use crate::problem::{KeyProblem, UrlFault};
use checker::{Checker, with_checker};
pub use delivered::Delivered;
pub use names::Beside;
use names::Known;
pub use secrecy::{Secrecy, is_secret};
pub use url::private_parts;

/// The problems of one dictionary that stands alone: names, types and values of its keys, and required keys that it
/// lacks, in the order of their places. A key that is required under a condition is [`together`]'s.
#[must_use]
pub fn check(domain: &Domain, settings: &Node, at: &KeyPath, beside: Beside) -> Vec<Problem> {
    with_checker(domain, |checker| {
        let mut problems = present(checker, domain, settings, at, beside);
        problems.extend(missing::of(&checker.catalog.keys, settings).map(|key| missing::at(at, key)));
        sorted(problems)
    })
}

/// The problems of all settings of one file: each dictionary's own, and required keys that no dictionary of their
/// domain has, placed at the first of them. A payload that macOS reads itself must have all of them.
#[must_use]
pub fn together(payloads: &[Delivered<'_>]) -> Vec<Problem> {
    let mut problems: Vec<Problem> = payloads
        .iter()
        .flat_map(|payload| {
            with_checker(payload.domain, |checker| {
                present(checker, payload.domain, payload.settings, &payload.at, payload.beside())
            })
        })
        .collect();
    let value = |domain: &str, key: &str| {
        payloads
            .iter()
            .rev()
            .filter(|payload| payload.domain.name == domain)
            .find_map(|payload| payload.settings.get(key))
            .map(view::json)
    };
    let mut seen: Vec<&str> = Vec::new();
    for payload in payloads {
        if payload.domain.kind == DomainKind::PayloadType {
            with_checker(payload.domain, |checker| {
                let missing = missing::of(&checker.catalog.keys, payload.settings);
                problems.extend(missing.map(|key| missing::at(&payload.at, key)));
            });
        } else if !seen.contains(&payload.domain.name) {
            seen.push(payload.domain.name);
            problems
                .extend(missing(payload.domain, value).into_iter().map(|key| missing::at(&payload.at, &key)));
        }
    }
    sorted(problems)
}

/// The problems of one key of a domain and its value, which stands at this path.
pub(crate) fn entry(domain: &Domain, name: &str, node: &Node, at: &KeyPath) -> Vec<Problem> {
    with_checker(domain, |checker| match checker.catalog.key(name) {
        Some(key) => checker.value(key, node, at),
        None => {
            let problems = Known::in_settings(&checker.catalog, domain).problems(std::iter::once(name));
            problems.into_iter().map(|(_, problem)| at_key(at.clone(), problem)).collect()
        }
    })
}

/// The required keys of a domain that have no value; `value` looks one up by domain and key.
pub(crate) fn missing(domain: &Domain, value: impl Fn(&str, &str) -> Option<Json>) -> Vec<String> {
    with_checker(domain, |checker| missing::everywhere(domain.name, &checker.catalog.keys, value))
}

/// The declaration of a key of a domain.
pub(crate) fn declared<T>(domain: &Domain, name: &str, read: impl FnOnce(&CatalogKey) -> T) -> Option<T> {
    with_checker(domain, |checker| checker.catalog.key(name).map(read))
}

fn present(
    checker: &Checker,
    domain: &Domain,
    settings: &Node,
    at: &KeyPath,
    beside: Beside,
) -> Vec<Problem> {
    let listed = names::by_lists(&checker.catalog.keys, settings);
    let names = names::names(settings, domain, beside).filter(|name| !listed.contains_key(name));
    let names = Known::in_settings(&checker.catalog, domain).problems(names);
    let mut problems: Vec<Problem> =
        names.into_iter().map(|(name, problem)| at_key(at.key(name), problem)).collect();
    for key in &checker.catalog.keys {
        let node = settings.get(&key.name).filter(|_| names::are_looked_at(domain, beside, &key.name));
        if let Some(node) = node.filter(|node| !checker.passes(key, node)) {
            problems.extend(checker.value(key, node, &at.key(&key.name)));
        }
    }
    for entry in settings.entries().iter().take_while(|_| !listed.is_empty()) {
        if problems.len() >= MAX_PROBLEMS {
            break;
        }
        if let Some(item) = listed.get(entry.key.as_str()) {
            problems.extend(checker.value(item, &entry.node, &at.key(&entry.key)));
        }
    }
    problems
}

fn at_key(path: KeyPath, problem: KeyProblem) -> Problem {
    Problem { place: Place::Path(path, Part::Key), kind: ProblemKind::Key(problem) }
}

/// By place; problems of one place keep their order.
fn sorted(mut problems: Vec<Problem>) -> Vec<Problem> {
    problems.sort_by(|left, right| match (&left.place, &right.place) {
        (Place::Path(left, _), Place::Path(right, _)) => left.cmp(right),
        _ => std::cmp::Ordering::Equal,
    });
    problems
}

#[cfg(test)]
mod tests;
