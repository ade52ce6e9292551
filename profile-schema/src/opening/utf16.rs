//! UTF-16 text to UTF-8, and the first place that is not sound.

use crate::document::Span;

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
