//! The types of a scenario to their JSON Schema (draft 7), for editors and for messages.

use schemars::generate::SchemaSettings;
use schemars::{Schema, SchemaGenerator, json_schema};
use serde_json::{Value, json};

use super::Scenario;
use crate::decision::Reason;

/// What a step can be, one word each.
const THINGS: [&str; 7] = ["attempt", "network", "clock", "reboot", "profile", "wipe", "recovery"];

/// The schema of a `scenario.toml`.
#[must_use]
pub fn schema() -> Value {
    SchemaSettings::draft07().into_generator().into_root_schema_for::<Scenario>().to_value()
}

/// Exactly one of the words.
pub(super) fn one_thing(schema: &mut Schema) {
    let each: Vec<Value> = THINGS.iter().map(|thing| json!({ "required": [thing] })).collect();
    schema.insert("oneOf".to_owned(), Value::Array(each));
}

/// `false` would say that nothing happens.
pub(super) fn only_true(_: &mut SchemaGenerator) -> Schema {
    json_schema!({ "const": true })
}

pub(super) fn reasons(_: &mut SchemaGenerator) -> Schema {
    let words: Vec<&str> = Reason::ALL.iter().map(|reason| reason.word()).collect();
    json_schema!({ "enum": words })
}
