//! Reports to the frozen JSON of design section 9.1. The structs are its definition and nothing else uses them.

use latchkey_profile_schema::KeyPath;
use latchkey_profile_schema::text::Position;
use serde::Serialize;

use super::Summary;
use crate::files::PathError;
use crate::fix::Safety;
use crate::lint::FileReport;
use crate::located::{Located, Spot};

/// The version of the shape.
const VERSION: u32 = 1;

#[derive(Serialize)]
struct Output<'a> {
    version: u32,
    summary: Counts,
    findings: Vec<Finding<'a>>,
    unchecked: Vec<Unchecked<'a>>,
}

#[derive(Serialize)]
struct Counts {
    files: usize,
    checked: usize,
    errors: usize,
    warnings: usize,
}

#[derive(Serialize)]
struct Finding<'a> {
    rule: &'a str,
    level: &'a str,
    file: &'a str,
    key_path: Option<String>,
    range: Option<Range>,
    message: &'a str,
    help: Option<&'a str>,
    consequence: Option<&'a str>,
    targets: Vec<&'a str>,
    related: Vec<Related<'a>>,
    fix: Option<Fix<'a>>,
}

#[derive(Serialize)]
struct Range {
    start: Point,
    end: Point,
}

#[derive(Serialize)]
struct Point {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Related<'a> {
    file: &'a str,
    key_path: Option<String>,
    range: Option<Range>,
    message: &'a str,
}

#[derive(Serialize)]
struct Fix<'a> {
    safe: bool,
    title: &'a str,
}

#[derive(Serialize)]
struct Unchecked<'a> {
    file: String,
    key_path: Option<String>,
    reason: std::borrow::Cow<'a, str>,
}

/// Renders reports, and paths that could not be looked at.
pub(crate) fn render(reports: &[FileReport], failures: &[PathError]) -> serde_json::Result<String> {
    let summary = Summary::of(reports);
    let output = Output {
        version: VERSION,
        summary: Counts {
            files: summary.files + failures.len(),
            checked: summary.checked,
            errors: summary.errors,
            warnings: summary.warnings,
        },
        findings: reports
            .iter()
            .flat_map(|report| report.findings.iter().map(|located| finding(&report.name, located)))
            .collect(),
        unchecked: reports.iter().flat_map(unchecked).chain(failures.iter().map(unread)).collect(),
    };
    let mut text = serde_json::to_string(&output)?;
    text.push('\n');
    Ok(text)
}

fn finding<'a>(file: &'a str, located: &'a Located) -> Finding<'a> {
    Finding {
        rule: located.rule.name,
        level: located.level.word(),
        file,
        key_path: pointer(located.spot.key_path.as_ref()),
        range: range(&located.spot),
        message: &located.message,
        help: located.help.as_deref(),
        consequence: located.consequence.as_deref(),
        targets: located.targets.iter().map(|target| target.word()).collect(),
        related: located
            .related
            .iter()
            .map(|other| Related {
                file: other.file.as_deref().unwrap_or(file),
                key_path: pointer(other.spot.key_path.as_ref()),
                range: range(&other.spot),
                message: &other.message,
            })
            .chain(located.told().map(|said| proof(file, located, said)))
            .collect(),
        fix: located.fix.as_ref().map(|fix| Fix { safe: fix.safety == Safety::Safe, title: &fix.title }),
    }
}

/// What the prover says belongs to the finding as a whole, so it stands where the finding does.
fn proof<'a>(file: &'a str, located: &Located, said: &'a str) -> Related<'a> {
    Related {
        file,
        key_path: pointer(located.spot.key_path.as_ref()),
        range: range(&located.spot),
        message: said,
    }
}

fn unchecked(report: &FileReport) -> impl Iterator<Item = Unchecked<'_>> {
    report.unchecked.iter().map(|part| Unchecked {
        file: report.name.clone(),
        key_path: pointer(part.key_path.as_ref()),
        reason: part.reason.as_str().into(),
    })
}

fn unread(failure: &PathError) -> Unchecked<'_> {
    Unchecked {
        file: failure.path.display().to_string(),
        key_path: None,
        reason: failure.error.to_string().into(),
    }
}

fn pointer(path: Option<&KeyPath>) -> Option<String> {
    path.map(ToString::to_string)
}

fn range(spot: &Spot) -> Option<Range> {
    let point = |position: Position| Point { line: position.line, column: position.column };
    spot.range.map(|(start, end)| Range { start: point(start), end: point(end) })
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::DESKTOP_MFA;

    use super::*;
    use crate::lint::testing::report;
    use crate::options::Options;

    #[test]
    fn the_shape_is_frozen() {
        let bytes = b"<plist version=\"1.0\"><dict>\n<key>MFANotRequiredList</key>\n<array><string>*</string></array>\n<key>AllowedFactors</key><array><string>OV_Push</string><string>OV_Push</string></array></dict></plist>".to_vec();
        let first = report("a.plist", bytes, &Options { domain: Some(&DESKTOP_MFA), ..Options::default() });
        let other = report("b.txt", b"no plist", &Options::default());
        let failure = PathError { path: "gone.plist".into(), error: crate::files::FileError::Missing };
        let text = render(&[first, other], &[failure]).unwrap();
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        insta::assert_json_snapshot!(value);
    }
}
