//! Byte offsets of a buffer to the positions of the protocol and back, in the units that the editor counts in.

use std::cell::OnceCell;

use gen_lsp_types::{Position, Range};
use latchkey_profile_schema::Span;

/// What the characters of a line are counted in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Encoding {
    /// Bytes.
    Utf8,
    /// Code units of UTF-16, which every editor knows.
    Utf16,
}

/// Where the lines of a buffer begin. A line ends with LF, CR LF, or CR alone.
#[derive(Clone, Debug)]
pub(super) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    encoding: Encoding,
    /// How many code units of UTF-16 there are up to each block, counted once somebody asks: many places may be asked
    /// for in one long line.
    units: OnceCell<Vec<usize>>,
}

/// Bytes of a block: small enough to count again for every place, large enough to make the list small.
const BLOCK: usize = 1024;

impl<'a> Lines<'a> {
    /// Goes through the buffer once.
    pub(super) fn new(text: &'a str, encoding: Encoding) -> Self {
        let bytes = text.as_bytes();
        let ends = memchr::memchr2_iter(b'\n', b'\r', bytes)
            .filter(|at| bytes.get(*at) == Some(&b'\n') || bytes.get(at + 1) != Some(&b'\n'));
        let starts = std::iter::once(0).chain(ends.map(|at| at + 1)).collect();
        Self { text, starts, encoding, units: OnceCell::new() }
    }

    /// The position of a byte; within a character it is the character's, past the end it is the end.
    pub(super) fn position(&self, offset: usize) -> Position {
        let offset = self.text.floor_char_boundary(offset);
        let line = self.starts.partition_point(|start| *start <= offset).saturating_sub(1);
        let start = self.starts.get(line).copied().unwrap_or(0);
        let units = match self.encoding {
            Encoding::Utf8 => offset.saturating_sub(start),
            Encoding::Utf16 => self.units_before(offset).saturating_sub(self.units_before(start)),
        };
        Position { line: number(line), character: number(units) }
    }

    /// The code units of UTF-16 before a byte.
    fn units_before(&self, offset: usize) -> usize {
        let bytes = self.text.as_bytes();
        let blocks = self.units.get_or_init(|| {
            let counts = bytes.chunks(BLOCK).map(units);
            std::iter::once(0)
                .chain(counts.scan(0, |sum, count| {
                    *sum += count;
                    Some(*sum)
                }))
                .collect()
        });
        let block = offset / BLOCK;
        let rest = bytes.get(block * BLOCK..offset).unwrap_or_default();
        blocks.get(block).copied().unwrap_or(0) + units(rest)
    }

    /// The range of some bytes.
    pub(super) fn range(&self, span: Span) -> Range {
        Range { start: self.position(span.start as usize), end: self.position(span.end as usize) }
    }

    /// The range from a byte to another.
    pub(super) fn between(&self, start: usize, end: usize) -> Range {
        Range { start: self.position(start), end: self.position(end) }
    }

    /// The byte at a position. Past the end of a line it is the line's end, within a character its beginning.
    pub(super) fn offset(&self, position: Position) -> usize {
        let line = usize::try_from(position.line).unwrap_or(usize::MAX);
        let Some(start) = self.starts.get(line).copied() else { return self.text.len() };
        let end = self.starts.get(line.saturating_add(1)).copied().unwrap_or(self.text.len());
        let content = self.text.get(start..end).unwrap_or_default().trim_end_matches(['\n', '\r']);
        let wanted = usize::try_from(position.character).unwrap_or(usize::MAX);
        let within = match self.encoding {
            Encoding::Utf8 => content.floor_char_boundary(wanted),
            Encoding::Utf16 => {
                let mut units = 0;
                let after = content.char_indices().find(|(_, character)| {
                    units += character.len_utf16();
                    units > wanted
                });
                after.map_or(content.len(), |(at, _)| at)
            }
        };
        start + within
    }

    /// The first line, for what has no other place.
    pub(super) fn first(&self) -> Range {
        let end = self.text.find(['\n', '\r']).unwrap_or(self.text.len());
        Range { start: Position::default(), end: self.position(end) }
    }
}

/// The code units of UTF-16 of the characters that begin in these bytes: two of a character of four bytes.
fn units(bytes: &[u8]) -> usize {
    let of_byte =
        |byte: &u8| usize::from(byte & 0b1100_0000 != 0b1000_0000) + usize::from(*byte >= 0b1111_0000);
    bytes.iter().map(of_byte).sum()
}

fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "a\u{e9}\u{1F600}b\r\n\u{20AC}x\ry\n";

    #[test]
    fn characters_are_counted_in_the_units_of_the_editor() {
        // The byte, and line and character in UTF-16 and in UTF-8.
        for (offset, utf16, utf8) in [
            (0, (0, 0), (0, 0)),
            (1, (0, 1), (0, 1)),
            (3, (0, 2), (0, 3)),
            (7, (0, 4), (0, 7)),
            (8, (0, 5), (0, 8)),
            (10, (1, 0), (1, 0)),
            (13, (1, 1), (1, 3)),
            (15, (2, 0), (2, 0)),
            (17, (3, 0), (3, 0)),
        ] {
            for (encoding, (line, character)) in [(Encoding::Utf16, utf16), (Encoding::Utf8, utf8)] {
                let lines = Lines::new(TEXT, encoding);
                let position = Position { line, character };
                assert_eq!(lines.position(offset), position, "{offset} {encoding:?}");
                assert_eq!(lines.offset(position), offset, "{offset} {encoding:?}");
            }
        }
    }

    #[test]
    fn long_lines_are_counted_by_blocks() {
        let text = "\u{20AC}\u{1F600}".repeat(BLOCK);
        let lines = Lines::new(&text, Encoding::Utf16);
        for pairs in [0, 1, 146, 147, 500, BLOCK] {
            let character = u32::try_from(3 * pairs).unwrap();
            assert_eq!(lines.position(7 * pairs), Position { line: 0, character }, "{pairs}");
        }
    }

    #[test]
    fn any_position_is_some_byte() {
        for encoding in [Encoding::Utf8, Encoding::Utf16] {
            for text in ["", TEXT, "\u{1F600}"] {
                let lines = Lines::new(text, encoding);
                for line in [0, 1, 2, 3, 4, u32::MAX] {
                    for character in [0, 1, 2, 3, 4, 5, u32::MAX] {
                        assert!(text.is_char_boundary(lines.offset(Position { line, character })));
                    }
                }
                assert_eq!(lines.position(usize::MAX), lines.position(text.len()));
            }
        }
        // The second half of a surrogate pair, and the middle of a character, are the character's beginning.
        assert_eq!(Lines::new("\u{1F600}", Encoding::Utf16).offset(Position { line: 0, character: 1 }), 0);
        assert_eq!(Lines::new("\u{1F600}", Encoding::Utf8).offset(Position { line: 0, character: 3 }), 0);
        assert_eq!(Lines::new("\u{1F600}", Encoding::Utf8).position(2), Position::default());
    }
}
