//! A schema as the derive macro writes it to the plain shape that the files have.

use serde_json::{Map, Value, json};

use crate::domain::Domain;

/// What a reader wants first; every other keyword follows in the order in which the declaration says it.
const FIRST: [&str; 5] = ["title", "description", "type", "x-plist-type", "enum"];

pub(super) fn shaped(domain: &Domain, generated: Value) -> Value {
    let Value::Object(mut generated) = generated else { return generated };
    let mut root = Map::new();
    root.insert("$schema".into(), "https://json-schema.org/draft/2020-12/schema".into());
    root.insert("$id".into(), format!("urn:latchkey:schema:{}", domain.name).into());
    root.insert("x-domain".into(), domain.name.into());
    for keyword in ["title", "description", "type"] {
        if let Some(value) = generated.shift_remove(keyword) {
            root.insert(keyword.into(), value);
        }
    }
    // What is known of the domain as a whole.
    root.extend(generated.iter().filter(|(keyword, _)| keyword.starts_with("x-")).map(owned));
    let (properties, required) = fields(&mut generated);
    root.insert("required".into(), required.into());
    root.insert("properties".into(), properties.into());
    one_line(&mut root);
    Value::Object(root)
}

fn owned((keyword, value): (&String, &Value)) -> (String, Value) {
    (keyword.clone(), value.clone())
}

/// The keys of a dictionary in display order, and those that must be set whatever the others are.
fn fields(generated: &mut Map<String, Value>) -> (Map<String, Value>, Vec<Value>) {
    let mut properties = Map::new();
    let mut required = Vec::new();
    if let Some(Value::Object(fields)) = generated.shift_remove("properties") {
        for (index, (name, field)) in fields.into_iter().enumerate() {
            let mut field = plain(field);
            if let Value::Object(property) = &mut field {
                property.insert("x-order".into(), (index + 1).into());
                if is_true(property, "x-required") && !property.contains_key("x-required-unless") {
                    required.push(Value::from(name.clone()));
                }
            }
            properties.insert(name, field);
        }
    }
    (properties, required)
}

/// One key or element: no null branch, no Rust number formats, words as `enum`, the property list's type.
fn plain(schema: Value) -> Value {
    let Value::Object(mut schema) = schema else { return schema };
    if let Some(branches) = schema.shift_remove("oneOf") {
        words(&mut schema, branches);
    }
    if let Some(Value::Array(branches)) = schema.shift_remove("anyOf") {
        for branch in branches.into_iter().filter(|branch| branch.get("type") != Some(&json!("null"))) {
            if let Value::Object(branch) = plain(branch) {
                for (keyword, value) in branch {
                    schema.entry(keyword).or_insert(value);
                }
            }
        }
    }
    if let Some(Value::Array(types)) = schema.get_mut("type") {
        types.retain(|name| name != "null");
        if let [only] = types.as_slice() {
            let only = only.clone();
            schema.insert("type".into(), only);
        }
    }
    if schema.get("default") == Some(&Value::Null) {
        schema.shift_remove("default");
    }
    schema.shift_remove("format");
    if schema.contains_key("enum") {
        schema.shift_remove("minimum");
    }
    for keyword in ["items", "additionalProperties"] {
        // What may be anything needs no schema.
        if let Some(inner) = schema.shift_remove(keyword).filter(|inner| inner.is_object()) {
            schema.insert(keyword.into(), plain(inner));
        }
    }
    // The name of an item is a text.
    if is_true(&schema, "x-items-by-name")
        && let Some(Value::Object(items)) = schema.get_mut("items")
    {
        items.shift_remove("type");
    }
    schema.shift_remove("required");
    if schema.contains_key("properties") {
        let (properties, required) = fields(&mut schema);
        schema.insert("required".into(), required.into());
        schema.insert("properties".into(), properties.into());
    }
    let plist_type = match schema.get("type").and_then(Value::as_str) {
        Some("number") => "real",
        Some("object") => "dict",
        Some(other) => other,
        None => "string",
    }
    .to_owned();
    schema.entry("x-plist-type").or_insert(plist_type.into());
    one_line(&mut schema);
    let mut ordered = Map::new();
    for keyword in FIRST {
        if let Some(value) = schema.shift_remove(keyword) {
            ordered.insert(keyword.into(), value);
        }
    }
    ordered.extend(schema);
    Value::Object(ordered)
}

/// A description is wrapped in the source and not in the schema.
fn one_line(schema: &mut Map<String, Value>) {
    if let Some(Value::String(text)) = schema.get_mut("description") {
        *text = text.replace('\n', " ");
    }
}

/// The branches of an enum with documented variants become `enum`, titles and descriptions.
fn words(schema: &mut Map<String, Value>, branches: Value) {
    let Value::Array(branches) = branches else { return };
    let column = |keyword: &str| -> Value {
        branches.iter().map(|branch| branch.get(keyword).cloned().unwrap_or_default()).collect()
    };
    schema.insert("type".into(), "string".into());
    schema.insert("enum".into(), column("const"));
    schema.insert("x-enum-titles".into(), column("title"));
    schema.insert("x-enum-descriptions".into(), column("description"));
}

fn is_true(schema: &Map<String, Value>, keyword: &str) -> bool {
    schema.get(keyword).and_then(Value::as_bool).unwrap_or(false)
}
