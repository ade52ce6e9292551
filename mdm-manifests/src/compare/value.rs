//! Two values to whether they mean the same, and a value to what may be shown of it.

use std::collections::BTreeMap;

use latchkey_profile_schema::check::{Secrecy, private_parts};
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{CatalogKey, Entry, Segment, Value};

use super::difference::Shown;
use super::references::References;
use crate::placeholder::{is_placeholder, is_variable};
use crate::tree;

/// What stands in the place of a secret.
const HIDDEN: &str = "not shown";

/// Whether two values mean the same. Where a real is declared, an integer is one; UUIDs mean the payload that has them.
pub(super) fn same(
    before: &Value,
    after: &Value,
    declared: Option<&CatalogKey>,
    references: &References<'_>,
) -> bool {
    match (before, after) {
        (Value::Real(before), Value::Real(after)) => before == after || (before.is_nan() && after.is_nan()),
        (Value::Integer(integer), Value::Real(real)) | (Value::Real(real), Value::Integer(integer)) => {
            declared.is_some_and(|key| key.value_type == PlistType::Real) && *integer as f64 == *real
        }
        (Value::Array(before), Value::Array(after)) => {
            let item = declared.and_then(|key| key.item.as_deref());
            before.len() == after.len()
                && before
                    .iter()
                    .zip(after)
                    .all(|(before, after)| same(&before.value, &after.value, item, references))
        }
        (Value::Dictionary(before), Value::Dictionary(after)) => {
            let (before, after) = (by_key(before), by_key(after));
            before.len() == after.len()
                && before.iter().zip(&after).all(|((key, before), (other, after))| {
                    let below = declared.and_then(|declared| declared.below(&Segment::Key((*key).into())));
                    key == other && same(before, after, below, references)
                })
        }
        (Value::String(before), Value::String(after)) => references.same(before, after),
        (before, after) => before == after,
    }
}

/// The values of a dictionary by key; of a repeated key the last.
pub(super) fn by_key(entries: &[Entry]) -> BTreeMap<&str, &Value> {
    entries.iter().map(|entry| (entry.key.as_str(), &entry.node.value)).collect()
}

/// Whether a secret is still to be filled in, by somebody or by an MDM: the text is a placeholder or one variable.
pub(super) fn is_open(value: &Value) -> bool {
    let text = match value {
        Value::Data(data) => std::str::from_utf8(data).ok(),
        value => value.as_str(),
    };
    text.is_some_and(|text| is_placeholder(text) || is_variable(text))
}

/// What may be shown of a value: no secret, and nothing private of a URL.
pub(super) fn shown(value: &Value, secrecy: &mut Secrecy) -> Shown {
    Shown::Value(public(value, secrecy))
}

fn public(value: &Value, secrecy: &mut Secrecy) -> Value {
    match value {
        Value::String(text) if text.contains("://") => {
            let mut text = text.clone();
            for part in private_parts(&text.clone()).into_iter().rev() {
                text.replace_range(part, "…");
            }
            Value::String(text)
        }
        Value::Array(items) => tree::array(items.iter().map(|item| public(&item.value, secrecy))),
        Value::Dictionary(entries) => tree::dictionary(entries.iter().map(|entry| {
            let value = match secrecy.is_secret(&entry.key) {
                true => tree::string(HIDDEN),
                false => public(&entry.node.value, secrecy),
            };
            (entry.key.clone(), value)
        })),
        value => value.clone(),
    }
}
