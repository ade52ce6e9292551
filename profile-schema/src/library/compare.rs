//! The settings of a payload, compared with somebody else's schema of it.

use std::collections::BTreeMap;

use super::answers::Answers;
use super::condition::Settings;
use super::pattern::Patterns;
use super::schema::{Below, Key, KeyId, Keys, Schema, Support};
use super::values::{NAMED, same};
use super::version::Version;
use crate::carrier::is_envelope_key;
use crate::check::{Beside, is_secret, meant};
use crate::document::{Node, Part, PlistType, Value};
use crate::key_path::{KeyPath, Segment};
use crate::plist::MAX_PROBLEMS;
use crate::problem::{Availability, KeyProblem, Place, Problem, ProblemKind, Software};
use crate::spelling;

/// What was meant is looked for so often; a payload with more unknown keys and values was not typed by anybody.
const SUGGESTIONS: usize = 64;
/// So many things that an item may be are told apart.
const KINDS: usize = 64;
/// What stands for a value that must not be shown.
const HIDDEN: &str = "•••";

/// What the settings are for.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// What stands in the same dictionary as the settings.
    pub beside: Beside,
    /// The oldest macOS that they must work on.
    pub macos: Option<&'a Version>,
    /// The oldest version of the application.
    pub application: Option<&'a Version>,
}

/// The problems of the settings that stand at this path, in the order of their places.
///
/// Where the type is described in several ways, the settings are held against the one that they come nearest to.
#[must_use]
pub fn check(schema: &Schema, settings: &Node, at: &KeyPath, against: Against<'_>) -> Vec<Problem> {
    let looked_up = Settings::of(settings);
    let attempts = schema.shapes.iter().map(|shape| {
        let mut walk = Walk {
            schema,
            against,
            path: at.segments().to_vec(),
            problems: Vec::new(),
            suggested: 0,
            depth: at.segments().len(),
            answers: Answers::about(schema, settings, against.macos),
            patterns: Patterns::default(),
        };
        walk.dictionary(shape, settings, Shown::Yes);
        (std::cmp::Reverse(fitting_values(schema, shape, &looked_up)), walk.problems)
    });
    let nearest = attempts.min_by_key(|(fitting, problems)| {
        let kinds = || problems.iter().filter_map(|problem| key_problem(problem));
        let foreign = kinds().filter(|kind| {
            use KeyProblem::{MiscasedKey, NotAllowed, UnknownKey};
            matches!(kind, UnknownKey { .. } | MiscasedKey { .. } | NotAllowed { .. })
        });
        (foreign.count(), *fitting, kinds().filter(|kind| kind.refuses()).count(), problems.len())
    });
    let mut problems = nearest.map(|(_, problems)| problems).unwrap_or_default();
    problems.sort_by(|left, right| match (&left.place, &right.place) {
        (Place::Path(left, _), Place::Path(right, _)) => left.cmp(right),
        _ => std::cmp::Ordering::Equal,
    });
    problems
}

/// How many settings have one of the values that this way of writing the payload lists for them.
fn fitting_values(schema: &Schema, shape: &Keys, settings: &Settings<'_>) -> usize {
    let fits = |key: &Key, node: &Node| key.allowed.iter().any(|allowed| same(allowed, &node.value));
    let keys = shape.named.iter().filter_map(|(name, id)| Some((schema.get(*id)?, settings.get(name)?)));
    keys.filter(|(key, node)| fits(key, node)).count()
}

const fn key_problem(problem: &Problem) -> Option<&KeyProblem> {
    match &problem.kind {
        ProblemKind::Key(kind) => Some(kind),
        _ => None,
    }
}

/// Whether what is found in a value may be told.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Yes,
    /// The value, or one around it, is a secret.
    No,
}

struct Walk<'a> {
    schema: &'a Schema,
    against: Against<'a>,
    path: Vec<Segment>,
    problems: Vec<Problem>,
    suggested: usize,
    /// Segments that lead to the settings.
    depth: usize,
    answers: Answers<'a>,
    /// What comparing values with patterns has cost.
    patterns: Patterns,
}

impl<'a> Walk<'a> {
    fn dictionary(&mut self, keys: &'a Keys, node: &'a Node, shown: Shown) {
        // Nothing is said about what belongs there.
        if keys.named.is_empty() && keys.any.is_none() {
            return;
        }
        // Of a repeated key the last counts.
        let entries: BTreeMap<&str, &Node> =
            node.entries().iter().map(|entry| (entry.key.as_str(), &entry.node)).collect();
        for (name, value) in &entries {
            self.path.push(Segment::Key((*name).into()));
            match keys.of(name) {
                Some(id) => self.value(id, value, shown),
                None => self.unknown(keys, name),
            }
            self.path.pop();
        }
        for due in self.answers.due(keys).iter().filter(|due| !entries.contains_key(due.name)) {
            let key = due.name.to_owned();
            self.add(
                Part::Value,
                match due.by {
                    None => KeyProblem::MissingKey { key },
                    Some(by) => KeyProblem::RequiredBy { key, by: by.to_owned() },
                },
            );
        }
    }

    fn unknown(&mut self, keys: &Keys, name: &str) {
        let at_top = self.path.len() == self.depth + 1;
        if at_top && self.against.beside == Beside::EnvelopeKeys && is_envelope_key(None, name) {
            return;
        }
        // Looking for what was meant takes going through all keys.
        if self.problems.len() >= MAX_PROBLEMS {
            return;
        }
        let known = || keys.named.keys().map(String::as_str);
        let key = name.to_owned();
        let problem = match known().find(|known| known.eq_ignore_ascii_case(name)) {
            Some(expected) => KeyProblem::MiscasedKey { key, expected: expected.to_owned() },
            None => KeyProblem::UnknownKey { key, nearest: self.nearest(name, known()) },
        };
        self.add(Part::Key, problem);
    }

    /// What was meant by a word.
    fn nearest<'w>(&mut self, word: &str, known: impl Iterator<Item = &'w str>) -> Option<String> {
        self.suggested += 1;
        let nearest = if self.suggested <= SUGGESTIONS { spelling::nearest(word, known) } else { None };
        nearest.map(str::to_owned)
    }

    fn value(&mut self, id: KeyId, node: &'a Node, around: Shown) {
        let Some(key) = self.schema.get(id) else { return };
        self.versions(&key.macos, self.against.macos, Software::MacOs);
        self.versions(&key.application, self.against.application, Software::Application);
        if let Some(by) = self.answers.excluder(id, key) {
            self.add(Part::Key, KeyProblem::ExcludedBy { key: key.name.clone(), by: by.to_owned() });
        }
        let shown = if around == Shown::No || self.is_secret(id, key) { Shown::No } else { Shown::Yes };
        let found = node.value.plist_type();
        if let Some(expected) = key.kind.filter(|kind| !fits(*kind, found)) {
            // `<true/>` and `<false/>` tell nothing.
            let tells = shown == Shown::Yes || expected == PlistType::Boolean;
            let meant = if tells { meant::element(expected, &node.value) } else { None };
            self.add(Part::Value, KeyProblem::WrongType { expected, found, meant });
            return;
        }
        self.listed(id, key, &node.value, shown);
        self.bounds(key, &node.value, shown);
        if let (Some(pattern), Some(text)) = (&key.pattern, node.as_str())
            && !self.patterns.matches(pattern, text)
        {
            let found = (shown == Shown::Yes).then(|| text.to_owned());
            let expected = format!("a text that matches `{}`", pattern.text);
            self.add(Part::Value, KeyProblem::PatternMismatch { found, expected });
        }
        match (&key.below, &node.value) {
            (Below::Keys(keys), Value::Dictionary(_)) => self.dictionary(keys, node, shown),
            (Below::Items(kinds), Value::Array(items)) => self.items(kinds, items, shown),
            _ => {}
        }
    }

    fn is_secret(&mut self, id: KeyId, key: &Key) -> bool {
        // Where keys are free, the definition does not have the name.
        let written = match self.path.last() {
            Some(Segment::Key(name)) if **name != *key.name => is_secret(name),
            _ => false,
        };
        written || self.answers.is_secret(id, key)
    }

    fn items(&mut self, kinds: &[KeyId], items: &'a [Node], shown: Shown) {
        for (index, item) in items.iter().enumerate() {
            if self.problems.len() >= MAX_PROBLEMS {
                return;
            }
            if let Some(id) = self.likeliest(kinds, item) {
                self.path.push(Segment::Index(index));
                self.value(id, item, shown);
                self.path.pop();
            }
        }
    }

    /// Of several things that an item may be, the one of its type that knows most of its keys.
    fn likeliest(&self, kinds: &[KeyId], item: &Node) -> Option<KeyId> {
        if let [only] = kinds {
            return Some(*only);
        }
        let found = item.value.plist_type();
        let known = |key: &Key| match &key.below {
            Below::Keys(keys) => {
                item.entries().iter().filter(|entry| keys.named.contains_key(&entry.key)).count()
            }
            _ => 0,
        };
        let rank = |id: &KeyId| {
            let key = self.schema.get(*id)?;
            Some((key.kind.is_none_or(|kind| fits(kind, found)), known(key)))
        };
        // `max_by_key` takes the last of equals; the first is meant.
        kinds.iter().take(KINDS).rev().max_by_key(|id| rank(id)).copied()
    }

    fn listed(&mut self, id: KeyId, key: &'a Key, value: &Value, shown: Shown) {
        let is_full = self.problems.len() >= MAX_PROBLEMS;
        if key.allowed.is_empty() || key.suggested || is_full || self.answers.listed(id, key).has(value) {
            return;
        }
        let found = text(value).filter(|_| shown == Shown::Yes);
        let texts = key.allowed.iter().filter_map(Value::as_str);
        let nearest = found.as_deref().and_then(|found| self.nearest(found, texts));
        let named = if key.allowed.len() <= NAMED { key.allowed.as_slice() } else { &[] };
        let allowed = named.iter().filter_map(text).collect();
        self.add(Part::Value, KeyProblem::NotAllowed { found, allowed, nearest });
    }

    fn bounds(&mut self, key: &Key, value: &Value, shown: Shown) {
        let below = key.minimum.as_ref().is_some_and(|minimum| is_less(value, minimum));
        let above = key.maximum.as_ref().is_some_and(|maximum| is_less(maximum, value));
        if below || above {
            self.add(
                Part::Value,
                KeyProblem::OutOfRange {
                    found: text(value).filter(|_| shown == Shown::Yes).unwrap_or_else(|| HIDDEN.to_owned()),
                    minimum: key.minimum.as_ref().and_then(text),
                    maximum: key.maximum.as_ref().and_then(text),
                },
            );
        }
        let Value::Array(items) = value else { return };
        let found = items.len();
        if let Some(minimum) = key.fewest.filter(|fewest| found < *fewest) {
            self.add(Part::Value, KeyProblem::TooFewItems { found, minimum });
        }
        if let Some(maximum) = key.most.filter(|most| *most < found) {
            self.add(Part::Value, KeyProblem::TooManyItems { found, maximum });
        }
    }

    fn versions(&mut self, support: &Support, target: Option<&Version>, software: Software) {
        // Without a target the newest version is meant.
        let reached = |version: &Version| target.is_none_or(|target| target >= version);
        let when = if support.never {
            Availability::Never
        } else if let Some(first) = support.introduced.as_ref().filter(|first| !reached(first)) {
            Availability::From(first.to_string())
        } else if let Some(gone) = support.removed.as_ref().filter(|gone| reached(gone)) {
            Availability::Before(gone.to_string())
        } else if let Some(last) = support.last.as_ref().filter(|last| last.is_over(target)) {
            Availability::UpTo(last.to_string())
        } else if let Some(since) = support.deprecated.as_ref().filter(|since| reached(since)) {
            Availability::Discouraged(since.to_string())
        } else {
            return;
        };
        let key = KeyPath::from(self.path.clone()).last_key().unwrap_or_default().to_owned();
        self.add(Part::Key, KeyProblem::OtherVersion { key, software, when });
    }

    fn add(&mut self, part: Part, problem: KeyProblem) {
        if self.problems.len() < MAX_PROBLEMS {
            let place = Place::Path(self.path.clone().into(), part);
            self.problems.push(Problem { place, kind: ProblemKind::Key(problem) });
        }
    }
}

/// Whether a value of one type is good where another is declared: an integer is also a real.
fn fits(declared: PlistType, found: PlistType) -> bool {
    declared == found || (declared == PlistType::Real && found == PlistType::Integer)
}

/// Whether one value is less than another; not where they do not compare.
pub(crate) fn is_less(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Integer(left), Value::Integer(right)) => left < right,
        (Value::Integer(left), Value::Real(right)) => (*left as f64) < *right,
        (Value::Real(left), Value::Integer(right)) => *left < *right as f64,
        (Value::Real(left), Value::Real(right)) => left < right,
        // The form of dates is fixed, so that their order is that of their texts.
        (Value::Date(left), Value::Date(right)) => left < right,
        _ => false,
    }
}

/// A scalar as people write it.
pub(crate) fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) | Value::Date(text) => Some(text.clone()),
        Value::Integer(number) => Some(number.to_string()),
        Value::Real(number) => Some(number.to_string()),
        Value::Boolean(truth) => Some(truth.to_string()),
        Value::Data(_) | Value::Array(_) | Value::Dictionary(_) => None,
    }
}
