//! A value of somebody else's schema, and a key, to whether the key can have the value.

use super::{json, number};
use crate::catalog::CatalogKey;
use crate::document::{PlistType, Value};

/// Whether a value is of a type; whole numbers are reals too.
pub(super) fn is_of(value: &Value, kind: PlistType) -> bool {
    value.plist_type() == kind || matches!((value, kind), (Value::Integer(_), PlistType::Real))
}

/// Whether a value is one that the key allows. Texts are not compared with patterns.
pub(super) fn fits(value: &Value, key: &CatalogKey) -> bool {
    if !is_of(value, key.value_type) {
        return false;
    }
    let same = |allowed: &serde_json::Value| match number(value) {
        Some(number) => allowed.as_f64() == Some(number),
        None => json(value).as_ref() == Some(allowed),
    };
    if !key.allowed.is_empty() && !key.allowed.iter().any(|allowed| same(&allowed.value)) {
        return false;
    }
    if let Some(number) = number(value)
        && (key.minimum.is_some_and(|least| number < least) || key.maximum.is_some_and(|most| number > most))
    {
        return false;
    }
    match value {
        Value::Array(items) => {
            key.item.as_ref().is_none_or(|element| items.iter().all(|item| fits(&item.value, element)))
        }
        Value::Dictionary(entries) => entries.iter().all(|entry| {
            let known = key.keys.iter().find(|known| known.name == entry.key);
            known.or(key.map_value.as_deref()).is_none_or(|known| fits(&entry.node.value, known))
        }),
        _ => true,
    }
}
