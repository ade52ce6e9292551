//! A located value to the JSON value that the schema sees.

use serde_json::{Map, Number, Value as Json};

use crate::document::{Entry, Node, Value};

/// Data and dates become null, which no schema of ours accepts, so they never pass as strings.
pub(crate) fn json(node: &Node) -> Json {
    match &node.value {
        Value::String(text) => Json::String(text.clone()),
        Value::Integer(number) => i64::try_from(*number)
            .map(Json::from)
            .or_else(|_| u64::try_from(*number).map(Json::from))
            .unwrap_or_else(|_| real(*number as f64)),
        Value::Real(number) => real(*number),
        Value::Boolean(truth) => Json::Bool(*truth),
        Value::Date(_) | Value::Data(_) => Json::Null,
        Value::Array(items) => items.iter().map(json).collect(),
        Value::Dictionary(entries) => object(entries.iter()),
    }
}

/// Of a repeated key the last entry counts.
pub(crate) fn object<'a>(entries: impl Iterator<Item = &'a Entry>) -> Json {
    entries.map(|entry| (entry.key.clone(), json(&entry.node))).collect::<Map<_, _>>().into()
}

fn real(number: f64) -> Json {
    Number::from_f64(number).map_or(Json::Null, Json::Number)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn node(value: Value) -> Node {
        Node { value, span: None }
    }

    #[test]
    fn dates_and_data_never_pass_as_strings() {
        assert_eq!(json(&node(Value::Date("2026-01-01T00:00:00Z".into()))), Json::Null);
        assert_eq!(json(&node(Value::Data(b"text".to_vec()))), Json::Null);
    }

    #[test]
    fn integers_and_reals_stay_apart() {
        assert_eq!(json(&node(Value::Integer(1))).to_string(), "1");
        assert_eq!(json(&node(Value::Real(1.0))).to_string(), "1.0");
        assert_eq!(json(&node(Value::Integer(u64::MAX.into()))).to_string(), u64::MAX.to_string());
        assert_eq!(json(&node(Value::Real(f64::NAN))), Json::Null);
    }
}
