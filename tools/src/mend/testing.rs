//! What every table of a rule passes through: each fix that is offered must keep its word.

use std::sync::Arc;

use latchkey_profile_schema::plist;

use super::{mend, own};

use crate::fix::{LocatedFix, Safety, apply};
use crate::lint::{FileReport, Source, lint};
use crate::located::Located;
use crate::options::Options;
use crate::rule::Level;

/// Rules whose fixes let a value be read, or settings be found, which may then show mistakes of their own.
const REVEALING: &[&str] = &[
    "broken-managed-client",
    "miscased-key",
    "missing-content",
    "misspelt-domain",
    "misspelt-payload-type",
    "set-once-policy",
    "unknown-key",
    "windows-key",
    "wrong-envelope-value",
    "wrong-payload-type",
    "wrong-type",
];

/// Fails where a fix of the file does not mend its finding, brings new errors, changes other values, or leaves
/// something to mend for a second run.
pub(crate) fn check_fixes(name: &str, bytes: &[u8], options: &Options) {
    let look = |bytes: &[u8]| own(lint(Source { name: name.to_owned(), bytes: bytes.to_vec() }, options));
    let Some(report) = look(bytes) else { return };
    let fixable = report.findings.iter().filter_map(|finding| Some((finding, finding.fix.as_ref()?)));
    for (finding, fix) in fixable {
        check_fix(bytes, finding, fix, &report, &look);
    }
    for safety in [Safety::Safe, Safety::Unsafe] {
        let again = |source: Source| lint(source, options);
        let Some(report) = look(bytes) else { return };
        let once = mend(report, safety, again);
        assert_eq!(once.dropped, [], "{name}: {}", String::from_utf8_lossy(bytes));
        let Some(text) = once.text else { continue };
        let twice = mend(look(text.as_bytes()).expect("it stays a property list"), safety, again);
        assert_eq!(twice.text, None, "{name}: a second run changes\n{text}");
    }
}

fn check_fix(
    bytes: &[u8],
    finding: &Located,
    fix: &LocatedFix,
    report: &FileReport,
    look: &impl Fn(&[u8]) -> Option<FileReport>,
) {
    let text = std::str::from_utf8(bytes).expect("only text has fixes");
    let fixed = apply(text, &[fix]).text;
    let context = || format!("{}: {}\n{text}\n{fixed}", finding.rule.name, fix.title);
    let mut only = report_of(report, finding);
    only.text = Arc::new(bytes.to_vec());
    let mended = mend(only, Safety::Unsafe, |source| {
        let mut after = look(&source.bytes).expect("it stays a property list");
        after
            .findings
            .retain(|other| other.rule.name == finding.rule.name && other.message == finding.message);
        after.findings.iter_mut().for_each(|other| other.fix = None);
        vec![after]
    });
    assert_eq!(mended.dropped, [], "{}", context());
    assert_eq!(mended.text.as_deref(), Some(fixed.as_str()), "{}", context());
    if plist::read(bytes).is_sound() {
        let new = errors(&look(fixed.as_bytes()).expect("it stays a property list")) > errors(report);
        assert!(!new || REVEALING.contains(&finding.rule.name), "new errors: {}", context());
    }
}

/// The report with one finding and those that say the same.
fn report_of(report: &FileReport, finding: &Located) -> FileReport {
    let same = |other: &&Located| {
        other.rule.name == finding.rule.name
            && other.message == finding.message
            && other.spot.span != finding.spot.span
    };
    let mut others: Vec<Located> = report.findings.iter().filter(same).cloned().collect();
    others.iter_mut().for_each(|other| other.fix = None);
    others.push(finding.clone());
    FileReport {
        name: report.name.clone(),
        part: None,
        text: Arc::clone(&report.text),
        text_of: report.text_of,
        secrets: Vec::new(),
        findings: others,
        facts: crate::facts::Facts::default(),
        in_force: None,
        unchecked: Vec::new(),
        ignores: Vec::new(),
        suppressed: Vec::new(),
        checked: true,
    }
}

fn errors(report: &FileReport) -> usize {
    report.findings.iter().filter(|finding| finding.level == Level::Error).count()
}
