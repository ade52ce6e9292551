//! The values that are set, of all domains, to the required keys that are not.

use serde_json::Value as Json;

use super::checker::with_checker;
use crate::document::Part;
use crate::domain::Domain;
use crate::key_path::KeyPath;
use crate::problem::KeyProblem;
use crate::problem::{Place, Problem, ProblemKind};

/// The required keys of a domain that have no value; `value` looks one up by domain and key.
pub(crate) fn missing(domain: &Domain, value: impl Fn(&str, &str) -> Option<Json>) -> Vec<String> {
    with_checker(domain, |checker| {
        let is_missing = |key: &&crate::catalog::CatalogKey| {
            let waived = key.required_unless.as_ref().is_some_and(|waiver| {
                let set = value(&waiver.domain, &waiver.key);
                match set.as_ref().and_then(Json::as_str) {
                    Some(text) if waiver.values.is_empty() => !text.is_empty(),
                    Some(text) => waiver.values.iter().any(|value| value == text),
                    None => false,
                }
            });
            key.required && !waived && value(domain.name, &key.name).is_none()
        };
        checker.catalog.keys.iter().filter(is_missing).map(|key| key.name.clone()).collect()
    })
}

/// The problem, at the dictionary that lacks the key.
pub(super) fn at(dictionary: &KeyPath, key: &str) -> Problem {
    Problem {
        place: Place::Path(dictionary.clone(), Part::Value),
        kind: ProblemKind::Key(KeyProblem::MissingKey { key: key.to_owned() }),
    }
}
