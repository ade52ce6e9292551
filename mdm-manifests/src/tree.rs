//! Plain values to the nodes of a document and back, without places, in the one order in which they are written.

use latchkey_profile_schema::domain::{COMPANIONS, DOMAINS};
use latchkey_profile_schema::{Entry, KeyPath, Node, Value};

/// A dictionary of these values, in their order.
pub(crate) fn dictionary(values: impl IntoIterator<Item = (String, Value)>) -> Value {
    Value::Dictionary(entries(values))
}

/// The entries of such a dictionary.
pub(crate) fn entries(values: impl IntoIterator<Item = (String, Value)>) -> Vec<Entry> {
    values.into_iter().map(|(key, value)| Entry { key, key_span: None, node: Node::new(value) }).collect()
}

/// An array of these items.
pub(crate) fn array(items: impl IntoIterator<Item = Value>) -> Value {
    Value::Array(items.into_iter().map(Node::new).collect())
}

/// A string.
pub(crate) fn string(text: &str) -> Value {
    Value::String(text.to_owned())
}

/// The value of a node, with no place in it.
pub(crate) fn unlocated(located: &Node) -> Value {
    match &located.value {
        Value::Array(items) => array(items.iter().map(unlocated)),
        Value::Dictionary(entries) => {
            dictionary(entries.iter().map(|entry| (entry.key.clone(), unlocated(&entry.node))))
        }
        value => value.clone(),
    }
}

/// Sorts the keys of every dictionary inside.
pub(crate) fn sort(value: &mut Value) {
    match value {
        Value::Array(items) => items.iter_mut().for_each(|item| sort(&mut item.value)),
        Value::Dictionary(entries) => {
            entries.sort_by(|left, right| left.key.cmp(&right.key));
            entries.iter_mut().for_each(|entry| sort(&mut entry.node.value));
        }
        _ => {}
    }
}

/// Goes through all texts, with where each stands below `at`.
pub(crate) fn texts(node: &Node, at: &KeyPath, found: &mut impl FnMut(&KeyPath, &str)) {
    match &node.value {
        Value::String(text) => found(at, text),
        Value::Dictionary(entries) => {
            entries.iter().for_each(|entry| texts(&entry.node, &at.key(&entry.key), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| texts(item, &at.index(index), found));
        }
        _ => {}
    }
}

/// Goes through all data, with where each stands below `at`.
pub(crate) fn data(node: &Node, at: &KeyPath, found: &mut impl FnMut(&KeyPath, &[u8])) {
    match &node.value {
        Value::Data(bytes) => found(at, bytes),
        Value::Dictionary(entries) => {
            entries.iter().for_each(|entry| data(&entry.node, &at.key(&entry.key), found));
        }
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| data(item, &at.index(index), found));
        }
        _ => {}
    }
}

/// The place of a domain among the declared ones; the others come after them.
pub(crate) fn rank(domain: &str) -> usize {
    let mut declared = DOMAINS.iter().chain(COMPANIONS);
    declared.position(|declared| declared.name == domain).unwrap_or(usize::MAX)
}
