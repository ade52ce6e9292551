//! What bounds a key, to the cells of a table.

use latchkey_profile_schema::CatalogKey;
use latchkey_profile_schema::document::PlistType;
use serde_json::Value;

use super::text::{code, prose as escaped};
use crate::prose;

/// What is known beside its name; none where nothing is.
pub(super) type Fact = (&'static str, Option<String>);

/// The facts of one key.
pub(super) fn limits(key: &CatalogKey, application: &str) -> Vec<Fact> {
    let element = key.item.as_deref().or(key.map_value.as_deref());
    let needed = match (key.required, &key.required_unless, &key.required_when) {
        (true, None, _) => Some("yes".to_owned()),
        (true, Some(_), _) | (false, _, Some(_)) => Some("under a condition".to_owned()),
        (false, _, None) => None,
    };
    let each = |fact: String| format!("each {fact}");
    let items = match (key.fewest, key.most) {
        (Some(fewest), Some(most)) => Some(format!("{fewest} to {most}")),
        (Some(fewest), None) => Some(format!("at least {fewest}")),
        (None, Some(most)) => Some(format!("at most {most}")),
        (None, None) => None,
    };
    let versions = prose::versions(key, application);
    vec![
        ("Type", Some(kind(key))),
        ("Required", needed),
        ("Default", default(key)),
        ("Range", range(key).or_else(|| element.and_then(range).map(each))),
        ("Form", form(key).or_else(|| element.and_then(form).map(each))),
        ("Items", items),
        ("Each item", key.unique_items.then(|| "once".to_owned())),
        ("Means everything", key.wildcard.as_deref().map(code)),
        ("Example", key.placeholder.as_deref().filter(|_| key.allowed_anywhere().is_empty()).map(code)),
        ("Versions", (!versions.is_empty()).then(|| escaped(&versions.join(" ")))),
    ]
}

/// The type and the unit.
pub(super) fn kind(key: &CatalogKey) -> String {
    let unit = prose::unit(key).map(|unit| format!(" ({unit})")).unwrap_or_default();
    match key.value_type {
        PlistType::String => "string".to_owned(),
        PlistType::Integer => format!("integer{unit}"),
        PlistType::Real => format!("number{unit}"),
        PlistType::Boolean => "boolean".to_owned(),
        PlistType::Date => "date".to_owned(),
        PlistType::Data => "data".to_owned(),
        PlistType::Array => format!("array{}", key.item.as_deref().map(of).unwrap_or_default()),
        PlistType::Dictionary => {
            format!("dictionary{}", key.map_value.as_deref().map(of).unwrap_or_default())
        }
    }
}

fn of(element: &CatalogKey) -> String {
    match element.value_type {
        PlistType::String => " of strings".to_owned(),
        PlistType::Integer => " of integers".to_owned(),
        PlistType::Real => " of numbers".to_owned(),
        PlistType::Boolean => " of booleans".to_owned(),
        PlistType::Date => " of dates".to_owned(),
        PlistType::Data => " of data".to_owned(),
        PlistType::Array => format!(" of arrays{}", element.item.as_deref().map(of).unwrap_or_default()),
        PlistType::Dictionary => " of dictionaries".to_owned(),
    }
}

/// The default as it is written.
pub(super) fn default(key: &CatalogKey) -> Option<String> {
    key.default.as_ref().map(written)
}

/// A value as a person would say it.
pub(super) fn written(value: &Value) -> String {
    match value {
        Value::String(text) if text.is_empty() => "empty text".to_owned(),
        Value::String(text) => code(text),
        Value::Array(items) if items.is_empty() => "empty".to_owned(),
        Value::Array(items) => items.iter().map(written).collect::<Vec<_>>().join(", "),
        Value::Object(entries) if entries.is_empty() => "empty".to_owned(),
        Value::Object(entries) => {
            let entries = entries.iter().map(|(key, value)| format!("{} = {}", code(key), written(value)));
            entries.collect::<Vec<_>>().join(", ")
        }
        // As JSON has it, a whole number of hours ends in `.0`.
        Value::Number(number) if number.is_f64() => code(&number.as_f64().unwrap_or_default().to_string()),
        other => code(&other.to_string()),
    }
}

fn range(key: &CatalogKey) -> Option<String> {
    match (key.minimum, key.maximum) {
        (Some(minimum), Some(maximum)) => Some(format!("{minimum} to {maximum}")),
        (Some(minimum), None) => Some(format!("at least {minimum}")),
        (None, Some(maximum)) => Some(format!("at most {maximum}")),
        (None, None) => None,
    }
}

/// What a text looks like, in words where there are some.
fn form(key: &CatalogKey) -> Option<String> {
    let words = key.pattern_words.as_deref().map(escaped);
    let fewest = match key.shortest {
        None | Some(0) => None,
        Some(1) => Some("not empty".to_owned()),
        Some(fewest) => Some(format!("at least {fewest} characters")),
    };
    words.or_else(|| key.pattern.as_deref().map(code)).or(fewest)
}
