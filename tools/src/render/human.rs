//! Reports to what people read: place, level, rule and message on the first line, then the line of the file.

use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::{Group, Level as Label, Renderer};

use super::Summary;
use super::rows::snippets;
use crate::commands::Screen;
use crate::lint::{FileReport, Unchecked, each};
use crate::located::Located;
use crate::phrase::one_line;
use crate::rule::Level;

/// Renders reports, what was not checked, and a summary.
pub(crate) fn render(reports: &[FileReport], screen: Screen) -> String {
    let renderer = match screen {
        Screen::Coloured => Renderer::styled(),
        Screen::Plain => Renderer::plain(),
    };
    let texts = each(reports, |report| {
        let mut text = String::new();
        for located in &report.findings {
            headline(&mut text, report, located, screen);
            body(&mut text, report, located, &renderer);
            text.push('\n');
        }
        text
    });
    let mut text = texts.concat();
    unchecked(&mut text, reports);
    summary(&mut text, &Summary::of(reports));
    text
}

fn headline(text: &mut String, report: &FileReport, located: &Located, screen: Screen) {
    let name = one_line(&report.title());
    let place = match located.spot.range {
        Some((start, _)) => format!("{name}:{}:{}", start.line, start.column),
        None => name,
    };
    let Located { rule, level, message, .. } = located;
    let (colour, bold, end) = match screen {
        Screen::Coloured => (colour(*level), "\x1b[1m", "\x1b[0m"),
        Screen::Plain => ("", "", ""),
    };
    push(
        text,
        format_args!(
            "{bold}{place}{end}: {colour}{}[{}]{end}: {bold}{message}{end}\n",
            level.word(),
            rule.name
        ),
    );
}

const fn colour(level: Level) -> &'static str {
    match level {
        Level::Error => "\x1b[1;91m",
        Level::Warning => "\x1b[1;93m",
        Level::Info => "\x1b[1;94m",
    }
}

fn body(text: &mut String, report: &FileReport, located: &Located, renderer: &Renderer) {
    let mut group = Group::with_level(match located.level {
        Level::Error => Label::ERROR,
        Level::Warning => Label::WARNING,
        Level::Info => Label::INFO,
    });
    let snippets = snippets(report, located);
    let shown = !snippets.is_empty();
    group = group.elements(snippets);
    let notes = notes(located);
    if !shown {
        for (name, note) in notes {
            push(text, format_args!("  = {name}: {note}\n"));
        }
        return;
    }
    for (name, note) in notes {
        group = group.element(Label::NOTE.with_name(Some(name)).message(note));
    }
    text.push_str(&renderer.render(&[group]));
    text.push('\n');
}

fn notes(located: &Located) -> Vec<(&'static str, String)> {
    let path = located.spot.key_path.as_ref().map(ToString::to_string).filter(|path| !path.is_empty());
    let key_path = path.map(|path| clipped(&path));
    [("key", key_path), ("help", located.help.clone()), ("otherwise", located.consequence.clone())]
        .into_iter()
        .filter_map(|(name, note)| Some((name, note?)))
        .collect()
}

/// A key path on one line of a screen; its end tells more than its middle.
fn clipped(path: &str) -> String {
    const LONGEST: usize = 200;
    let shown = one_line(path);
    let length = shown.chars().count();
    if length <= LONGEST {
        return shown;
    }
    let half = |from: usize| shown.chars().skip(from).take(LONGEST / 2).collect::<String>();
    format!("{}…{}", half(0), half(length - LONGEST / 2))
}

/// What was not checked, once for each reason.
fn unchecked(text: &mut String, reports: &[FileReport]) {
    let mut reasons: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for report in reports {
        // A file that is something else altogether has a finding that says so.
        let said = |part: &&Unchecked| part.key_path.is_none() && !report.findings.is_empty();
        for part in report.unchecked.iter().filter(|part| !said(part)) {
            reasons.entry(&part.reason).or_insert((0, &report.name)).0 += 1;
        }
    }
    for (reason, (count, file)) in &reasons {
        let file = one_line(file);
        match count {
            1 => push(text, format_args!("{file}: not checked: {reason}\n")),
            2 => push(text, format_args!("{file} and 1 more place: not checked: {reason}\n")),
            _ => push(text, format_args!("{file} and {} more places: not checked: {reason}\n", count - 1)),
        }
    }
    if !reasons.is_empty() {
        text.push('\n');
    }
}

fn summary(text: &mut String, summary: &Summary) {
    let Summary { files, checked, errors, warnings, notes } = *summary;
    let checked =
        if checked == files { many(files, "file") } else { format!("{checked} of {}", many(files, "file")) };
    let mut found = vec![many(errors, "error"), many(warnings, "warning")];
    if notes > 0 {
        found.push(many(notes, "note"));
    }
    push(text, format_args!("{checked} checked: {}\n", found.join(", ")));
}

fn many(count: usize, noun: &str) -> String {
    match count {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// Writing to a string cannot fail.
fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(line);
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::report;
    use crate::options::Options;

    fn shown(name: &str, text: &str) -> String {
        render(&[report(name, text, &Options::default())], Screen::Plain)
    }

    #[test]
    fn a_finding_shows_its_line() {
        let text = "<plist version=\"1.0\">\n<dict>\n\t<key>Enforcement</key>\n\t<string>audit</string>\n</dict>\n</plist>\n";
        insta::assert_snapshot!(shown("org.latchkey.agent.plist", text));
    }

    #[test]
    fn a_finding_shows_both_places() {
        let text = "<plist version=\"1.0\">\n<dict>\n<key>Enforcement</key>\n<string>report</string>\n<key>LinkMatch</key>\n<string>any</string>\n<key>Enforcement</key>\n<string>enforce</string>\n</dict>\n</plist>\n";
        insta::assert_snapshot!(shown("org.latchkey.agent.plist", text));
    }

    #[test]
    fn a_file_without_a_line_is_named() {
        insta::assert_snapshot!(shown("profile.mobileconfig", "<!DOCTYPE html><html></html>"));
    }

    #[test]
    fn names_and_keys_neither_move_the_cursor_nor_fill_the_screen() {
        let key = "x".repeat(1_000_000);
        let text =
            crate::lint::testing::preferences(&format!("<key>{key}</key><true/><key>Issuer</key><true/>"));
        let said = shown("\u{1b}[2J\norg.latchkey.agent.plist", &text);
        assert!(said.contains("\\u{1b}[2J\\norg.latchkey.agent.plist"), "{said}");
        assert!(!said.contains('\u{1b}') && said.lines().all(|line| line.chars().count() < 400), "{said}");
    }

    #[test]
    fn no_secret_is_shown_wherever_it_stands() {
        let bad = "<key>FailureBudget</key><string>many</string>";
        for inside in [
            "<!-- <key>DMFAClientSecret</key><string>hunter2</string> -->",
            "<!-- <key>DMFAClientSecret</key>\n<string>hunter2</string> -->",
            "<key>DMFAClientSecret</key><string value=\"hunter2\"/>",
            "<string>DMFAClientSecret</string><string>hunter2</string>",
            "<key>DMFAClientSecret</key><string>SEC<hunter2</string>",
            "<key>DMFAClientSecret</key><string>SEC<hunter2></string><key>b</key><true/>",
            "<key>DMFAClientSecret</key><hunter2/>",
            "<key>DMFAClientSecrt</key><string>hunter2</string>",
            "<key>DMFAOrgURL</key><string>https://me:hunter2@corp.okta.com/app?hunter2</string>",
            "<key>DMFAOrgURL</key><string>https://corp.okta.com?token=hunter2</string>",
            "<key>Issuer</key><string>https://me:hunter2@corp.okta.com</string>",
            "<key>Issuer</key><string>me:hunter2@corp.okta.com</string>",
        ] {
            for text in [format!("{inside}{bad}"), format!("{bad}{inside}"), format!("{inside}\n{bad}")] {
                for name in ["org.latchkey.agent.plist", "com.okta.deviceaccess.servicedaemon.plist"] {
                    let said = shown(name, &crate::lint::testing::preferences(&text));
                    assert!(said.contains("error["), "{said}");
                    assert!(!said.contains("hunter2"), "{said}");
                }
            }
        }
    }

    #[test]
    fn what_was_not_checked_is_said_once() {
        let payload = |number: u8| {
            format!(
                "<dict><key>PayloadType</key><string>com.apple.dock</string><key>PayloadVersion</key><integer>1</integer><key>PayloadIdentifier</key><string>a.{number}</string><key>PayloadUUID</key><string>00000000-0000-4000-8000-00000000000{number}</string></dict>"
            )
        };
        let text = crate::lint::testing::profile(&format!("{}{}", payload(1), payload(2)));
        insta::assert_snapshot!(shown("dock.mobileconfig", &text));
    }
}
