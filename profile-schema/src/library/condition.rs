//! What another setting must be, and whether it is.
//!
//! Answers are yes, no, or nothing where they cannot be told: another domain, the way of delivery, an item of a list.

use std::cell::RefCell;
use std::collections::HashMap;

use super::values::{Listed, same};
use crate::document::{Lookup, Node, Value};

/// A name is taken apart at so many of its dots; no setting stands deeper.
const DOTS: usize = 64;

/// Something that must hold for a rule of a manifest to apply. All that is given must hold.
#[derive(Clone, Debug, PartialEq)]
pub struct Condition {
    /// The name of the other setting, or the names that lead to it, with dots between them.
    pub target: String,
    /// What it must be.
    pub test: Test,
}

/// What is asked of the other setting.
#[derive(Clone, Debug, PartialEq)]
pub enum Test {
    /// Whether it is there.
    Present(bool),
    /// Whether it is there and empty.
    Empty(bool),
    /// Whether it is one of these.
    Is(Vec<Value>),
    /// Whether it is none of these.
    IsNot(Vec<Value>),
    /// Whether the array has any of these.
    Has(Vec<Value>),
    /// Whether the array has none of these.
    HasNone(Vec<Value>),
    /// Whether this is a Mac.
    OnMac(bool),
    /// Something that a file alone does not tell.
    Unknowable,
}

/// The settings of a payload, of which many conditions ask.
#[derive(Debug)]
pub(super) struct Settings<'a> {
    root: &'a Node,
    lookup: Lookup<'a>,
    /// The arrays that were asked for what they have, by their addresses.
    arrays: RefCell<HashMap<*const Node, Listed<'a>>>,
}

impl<'a> Settings<'a> {
    pub(super) fn of(root: &'a Node) -> Self {
        Self { root, lookup: Lookup::default(), arrays: RefCell::default() }
    }

    /// A setting at the top.
    pub(super) fn get(&self, name: &str) -> Option<&'a Node> {
        self.lookup.entry(self.root, name).map(|entry| &entry.node)
    }

    /// Whether all of these hold; `None` where that cannot be told.
    pub(super) fn meet(&self, conditions: &[Condition]) -> Option<bool> {
        let mut unknown = conditions.is_empty();
        for condition in conditions {
            match condition.holds(self) {
                Some(true) => {}
                Some(false) => return Some(false),
                None => unknown = true,
            }
        }
        (!unknown).then_some(true)
    }

    /// The setting of this name: literally, since names may hold dots, else dot by dot. `None` behind an array, since
    /// nothing says which item is meant.
    fn find(&self, name: &str) -> Option<Found<'a>> {
        let (mut around, mut name) = (self.root, name);
        loop {
            if let Some(entry) = self.lookup.entry(around, name) {
                return Some(Found::Here(&entry.node));
            }
            let mut steps = name.match_indices('.').take(DOTS).filter_map(|(dot, _)| {
                let inner = self.lookup.entry(around, name.get(..dot)?)?;
                Some((&inner.node, name.get(dot + 1..)?))
            });
            match steps.next() {
                Some((Node { value: Value::Array(_), .. }, _)) => return None,
                Some(step) => (around, name) = step,
                None => return Some(Found::Nothing),
            }
        }
    }

    /// Whether an array has any of these.
    fn has(&self, node: &'a Node, values: &[Value]) -> bool {
        let mut arrays = self.arrays.borrow_mut();
        let items = || Listed::of(node.items().iter().map(|item| &item.value));
        let items = arrays.entry(std::ptr::from_ref(node)).or_insert_with(items);
        values.iter().any(|value| items.has(value))
    }
}

impl Condition {
    fn holds(&self, settings: &Settings<'_>) -> Option<bool> {
        let target = || settings.find(&self.target);
        match &self.test {
            Test::OnMac(expected) => Some(*expected),
            Test::Unknowable => None,
            Test::Present(expected) => Some(matches!(target()?, Found::Here(_)) == *expected),
            Test::Empty(expected) => Some(match target()? {
                Found::Here(node) => is_empty(node) == *expected,
                Found::Nothing => false,
            }),
            // A setting that is not there has no value to compare.
            Test::Is(values) => Some(match target()? {
                Found::Here(node) => values.iter().any(|value| same(value, &node.value)),
                Found::Nothing => false,
            }),
            Test::IsNot(values) => Some(match target()? {
                Found::Here(node) => !values.iter().any(|value| same(value, &node.value)),
                Found::Nothing => false,
            }),
            Test::Has(values) => Some(match target()? {
                Found::Here(node) => settings.has(node, values),
                Found::Nothing => false,
            }),
            Test::HasNone(values) => Some(match target()? {
                Found::Here(node) => !settings.has(node, values),
                Found::Nothing => false,
            }),
        }
    }
}

/// Where a name leads.
enum Found<'a> {
    Here(&'a Node),
    Nothing,
}

fn is_empty(node: &Node) -> bool {
    match &node.value {
        Value::String(text) => text.is_empty(),
        Value::Data(bytes) => bytes.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Dictionary(entries) => entries.is_empty(),
        Value::Integer(_) | Value::Real(_) | Value::Boolean(_) | Value::Date(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(test: Test, target: &str) -> Option<bool> {
        let bytes = b"<plist version=\"1.0\"><dict><key>a.b</key><string>x</string><key>c</key><dict><key>d</key>\
                      <array><string>y</string></array></dict><key>e</key><array><dict/></array></dict></plist>";
        let document = crate::plist::read(bytes).document.expect("a property list");
        Settings::of(&document.root).meet(&[Condition { target: target.into(), test }])
    }

    #[test]
    fn names_are_literal_first_and_then_lead_down() {
        let text = |text: &str| Value::String(text.into());
        let cases = [
            (Test::Present(true), "a.b", Some(true)),
            (Test::Present(true), "a", Some(false)),
            (Test::Present(false), "a", Some(true)),
            (Test::Has(vec![text("y")]), "c.d", Some(true)),
            (Test::HasNone(vec![text("y")]), "c.d", Some(false)),
            (Test::Present(true), "e.f", None),
            (Test::Is(vec![text("x"), text("z")]), "a.b", Some(true)),
            (Test::IsNot(vec![text("x")]), "a.b", Some(false)),
            (Test::IsNot(vec![text("x")]), "none", Some(false)),
            (Test::Empty(true), "a.b", Some(false)),
            (Test::OnMac(false), "", Some(false)),
            (Test::Unknowable, "a.b", None),
        ];
        for (test, target, expected) in cases {
            assert_eq!(check(test.clone(), target), expected, "{test:?} {target}");
        }
    }
}
