//! One key's value against the generated schema: the validator's errors to problems with exact key paths.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::{LazyLock, OnceLock};

use jsonschema::error::ValidationErrorKind;
use jsonschema::paths::LocationSegment;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::{Map, Value as Json};

use super::{meant, url, view};
use crate::catalog::{AllowedValue, Catalog, CatalogKey};
use crate::document::Part;
use crate::document::{Node, PlistType, Value};
use crate::domain::{DOMAINS, Domain, ENVELOPES, elsewhere};
use crate::key_path::KeyPath;
use crate::problem::KeyProblem;
use crate::problem::{Place, Problem, ProblemKind};
use crate::spelling;

/// About the most problems that one key is given; a list with more mistakes was not typed by anybody.
const PROBLEMS_PER_KEY: usize = 64;

/// The schema sees this many items of a list, or entries of a dictionary, at once.
const PART: usize = 1_024;

/// A domain's declaration, ready to evaluate.
pub(super) struct Checker {
    pub(super) catalog: Cow<'static, Catalog>,
    validator: Option<Validator>,
}

impl Checker {
    pub(super) fn of(domain: &Domain) -> Self {
        let mut schema = serde_json::from_str::<Json>(domain.committed).unwrap_or_default();
        let catalog = match Catalog::declared_in(domain, &schema) {
            Some(catalog) => Cow::Borrowed(catalog),
            None => Cow::Owned(Catalog::read(domain, &schema)),
        };
        if let Some(root) = schema.as_object_mut() {
            root.shift_remove("$schema");
            // One key is looked at at a time; which keys are missing is told elsewhere.
            root.shift_remove("required");
        }
        // The keywords that the schemas use mean the same in draft 7, whose meta-schema is one document: the first
        // validator of a process is ready in 1.0 ms instead of 1.7.
        let options = jsonschema::options().with_draft(Draft::Draft7).offline();
        Self { catalog, validator: options.build(&schema).ok() }
    }

    /// Whether one value has no problem, where that can be told without a list of problems.
    pub(super) fn passes(&self, key: &CatalogKey, node: &Node) -> bool {
        let found = node.value.plist_type();
        let beyond_the_schema = key.syntax.is_some()
            || key.unique_items
            || key.wildcard.is_some()
            || !key.unconfirmed.is_empty()
            || node.items().len().max(node.entries().len()) > PART;
        match key.value_type {
            PlistType::Date | PlistType::Data => key.value_type == found,
            PlistType::Integer if found != PlistType::Integer => false,
            _ if beyond_the_schema => false,
            _ => self.validator.as_ref().is_some_and(|validator| {
                validator.is_valid(&Json::Object(Map::from_iter([(key.name.clone(), view::json(node))])))
            }),
        }
    }

    /// The problems of one value; `at` is where it stands.
    pub(super) fn value(&self, key: &CatalogKey, node: &Node, at: &KeyPath) -> Vec<Problem> {
        let mut found = Found { key, at, problems: BTreeMap::new(), count: 0, refused: false };
        let plist_type = node.value.plist_type();
        // JSON cannot tell these types from others: 1.0 is an integer there, and a date is a text.
        let exact = matches!(key.value_type, PlistType::Integer | PlistType::Date | PlistType::Data);
        if exact && key.value_type != plist_type {
            found.wrong_type(at.clone(), key.value_type, node);
        } else if !matches!(key.value_type, PlistType::Date | PlistType::Data) {
            found.beyond_the_schema(node);
            match &self.validator {
                Some(validator) => found.against(validator, node),
                // INVARIANT: a committed schema compiles, which a test holds; were it not so, nothing would pass.
                None => found.add(at.clone(), not_allowed(key, &node.value, &[], Rest::IsNothing)),
            }
        }
        found.problems.into_values().flatten().collect()
    }
}

/// Runs with the domain's declaration compiled, which happens once a process for those that it meets.
pub(super) fn with_checker<T>(domain: &Domain, run: impl FnOnce(&Checker) -> T) -> T {
    static COMPILED: LazyLock<Vec<(&str, OnceLock<Checker>)>> = LazyLock::new(|| {
        DOMAINS.iter().chain(ENVELOPES).map(|domain| (domain.name, OnceLock::new())).collect()
    });
    match COMPILED.iter().find(|(name, _)| *name == domain.name) {
        Some((_, cell)) => run(cell.get_or_init(|| Checker::of(domain))),
        None => run(&Checker::of(domain)),
    }
}

/// Problems of one key's value, in the order of their places.
struct Found<'a> {
    key: &'a CatalogKey,
    at: &'a KeyPath,
    problems: BTreeMap<KeyPath, Vec<Problem>>,
    count: usize,
    refused: bool,
}

impl Found<'_> {
    /// Evaluates the schema part by part of a long list, so that its errors never fill the memory.
    fn against(&mut self, validator: &Validator, node: &Node) {
        let length = node.items().len().max(node.entries().len());
        for first in (0..length.max(1)).step_by(PART) {
            let value = match &node.value {
                Value::Array(items) => items.iter().skip(first).take(PART).map(view::json).collect(),
                Value::Dictionary(entries) => view::object(entries.iter().skip(first).take(PART)),
                _ => view::json(node),
            };
            let instance = Json::Object(Map::from_iter([(self.key.name.clone(), value)]));
            if !validator.is_valid(&instance) {
                for error in validator.iter_errors(&instance) {
                    self.error(&error, node, first);
                }
            }
            if self.is_full() {
                break;
            }
        }
    }

    /// One error; `first` is the index of the list's item that the validator saw as its first.
    fn error(&mut self, error: &ValidationError<'_>, root: &Node, first: usize) {
        let Some((path, node, depth)) = self.place(error, root, first) else { return };
        let (value_type, allowed, pattern) = match (&self.key.item, &self.key.map_value, depth) {
            (Some(element), _, 1) | (None, Some(element), 1) => {
                (element.value_type, element.allowed.as_slice(), &element.pattern)
            }
            _ => (self.key.value_type, self.key.allowed.as_slice(), &self.key.pattern),
        };
        if !fits(value_type, node.value.plist_type()) {
            self.wrong_type(path, value_type, node);
            return;
        }
        let text = node.as_str();
        let problem = match error.kind() {
            // Which keys must be there depends on the other payloads of the file, and a list is seen part by part.
            ValidationErrorKind::Required { .. } | ValidationErrorKind::UniqueItems => return,
            ValidationErrorKind::MinLength { .. } => KeyProblem::EmptyValue,
            ValidationErrorKind::Pattern { .. } if text == Some("") => KeyProblem::EmptyValue,
            ValidationErrorKind::Pattern { .. } => self.pattern_mismatch(text.unwrap_or_default(), pattern),
            ValidationErrorKind::Minimum { .. } | ValidationErrorKind::Maximum { .. } => {
                KeyProblem::OutOfRange {
                    found: number(&node.value),
                    minimum: self.key.minimum.map(|bound| bound.to_string()),
                    maximum: self.key.maximum.map(|bound| bound.to_string()),
                }
            }
            _ => {
                let listed = |item: &Node| {
                    allowed.iter().any(|word| item.as_str().is_some_and(|text| word.value == text))
                };
                let rest = if depth == 1 && root.items().iter().any(listed) {
                    Rest::IsGood
                } else {
                    Rest::IsNothing
                };
                not_allowed(self.key, &node.value, allowed, rest)
            }
        };
        self.add(path, problem);
    }

    /// The path, the node and how many steps below the key's own value it stands.
    fn place<'n>(
        &self,
        error: &ValidationError<'_>,
        root: &'n Node,
        first: usize,
    ) -> Option<(KeyPath, &'n Node, usize)> {
        let mut path = self.at.clone();
        let mut node = root;
        let mut depth = 0;
        for segment in error.instance_path().segments().skip(1) {
            (path, node) = match segment {
                LocationSegment::Property(key) => (path.key(&key), node.get(&key)?),
                LocationSegment::Index(index) => {
                    let index = if depth == 0 { first + index } else { index };
                    (path.index(index), node.items().get(index)?)
                }
            };
            depth += 1;
        }
        Some((path, node, depth))
    }

    fn pattern_mismatch(&self, text: &str, pattern: &Option<String>) -> KeyProblem {
        if let Some(problem) = self.key.syntax.and_then(|syntax| url::problem(text, syntax)) {
            return problem;
        }
        KeyProblem::PatternMismatch {
            found: (!self.key.sensitive).then(|| text.to_owned()),
            expected: self.key.pattern_words.clone().or_else(|| pattern.clone()).unwrap_or_default(),
        }
    }

    fn duplicates(&mut self, array: &Node) {
        let mut first = BTreeMap::new();
        for (index, item) in array.items().iter().enumerate() {
            let Some(text) = item.as_str() else { continue };
            let before = *first.entry(text).or_insert(index);
            if before < index {
                self.add(
                    self.at.index(index),
                    KeyProblem::DuplicateItem { found: text.to_owned(), first: before },
                );
            }
        }
    }

    /// What the declaration says beside the schema's own words.
    fn beyond_the_schema(&mut self, node: &Node) {
        if let (Some(text), Some(syntax)) = (node.as_str(), self.key.syntax)
            && let Some(problem) = url::problem(text, syntax)
        {
            self.add(self.at.clone(), problem);
        }
        if let Some(text) = node.as_str()
            && self.key.unconfirmed.iter().any(|word| word == text)
        {
            let confirmed = words(&self.key.allowed);
            let confirmed =
                confirmed.into_iter().filter(|word| !self.key.unconfirmed.contains(word)).collect();
            self.add(self.at.clone(), KeyProblem::UnconfirmedValue { found: text.to_owned(), confirmed });
        }
        if self.key.unique_items {
            self.duplicates(node);
        }
        if let Some(wildcard) = &self.key.wildcard
            && let Some(index) = node.items().iter().position(|item| item.as_str() == Some(wildcard))
            && node.items().iter().any(|item| item.as_str() != Some(wildcard))
        {
            self.add(self.at.index(index), KeyProblem::WildcardMixed { wildcard: wildcard.clone() });
        }
    }

    fn wrong_type(&mut self, path: KeyPath, expected: PlistType, node: &Node) {
        let meant = if self.key.sensitive { None } else { meant::element(expected, &node.value) };
        self.add(path, KeyProblem::WrongType { expected, found: node.value.plist_type(), meant });
    }

    /// Whether there is nothing left to learn: the value is refused, and enough is said.
    const fn is_full(&self) -> bool {
        self.refused && self.count >= PROBLEMS_PER_KEY
    }

    /// Adds a problem, once for each place and kind.
    fn add(&mut self, path: KeyPath, problem: KeyProblem) {
        // INVARIANT: however many problems there are, one that refuses the value is among those that are kept.
        if self.count >= PROBLEMS_PER_KEY && (self.refused || !problem.refuses()) {
            return;
        }
        self.count += 1;
        self.refused |= problem.refuses();
        let problem =
            Problem { place: Place::Path(path.clone(), Part::Value), kind: ProblemKind::Key(problem) };
        let here = self.problems.entry(path).or_default();
        if !here.contains(&problem) {
            here.push(problem);
        }
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
