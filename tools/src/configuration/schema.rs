//! The options of `latchkey.toml` to their JSON Schema (draft 7), which editors read and the file is held against.

use schemars::generate::SchemaSettings;
use serde_json::Value;

use super::options::ConfigurationOptions;
use crate::toml_file::without_null;

/// The schema.
#[must_use]
pub(crate) fn generate() -> Value {
    let generator = SchemaSettings::draft07().into_generator();
    without_null(generator.into_root_schema_for::<ConfigurationOptions>().to_value())
}

/// The schema as the committed file has it.
#[must_use]
pub(crate) fn file() -> String {
    format!("{:#}\n", generate())
}
