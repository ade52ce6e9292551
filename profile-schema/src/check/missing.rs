//! The values that are set, of all domains, to the required keys that are not.

use serde_json::Value as Json;

use crate::catalog::CatalogKey;
use crate::document::Node;
use crate::document::Part;
use crate::key_path::KeyPath;
use crate::problem::KeyProblem;
use crate::problem::{Place, Problem, ProblemKind};

/// The keys among these that a dictionary must have and has not, whatever other dictionaries hold.
pub(super) fn of<'k>(keys: &'k [CatalogKey], dictionary: &'k Node) -> impl Iterator<Item = &'k str> {
    let is_needed = |key: &&CatalogKey| {
        let when = || key.required_when.as_ref();
        let is_one_of = |values: &[String]| {
            when()
                .and_then(|when| dictionary.get(&when.key)?.as_str())
                .is_some_and(|text| values.iter().any(|value| value == text))
        };
        (key.required && key.required_unless.is_none()) || when().is_some_and(|when| is_one_of(&when.values))
    };
    let missing = keys.iter().filter(move |key| is_needed(key) && dictionary.get(&key.name).is_none());
    missing.map(|key| key.name.as_str())
}

/// The required keys among these of a domain that have no value; `value` looks one up by domain and key.
pub(super) fn everywhere(
    domain: &str,
    keys: &[CatalogKey],
    value: impl Fn(&str, &str) -> Option<Json>,
) -> Vec<String> {
    let is_missing = |key: &&CatalogKey| {
        let waived = key.required_unless.as_ref().is_some_and(|waiver| {
            let set = value(&waiver.domain, &waiver.key);
            match set.as_ref().and_then(Json::as_str) {
                Some(text) if waiver.values.is_empty() => !text.is_empty(),
                Some(text) => waiver.values.iter().any(|value| value == text),
                None => false,
            }
        });
        key.required && !waived && value(domain, &key.name).is_none()
    };
    keys.iter().filter(is_missing).map(|key| key.name.clone()).collect()
}

/// The problem, at the dictionary that lacks the key.
pub(super) fn at(dictionary: &KeyPath, key: &str) -> Problem {
    Problem {
        place: Place::Path(dictionary.clone(), Part::Value),
        kind: ProblemKind::Key(KeyProblem::MissingKey { key: key.to_owned() }),
    }
}
