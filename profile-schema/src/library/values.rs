//! Values that are the same, and lists in which one is found at once.

use std::collections::HashMap;
use std::hash::{BuildHasher, Hash, Hasher, RandomState};

use crate::document::{PlistType, Value};

/// A message names no more listed values than these.
pub(crate) const NAMED: usize = 24;

/// A list of values.
#[derive(Debug, Default)]
pub(crate) struct Listed<'a> {
    random: RandomState,
    /// Values and their indexes, by what those that are the same have in common.
    values: HashMap<u64, Vec<(usize, &'a Value)>>,
}

impl<'a> Listed<'a> {
    /// Those that are given.
    pub(crate) fn of(values: impl IntoIterator<Item = &'a Value>) -> Self {
        let mut listed = Self::default();
        for (index, value) in values.into_iter().enumerate() {
            // What is no number is not even the same as itself.
            if !same(value, value) {
                continue;
            }
            let alike = listed.values.entry(digest(&listed.random, value)).or_default();
            if !alike.iter().any(|(_, other)| same(other, value)) {
                alike.push((index, value));
            }
        }
        listed
    }

    /// The index of the first that is the same.
    pub(crate) fn position(&self, value: &Value) -> Option<usize> {
        let alike = self.values.get(&digest(&self.random, value))?;
        alike.iter().find(|(_, other)| same(other, value)).map(|(index, _)| *index)
    }

    /// Whether one is the same.
    pub(crate) fn has(&self, value: &Value) -> bool {
        self.position(value).is_some()
    }
}

/// Whether two values are one: a whole number is the same as an integer and as a real.
pub(super) fn same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Integer(integer), Value::Real(real)) | (Value::Real(real), Value::Integer(integer)) => {
            *integer as f64 == *real
        }
        (Value::Array(left), Value::Array(right)) => {
            left.len() == right.len()
                && left.iter().zip(right).all(|(left, right)| same(&left.value, &right.value))
        }
        (Value::Dictionary(left), Value::Dictionary(right)) => {
            left.len() == right.len()
                && left
                    .iter()
                    .zip(right)
                    .all(|(left, right)| left.key == right.key && same(&left.node.value, &right.node.value))
        }
        _ => left == right,
    }
}

/// A number that values have in common when they are [`same`].
fn digest(random: &RandomState, value: &Value) -> u64 {
    let mut hasher = random.build_hasher();
    feed(&mut hasher, value);
    hasher.finish()
}

fn feed(hasher: &mut impl Hasher, value: &Value) {
    let kind = match value.plist_type() {
        PlistType::Integer => PlistType::Real,
        kind => kind,
    };
    kind.hash(hasher);
    match value {
        Value::String(text) | Value::Date(text) => text.hash(hasher),
        Value::Integer(number) => (*number as f64).to_bits().hash(hasher),
        // The two zeros are equal.
        Value::Real(number) => (number + 0.0).to_bits().hash(hasher),
        Value::Boolean(truth) => truth.hash(hasher),
        Value::Data(bytes) => bytes.hash(hasher),
        Value::Array(items) => {
            items.len().hash(hasher);
            items.iter().for_each(|item| feed(hasher, &item.value));
        }
        Value::Dictionary(entries) => {
            entries.len().hash(hasher);
            for entry in entries {
                entry.key.hash(hasher);
                feed(hasher, &entry.node.value);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Entry, Node};

    #[test]
    fn a_list_has_what_is_the_same_as_one_of_its_values() {
        let text = |text: &str| Value::String(text.into());
        let array = |values: Vec<Value>| Value::Array(values.into_iter().map(Node::new).collect());
        let values = [
            text("1"),
            Value::Date("1".into()),
            Value::Integer(1),
            Value::Real(1.0),
            Value::Real(1.5),
            Value::Real(-0.0),
            Value::Integer(0),
            Value::Real(f64::NAN),
            Value::Integer((1 << 60) + 1),
            Value::Integer((1 << 60) + 2),
            Value::Boolean(true),
            Value::Data(vec![1]),
            array(vec![]),
            array(vec![Value::Integer(1)]),
            array(vec![Value::Real(1.0)]),
            Value::Dictionary(vec![Entry::new("a", Value::Integer(2))]),
            Value::Dictionary(vec![Entry::new("a", Value::Real(2.0))]),
            Value::Dictionary(vec![Entry::new("b", Value::Integer(2))]),
        ];
        for one in &values {
            let listed = Listed::of([one]);
            for other in &values {
                assert_eq!(listed.has(other), same(one, other), "{one:?} {other:?}");
            }
        }
        let all = Listed::of(&values);
        assert!(all.has(&Value::Integer(1)) && !all.has(&Value::Integer(3)) && !all.has(&text("2")));
    }
}
