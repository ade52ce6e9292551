//! Reports to JUnit's XML as Jenkins, GitLab and others read it: a file is a test suite, a finding a test case.
//!
//! A finding that fails the run is a failure, any other a passing case with output. A clean file is one passing case,
//! what was not checked is skipped, and a path that could not be read is an error.

use std::collections::HashMap;

use latchkey_profile_schema::text::Position;

use crate::files::PathError;
use crate::lint::FileReport;
use crate::located::{Located, Spot};
use crate::rule::Level;

/// How a test case ended.
enum Ending {
    Passed,
    Said(String),
    Failed { kind: &'static str, message: String, text: String },
    Skipped(String),
    Errored(String),
}

struct Case {
    name: String,
    ending: Ending,
}

struct Suite {
    name: String,
    file: String,
    cases: Vec<Case>,
}

/// Renders reports, and paths that could not be looked at. Findings of this level and graver ones are failures.
pub(crate) fn render(reports: &[FileReport], failures: &[PathError], fails: Level) -> String {
    let suites: Vec<Suite> =
        reports.iter().map(|report| suite(report, fails)).chain(failures.iter().map(unread)).collect();
    let all = || suites.iter().flat_map(|suite| &suite.cases);
    let mut text = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites name=\"latchkey lint\" tests=\"{}\" failures=\"{}\" \
         errors=\"{}\">\n",
        all().count(),
        all().filter(|case| matches!(case.ending, Ending::Failed { .. })).count(),
        all().filter(|case| matches!(case.ending, Ending::Errored(_))).count(),
    );
    for suite in &suites {
        write_suite(&mut text, suite);
    }
    text.push_str("</testsuites>\n");
    text
}

fn suite(report: &FileReport, fails: Level) -> Suite {
    let mut cases: Vec<Case> = report.findings.iter().map(|located| case(report, located, fails)).collect();
    if report.checked && cases.is_empty() {
        cases.push(Case { name: "no findings".to_owned(), ending: Ending::Passed });
    }
    cases.extend(report.unchecked.iter().map(|part| {
        let path = part.key_path.as_ref().map(ToString::to_string).unwrap_or_default();
        Case {
            name: format!("not checked {path}").trim_end().to_owned(),
            ending: Ending::Skipped(part.reason.clone()),
        }
    }));
    number(&mut cases);
    Suite { name: report.title(), file: report.name.clone(), cases }
}

/// Gives cases of one name their number: readers take cases of one name for one case. Names hold no line, so that a
/// case keeps its history when lines move.
fn number(cases: &mut [Case]) {
    let mut given: HashMap<String, usize> = HashMap::new();
    for case in cases {
        let times = given.entry(case.name.clone()).or_default();
        *times += 1;
        if *times > 1 {
            case.name = format!("{} ({times})", case.name);
        }
    }
}

fn case(report: &FileReport, located: &Located, fails: Level) -> Case {
    let place = place(report.range(&located.spot), &located.spot);
    let name = format!("{}: {}", located.rule.name, located.message);
    let mut text = format!("{}:{place}: {}[{}]", report.title(), located.level.word(), located.rule.name);
    let path = located.spot.key_path.as_ref().map(ToString::to_string).filter(|path| !path.is_empty());
    for (name, note) in [
        ("message", Some(&located.message)),
        ("key", path.as_ref()),
        ("help", located.help.as_ref()),
        ("otherwise", located.consequence.as_ref()),
        ("proof", located.told()),
    ] {
        if let Some(note) = note {
            text.extend(["\n", name, ": ", note]);
        }
    }
    let ending = if located.level >= fails {
        Ending::Failed { kind: located.level.word(), message: located.message.clone(), text }
    } else {
        Ending::Said(text)
    };
    Case { name, ending }
}

fn unread(failure: &PathError) -> Suite {
    let name = failure.path.to_string_lossy().into_owned();
    Suite {
        file: name.clone(),
        name,
        cases: vec![Case { name: "not read".to_owned(), ending: Ending::Errored(failure.error.to_string()) }],
    }
}

fn place(range: Option<(Position, Position)>, spot: &Spot) -> String {
    match (range, &spot.key_path) {
        (Some((start, _)), _) => format!("{}:{}", start.line, start.column),
        (None, Some(path)) => path.to_string(),
        (None, None) => String::new(),
    }
}

fn write_suite(text: &mut String, suite: &Suite) {
    let count = |ending: fn(&Ending) -> bool| {
        suite.cases.iter().filter(|case| ending(&case.ending)).count().to_string()
    };
    let attributes = [
        ("name", suite.name.clone()),
        ("tests", suite.cases.len().to_string()),
        ("failures", count(|ending| matches!(ending, Ending::Failed { .. }))),
        ("errors", count(|ending| matches!(ending, Ending::Errored(_)))),
        ("skipped", count(|ending| matches!(ending, Ending::Skipped(_)))),
    ];
    start(text, "  ", "testsuite", &attributes);
    text.push_str(">\n");
    for case in &suite.cases {
        let attributes =
            [("name", case.name.clone()), ("classname", suite.name.clone()), ("file", suite.file.clone())];
        start(text, "    ", "testcase", &attributes);
        let element = match &case.ending {
            Ending::Passed => {
                text.push_str("/>\n");
                continue;
            }
            Ending::Said(said) => ("system-out", vec![], said),
            Ending::Skipped(reason) => ("skipped", vec![], reason),
            Ending::Errored(why) => {
                ("error", vec![("type", "not read".to_owned()), ("message", why.clone())], why)
            }
            Ending::Failed { kind, message, text } => {
                ("failure", vec![("type", (*kind).to_owned()), ("message", message.clone())], text)
            }
        };
        let (name, attributes, content) = element;
        text.push_str(">\n");
        start(text, "      ", name, &attributes);
        text.extend([">", &escaped(content), "</", name, ">\n    </testcase>\n"]);
    }
    text.push_str("  </testsuite>\n");
}

/// A start tag without its end.
fn start(text: &mut String, indentation: &str, name: &str, attributes: &[(&str, String)]) {
    text.extend([indentation, "<", name]);
    for (name, value) in attributes {
        // A reader makes a blank of a line break in an attribute.
        text.extend([" ", name, "=\"", &escaped(value).replace('\n', "&#10;").replace('\t', "&#9;"), "\""]);
    }
}

/// Text as XML 1.0 may hold it: markup escaped, characters that it may not hold replaced.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for character in text.chars() {
        match character {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\n' | '\t' => escaped.push(character),
            '\u{fffe}' | '\u{ffff}' => escaped.push('\u{fffd}'),
            character if character.is_control() => escaped.push('\u{fffd}'),
            character => escaped.push(character),
        }
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::FileError;
    use crate::lint::testing::{self, payload, preferences, profile};
    use crate::options::Options;

    fn report(name: &str, text: &str) -> FileReport {
        testing::report(name, text, &Options::default())
    }

    #[test]
    fn files_are_suites_and_findings_are_cases() {
        let reports = [
            report(
                "a<&\"\u{1b}\n/org.latchkey.agent.plist",
                &preferences("<key>Enforcement</key><string>&lt;audit&gt;</string>"),
            ),
            report("clean/org.latchkey.agent.plist", &preferences("")),
            report(
                "tried/org.latchkey.agent.plist",
                &preferences("<key>Enforcement</key><string>report</string>"),
            ),
            report("dock.mobileconfig", &profile(&payload("com.apple.dock", ""))),
        ];
        let failure = PathError { path: "gone.plist".into(), error: FileError::Missing };
        insta::assert_snapshot!(render(&reports, &[failure], Level::Error));
    }

    #[test]
    fn denied_warnings_are_failures() {
        let text = preferences("<key>Foo</key><true/><key>Enforcement</key><string>enforce</string>");
        let reports = [report("org.latchkey.agent.plist", &text)];
        assert!(render(&reports, &[], Level::Error).contains("failures=\"0\""));
        assert!(render(&reports, &[], Level::Warning).contains("<failure type=\"warning\""));
    }
}
