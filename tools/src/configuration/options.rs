//! `latchkey.toml` as it is written: everything optional, one field a key, what is known about it on the field.

use std::collections::BTreeMap;

use clap::ValueEnum as _;
use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde_json::{Map, Value};

use super::keywords;
use super::level::LevelOption;
use crate::target::Target;

/// A file `latchkey.toml` holds for the files in its folder and below it; of several the nearest one counts, alone. An
/// argument of the command line wins over it.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
#[schemars(title = "Configuration of Latchkey")]
pub(super) struct ConfigurationOptions {
    /// What `latchkey lint` reports, and how gravely.
    pub(super) lint: LintOptions,

    /// What `latchkey policy prove` accepts.
    pub(super) prove: ProveOptions,
}

/// What `latchkey policy prove` accepts.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ProveOptions {
    /// Properties that may break, each with a reason.
    pub(super) waive: Vec<WaiveOptions>,
}

/// A property that may break.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct WaiveOptions {
    /// The property.
    pub(super) property: PropertyWord,

    /// A pattern of files and folders, relative to the folder of this file; without it, every profile is meant.
    #[serde(default)]
    #[schemars(schema_with = "keywords::pattern")]
    pub(super) path: Option<String>,

    /// Why it is accepted.
    #[schemars(length(min = 1), regex(pattern = r"\S"))]
    pub(super) reason: String,
}

/// A property by its word.
#[derive(Clone, Copy, Debug, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub(super) enum PropertyWord {
    /// Whoever must sign in gets in again without an administrator.
    LockOut,
    /// Nobody gets in on the password alone but whom the policy names.
    WayPast,
    /// There is an end to going without the organization.
    UnboundedOffline,
    /// Each setting changes something.
    DeadSetting,
    /// No change of the clock opens what had closed.
    UnsafeTime,
}

/// What `latchkey lint` reports, and how gravely.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LintOptions {
    /// Where the files will go; what those MDMs mind is checked too.
    #[schemars(schema_with = "keywords::target_names")]
    pub(super) targets: Vec<String>,

    /// The oldest Okta Verify in use, such as `9.56.0`; keys that it does not read yet are reported.
    #[schemars(schema_with = "keywords::version")]
    pub(super) okta_verify: Option<String>,

    /// Folders of schemas for payloads of other vendors, relative to the folder of this file.
    #[schemars(inner(length(min = 1)))]
    pub(super) schemas: Vec<String>,

    /// The file of findings that are accepted, relative to the folder of this file.
    #[schemars(length(min = 1))]
    pub(super) baseline: Option<String>,

    /// Findings of this level fail the run too.
    pub(super) deny: Option<Deny>,

    /// Patterns of files and folders that are left out when a folder is checked, relative to the folder of this file.
    /// A file that is named on the command line is checked all the same.
    #[schemars(schema_with = "keywords::patterns")]
    pub(super) exclude: Vec<String>,

    /// The level of each rule.
    #[schemars(with = "keywords::Rules")]
    pub(super) rules: RuleOptions,

    /// Levels for files that go to a target.
    #[schemars(schema_with = "targets")]
    pub(super) target: BTreeMap<String, TargetOptions>,

    /// Levels for some of the files; of several entries for a file the last one counts.
    pub(super) paths: Vec<PathOptions>,

    /// Findings that are accepted, each with a reason.
    pub(super) ignore: Vec<IgnoreOptions>,
}

/// The level of each rule.
pub(super) type RuleOptions = BTreeMap<String, LevelOption>;

/// Levels for files that go to a target.
#[derive(Debug, Default, Deserialize, JsonSchema)]
#[serde(default, deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TargetOptions {
    /// The level of each rule, for findings of files that go there.
    #[schemars(with = "keywords::Rules")]
    pub(super) rules: RuleOptions,
}

/// Levels for some of the files.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PathOptions {
    /// Patterns of files and folders, relative to the folder of this file: `vendor/**`.
    #[schemars(schema_with = "keywords::patterns")]
    pub(super) paths: Vec<String>,

    /// The level of each rule in these files.
    #[schemars(with = "keywords::Rules")]
    pub(super) rules: RuleOptions,
}

/// Findings that are accepted.
#[derive(Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct IgnoreOptions {
    /// The rule.
    #[schemars(with = "keywords::RuleName")]
    pub(super) rule: String,

    /// A pattern of files and folders, relative to the folder of this file; without it, every file is meant.
    #[serde(default)]
    #[schemars(schema_with = "keywords::pattern")]
    pub(super) path: Option<String>,

    /// The key and what stands in it, as a JSON pointer from the file's root, with `*` for any one key or index:
    /// `/PayloadContent/*/AllowedFactors`.
    #[serde(default)]
    #[schemars(schema_with = "keywords::key_path")]
    pub(super) key_path: Option<String>,

    /// Why it is accepted.
    #[schemars(length(min = 1), regex(pattern = r"\S"))]
    pub(super) reason: String,
}

/// What fails a run beside errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
#[schemars(inline)]
pub(crate) enum Deny {
    /// Warnings.
    Warnings,
}

fn targets(generator: &mut SchemaGenerator) -> Schema {
    let options = generator.subschema_for::<TargetOptions>();
    let words = Target::value_variants().iter().map(|target| target.word().to_owned());
    let properties: Map<String, Value> = words.map(|word| (word, options.clone().to_value())).collect();
    json_schema!({ "type": "object", "properties": properties, "additionalProperties": false })
}
