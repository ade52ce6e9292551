//! A derived schema to one of TOML, which has no null.

use serde_json::Value;

/// The schema without what it says of null. A default that is nothing says nothing either.
pub(crate) fn without_null(mut schema: Value) -> Value {
    drop_null(&mut schema);
    schema
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

fn drop_null(schema: &mut Value) {
    match schema {
        Value::Object(keywords) => {
            if keywords.get("default").is_some_and(is_nothing) {
                keywords.shift_remove("default");
            }
            if let Some(Value::Array(types)) = keywords.get_mut("type") {
                types.retain(|name| name != "null");
                if let [only] = types.as_mut_slice() {
                    let only = only.take();
                    keywords.insert("type".to_owned(), only);
                }
            }
            if let Some(Value::Array(words)) = keywords.get_mut("enum") {
                words.retain(|word| !word.is_null());
            }
            if let Some(Value::Array(branches)) = keywords.get_mut("anyOf") {
                branches.retain(|branch| branch.get("type").is_none_or(|name| name != "null"));
                if let [only] = branches.as_mut_slice()
                    && let Value::Object(only) = only.take()
                {
                    keywords.remove("anyOf");
                    keywords.extend(only);
                }
            }
            keywords.values_mut().for_each(drop_null);
        }
        Value::Array(items) => items.iter_mut().for_each(drop_null),
        _ => {}
    }
}
