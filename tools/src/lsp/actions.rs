//! What was found in a buffer to what an editor offers to do about it: mend it, accept it, mend all, convert the file.

use std::cell::LazyCell;

use gen_lsp_types::{CodeAction, CodeActionKind, CodeActionParams, CodeActionTriggerKind, Range, TextEdit};
use latchkey_profile_schema::Document;

use super::sketch::sketch;
use super::subject::Subject;
use super::{convert, diagnostics, edits, ignoring};
use crate::fix::Safety;
use crate::lint::{FileReport, Source};
use crate::located::Located;
use crate::mend;

/// The kind of the action that mends all that can be mended safely.
pub(super) const FIX_ALL: &str = "source.fixAll.latchkey";

/// The largest file that conversions are offered for: they are made before anybody chooses one.
const MUCH: usize = 1024 * 1024;

/// More findings than an editor offers anything for at one place.
const MANY: usize = 100;

/// What is offered for a range.
pub(super) fn actions(subject: &Subject<'_>, parameters: &CodeActionParams) -> Vec<CodeAction> {
    let wanted = |kind: &CodeActionKind| {
        parameters.context.only.as_ref().is_none_or(|only| only.iter().any(|asked| is_within(kind, asked)))
    };
    let mut offered = Vec::new();
    if wanted(&CodeActionKind::QuickFix) {
        let document = LazyCell::new(|| sketch(subject.text));
        for report in subject.reports {
            let near = |finding: &&Located| {
                let place = diagnostics::place(report, &finding.spot, subject.lines);
                touches(place.unwrap_or_else(|| subject.lines.first()), parameters.range)
            };
            for finding in report.findings.iter().filter(near).take(MANY) {
                offered.extend(mending(subject, report, finding));
                offered.extend(ignore(subject, &document, report, finding));
            }
        }
    }
    // What an editor asks for by itself at each move of the cursor is kept cheap.
    let asked = parameters.context.trigger_kind != Some(CodeActionTriggerKind::Automatic)
        || parameters.context.only.is_some();
    if asked && wanted(&CodeActionKind::Custom(FIX_ALL.into())) {
        offered.extend(mending_all(subject));
    }
    if asked && wanted(&CodeActionKind::RefactorRewrite) && subject.text.len() <= MUCH {
        offered.extend(convert::conversions(subject));
    }
    offered
}

/// The fix of a finding.
fn mending(subject: &Subject<'_>, report: &FileReport, finding: &Located) -> Option<CodeAction> {
    let fix = finding.fix.as_ref()?;
    let Subject { uri, version, lines, client, .. } = subject;
    Some(CodeAction {
        title: fix.title.clone(),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostics::diagnostic(report, finding, lines, uri, client)]),
        is_preferred: Some(fix.safety == Safety::Safe),
        edit: Some(edits::of_buffer(client, uri, *version, diagnostics::edits(fix, lines))),
        ..CodeAction::default()
    })
}

/// The comment that accepts a finding.
fn ignore(
    subject: &Subject<'_>,
    document: &Document,
    report: &FileReport,
    finding: &Located,
) -> Option<CodeAction> {
    let Subject { uri, version, lines, client, text, .. } = subject;
    let (at, comment) = ignoring::comment(text, document, report, finding)?;
    let edit = TextEdit { range: lines.between(at, at), new_text: comment };
    Some(CodeAction {
        title: format!("ignore `{}` here", finding.rule.name),
        kind: Some(CodeActionKind::QuickFix),
        diagnostics: Some(vec![diagnostics::diagnostic(report, finding, lines, uri, client)]),
        is_preferred: Some(false),
        edit: Some(edits::of_buffer(client, uri, *version, vec![edit])),
        ..CodeAction::default()
    })
}

/// All safe fixes, and those of what they uncover.
fn mending_all(subject: &Subject<'_>) -> Option<CodeAction> {
    let Subject { uri, version, lines, client, text, placed, reports } = subject;
    let mut fixes = reports.iter().flat_map(|report| &report.findings).filter_map(|found| found.fix.as_ref());
    if !fixes.any(|fix| fix.safety == Safety::Safe) {
        return None;
    }
    let source = Source { name: placed.name().to_owned(), bytes: text.as_bytes().to_vec() };
    let report = mend::own(placed.check(source))?;
    let mended = mend::mend(report, Safety::Safe, |source| placed.check(source)).text?;
    let edit = edits::difference(lines, text, &mended);
    Some(CodeAction {
        title: "fix all safe problems".to_owned(),
        kind: Some(CodeActionKind::Custom(FIX_ALL.into())),
        edit: Some(edits::of_buffer(client, uri, *version, vec![edit])),
        ..CodeAction::default()
    })
}

/// Whether a kind is the one that was asked for, or a kind of it: `source.fixAll.latchkey` is one of `source`.
fn is_within(kind: &CodeActionKind, asked: &CodeActionKind) -> bool {
    let (kind, asked) = (String::from(kind.clone()), String::from(asked.clone()));
    let rest = kind.strip_prefix(&asked);
    rest.is_some_and(|rest| asked.is_empty() || rest.is_empty() || rest.starts_with('.'))
}

fn touches(left: Range, right: Range) -> bool {
    left.start <= right.end && right.start <= left.end
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_kind_is_one_of_what_it_begins_with() {
        let kind = |name: &'static str| CodeActionKind::from(name.to_owned());
        for (asked, expected) in [
            ("", true),
            ("source", true),
            ("source.fixAll", true),
            (FIX_ALL, true),
            ("source.fix", false),
            ("quickfix", false),
        ] {
            assert_eq!(is_within(&kind(FIX_ALL), &kind(asked)), expected, "{asked}");
        }
    }
}
