//! The problems of one value and of everything in it, collected in the order of their places and within a limit.

use std::collections::BTreeMap;

use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::LocationSegment;
use jsonschema::{ValidationError, Validator};
use serde_json::{Map, Value as Json};

use super::{Checker, PART};
use crate::catalog::{AllowedValue, CatalogKey, Syntax};
use crate::check::names::Known;
use crate::check::{meant, missing, url, view};
use crate::document::{Node, Part, PlistType, Value};
use crate::domain::elsewhere;
use crate::key_path::{KeyPath, Segment};
use crate::problem::{KeyProblem, Place, Problem, ProblemKind, UrlFault};
use crate::spelling;

/// About the most problems that one key is given; a list with more mistakes was not typed by anybody.
const PROBLEMS_PER_KEY: usize = 64;

/// Problems of one key's value, in the order of their places.
pub(super) struct Found<'a> {
    checker: &'a Checker,
    problems: BTreeMap<KeyPath, Vec<Problem>>,
    count: usize,
    refused: bool,
    /// Whether the list that is looked at holds an allowed word.
    has_listed: Option<bool>,
}

impl<'a> Found<'a> {
    pub(super) const fn new(checker: &'a Checker) -> Self {
        Self { checker, problems: BTreeMap::new(), count: 0, refused: false, has_listed: None }
    }

    pub(super) fn into_problems(self) -> Vec<Problem> {
        self.problems.into_values().flatten().collect()
    }

    /// Everything wrong with a value and in it.
    pub(super) fn value(&mut self, key: &CatalogKey, node: &Node, at: &KeyPath) {
        let parts = key.has_parts();
        if (parts || key.is_exact()) && key.value_type != node.value.plist_type() {
            self.wrong_type(key, at.clone(), key.value_type, node);
        } else if !matches!(key.value_type, PlistType::Date | PlistType::Data) {
            self.beyond_the_schema(key, node, at);
            if parts {
                return self.parts(key, node, at);
            }
            match self.checker.validator() {
                Some(validator) => self.against(validator, key, node, at),
                // INVARIANT: a committed schema compiles, which a test holds; were it not so, nothing would pass.
                None => self.add(at.clone(), not_allowed(key, &node.value, &[], Rest::IsNothing)),
            }
        }
    }

    /// Each part for itself.
    fn parts(&mut self, key: &CatalogKey, node: &Node, at: &KeyPath) {
        match &node.value {
            Value::Dictionary(entries) => {
                if !key.keys.is_empty() || !key.other_keys.is_empty() {
                    self.dictionary(key, node, at);
                } else if let Some(element) = &key.map_value {
                    for entry in entries {
                        if self.is_full() {
                            break;
                        }
                        self.part(element, &entry.node, || at.key(&entry.key));
                    }
                }
            }
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    if self.is_full() {
                        break;
                    }
                    if key.items_by_name && item.as_str().is_some() {
                        continue;
                    }
                    if let Some(element) = &key.item {
                        self.part(element, item, || at.index(index));
                    }
                }
            }
            _ => {}
        }
    }

    fn part(&mut self, key: &CatalogKey, node: &Node, at: impl FnOnce() -> KeyPath) {
        if !self.checker.passes(key, node) {
            self.value(key, node, &at());
        }
    }

    /// A dictionary's names, the keys that it lacks, and its values.
    fn dictionary(&mut self, key: &CatalogKey, node: &Node, at: &KeyPath) {
        // Names refuse nothing, so where enough is said there is nothing to learn from them.
        if self.count < PROBLEMS_PER_KEY {
            let names = node.entries().iter().map(|entry| entry.key.as_str());
            for (name, problem) in Known::of(key).problems(names) {
                self.add_to(at.key(name), Part::Key, problem);
            }
        }
        for name in missing::of(&key.keys, node) {
            self.add(at.clone(), KeyProblem::MissingKey { key: name.to_owned() });
        }
        for below in &key.keys {
            if let Some(node) = node.get(&below.name) {
                self.part(below, node, || at.key(&below.name));
            }
        }
    }

    /// Evaluates the schema part by part of a long list, so that its errors never fill the memory.
    fn against(&mut self, validator: &Validator, key: &CatalogKey, node: &Node, at: &KeyPath) {
        self.has_listed = None;
        let length = node.items().len().max(node.entries().len());
        for first in (0..length.max(1)).step_by(PART) {
            let value = match &node.value {
                Value::Array(items) => items.iter().skip(first).take(PART).map(view::json).collect(),
                Value::Dictionary(entries) => view::object(entries.iter().skip(first).take(PART)),
                _ => view::json(node),
            };
            let instance = Json::Object(Map::from_iter([(key.pointer.clone(), value)]));
            if !validator.is_valid(&instance) {
                for error in validator.iter_errors(&instance) {
                    self.error(&error, key, node, at, first);
                }
            }
            if self.is_full() {
                break;
            }
        }
    }

    /// One error; `first` is the index of the list's item that the validator saw as its first.
    fn error(
        &mut self,
        error: &ValidationError<'_>,
        whole: &CatalogKey,
        root: &Node,
        at: &KeyPath,
        first: usize,
    ) {
        let Some(Spot { path, key, node, depth }) = spot(error, whole, root, at, first) else { return };
        if !fits(key.value_type, node.value.plist_type()) {
            self.wrong_type(key, path, key.value_type, node);
            return;
        }
        let text = node.as_str();
        let problem = match error.kind() {
            // Which keys must be there depends on the other payloads of the file, and a list is seen part by part.
            ValidationErrorKind::Required { .. } | ValidationErrorKind::UniqueItems => return,
            ValidationErrorKind::MinLength { .. } => KeyProblem::EmptyValue,
            ValidationErrorKind::Pattern { .. } if text == Some("") => KeyProblem::EmptyValue,
            ValidationErrorKind::Pattern { .. } => pattern_mismatch(key, text.unwrap_or_default()),
            ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => {
                KeyProblem::OutOfRange {
                    found: number(&node.value),
                    minimum: key.minimum.map(|bound| bound.to_string()),
                    maximum: key.maximum.map(|bound| bound.to_string()),
                }
            }
            _ => {
                let listed = |item: &Node| {
                    key.allowed.iter().any(|word| item.as_str().is_some_and(|text| word.value == text))
                };
                let has_listed =
                    depth == 1 && *self.has_listed.get_or_insert_with(|| root.items().iter().any(listed));
                let rest = if has_listed { Rest::IsGood } else { Rest::IsNothing };
                not_allowed(key, &node.value, &key.allowed, rest)
            }
        };
        self.add(path, problem);
    }

    fn duplicates(&mut self, array: &Node, at: &KeyPath) {
        let mut first = BTreeMap::new();
        for (index, item) in array.items().iter().enumerate() {
            let Some(text) = item.as_str() else { continue };
            let before = *first.entry(text).or_insert(index);
            if before < index {
                self.add(
                    at.index(index),
                    KeyProblem::DuplicateItem { found: text.to_owned(), first: before },
                );
            }
        }
    }

    /// What the declaration says beside the schema's own words.
    fn beyond_the_schema(&mut self, key: &CatalogKey, node: &Node, at: &KeyPath) {
        if let (Some(text), Some(syntax)) = (node.as_str(), key.syntax)
            && let Some(problem) = url_problem(text, syntax)
        {
            self.add(at.clone(), problem);
        }
        if let Some(text) = node.as_str() {
            self.unconfirmed(key, text, at);
        }
        if key.unique_items {
            self.duplicates(node, at);
        }
        if let Some(wildcard) = &key.wildcard
            && let Some(index) = node.items().iter().position(|item| item.as_str() == Some(wildcard))
            && node.items().iter().any(|item| item.as_str() != Some(wildcard))
        {
            self.add(at.index(index), KeyProblem::WildcardMixed { wildcard: wildcard.clone() });
        }
    }

    /// A word that is accepted, and that no vendor document confirms.
    fn unconfirmed(&mut self, key: &CatalogKey, text: &str, at: &KeyPath) {
        let told = |found: &str, confirmed: Vec<String>| KeyProblem::UnconfirmedValue {
            found: found.to_owned(),
            confirmed,
        };
        if key.unconfirmed.iter().any(|word| word == text) {
            let confirmed = words(&key.allowed);
            let confirmed = confirmed.into_iter().filter(|word| !key.unconfirmed.contains(word)).collect();
            self.add(at.clone(), told(text, confirmed));
        }
        if key.suggested.is_empty() {
            return;
        }
        let separator = key.separator.as_deref();
        let parts = text.split(|letter| separator.is_some_and(|separator| separator.contains(letter)));
        let is_odd = |part: &&str| !part.is_empty() && !key.suggested.iter().any(|word| word == part);
        if let Some(odd) = parts.map(str::trim).find(is_odd) {
            self.add(at.clone(), told(odd, key.suggested.clone()));
        }
    }

    fn wrong_type(&mut self, key: &CatalogKey, path: KeyPath, expected: PlistType, node: &Node) {
        let meant = if key.sensitive { None } else { meant::element(expected, &node.value) };
        self.add(path, KeyProblem::WrongType { expected, found: node.value.plist_type(), meant });
    }

    /// Whether there is nothing left to learn: the value is refused, and enough is said.
    const fn is_full(&self) -> bool {
        self.refused && self.count >= PROBLEMS_PER_KEY
    }

    /// Adds a problem of a value, once for each place and kind.
    fn add(&mut self, path: KeyPath, problem: KeyProblem) {
        self.add_to(path, Part::Value, problem);
    }

    fn add_to(&mut self, path: KeyPath, part: Part, problem: KeyProblem) {
        // INVARIANT: however many problems there are, one that refuses the value is among those that are kept.
        if self.count >= PROBLEMS_PER_KEY && (self.refused || !problem.refuses()) {
            return;
        }
        self.count += 1;
        self.refused |= problem.refuses();
        let problem = Problem { place: Place::Path(path.clone(), part), kind: ProblemKind::Key(problem) };
        let here = self.problems.entry(path).or_default();
        if !here.contains(&problem) {
            here.push(problem);
        }
    }
}

/// Where an error stands.
struct Spot<'k, 'n> {
    path: KeyPath,
    /// What is declared there.
    key: &'k CatalogKey,
    node: &'n Node,
    /// How many steps below the value that the validator saw.
    depth: usize,
}

fn spot<'k, 'n>(
    error: &ValidationError<'_>,
    whole: &'k CatalogKey,
    root: &'n Node,
    at: &KeyPath,
    first: usize,
) -> Option<Spot<'k, 'n>> {
    let mut spot = Spot { path: at.clone(), key: whole, node: root, depth: 0 };
    // The first step is the key itself.
    for segment in error.instance_path().segments().skip(1) {
        let (path, segment, node) = match segment {
            LocationSegment::Property(key) => {
                (spot.path.key(&key), Segment::Key((*key).into()), spot.node.get(&key)?)
            }
            LocationSegment::Index(index) => {
                let index = if spot.depth == 0 { first + index } else { index };
                (spot.path.index(index), Segment::Index(index), spot.node.items().get(index)?)
            }
        };
        let key = spot.key.below(&segment).unwrap_or(spot.key);
        spot = Spot { path, key, node, depth: spot.depth + 1 };
    }
    Some(spot)
}

fn pattern_mismatch(key: &CatalogKey, text: &str) -> KeyProblem {
    if let Some(problem) = key.syntax.and_then(|syntax| url_problem(text, syntax)) {
        return problem;
    }
    KeyProblem::PatternMismatch {
        found: (!key.sensitive).then(|| text.to_owned()),
        expected: key.pattern_words.clone().or_else(|| key.pattern.clone()).unwrap_or_default(),
    }
}

/// What is wrong with a URL. Where published samples disagree, what some of them write is merely unconfirmed.
fn url_problem(text: &str, syntax: Syntax) -> Option<KeyProblem> {
    match (url::problem(text, syntax)?, syntax) {
        (
            KeyProblem::BadUrl {
                found,
                fault: UrlFault::NoScheme | UrlFault::TrailingSlash,
                instead: Some(instead),
            },
            Syntax::OrganizationUrlOrHost,
        ) => Some(KeyProblem::UnconfirmedValue { found, confirmed: vec![instead] }),
        (problem, _) => Some(problem),
    }
}

/// Whether a value of one type is good where another is declared: an integer is also a real.
fn fits(declared: PlistType, found: PlistType) -> bool {
    declared == found || (declared == PlistType::Real && found == PlistType::Integer)
}

/// What a list has besides a word that is not allowed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Rest {
    /// At least one word that is.
    IsGood,
    /// No such word, or there is no list.
    IsNothing,
}

/// A word of another platform is left out of a list that has others; alone it leaves nothing.
fn not_allowed(key: &CatalogKey, value: &Value, allowed: &[AllowedValue], rest: Rest) -> KeyProblem {
    let allowed = words(allowed);
    let found = match value {
        Value::String(text) => Some(text.clone()),
        other => Some(number(other)),
    }
    .filter(|_| !key.sensitive);
    let word = found.as_deref().unwrap_or_default();
    if rest == Rest::IsGood
        && let Some(foreign) = elsewhere::factor(word)
        && foreign.instead.iter().all(|instead| allowed.iter().any(|word| word == instead))
    {
        return KeyProblem::ForeignValue {
            found: word.to_owned(),
            platform: foreign.platform,
            instead: foreign.instead,
        };
    }
    let nearest = spelling::nearest(word, allowed.iter().map(String::as_str)).map(str::to_owned);
    KeyProblem::NotAllowed { found, allowed, nearest }
}

fn words(allowed: &[AllowedValue]) -> Vec<String> {
    allowed
        .iter()
        .map(|allowed| allowed.value.as_str().map_or_else(|| allowed.value.to_string(), str::to_owned))
        .collect()
}

fn number(value: &Value) -> String {
    match value {
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        _ => String::new(),
    }
}
