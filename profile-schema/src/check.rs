//! The settings of a file, compared with the declaration: the generated schema evaluated, its errors turned into
//! problems with a key path; names that are not declared; required keys that are missing.

mod checker;
mod meant;
mod missing;
mod names;
mod problem;
mod url;
pub(crate) mod view;

use std::sync::{LazyLock, OnceLock};

use crate::carrier::{Delivery, Payload};
use crate::catalog::CatalogKey;
use crate::document::Node;
use crate::domain::{self, DOMAINS, Domain, ENVELOPES};
use crate::key_path::KeyPath;
use crate::problem::{Part, Place, Problem, ProblemKind};

use checker::Checker;
pub(crate) use missing::missing;
pub use problem::{KeyProblem, UrlFault};

/// What stands in the same dictionary as the settings.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beside {
    /// Nothing: the dictionary is the settings.
    Nothing,
    /// The keys of the payload that carries them.
    EnvelopeKeys,
}

/// The settings of one domain as one payload delivers them.
#[derive(Clone, Debug)]
pub struct Delivered<'a> {
    /// The domain.
    pub domain: &'static Domain,
    /// The dictionary.
    pub settings: &'a Node,
    /// Where the dictionary stands in its file.
    pub at: KeyPath,
    /// How the settings reach the Mac.
    pub delivery: Delivery,
}

impl<'a> Delivered<'a> {
    /// A payload of a domain that is declared; `None` for any other, and for a preference file, which does not say.
    #[must_use]
    pub fn of(payload: &Payload<'a>) -> Option<Self> {
        Some(Self::to(domain::named(payload.domain?)?, payload))
    }

    /// A payload taken for settings of this domain.
    #[must_use]
    pub fn to(domain: &'static Domain, payload: &Payload<'a>) -> Self {
        Self { domain, settings: payload.settings, at: payload.path.clone(), delivery: payload.delivery }
    }

    /// The declared domain whose keys a preference file matches best, if it has any of one.
    #[must_use]
    pub fn guess(settings: &Node) -> Option<&'static Domain> {
        let matches = |domain: &&Domain| {
            with_checker(domain, |checker| {
                settings.entries().iter().filter(|entry| checker.catalog.key(&entry.key).is_some()).count()
            })
        };
        let best = DOMAINS.iter().copied().rev().max_by_key(matches)?;
        (matches(&best) > 0).then_some(best)
    }

    /// The keys and values of the settings; of a repeated key the last.
    pub fn entries(&self) -> impl Iterator<Item = (&'a str, &'a Node)> + use<'a> {
        names::entries(self.settings, self.domain.keys, self.beside()).into_iter()
    }

    /// What stands beside the settings.
    #[must_use]
    pub const fn beside(&self) -> Beside {
        match self.delivery {
            Delivery::Direct => Beside::EnvelopeKeys,
            Delivery::Bare | Delivery::Forced | Delivery::SetOnce { .. } => Beside::Nothing,
        }
    }

    /// Whether a Mac holds its user to these settings.
    #[must_use]
    pub const fn is_enforced(&self) -> bool {
        !matches!(self.delivery, Delivery::SetOnce { .. })
    }
}

/// The problems of one dictionary that stands alone: names, types and values of its keys, and required keys that it
/// lacks, in the order of their places. A key that is required under a condition is [`together`]'s.
#[must_use]
pub fn check(domain: &Domain, settings: &Node, at: &KeyPath, beside: Beside) -> Vec<Problem> {
    with_checker(domain, |checker| {
        let mut problems = present(checker, domain, settings, at, beside);
        for key in &checker.catalog.keys {
            if key.required && key.required_unless.is_none() && settings.get(&key.name).is_none() {
                problems.push(missing::at(at, &key.name));
            }
        }
        sorted(problems)
    })
}

/// The problems of all settings of one file: each dictionary's own, and required keys that no dictionary of their
/// domain has, placed at the first of them.
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
        if !seen.contains(&payload.domain.name) {
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
            let problems = names::problems(&checker.catalog, domain.keys, std::iter::once(name));
            problems.into_iter().map(|(_, problem)| at_key(at.clone(), problem)).collect()
        }
    })
}

/// The declaration of a key of a domain.
pub(crate) fn declared<T>(domain: &Domain, name: &str, read: impl FnOnce(&CatalogKey) -> T) -> Option<T> {
    with_checker(domain, |checker| checker.catalog.key(name).map(read))
}

/// Runs with the domain's declaration compiled, which happens once a process for those that it meets.
fn with_checker<T>(domain: &Domain, run: impl FnOnce(&Checker) -> T) -> T {
    static COMPILED: LazyLock<Vec<(&str, OnceLock<Checker>)>> = LazyLock::new(|| {
        DOMAINS.iter().chain(ENVELOPES).map(|domain| (domain.name, OnceLock::new())).collect()
    });
    match COMPILED.iter().find(|(name, _)| *name == domain.name) {
        Some((_, cell)) => run(cell.get_or_init(|| Checker::of(domain))),
        None => run(&Checker::of(domain)),
    }
}

fn present(
    checker: &Checker,
    domain: &Domain,
    settings: &Node,
    at: &KeyPath,
    beside: Beside,
) -> Vec<Problem> {
    let entries = names::entries(settings, domain.keys, beside);
    let names = names::problems(&checker.catalog, domain.keys, entries.keys().copied());
    let mut problems: Vec<Problem> =
        names.into_iter().map(|(name, problem)| at_key(at.key(name), problem)).collect();
    for key in &checker.catalog.keys {
        if let Some(node) = entries.get(key.name.as_str()) {
            problems.extend(checker.value(key, node, &at.key(&key.name)));
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
