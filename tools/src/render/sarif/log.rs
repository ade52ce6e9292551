//! The part of SARIF 2.1.0 that is written, as structs; section numbers are those of the standard.

use std::borrow::Cow;

use serde::Serialize;

use crate::rule::Level;
use crate::suppressed::By;

/// 3.13, the log.
#[derive(Serialize)]
pub(super) struct Log<'a> {
    #[serde(rename = "$schema")]
    pub(super) schema: &'static str,
    pub(super) version: &'static str,
    pub(super) runs: [Run<'a>; 1],
}

/// 3.14, a run.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Run<'a> {
    pub(super) tool: Tool,
    pub(super) invocations: [Invocation<'a>; 1],
    #[serde(rename = "originalUriBaseIds")]
    pub(super) bases: Bases,
    pub(super) artifacts: Vec<Artifact>,
    pub(super) results: Vec<Outcome<'a>>,
    pub(super) column_kind: &'static str,
}

/// 3.14.14, what relative URIs are relative to.
#[derive(Serialize)]
pub(super) struct Bases {
    #[serde(rename = "%SRCROOT%")]
    pub(super) root: Base,
}

#[derive(Serialize)]
pub(super) struct Base {
    pub(super) description: Text<'static>,
}

/// 3.18 and 3.19, the tool and its driver.
#[derive(Serialize)]
pub(super) struct Tool {
    pub(super) driver: Driver,
}

#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Driver {
    pub(super) name: &'static str,
    pub(super) version: &'static str,
    pub(super) semantic_version: &'static str,
    pub(super) rules: Vec<Descriptor>,
}

/// 3.49, a rule.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Descriptor {
    pub(super) id: &'static str,
    pub(super) short_description: Text<'static>,
    pub(super) full_description: Text<'static>,
    pub(super) help: Help,
    pub(super) default_configuration: DefaultConfiguration,
    pub(super) properties: About,
}

/// 3.12, with a Markdown form.
#[derive(Serialize)]
pub(super) struct Help {
    pub(super) text: String,
    pub(super) markdown: String,
}

/// 3.50, how a rule is set.
#[derive(Serialize)]
pub(super) struct DefaultConfiguration {
    pub(super) level: &'static str,
}

#[derive(Serialize)]
pub(super) struct About {
    pub(super) since: &'static str,
    pub(super) tags: [&'static str; 1],
    /// What GitHub sorts by.
    #[serde(rename = "problem.severity")]
    pub(super) severity: &'static str,
}

/// 3.20, the invocation.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Invocation<'a> {
    pub(super) execution_successful: bool,
    #[serde(rename = "toolExecutionNotifications")]
    pub(super) notifications: Vec<Notification<'a>>,
}

/// 3.58, a notification.
#[derive(Serialize)]
pub(super) struct Notification<'a> {
    pub(super) level: &'static str,
    pub(super) message: Text<'a>,
    pub(super) locations: [Location<'a>; 1],
}

/// 3.24, a file.
#[derive(Serialize)]
pub(super) struct Artifact {
    pub(super) location: ArtifactLocation,
}

/// 3.27, a result.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Outcome<'a> {
    pub(super) rule_id: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) rule_index: Option<usize>,
    pub(super) level: &'static str,
    pub(super) message: Text<'a>,
    pub(super) locations: [Location<'a>; 1],
    #[serde(rename = "relatedLocations", skip_serializing_if = "Vec::is_empty")]
    pub(super) related: Vec<Location<'a>>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) fixes: Vec<Fix<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) suppressions: Option<Vec<Suppression<'a>>>,
    #[serde(rename = "partialFingerprints")]
    pub(super) fingerprints: PartialFingerprints,
    #[serde(skip_serializing_if = "Concerned::is_everybody")]
    pub(super) properties: Concerned,
}

/// 3.35, who says that a result does not count. 3.27.23: all results of a run say so, or none does.
#[derive(Clone, Copy, Serialize)]
pub(super) struct Suppression<'a> {
    pub(super) kind: &'static str,
    pub(super) status: &'static str,
    pub(super) justification: &'a str,
}

impl<'a> Suppression<'a> {
    /// The suppression of a finding that somebody accepts.
    pub(super) fn new(by: &'a By) -> Self {
        let (kind, justification) = match by {
            By::Comment { reason } => ("inSource", reason.as_str()),
            By::Configuration { reason } => ("external", reason.as_str()),
            By::Baseline => ("external", "It is in the baseline."),
        };
        Self { kind, status: "accepted", justification }
    }
}

/// 3.27.17, what tells a result from others when lines move.
#[derive(Serialize)]
pub(super) struct PartialFingerprints {
    #[serde(rename = "latchkeyFinding/v1")]
    pub(super) finding: String,
    /// The only one that GitHub looks at.
    #[serde(rename = "primaryLocationLineHash")]
    pub(super) line: String,
}

#[derive(Serialize)]
pub(super) struct Concerned {
    pub(super) targets: Vec<&'static str>,
}

impl Concerned {
    fn is_everybody(&self) -> bool {
        self.targets.is_empty()
    }
}

/// 3.28, a location.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Location<'a> {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) id: Option<usize>,
    pub(super) physical_location: PhysicalLocation,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub(super) logical_locations: Vec<LogicalLocation>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) message: Option<Text<'a>>,
}

/// 3.29, a place in a file.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct PhysicalLocation {
    pub(super) artifact_location: ArtifactLocation,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) region: Option<Region>,
}

/// 3.4, where a file is.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct ArtifactLocation {
    pub(super) uri: String,
    #[serde(rename = "uriBaseId", skip_serializing_if = "Option::is_none")]
    pub(super) base: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) index: Option<usize>,
}

/// 3.30, lines and columns from 1, the end exclusive.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: u32,
    pub(super) start_column: u32,
    pub(super) end_line: u32,
    pub(super) end_column: u32,
}

/// 3.33, a place by name.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct LogicalLocation {
    pub(super) name: String,
    pub(super) fully_qualified_name: String,
    pub(super) kind: &'static str,
}

/// 3.55, a fix.
#[derive(Serialize)]
pub(super) struct Fix<'a> {
    pub(super) description: Text<'a>,
    #[serde(rename = "artifactChanges")]
    pub(super) changes: [Change<'a>; 1],
    pub(super) properties: Safe,
}

#[derive(Serialize)]
pub(super) struct Safe {
    pub(super) safe: bool,
}

/// 3.56, the change of a file.
#[derive(Serialize)]
pub(super) struct Change<'a> {
    #[serde(rename = "artifactLocation")]
    pub(super) artifact: ArtifactLocation,
    pub(super) replacements: Vec<Replacement<'a>>,
}

/// 3.57, an edit.
#[derive(Serialize)]
pub(super) struct Replacement<'a> {
    #[serde(rename = "deletedRegion")]
    pub(super) deleted: Region,
    #[serde(rename = "insertedContent")]
    pub(super) inserted: Text<'a>,
}

/// 3.11, a message, and 3.3, the contents of a file.
#[derive(Serialize)]
pub(super) struct Text<'a> {
    text: Cow<'a, str>,
}

impl<'a> Text<'a> {
    pub(super) fn new(text: impl Into<Cow<'a, str>>) -> Self {
        Self { text: text.into() }
    }
}

/// The word for a level.
pub(super) const fn level(level: Level) -> &'static str {
    match level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "note",
    }
}
