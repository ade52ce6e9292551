//! A value to whether it is surely as declared, told from the catalog alone: a sound file never compiles a schema.
//!
//! INVARIANT: what passes here passes the generated schema and everything beside it, which a test holds with arbitrary
//! values. What does not pass here is not wrong yet: the validator says.

use super::url;
use crate::catalog::CatalogKey;
use crate::document::{Node, PlistType, Value};

/// Up to here comparing each item of a list with each is faster than evaluating the schema.
const FEW: usize = 64;

/// Whether a text is surely of a pattern.
type Accepts = fn(&str) -> bool;

/// Patterns of the declaration, and for each a check that takes no regular expression: it may refuse what the pattern
/// accepts, never the reverse.
const PATTERNS: &[(&str, Accepts)] = &[
    (r"^\S+$", is_graphic),
    (r"^[A-Za-z0-9._~-]*$", is_unreserved),
    ("^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$", is_uuid),
    (
        r"^(?:https://[A-Za-z0-9.-]+|http://(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]))(?::[0-9]{1,5})?$",
        is_https_host,
    ),
    (
        r"^(?:(?:https://[A-Za-z0-9.-]+|http://(?:localhost|127(?:\.[0-9]{1,3}){3}|\[::1\]))(?::[0-9]{1,5})?(?:/[A-Za-z0-9._~-]+)*)?$",
        is_https_host,
    ),
];

/// Whether nothing is wrong with a value, where that is plain.
pub(super) fn is_surely_sound(key: &CatalogKey, node: &Node) -> bool {
    if key.has_parts() || !key.suggested.is_empty() || key.separator.is_some() {
        return false;
    }
    match (key.value_type, &node.value) {
        (PlistType::Date, Value::Date(_)) | (PlistType::Data, Value::Data(_)) => true,
        (PlistType::Boolean, Value::Boolean(_)) => key.allowed.is_empty(),
        (PlistType::Integer | PlistType::Real, Value::Integer(number)) => {
            // 2^53: up to here an `f64` holds every integer.
            let exact = number.unsigned_abs() <= 1 << 53;
            let listed = || {
                let number = i64::try_from(*number).ok();
                key.allowed.iter().any(|allowed| number.is_some() && allowed.value.as_i64() == number)
            };
            exact && (key.allowed.is_empty() || listed()) && is_within(key, *number as f64)
        }
        (PlistType::Real, Value::Real(number)) => key.allowed.is_empty() && is_within(key, *number),
        (PlistType::String, Value::String(text)) => is_sound_text(key, text),
        (PlistType::Array, Value::Array(items)) => match &key.item {
            Some(item) => {
                items.len() <= FEW
                    && items.iter().all(|node| is_surely_sound(item, node))
                    && fits_together(key, items)
            }
            None => false,
        },
        _ => false,
    }
}

fn is_within(key: &CatalogKey, number: f64) -> bool {
    number.is_finite()
        && key.minimum.is_none_or(|minimum| number >= minimum)
        && key.maximum.is_none_or(|maximum| number <= maximum)
}

fn is_sound_text(key: &CatalogKey, text: &str) -> bool {
    let matches = |pattern: &String| {
        PATTERNS.iter().find(|(known, _)| known == pattern).is_some_and(|(_, is_good)| is_good(text))
    };
    !text.is_empty()
        && key.pattern.as_ref().is_none_or(matches)
        && (key.allowed.is_empty() || key.allowed.iter().any(|allowed| allowed.value.as_str() == Some(text)))
        && !key.unconfirmed.iter().any(|word| word == text)
        && key.syntax.is_none_or(|syntax| url::problem(text, syntax).is_none())
}

/// Whether no item stands twice where that is a mistake, and the one that means everything stands alone.
fn fits_together(key: &CatalogKey, items: &[Node]) -> bool {
    let is_repeated =
        |(index, item): (usize, &Node)| items.iter().skip(index + 1).any(|later| later.value == item.value);
    let repeats = key.unique_items && items.iter().enumerate().any(is_repeated);
    let mixes = key.wildcard.as_ref().is_some_and(|wildcard| {
        items.len() > 1 && items.iter().any(|item| item.as_str() == Some(wildcard.as_str()))
    });
    !repeats && !mixes
}

fn is_graphic(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_graphic())
}

fn is_unreserved(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"._~-".contains(&byte))
}

fn is_uuid(text: &str) -> bool {
    let is_part = |(index, byte): (usize, u8)| match index {
        8 | 13 | 18 | 23 => byte == b'-',
        _ => byte.is_ascii_hexdigit(),
    };
    text.len() == 36 && text.bytes().enumerate().all(is_part)
}

fn is_https_host(text: &str) -> bool {
    text.strip_prefix("https://").is_some_and(|host| {
        !host.is_empty() && host.bytes().all(|byte| byte.is_ascii_alphanumeric() || b".-".contains(&byte))
    })
}

#[cfg(test)]
mod tests;
