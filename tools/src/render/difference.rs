//! A text and the mended one to a unified diff.

use similar::{ChangeTag, TextDiff};

use crate::commands::Screen;
use crate::phrase::one_line;

/// The lines around a change.
const CONTEXT: usize = 3;

/// The diff of a file, as `patch` reads it.
pub(crate) fn render(name: &str, before: &str, after: &str, screen: Screen) -> String {
    let diff = TextDiff::from_lines(before, after);
    let name = one_line(name);
    let mut text = format!("--- {name}\n+++ {name}\n");
    for hunk in diff.unified_diff().context_radius(CONTEXT).iter_hunks() {
        text.push_str(&coloured(Some("\u{1b}[36m"), &hunk.header().to_string(), screen));
        text.push('\n');
        for change in hunk.iter_changes() {
            let (sign, colour) = match change.tag() {
                ChangeTag::Delete => ('-', Some("\u{1b}[31m")),
                ChangeTag::Insert => ('+', Some("\u{1b}[32m")),
                ChangeTag::Equal => (' ', None),
            };
            let line = change.value();
            // The line ending stays outside of the colour, and a carriage return is part of it.
            let content = line.strip_suffix('\n').unwrap_or(line);
            text.push_str(&coloured(colour, &format!("{sign}{content}"), screen));
            text.push('\n');
            if change.missing_newline() {
                text.push_str("\\ No newline at end of file\n");
            }
        }
    }
    text
}

fn coloured(colour: Option<&str>, text: &str, screen: Screen) -> String {
    match (colour, screen) {
        (Some(colour), Screen::Coloured) => format!("{colour}{text}\u{1b}[0m"),
        _ => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn changed_lines_stand_among_their_neighbours() {
        let before = "1\n2\n3\n4\n5\n6\n7\n8";
        assert_eq!(
            render("a.plist", before, &before.replace("7\n", "seven\n"), Screen::Plain),
            "--- a.plist\n+++ a.plist\n@@ -4,5 +4,5 @@\n 4\n 5\n 6\n-7\n+seven\n 8\n\\ No newline at end of file\n"
        );
        assert!(render("a", "1\n", "2\n", Screen::Coloured).contains("\u{1b}[31m-1\u{1b}[0m\n"));
    }
}
