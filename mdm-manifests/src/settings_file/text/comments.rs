//! JSON with comments to JSON: blanks of the same length stand in their place, so that every other byte keeps its own.

use std::borrow::Cow;

/// What is read next.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Within {
    Values,
    Text,
    Line,
    Block,
}

/// The text with blanks instead of comments, from `//` to the end of the line and from `/*` to `*/`. A comment that does
/// not end stays, so that it is an error where it begins.
pub(in super::super) fn without_comments(text: &str) -> Cow<'_, str> {
    if !text.contains("//") && !text.contains("/*") {
        return Cow::Borrowed(text);
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut within = Within::Values;
    let mut begun = 0;
    let mut letters = text.bytes().enumerate().peekable();
    while let Some((at, letter)) = letters.next() {
        let next = letters.peek().map(|(_, next)| *next);
        let is_pair = match (within, letter, next) {
            (Within::Values, b'/', Some(b'/')) => {
                within = Within::Line;
                true
            }
            (Within::Values, b'/', Some(b'*')) => {
                (within, begun) = (Within::Block, at);
                true
            }
            (Within::Block, b'*', Some(b'/')) => {
                within = Within::Values;
                bytes.extend(b"  ");
                letters.next();
                continue;
            }
            (Within::Text, b'\\', Some(escaped)) => {
                bytes.extend([letter, escaped]);
                letters.next();
                continue;
            }
            (Within::Values, b'"', _) => {
                within = Within::Text;
                false
            }
            (Within::Text, b'"', _) => {
                within = Within::Values;
                false
            }
            (Within::Line, b'\n', _) => {
                within = Within::Values;
                false
            }
            _ => false,
        };
        if is_pair {
            bytes.extend(b"  ");
            letters.next();
            continue;
        }
        let is_kept = matches!(within, Within::Values | Within::Text) || matches!(letter, b'\n' | b'\r');
        bytes.push(if is_kept { letter } else { b' ' });
    }
    if within == Within::Block {
        bytes.truncate(begun);
        bytes.extend(text.bytes().skip(begun));
    }
    // Whole characters of a comment become blanks, and all others stay.
    String::from_utf8(bytes).map_or(Cow::Borrowed(text), Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn comments_become_blanks_and_nothing_else_moves() {
        for (text, expected) in [
            ("{} // é", "{}      "),
            ("{ /* a\r\n* / é */ \"b\": 1}", "{     \r\n          \"b\": 1}"),
            ("{\"a\": \"// no /* no */\"} // yes", "{\"a\": \"// no /* no */\"}       "),
            ("{\"a\\\"// b\": 1}", "{\"a\\\"// b\": 1}"),
            ("{\"a\\\\\"// b\n}", "{\"a\\\\\"    \n}"),
            ("// one\n{}\n// two", "      \n{}\n      "),
            ("{} /* open", "{} /* open"),
            ("{} /*/", "{} /*/"),
            ("{} / {}", "{} / {}"),
            ("{\"é // ", "{\"é // "),
        ] {
            let found = without_comments(text);
            assert_eq!((found.as_ref(), found.len()), (expected, text.len()), "{text}");
        }
    }
}
