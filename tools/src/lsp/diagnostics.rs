//! What was found in a buffer to the diagnostics of the protocol.

use gen_lsp_types::{
    Code, Diagnostic, DiagnosticRelatedInformation, DiagnosticSeverity, DiagnosticTag, Location, Range,
    TextEdit, Uri,
};
use serde_json::{Value, json};

use super::client::Client;
use super::lines::Lines;
use crate::fix::{LocatedFix, Safety};
use crate::lint::{FileReport, TextOf};
use crate::located::{Located, Spot};
use crate::rule::Level;

/// What diagnostics are from.
pub(super) const SOURCE: &str = "latchkey";

/// Rules about what an editor shows struck out, and about what it shows faded.
const TAGS: &[(&str, DiagnosticTag)] = &[
    ("deprecated-key", DiagnosticTag::Deprecated),
    ("duplicate-item", DiagnosticTag::Unnecessary),
    ("unused-ignore", DiagnosticTag::Unnecessary),
];

/// The diagnostics of a buffer.
pub(super) fn diagnostics(
    reports: &[FileReport],
    lines: &Lines<'_>,
    uri: &Uri,
    client: &Client,
) -> Vec<Diagnostic> {
    let each = |report| move |finding| diagnostic(report, finding, lines, uri, client);
    reports.iter().flat_map(|report| report.findings.iter().map(each(report))).collect()
}

/// One diagnostic.
pub(super) fn diagnostic(
    report: &FileReport,
    finding: &Located,
    lines: &Lines<'_>,
    uri: &Uri,
    client: &Client,
) -> Diagnostic {
    let related = finding.related.iter().filter(|other| other.file.is_none()).filter_map(|other| {
        let range = place(report, &other.spot, lines)?;
        let location = Location { uri: uri.clone(), range };
        Some(DiagnosticRelatedInformation { location, message: other.message.clone() })
    });
    let related: Vec<_> = if client.relates() { related.collect() } else { Vec::new() };
    let tag = TAGS.iter().find(|(rule, _)| *rule == finding.rule.name);
    Diagnostic {
        range: place(report, &finding.spot, lines).unwrap_or_else(|| lines.first()),
        severity: Some(match finding.level {
            Level::Error => DiagnosticSeverity::Error,
            Level::Warning => DiagnosticSeverity::Warning,
            Level::Info => DiagnosticSeverity::Information,
        }),
        code: Some(Code::String(finding.rule.name.to_owned())),
        code_description: None,
        source: Some(SOURCE.to_owned()),
        message: message(report, finding).into(),
        tags: tag.map(|(_, tag)| vec![*tag]),
        related_information: (!related.is_empty()).then_some(related),
        data: finding.fix.as_ref().map(|fix| data(fix, lines)),
    }
}

/// Where a place stands in the buffer; none where its text is not the buffer's.
pub(super) fn place(report: &FileReport, spot: &Spot, lines: &Lines<'_>) -> Option<Range> {
    match report.text_of {
        TextOf::File | TextOf::Escaped => spot.span.map(|span| lines.range(span)),
        TextOf::Recoded | TextOf::Content | TextOf::Nothing => None,
    }
}

/// What is wrong, what to do and what happens otherwise.
fn message(report: &FileReport, finding: &Located) -> String {
    let mut text = finding.message.clone();
    if let (TextOf::Content, Some((start, _))) = (report.text_of, finding.spot.range) {
        text.push_str(&format!(" (line {} of what the file holds)", start.line));
    }
    for (word, said) in [("help", &finding.help), ("otherwise", &finding.consequence)] {
        if let Some(said) = said {
            text.push_str(&format!("\n{word}: {said}"));
        }
    }
    text
}

/// The fix of a finding, for editors that make it themselves.
fn data(fix: &LocatedFix, lines: &Lines<'_>) -> Value {
    let safe = fix.safety == Safety::Safe;
    json!({ "fix": { "title": fix.title, "safe": safe, "edits": edits(fix, lines) } })
}

/// The edits of a fix.
pub(super) fn edits(fix: &LocatedFix, lines: &Lines<'_>) -> Vec<TextEdit> {
    let edit =
        |edit: &crate::fix::TextEdit| TextEdit { range: lines.range(edit.span), new_text: edit.text.clone() };
    fix.edits.iter().map(edit).collect()
}
