//! A place in a file to one line of text that can be shown: secrets hidden, long lines cut, the place still marked.

use std::borrow::Cow;
use std::ops::Range;

use latchkey_profile_schema::Span;

use crate::phrase::is_unprintable;

/// Characters shown of a line.
const WIDTH: usize = 130;
/// Characters shown before the marked place, where the line is cut.
const BEFORE: usize = 50;
/// Bytes of a line that are looked at on either side of the place: enough for what is shown, however long the line is.
const REACH: usize = 1_024;
const HIDDEN: &str = "•••";

/// One line, and the bytes of it that are marked.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Excerpt {
    /// The text.
    pub(super) text: String,
    /// What is marked.
    pub(super) mark: Range<usize>,
}

/// The line where a place begins. Of a place that spans lines the part on the first one is marked, and of a dictionary
/// or array that does its start tag.
pub(super) fn around(bytes: &[u8], place: Span, secrets: &[Span]) -> Excerpt {
    let start = (place.start as usize).min(bytes.len());
    let far = character_start(bytes, start.saturating_sub(REACH));
    let before = bytes.get(far..start).unwrap_or_default();
    let line_start = far + before.iter().rposition(|byte| *byte == b'\n').map_or(0, |newline| newline + 1);
    let rest = bytes.get(start..bytes.len().min(start + REACH)).unwrap_or_default();
    let line_end = start + rest.iter().position(|byte| *byte == b'\n').unwrap_or(rest.len());
    let end = marked_end(bytes, start, place.end as usize, line_end);

    let mut text = String::new();
    let mut mark = Range { start: None, end: None };
    for (piece, hidden) in pieces(line_start..line_end, secrets) {
        let raw = String::from_utf8_lossy(bytes.get(piece.clone()).unwrap_or_default());
        // Where in this piece a byte of the file is shown.
        let shown = |at: usize| {
            let prefix = bytes.get(piece.start..at).unwrap_or_default();
            text.len() + printable(&String::from_utf8_lossy(prefix)).len()
        };
        if mark.start.is_none() && start < piece.end {
            mark.start = Some(if hidden { text.len() } else { shown(start.max(piece.start)) });
        }
        if mark.end.is_none() && end <= piece.end {
            mark.end = Some(if hidden { text.len() + HIDDEN.len() } else { shown(end.max(piece.start)) });
        }
        if hidden {
            text.push_str(HIDDEN);
        } else {
            text.push_str(&printable(&raw));
        }
    }
    let mark_start = mark.start.unwrap_or(text.len());
    let mark_end = mark.end.unwrap_or(text.len()).max(mark_start);
    cut(&text, mark_start..mark_end)
}

/// Where the mark ends: on the line where it begins.
fn marked_end(bytes: &[u8], start: usize, end: usize, line_end: usize) -> usize {
    if end <= line_end {
        return end;
    }
    let line = bytes.get(start..line_end).unwrap_or_default();
    let tag = line.first() == Some(&b'<');
    let tag_end = line.iter().position(|byte| *byte == b'>').filter(|_| tag);
    let trimmed = line.iter().rposition(|byte| !byte.is_ascii_whitespace());
    start + tag_end.or(trimmed).map_or(0, |last| last + 1)
}

/// The first byte from here on that begins a character: UTF-8 continues with 0b10xx_xxxx.
fn character_start(bytes: &[u8], at: usize) -> usize {
    let rest = bytes.get(at..).unwrap_or_default();
    at + rest.iter().take(3).take_while(|byte| **byte & 0b1100_0000 == 0b1000_0000).count()
}

/// A line in pieces that are shown and pieces that are not. Secrets stand in order and apart from each other.
fn pieces(line: Range<usize>, secrets: &[Span]) -> Vec<(Range<usize>, bool)> {
    let mut pieces = Vec::new();
    let mut at = line.start;
    let first = secrets.partition_point(|secret| secret.end as usize <= line.start);
    let here = secrets.iter().skip(first).take_while(|secret| (secret.start as usize) < line.end);
    for secret in here {
        let start = (secret.start as usize).clamp(at, line.end);
        let end = (secret.end as usize).clamp(at, line.end);
        if start < end {
            pieces.push((at..start, false));
            pieces.push((start..end, true));
            at = end;
        }
    }
    pieces.push((at..line.end, false));
    pieces
}

/// Tabs as one blank, other control characters as a sign that there is one.
fn printable(text: &str) -> Cow<'_, str> {
    if text.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return Cow::Borrowed(text);
    }
    text.chars()
        .map(|character| match character {
            '\t' => ' ',
            character if is_unprintable(character) => '\u{fffd}',
            character => character,
        })
        .collect()
}

/// A line around its mark, no longer than what fits.
fn cut(text: &str, mark: Range<usize>) -> Excerpt {
    let text = text.trim_end_matches(['\u{fffd}', ' ']);
    let mark = mark.start.min(text.len())..mark.end.min(text.len());
    let trimmed = text.trim_start();
    let indentation = (text.len() - trimmed.len()).min(mark.start);
    let (text, mark) =
        (text.get(indentation..).unwrap_or(text), mark.start - indentation..mark.end - indentation);
    if text.chars().count() <= WIDTH {
        return Excerpt { text: text.to_owned(), mark };
    }
    let first = text.get(..mark.start).map_or(0, |before| before.chars().count().saturating_sub(BEFORE));
    let from = boundary(text, first);
    let to = boundary(text, first + WIDTH);
    let lead = if from > 0 { "…" } else { "" };
    let tail = if to < text.len() { "…" } else { "" };
    let shift = |at: usize| at.clamp(from, to) - from + lead.len();
    Excerpt {
        text: format!("{lead}{}{tail}", text.get(from..to).unwrap_or_default()),
        mark: shift(mark.start)..shift(mark.end),
    }
}

/// The byte at which the n-th character begins.
fn boundary(text: &str, characters: usize) -> usize {
    text.char_indices().nth(characters).map_or(text.len(), |(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(text: &str, marked: &str, secret: &str) -> (String, String) {
        let span = |part: &str| {
            let start = text.find(part).unwrap();
            Span { start: start as u32, end: (start + part.len()) as u32 }
        };
        let secrets: Vec<Span> = if secret.is_empty() { vec![] } else { vec![span(secret)] };
        let excerpt = around(text.as_bytes(), span(marked), &secrets);
        let mark = excerpt.text.get(excerpt.mark).unwrap().to_owned();
        (excerpt.text, mark)
    }

    #[test]
    fn marks_the_place_on_its_line() {
        assert_eq!(shown("<dict>\n\t<key>a</key>\r\n</dict>", "a", ""), ("<key>a</key>".into(), "a".into()));
        assert_eq!(
            shown("<key>ä</key><string>b</string>", "<string>b</string>", ""),
            ("<key>ä</key><string>b</string>".into(), "<string>b</string>".into())
        );
    }

    #[test]
    fn of_a_long_element_the_start_tag_is_marked() {
        assert_eq!(shown("x <array>\n<true/>\n</array>", "<array>\n<true/>\n</array>", "").1, "<array>");
        assert_eq!(shown("a  \nb", "a  \nb", "").1, "a");
    }

    #[test]
    fn secrets_are_hidden_inside_and_outside_of_the_mark() {
        let line = "<key>s</key><string>hunter2</string><key>b</key>";
        assert_eq!(
            shown(line, "<string>hunter2</string>", "hunter2"),
            ("<key>s</key><string>•••</string><key>b</key>".into(), "<string>•••</string>".into())
        );
        assert_eq!(shown(line, "b", "hunter2").1, "b");
        assert_eq!(shown(line, "hunter2", "hunter2").1, "•••");
        assert_eq!(shown(line, "hunt", "hunter2").1, "•••");
    }

    #[test]
    fn long_lines_are_cut_around_the_mark() {
        let line = format!("{}<key>here</key>{}", "x".repeat(5_000), "y".repeat(5_000));
        let (text, mark) = shown(&line, "here", "");
        assert_eq!(mark, "here");
        assert!(text.chars().count() <= WIDTH + 2 && text.starts_with('…') && text.ends_with('…'), "{text}");
    }

    #[test]
    fn any_bytes_are_shown() {
        let place = Span { start: 1, end: 200 };
        for bytes in [&b""[..], b"\xff\xfe\x00", b"\n\n\n", b"\xc3"] {
            let excerpt = around(bytes, place, &[]);
            assert!(excerpt.text.get(excerpt.mark).is_some());
        }
    }
}
