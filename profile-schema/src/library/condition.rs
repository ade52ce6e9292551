//! What another setting must be, and whether it is.
//!
//! Answers are yes, no, or nothing where they cannot be told: another domain, the way of delivery, an item of a list.

use crate::document::{Node, Value};

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

/// Whether all of these hold for the settings of a payload; `None` where that cannot be told.
pub(super) fn holds(conditions: &[Condition], settings: &Node) -> Option<bool> {
    let mut unknown = conditions.is_empty();
    for condition in conditions {
        match condition.holds(settings) {
            Some(true) => {}
            Some(false) => return Some(false),
            None => unknown = true,
        }
    }
    (!unknown).then_some(true)
}

impl Condition {
    fn holds(&self, settings: &Node) -> Option<bool> {
        let target = || find(settings, &self.target);
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
                Found::Here(node) => has(node, values),
                Found::Nothing => false,
            }),
            Test::HasNone(values) => Some(match target()? {
                Found::Here(node) => !has(node, values),
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

/// The setting of this name: literally, since names may hold dots, else dot by dot. `None` behind an array, since
/// nothing says which item is meant.
fn find<'a>(settings: &'a Node, name: &str) -> Option<Found<'a>> {
    if let Some(node) = settings.get(name) {
        return Some(Found::Here(node));
    }
    for (dot, _) in name.match_indices('.') {
        let (Some(first), Some(rest)) = (name.get(..dot), name.get(dot + 1..)) else { continue };
        match settings.get(first) {
            Some(Node { value: Value::Array(_), .. }) => return None,
            Some(inner) => return find(inner, rest),
            None => {}
        }
    }
    Some(Found::Nothing)
}

fn has(node: &Node, values: &[Value]) -> bool {
    node.items().iter().any(|item| values.iter().any(|value| same(value, &item.value)))
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

/// Whether two values are one: a whole number is the same as an integer and as a real.
pub(crate) fn same(left: &Value, right: &Value) -> bool {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn check(test: Test, target: &str) -> Option<bool> {
        let bytes = b"<plist version=\"1.0\"><dict><key>a.b</key><string>x</string><key>c</key><dict><key>d</key>\
                      <array><string>y</string></array></dict><key>e</key><array><dict/></array></dict></plist>";
        let document = crate::plist::read(bytes).document.expect("a property list");
        holds(&[Condition { target: target.into(), test }], &document.root)
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
