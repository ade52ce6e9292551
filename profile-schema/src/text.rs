//! Byte offsets of a file to lines and columns.

use crate::document::Span;

/// A place in a text: both numbers start at 1, columns count Unicode characters.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// The line.
    pub line: u32,
    /// The column.
    pub column: u32,
}

/// Where the lines of a file begin, and how many characters there are up to each block of it.
///
/// The blocks keep a place cheap to find in a file that is one long line.
#[derive(Clone, Debug)]
pub struct LineIndex<'a> {
    bytes: &'a [u8],
    starts: Vec<u32>,
    /// Nothing where each byte is a character.
    characters: Option<Vec<u32>>,
}

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";
/// Bytes of a block: small enough to count again for every place, large enough to make the index small.
const BLOCK: usize = 1024;

impl<'a> LineIndex<'a> {
    /// Goes through the file once. A line ends with LF; a CR before it belongs to the line's end.
    #[must_use]
    pub fn new(bytes: &'a [u8]) -> Self {
        let ends = memchr::memchr_iter(b'\n', bytes);
        let starts = std::iter::once(0).chain(ends.filter_map(|at| u32::try_from(at + 1).ok())).collect();
        let characters = (!bytes.is_ascii()).then(|| {
            let counted = bytes.chunks(BLOCK).scan(0, |before, block| {
                let here = *before;
                *before += count(block);
                Some(here)
            });
            counted.collect()
        });
        Self { bytes, starts, characters }
    }

    /// The position of a byte; past the end of the file it is the end.
    ///
    /// In bytes that are not UTF-8 each byte that begins no character counts as part of the one before it, so columns
    /// stay close and nothing fails.
    #[must_use]
    pub fn position(&self, offset: u32) -> Position {
        let offset = offset.min(u32::try_from(self.bytes.len()).unwrap_or(u32::MAX));
        let line = self.starts.partition_point(|start| *start <= offset);
        let start = line.checked_sub(1).and_then(|index| self.starts.get(index)).copied().unwrap_or(0);
        // No editor counts the byte order mark.
        let mark = u32::from(start == 0 && offset > 0 && self.bytes.starts_with(BYTE_ORDER_MARK));
        let before = self.before(offset).saturating_sub(self.before(start)).saturating_sub(mark);
        Position { line: u32::try_from(line).unwrap_or(u32::MAX), column: before.saturating_add(1) }
    }

    /// Characters that begin before a byte.
    fn before(&self, offset: u32) -> u32 {
        let Some(characters) = &self.characters else { return offset };
        let offset = offset as usize;
        let block = offset / BLOCK;
        let rest = self.bytes.get(block * BLOCK..offset).unwrap_or_default();
        match characters.get(block) {
            Some(before) => before + count(rest),
            // The end of a file whose last block is full.
            None => {
                let last = self.bytes.chunks(BLOCK).next_back().unwrap_or_default();
                characters.last().map_or(0, |before| before + count(last))
            }
        }
    }

    /// The positions of a span's first byte and of the one past its last.
    #[must_use]
    pub fn range(&self, span: Span) -> (Position, Position) {
        (self.position(span.start), self.position(span.end))
    }

    /// The bytes of a line without its end; none when there is no such line.
    #[must_use]
    pub fn line(&self, line: u32) -> Option<&'a [u8]> {
        let index = usize::try_from(line).ok()?.checked_sub(1)?;
        let start = *self.starts.get(index)? as usize;
        let end = self.starts.get(index + 1).map_or(self.bytes.len(), |next| *next as usize);
        let text = self.bytes.get(start..end)?;
        let text = text.strip_suffix(b"\n").unwrap_or(text);
        Some(text.strip_suffix(b"\r").unwrap_or(text))
    }
}

/// Characters that begin in these bytes: a continuation byte of UTF-8 is `0b10xx_xxxx`.
fn count(bytes: &[u8]) -> u32 {
    /// As many bytes as one can count in a byte, which the compiler does for many bytes at once.
    const LANE: usize = 255;
    let in_lane = |lane: &[u8]| {
        lane.iter().fold(0_u8, |sum, byte| sum.wrapping_add(u8::from(byte & 0b1100_0000 != 0b1000_0000)))
    };
    bytes.chunks(LANE).fold(0_u32, |sum, lane| sum.saturating_add(u32::from(in_lane(lane))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &[u8], offset: u32) -> (u32, u32) {
        let Position { line, column } = LineIndex::new(text).position(offset);
        (line, column)
    }

    #[test]
    fn columns_count_characters() {
        let text = "a\u{e9}\u{1F600}b\n\u{20AC}x".as_bytes();
        for (offset, expected) in
            [(0, (1, 1)), (1, (1, 2)), (3, (1, 3)), (7, (1, 4)), (8, (1, 5)), (9, (2, 1)), (12, (2, 2))]
        {
            assert_eq!(at(text, offset), expected, "{offset}");
        }
    }

    #[test]
    fn lines_end_with_lf_or_crlf() {
        let text = b"one\r\ntwo\n\nfour";
        assert_eq!(at(text, 5), (2, 1));
        assert_eq!(at(text, 9), (3, 1));
        assert_eq!(at(text, 10), (4, 1));
        let index = LineIndex::new(text);
        let lines: Vec<_> = (0..=5).map(|line| index.line(line)).collect();
        let expected: [Option<&[u8]>; 6] = [None, Some(b"one"), Some(b"two"), Some(b""), Some(b"four"), None];
        assert_eq!(lines, expected);
    }

    #[test]
    fn the_end_of_the_file_is_a_place() {
        assert_eq!(at(b"", 0), (1, 1));
        assert_eq!(at(b"ab", 2), (1, 3));
        assert_eq!(at(b"ab", 99), (1, 3));
        assert_eq!(at(b"ab\n", 3), (2, 1));
    }

    #[test]
    fn a_byte_order_mark_takes_no_column() {
        assert_eq!(at(b"\xEF\xBB\xBFab\n", 3), (1, 1));
        assert_eq!(at(b"\xEF\xBB\xBFab\n", 4), (1, 2));
    }

    #[test]
    fn long_lines_are_counted_by_blocks() {
        let text = "\u{20AC}".repeat(BLOCK);
        let index = LineIndex::new(text.as_bytes());
        for character in [0, 1, 341, 342, 683, BLOCK - 1, BLOCK] {
            let offset = u32::try_from(3 * character).expect("a small number");
            let column = u32::try_from(character + 1).expect("a small number");
            assert_eq!(index.position(offset), Position { line: 1, column }, "{character}");
        }
    }

    #[test]
    fn invalid_utf8_still_has_places() {
        assert_eq!(at(b"\xFF\xFEa", 2), (1, 3));
        assert_eq!(at(b"\x80\x80a", 2), (1, 1));
    }
}
