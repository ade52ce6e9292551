//! A finding to its kind, by which a baseline knows it again after lines have moved; and kinds to the baseline's text.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::fingerprint::Fingerprint;
use crate::located::Located;

/// The version of the shape.
pub(super) const VERSION: u32 = 1;

/// What findings have in common that one entry accepts. In the order in which entries are written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    /// The file, from the baseline's folder.
    pub(super) file: String,
    /// The rule.
    pub(super) rule: String,
    /// The key path; none where the file did not parse.
    pub(super) key_path: Option<String>,
    /// A fingerprint of the message.
    pub(super) fingerprint: String,
}

/// How many findings there are of a kind, and in which other files stands what they are about too.
#[derive(Clone, Debug, Default)]
pub(super) struct Extent {
    /// How many.
    pub(super) count: usize,
    /// The other files, from the baseline's folder.
    pub(super) with: BTreeSet<String>,
    /// The targets that mind it; none where all do.
    pub(super) targets: BTreeSet<String>,
}

/// One entry, as it is written.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) file: String,
    pub(super) rule: String,
    pub(super) key_path: Option<String>,
    pub(super) fingerprint: String,
    pub(super) count: usize,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) with: BTreeSet<String>,
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub(super) targets: BTreeSet<String>,
}

impl Kind {
    /// The kind of a finding.
    pub(super) fn of(file: &str, located: &Located) -> Self {
        Self {
            file: file.to_owned(),
            rule: located.rule.name.to_owned(),
            key_path: located.spot.key_path.as_ref().map(ToString::to_string),
            fingerprint: Fingerprint::new().message(located).to_string(),
        }
    }
}

/// The whole file: one entry a line, so that a change of one is a change of one line.
pub(super) fn text(kinds: &BTreeMap<Kind, Extent>) -> String {
    let lines: Vec<String> = kinds
        .iter()
        .filter_map(|(kind, extent)| {
            let Kind { file, rule, key_path, fingerprint } = kind.clone();
            let Extent { count, with, targets } = extent.clone();
            serde_json::to_string(&Entry { file, rule, key_path, fingerprint, count, with, targets }).ok()
        })
        .collect();
    let separator = if lines.is_empty() { "" } else { "\n" };
    format!("{{\"version\":{VERSION},\"findings\":[\n{}{separator}]}}\n", lines.join(",\n"))
}
