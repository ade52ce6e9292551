//! Reports to workflow commands of GitHub Actions, one line a finding, which its runner turns into annotations.
//!
//! The commands are those of GitHub's page "Workflow commands for GitHub Actions". In a message `%`, CR and LF are
//! escaped, in a property `:` and `,` besides.

use crate::files::PathError;
use crate::lint::FileReport;
use crate::located::Located;
use crate::phrase::is_unprintable;
use crate::rule::Level;

/// Renders reports, what was not checked, and paths that could not be looked at.
pub(crate) fn render(reports: &[FileReport], failures: &[PathError]) -> String {
    let mut text = String::new();
    for report in reports {
        for located in &report.findings {
            finding(&mut text, report, located);
        }
        for part in &report.unchecked {
            let properties = [("file", report.name.clone()), ("title", "not checked".to_owned())];
            command(&mut text, "notice", &properties, &part.reason);
        }
    }
    for failure in failures {
        let file = failure.path.to_string_lossy().into_owned();
        let properties = [("file", file), ("title", "not read".to_owned())];
        command(&mut text, "error", &properties, &failure.error.to_string());
    }
    text
}

fn finding(text: &mut String, report: &FileReport, located: &Located) {
    let kind = match located.level {
        Level::Error => "error",
        Level::Warning => "warning",
        Level::Info => "notice",
    };
    let range = report.range(&located.spot);
    let path = located.spot.key_path.as_ref().filter(|_| range.is_none()).map(ToString::to_string);
    let path = path.filter(|path| !path.is_empty());
    let mut message = located.message.clone();
    let notes = [
        ("key", path.as_ref()),
        ("otherwise", located.consequence.as_ref()),
        ("help", located.help.as_ref()),
        ("proof", located.told()),
    ];
    for (name, note) in notes {
        if let Some(note) = note {
            message.extend(["\n", name, ": ", note]);
        }
    }
    let mut properties = vec![("file", report.name.clone())];
    if let Some((start, end)) = range {
        properties.extend([("line", start.line.to_string()), ("endLine", end.line.to_string())]);
        // Checks refuse columns of a place that spans lines.
        if start.line == end.line {
            properties.extend([("col", start.column.to_string()), ("endColumn", end.column.to_string())]);
        }
    }
    properties.push(("title", located.rule.name.to_owned()));
    command(text, kind, &properties, &message);
}

fn command(text: &mut String, kind: &str, properties: &[(&str, String)], message: &str) {
    let properties: Vec<String> = properties
        .iter()
        .map(|(name, value)| format!("{name}={}", escaped(value).replace(':', "%3A").replace(',', "%2C")))
        .collect();
    text.extend(["::", kind, " ", &properties.join(","), "::", &escaped(message), "\n"]);
}

fn escaped(text: &str) -> String {
    let shown: String = text
        .chars()
        .map(|character| match character {
            '\r' | '\n' | '\t' => character,
            character if is_unprintable(character) => '\u{fffd}',
            character => character,
        })
        .collect();
    shown.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::FileError;
    use crate::lint::testing::{preferences, report};
    use crate::options::Options;

    #[test]
    fn each_finding_is_one_escaped_line() {
        let report = |name: &str, text: String| report(name, text, &Options::default());
        let one_line = "<key>Enforcement</key><string>100%</string>";
        let lines = "<key>Issuer</key>\n<array>\n</array>";
        let reports = [
            report("a:1,5%\n/org.latchkey.agent.plist", preferences(one_line)),
            report("org.latchkey.agent.plist", preferences(lines)),
            report("page.mobileconfig", "<html></html>".to_owned()),
        ];
        let failure = PathError { path: "gone.plist".into(), error: FileError::Missing };
        insta::assert_snapshot!(render(&reports, &[failure]));
    }
}
