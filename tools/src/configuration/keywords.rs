//! What the derived schema of the options cannot say by itself: names of rules and targets, and formats of texts.

use std::borrow::Cow;

use clap::ValueEnum as _;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde_json::{Map, Value};

use super::level::LevelOption;
use crate::rules::RULES;
use crate::target::Target;

/// The format of a pattern of paths.
pub(super) const PATTERN: &str = "latchkey-pattern";
/// The format of a version.
pub(super) const VERSION: &str = "latchkey-version";
/// The format of a key path with `*` in it.
pub(super) const KEY_PATH: &str = "json-pointer";

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
