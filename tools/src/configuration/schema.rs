//! The options of `latchkey.toml` to their JSON Schema (draft 7), which editors read and the file is held against.

use std::borrow::Cow;

use clap::ValueEnum as _;
use schemars::generate::SchemaSettings;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use super::options::{ConfigurationOptions, LevelOption, TargetOptions};
use crate::rules::RULES;
use crate::target::Target;

/// The format of a pattern of paths.
pub(super) const PATTERN: &str = "latchkey-pattern";
/// The format of a version.
pub(super) const VERSION: &str = "latchkey-version";
/// The format of a key path with `*` in it.
pub(super) const KEY_PATH: &str = "json-pointer";

/// The schema.
#[must_use]
pub(crate) fn generate() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    let mut schema = generator.into_root_schema_for::<ConfigurationOptions>().to_value();
    drop_null(&mut schema);
    schema
}

/// The schema as the committed file has it.
#[must_use]
pub(crate) fn file() -> String {
    format!("{:#}\n", generate())
}

/// The names of all rules, with a level for each.
#[derive(Debug)]
pub(super) struct Rules;

impl JsonSchema for Rules {
    fn schema_name() -> Cow<'static, str> {
        "Rules".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let properties: Map<String, Value> = RULES
            .iter()
            .map(|listed| {
                let level = json_schema!({
                    "description": listed.rule.summary.trim(),
                    "enum": LevelOption::WORDS,
                });
                (listed.rule.name.to_owned(), level.to_value())
            })
            .collect();
        json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
    }
}

/// The name of a rule.
#[derive(Debug)]
pub(super) struct RuleName;

impl JsonSchema for RuleName {
    fn schema_name() -> Cow<'static, str> {
        "RuleName".into()
    }

    fn json_schema(_: &mut SchemaGenerator) -> Schema {
        let names: Vec<&str> = RULES.iter().map(|listed| listed.rule.name).collect();
        json_schema!({ "enum": names })
    }
}

pub(super) fn target_names(_: &mut SchemaGenerator) -> Schema {
    let names: Vec<&str> = Target::value_variants().iter().map(|target| target.word()).collect();
    json_schema!({ "type": "array", "items": { "enum": names } })
}

pub(super) fn targets(generator: &mut SchemaGenerator) -> Schema {
    let options = generator.subschema_for::<TargetOptions>();
    let words = Target::value_variants().iter().map(|target| target.word().to_owned());
    let properties: Map<String, Value> = words.map(|word| (word, options.clone().to_value())).collect();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}

pub(super) fn pattern(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": PATTERN })
}

pub(super) fn patterns(generator: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "array", "items": pattern(generator) })
}

pub(super) fn version(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": VERSION })
}

pub(super) fn key_path(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "type": "string", "format": KEY_PATH })
}

fn is_nothing(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::Array(items) => items.is_empty(),
        Value::Object(entries) => entries.is_empty(),
        _ => false,
    }
}

/// TOML has no null, so no schema of it says so. A default that is nothing says nothing either.
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
