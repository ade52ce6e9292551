//! UTF-16 text to UTF-8, and the first place that is not sound.

use crate::document::Span;
use crate::problem::{ParseProblem, Place, Problem, ProblemKind};

/// Which byte of a UTF-16 unit stands first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ByteOrder {
    /// The lower one, as Windows writes.
    LittleEndian,
    /// The higher one.
    BigEndian,
}

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// The byte order of text that looks like UTF-16: its mark's, or that of the first character.
pub(super) const fn order(bytes: &[u8]) -> ByteOrder {
    match bytes {
        [0xFE, 0xFF, ..] | [0, ..] => ByteOrder::BigEndian,
        _ => ByteOrder::LittleEndian,
    }
}

/// Whether an XML declaration means UTF-16 by this name.
pub(super) fn is_name(encoding: &str) -> bool {
    ["utf-16", "utf-16le", "utf-16be", "utf16", "ucs-2", "iso-10646-ucs-2", "unicode"]
        .iter()
        .any(|name| encoding.eq_ignore_ascii_case(name))
}

/// An XML declaration of text that was UTF-16 which says that it is UTF-8, and what strict readers make of it. Any other
/// name is wrong for UTF-8, too, and reported as such.
pub(super) fn contradiction(text: &[u8]) -> Option<Problem> {
    // A declaration is short, and the text may be long.
    const LONGEST: usize = 256;
    let blanks = text.len() - text.trim_ascii_start().len();
    let rest = text.get(blanks..)?;
    let start = rest.get(..LONGEST.min(rest.len()))?;
    let length = start.windows(2).position(|pair| pair == b"?>")? + 2;
    let declaration = std::str::from_utf8(start.get(..length)?).ok()?.strip_prefix("<?xml")?;
    let (_, value) = declaration.split_once("encoding")?;
    let found = value.split(['"', '\'']).nth(1)?;
    let is_utf_8 = ["utf-8", "utf8", "us-ascii"].iter().any(|name| found.eq_ignore_ascii_case(name));
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    is_utf_8.then(|| Problem {
        place: Place::Bytes(Span { start: offset(blanks), end: offset(blanks + length) }),
        kind: ProblemKind::Parse(ParseProblem::ContradictedEncoding { found: found.to_owned() }),
    })
}

/// The text without its mark, and where the first thing stands that is no character: U+FFFD takes its place.
pub(super) fn decode(bytes: &[u8], order: ByteOrder) -> (String, Option<Span>) {
    let mut fault = None;
    let mut text = String::with_capacity(bytes.len() / 2);
    let units = bytes.chunks_exact(2).map(|pair| {
        let pair = <[u8; 2]>::try_from(pair).unwrap_or_default();
        match order {
            ByteOrder::LittleEndian => u16::from_le_bytes(pair),
            ByteOrder::BigEndian => u16::from_be_bytes(pair),
        }
    });
    let mut replace = |text: &mut String| {
        let start = u32::try_from(text.len()).unwrap_or(u32::MAX);
        text.push(char::REPLACEMENT_CHARACTER);
        let end = u32::try_from(text.len()).unwrap_or(u32::MAX);
        fault.get_or_insert(Span { start, end });
    };
    for character in char::decode_utf16(units) {
        match character {
            Ok(BYTE_ORDER_MARK) if text.is_empty() => {}
            Ok(character) => text.push(character),
            Err(_) => replace(&mut text),
        }
    }
    if bytes.len() % 2 == 1 {
        replace(&mut text);
    }
    (text, fault)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn encode(text: &str, order: ByteOrder) -> Vec<u8> {
        let bytes = |unit: u16| match order {
            ByteOrder::LittleEndian => unit.to_le_bytes(),
            ByteOrder::BigEndian => unit.to_be_bytes(),
        };
        text.encode_utf16().flat_map(bytes).collect()
    }

    #[test]
    fn both_orders_are_read_with_and_without_a_mark() {
        for order in [ByteOrder::LittleEndian, ByteOrder::BigEndian] {
            for text in ["\u{FEFF}<a>\u{e9}\u{1F600}</a>", "<a>\u{e9}\u{1F600}</a>"] {
                let bytes = encode(text, order);
                assert_eq!(super::order(&bytes), order);
                assert_eq!(decode(&bytes, order), ("<a>\u{e9}\u{1F600}</a>".to_owned(), None));
            }
        }
    }

    #[test]
    fn a_declaration_must_not_say_utf_8() {
        let span = |text: &str| match contradiction(text.as_bytes()) {
            Some(Problem { place: Place::Bytes(span), .. }) => Some((span.start, span.end)),
            _ => None,
        };
        let cases = [
            ("<?xml version=\"1.0\" encoding=\"UTF-8\"?><plist/>", Some((0, 38))),
            ("\n<?xml version='1.0' encoding='utf-8' ?>", Some((1, 40))),
            ("<?xml version=\"1.0\" encoding=\"UTF-16\"?>", None),
            ("<?xml version=\"1.0\"?><string>encoding=\"UTF-8\"?></string>", None),
            ("<plist/>", None),
        ];
        for (text, expected) in cases {
            assert_eq!(span(text), expected, "{text}");
        }
    }

    #[test]
    fn half_characters_have_a_place() {
        let cases: [(&[u8], &str, u32); 3] = [
            (b"<\0\x3d\xd8>\0", "<\u{FFFD}>", 1),
            (b"<\0>\0x", "<>\u{FFFD}", 2),
            (b"<\0\x00\xde\x00\xde", "<\u{FFFD}\u{FFFD}", 1),
        ];
        for (bytes, text, start) in cases {
            let fault = Some(Span { start, end: start + 3 });
            assert_eq!(decode(bytes, ByteOrder::LittleEndian), (text.to_owned(), fault));
        }
    }
}
