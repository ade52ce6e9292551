//! The one line of a finding in plain text, its one mark and its notes, drawn as the library draws them and many times
//! faster: reports of many files hold little else.

use super::push;
use crate::render::rows::Row;

/// Up to here the library cuts no line.
const WIDTH: usize = 120;

/// Draws a finding. False, and nothing is drawn, where the library has to, since not every sign is one column wide.
pub(super) fn draw(text: &mut String, row: &Row<'_>, notes: &[(&str, String)]) -> bool {
    // What stands for secrets, and for what is cut off, is as wide as a letter.
    let is_plain = |text: &str| {
        text.bytes().all(|sign| matches!(sign, b' '..=b'~'))
            || text.chars().all(|sign| matches!(sign, ' '..='~' | '•' | '…'))
    };
    let Some(mark) = row.mark().filter(|mark| !mark.is_empty()) else { return false };
    let line = &row.text;
    let is_short = line.len() <= WIDTH && !line.starts_with(' ');
    if !(is_short && is_plain(line)) || notes.is_empty() || !notes.iter().all(|(_, note)| is_plain(note)) {
        return false;
    }
    let number = row.line.to_string();
    let width = |range: std::ops::Range<usize>| Some(line.get(range)?.chars().count());
    let (Some(before), Some(marked)) = (width(0..mark.start), width(mark.clone())) else { return false };
    let margin = number.len() + 1;
    push(
        text,
        format_args!(
            "{:margin$}|\n{number} | {line}\n{:margin$}| {:before$}{:^<marked$}\n{:margin$}|\n",
            "", "", "", "", ""
        ),
    );
    for (name, note) in notes {
        push(text, format_args!("{:margin$}= {name}: {note}\n", ""));
    }
    true
}

#[cfg(test)]
mod tests {
    use annotate_snippets::{Group, Level, Renderer};

    use super::*;
    use crate::lint::testing::{preferences, report};
    use crate::options::Options;
    use crate::render::rows::{rows, snippets};

    #[test]
    fn the_library_draws_the_same() {
        let mut drawn = 0;
        for inside in [
            "<key>Enforcement</key><string>audit</string>",
            "\n<key>Enforcement</key>\n\n\t\t<string>audit</string>",
            "\n\n\n\n\n\n\n\n\n\n\n  <key>FailureBudget</key> <integer>0</integer> <key>Nothing</key><true/>",
            "<key>FailureBudget</key><string>\u{e4}</string>",
            "<key>FailureBudget</key><string>a line that is long enough to be cut after a hundred and some characters, which it is</string>",
            "<key>Issuer</key><string>https://me:hunter2@corp.okta.com/a?b</string><key>FailureBudget</key><string>a</string>",
            "\n<key>DMFAClientSecret</key>\n<integer>5</integer>\n<key>Password</key><string>p</string><key>FailureBudget</key><string>a</string>",
            "<key>Enforcement</key><string>audit</string><key>Enforcement</key><string>audit</string>",
        ] {
            let report = report("org.latchkey.agent.plist", preferences(inside), &Options::default());
            for located in &report.findings {
                let notes = super::super::notes(located);
                let rows = rows(&report, located);
                let mut ours = String::new();
                if !matches!(rows.as_slice(), [row] if draw(&mut ours, row, &notes)) {
                    assert_eq!(ours, "");
                    continue;
                }
                let mut group = Group::with_level(Level::WARNING).elements(snippets(rows));
                for (name, note) in notes {
                    group = group.element(Level::NOTE.with_name(Some(name)).message(note));
                }
                assert_eq!(ours, Renderer::plain().render(&[group]) + "\n");
                drawn += 1;
            }
        }
        assert!(drawn >= 4, "{drawn}");
    }
}
