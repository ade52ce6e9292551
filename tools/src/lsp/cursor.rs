//! A place in a text that is being typed to what stands there: the name of a rule, the text of an element, or a gap
//! where an element may come.

use latchkey_profile_schema::plist::Remark;

/// What is typed at a place, and which bytes it takes up so far.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Cursor<'a> {
    /// The name of a rule in a comment to Latchkey.
    Rule {
        /// Its first byte.
        start: usize,
    },
    /// The text of an element.
    Text {
        /// The element.
        element: &'a str,
        /// Its first byte.
        start: usize,
        /// One past its last byte.
        end: usize,
        /// Whether the end tag follows.
        closed: bool,
    },
    /// Where an element may come, perhaps with a part of it.
    Gap {
        /// Its first byte.
        start: usize,
    },
}

/// What stands before a byte; none where nothing can be completed.
pub(super) fn cursor(text: &str, offset: usize) -> Option<Cursor<'_>> {
    let before = text.get(..offset)?;
    if let Some(comment) = before.rfind("<!--") {
        let inside = before.get(comment + 4..)?;
        if !inside.contains("-->") {
            return rule(inside).map(|length| Cursor::Rule { start: offset - length });
        }
    }
    let open = before.rfind('<');
    let close = before.rfind('>');
    match (open, close) {
        (Some(open), close) if close.is_none_or(|close| close < open) => {
            let tag = before.get(open + 1..)?;
            let is_name = tag.chars().all(|character| character.is_ascii_alphanumeric());
            is_name.then_some(Cursor::Gap { start: open })
        }
        (Some(open), Some(close)) => {
            let tag = before.get(open + 1..close)?;
            let name = tag.split(char::is_whitespace).next().unwrap_or_default();
            let is_text = ["key", "string", "integer", "real"].contains(&name) && !tag.ends_with('/');
            if !is_text {
                return Some(Cursor::Gap { start: offset - word(before.get(close + 1..)?) });
            }
            let start = close + 1;
            let after = text.get(offset..)?;
            let end = offset + after.find(['<', '\n', '\r']).unwrap_or(after.len());
            let rest = text.get(end..)?.strip_prefix("</").and_then(|rest| rest.strip_prefix(name));
            let closed = rest.is_some_and(|rest| rest.trim_start().starts_with('>'));
            // Text that runs over several lines is not being typed.
            let typed = text.get(start..end)?;
            (!typed.contains('\n')).then_some(Cursor::Text { element: name, start, end, closed })
        }
        _ => Some(Cursor::Gap { start: offset - word(before) }),
    }
}

/// How long the name of a rule is so far that ends an open comment; none where no rule is named there.
fn rule(comment: &str) -> Option<usize> {
    let said = comment.trim_start().strip_prefix(Remark::PREFIX)?.trim_start();
    let names = said.strip_prefix("ignore-file").or_else(|| said.strip_prefix("ignore"))?;
    if !names.starts_with(char::is_whitespace) || names.contains(':') {
        return None;
    }
    Some(word(names))
}

/// How long the word is that ends a text.
fn word(text: &str) -> usize {
    let is_part =
        |character: &char| character.is_ascii_alphanumeric() || matches!(character, '-' | '_' | '.');
    text.chars().rev().take_while(is_part).map(char::len_utf8).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// What stands at the `|` of a text: its kind and what is typed of it.
    fn at(marked: &str) -> String {
        let offset = marked.find('|').unwrap();
        let text = marked.replacen('|', "", 1);
        let said = |start: usize, end: usize| text.get(start..end).unwrap();
        match cursor(&text, offset) {
            None => "nothing".to_owned(),
            Some(Cursor::Rule { start }) => format!("rule {}", said(start, offset)),
            Some(Cursor::Gap { start }) => format!("gap {}", said(start, offset)),
            Some(Cursor::Text { element, start, end, closed }) => {
                format!("{element} {}{}", said(start, end), if closed { " closed" } else { "" })
            }
        }
    }

    #[test]
    fn a_place_is_known_in_text_that_does_not_parse() {
        for (text, expected) in [
            ("|", "gap "),
            ("<dict>\n  |", "gap "),
            ("<dict>\n  Allo|", "gap Allo"),
            ("<dict><|", "gap <"),
            ("<dict><ke|\n</dict>", "gap <ke"),
            ("<dict></di|ct>", "nothing"),
            ("<plist version=\"1|.0\">", "nothing"),
            ("<?xml ver|sion=\"1.0\"?>", "nothing"),
            ("<dict><key>Allo|", "key Allo"),
            ("<dict><key>Al|lo</key>", "key Allo closed"),
            ("<dict><key>Allo|\n<key>b</key>", "key Allo"),
            ("<key>a</key>|", "gap "),
            ("<key>a</key><string>OV|</string>", "string OV closed"),
            ("<key>a</key><string/>|", "gap "),
            ("<!-- a | b -->", "nothing"),
            ("<!-- latchkey: ignore unk| -->", "rule unk"),
            ("<!-- latchkey: ignore-file a-b, unk|", "rule unk"),
            ("<!-- latchkey: ignore |", "rule "),
            ("<!-- latchkey: ignore unknown-key: be|cause -->", "nothing"),
            ("<!-- latchkey: ign|ore -->", "nothing"),
            ("<!-- a --><dict>|", "gap "),
        ] {
            assert_eq!(at(text), expected, "{text}");
        }
    }
}
