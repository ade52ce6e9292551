//! Reports to SARIF 2.1.0 (OASIS Standard): one log of one run. GitHub's code scanning takes it as it is.

mod log;
mod message;
pub(crate) mod place;
mod tool;

use std::collections::{BTreeSet, HashMap};

use latchkey_profile_schema::check::is_secret;
use latchkey_profile_schema::text::LineIndex;
use latchkey_profile_schema::{KeyPath, Segment, Span};

use super::fingerprint::Fingerprints;
use crate::files::PathError;
use crate::fix::{Edit, LocatedFix, Safety, TextEdit};
use crate::lint::{self, FileReport};
use crate::located::Located;
use crate::rules::RULES;
use crate::suppressed::By;

use log::{
    Artifact, Change, Fix, Invocation, Log, Notification, Outcome, Replacement, Run, Suppression, Text,
};
use place::Here;

/// Where the schema stands that the log follows.
pub(crate) const SCHEMA: &str =
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// Renders reports, and paths that could not be looked at.
pub(crate) fn render(reports: &[FileReport], failures: &[PathError]) -> serde_json::Result<String> {
    let files = files(reports);
    let mut fingerprints = Fingerprints::default();
    let mut results: Vec<Outcome<'_>> =
        files.iter().flat_map(|(report, here)| results(report, *here, &mut fingerprints)).collect();
    if results.iter().any(|result| result.suppressions.is_some()) {
        for result in &mut results {
            result.suppressions.get_or_insert_default();
        }
    }
    let names = files.iter().map(|(_, here)| *here).collect::<BTreeSet<_>>();
    let log = Log {
        schema: SCHEMA,
        version: "2.1.0",
        runs: [Run {
            tool: tool::tool(),
            invocations: [Invocation {
                execution_successful: failures.is_empty(),
                notifications: notifications(&files, failures),
            }],
            bases: place::bases(),
            artifacts: names
                .iter()
                .map(|here| Artifact { location: place::artifact(here.file, None) })
                .collect(),
            results,
            column_kind: "unicodeCodePoints",
        }],
    };
    let mut text = serde_json::to_string(&log)?;
    text.push('\n');
    Ok(text)
}

/// Each report with its file. Several reports are of one file where it holds several property lists.
fn files(reports: &[FileReport]) -> Vec<(&FileReport, Here<'_>)> {
    let mut indexes = HashMap::new();
    let here = |report: &'_ FileReport| {
        let next = indexes.len();
        *indexes.entry(report.name.clone()).or_insert(next)
    };
    let indexes: Vec<usize> = reports.iter().map(here).collect();
    reports.iter().zip(indexes).map(|(report, index)| (report, Here { index, file: &report.name })).collect()
}

/// The results of one report.
fn results<'a>(
    report: &'a FileReport,
    here: Here<'a>,
    fingerprints: &mut Fingerprints<'a>,
) -> Vec<Outcome<'a>> {
    let accepted = report.suppressed.iter().map(|suppressed| &suppressed.located);
    let fixable = report.findings.iter().chain(accepted).any(|located| located.fix.is_some());
    let lines = fixable.then(|| LineIndex::new(&report.text));
    let result = |(located, by): (&'a Located, Option<&'a By>)| {
        let fixes = located.fix.iter().filter(|mending| is_open(report, mending)).zip(&lines);
        let fingerprint = fingerprints.of(&report.name, located);
        Outcome {
            rule_id: located.rule.name,
            rule_index: RULES.iter().position(|listed| listed.rule.name == located.rule.name),
            level: log::level(located.level),
            message: Text::new(message::of(located)),
            locations: [here.location(report.range(&located.spot), located.spot.key_path.as_ref())],
            related: located
                .related
                .iter()
                .zip(1..)
                .map(|(other, id)| here.related(report, other, id))
                .collect(),
            fixes: fixes.map(|(mending, lines)| fix(here, mending, lines)).collect(),
            suppressions: by.map(|by| vec![Suppression::new(by)]),
            fingerprints: log::PartialFingerprints { line: fingerprint.clone(), finding: fingerprint },
            properties: log::Concerned {
                targets: located.targets.iter().map(|target| target.word()).collect(),
            },
        }
    };
    let accepted = report.suppressed.iter().map(|suppressed| (&suppressed.located, Some(&suppressed.by)));
    report.findings.iter().map(|located| (located, None)).chain(accepted).map(result).collect()
}

/// Whether no text of a fix is a secret: one that moves or trims a secret writes it again, maybe in another spelling.
fn is_open(report: &FileReport, mending: &LocatedFix) -> bool {
    mending.edits.iter().all(|edit| {
        // A text with elements may bring the name of a secret with it.
        let names_one =
            edit.text.contains('<') && !lint::secrets(fragment(&edit.text).as_bytes(), None).is_empty();
        !names_one && report.secrets.iter().all(|secret| is_apart(report, edit, *secret))
    }) && !mending.changes.iter().any(writes_secret)
}

/// Whether an edit neither rewrites a secret nor repeats it as it is spelt.
fn is_apart(report: &FileReport, edit: &TextEdit, secret: Span) -> bool {
    let hidden = report.text.get(secret.start as usize..secret.end as usize).unwrap_or_default();
    let apart = edit.span.end <= secret.start || secret.end <= edit.span.start;
    let hidden = hidden.trim_ascii();
    let repeated =
        !hidden.is_empty() && edit.text.as_bytes().windows(hidden.len()).any(|window| window == hidden);
    (apart || edit.text.is_empty()) && !repeated
}

/// Whether an edit writes the value of a secret, or of something inside of one.
fn writes_secret(edit: &Edit) -> bool {
    let is_inside = |path: &KeyPath| {
        path.segments().iter().any(|segment| matches!(segment, Segment::Key(key) if is_secret(key)))
    };
    match edit {
        Edit::Value(path, _) => is_inside(path),
        Edit::Insert { into, key, .. } => is_inside(into) || is_secret(key),
        Edit::Wrap(_)
        | Edit::Key(..)
        | Edit::Remove(_)
        | Edit::RemoveKeyAt(_)
        | Edit::Attribute { .. }
        | Edit::Text(..) => false,
    }
}

/// Elements as a property list of their own.
fn fragment(elements: &str) -> String {
    format!("<plist version=\"1.0\"><dict>{elements}</dict></plist>")
}

fn fix<'a>(here: Here<'a>, mending: &'a LocatedFix, lines: &LineIndex<'_>) -> Fix<'a> {
    let replacement = |edit: &'a TextEdit| {
        let (start, end) = lines.range(edit.span);
        Replacement { deleted: place::region(start, end), inserted: Text::new(edit.text.as_str()) }
    };
    Fix {
        description: Text::new(message::sentence(&mending.title)),
        changes: [Change {
            artifact: here.artifact(),
            replacements: mending.edits.iter().map(replacement).collect(),
        }],
        properties: log::Safe { safe: mending.safety == Safety::Safe },
    }
}

/// What could not be read, and what was not checked.
fn notifications<'a>(
    files: &[(&'a FileReport, Here<'a>)],
    failures: &'a [PathError],
) -> Vec<Notification<'a>> {
    let unread = failures.iter().map(|failure| Notification {
        level: "error",
        message: Text::new(message::sentence(&failure.error.to_string())),
        locations: [place::path(&failure.path.to_string_lossy())],
    });
    let unchecked = files.iter().flat_map(|(report, here)| {
        report.unchecked.iter().map(move |part| Notification {
            level: "note",
            message: Text::new(message::sentence(&format!("not checked: {}", part.reason))),
            locations: [here.part(part.key_path.as_ref())],
        })
    });
    unread.chain(unchecked).collect()
}

#[cfg(test)]
mod tests;
