//! What the declaration says of values, in JSON, to property list values in the type of their setting.

use latchkey_profile_schema::catalog::{AllowedValue, CatalogKey};
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{Entry, Node, Value};
use serde_json::Value as Json;

use crate::prose;
use crate::tree::{array, string};

/// An array of texts.
pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Value {
    array(texts.into_iter().map(string))
}

/// The values to choose from, and whether others are as good.
pub(super) fn range_list(key: &CatalogKey) -> Vec<Entry> {
    if !key.allowed.is_empty() {
        let values = key.allowed.iter().filter_map(|allowed| typed(&allowed.value, key.value_type));
        let titles: Vec<String> = key.allowed.iter().map(|allowed| title(key, allowed)).collect();
        return vec![
            Entry::new("pfm_range_list", Value::Array(values.map(Node::new).collect())),
            Entry::new("pfm_range_list_titles", texts(titles.iter().map(String::as_str))),
        ];
    }
    if key.suggested.is_empty() || key.separator.is_some() {
        return Vec::new();
    }
    vec![
        Entry::new("pfm_range_list", texts(key.suggested.iter().map(String::as_str))),
        Entry::new("pfm_range_list_allow_custom_value", Value::Boolean(true)),
    ]
}

fn title(key: &CatalogKey, allowed: &AllowedValue) -> String {
    let is_doubtful = |word: &str| key.unconfirmed.iter().any(|name| name == word);
    let note =
        if allowed.value.as_str().is_some_and(is_doubtful) { " (not documented for this key)" } else { "" };
    format!("{}{note}", prose::plain(&allowed.title))
}

/// A form that texts of this many characters have.
pub(super) fn at_least(fewest: u64) -> String {
    if fewest == 1 { ".+".to_owned() } else { format!(".{{{fewest},}}") }
}

/// A value in the type of its setting; none where that would change it.
pub(super) fn typed(value: &Json, value_type: PlistType) -> Option<Value> {
    match (value, value_type) {
        (Json::String(text), PlistType::Date) => Some(Value::Date(text.clone())),
        (Json::String(text), _) => Some(Value::String(text.clone())),
        (Json::Bool(truth), _) => Some(Value::Boolean(*truth)),
        (Json::Number(found), PlistType::Real) => number(found.as_f64()?, PlistType::Real),
        (Json::Number(found), _) => match found.as_i128() {
            Some(integer) => Some(Value::Integer(integer)),
            None => number(found.as_f64()?, PlistType::Real),
        },
        (Json::Array(items), _) => {
            let items: Option<Vec<Node>> =
                items.iter().map(|item| typed(item, PlistType::String).map(Node::new)).collect();
            items.map(Value::Array)
        }
        (Json::Object(entries), _) => {
            let entries: Option<Vec<Entry>> = entries
                .iter()
                .map(|(key, value)| Some(Entry::new(key.clone(), typed(value, PlistType::String)?)))
                .collect();
            entries.map(Value::Dictionary)
        }
        (Json::Null, _) => None,
    }
}

/// A number in the type of its setting.
pub(super) fn number(number: f64, value_type: PlistType) -> Option<Value> {
    match value_type {
        PlistType::Integer if number.fract() == 0.0 => Some(Value::Integer(number as i128)),
        PlistType::Real if number.is_finite() => Some(Value::Real(number)),
        _ => None,
    }
}
