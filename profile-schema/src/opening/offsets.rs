//! Offsets of a text whose references were resolved to offsets of the file that it stands in.

use crate::document::Span;

/// Where each piece of an unescaped text stands in the file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffsetMap {
    /// In order of both fields. Text that stands in the file as it is, or one reference.
    pieces: Vec<Piece>,
    /// Where the content ends, and where that is in the file.
    length: u32,
    end: u32,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Piece {
    content: u32,
    file: u32,
    /// The bytes of the file, where they are not those of the content.
    reference: u32,
}

impl OffsetMap {
    /// Adds text that stands in the file as it is.
    pub(super) fn verbatim(&mut self, content: u32, file: Span) {
        if file.start == file.end {
            return;
        }
        self.pieces.push(Piece { content, file: file.start, reference: 0 });
        self.length = content.saturating_add(file.end.saturating_sub(file.start));
        self.end = file.end;
    }

    /// Adds a reference to so many bytes of the content.
    pub(super) fn reference(&mut self, content: Span, file: Span) {
        let reference = file.end.saturating_sub(file.start);
        self.pieces.push(Piece { content: content.start, file: file.start, reference });
        self.length = content.end;
        self.end = file.end;
    }

    /// Where a span of the content stands in the file: from the first byte of its first character to the last byte of
    /// its last one, references whole.
    #[must_use]
    pub fn in_file(&self, span: Span) -> Span {
        let start = self.place(span.start).0;
        let end = match span.end.checked_sub(1) {
            Some(last) if span.end > span.start => self.place(last).1,
            _ => start,
        };
        Span { start, end }
    }

    /// The first byte in the file of what stands at this byte of the content, and one past its last.
    fn place(&self, offset: u32) -> (u32, u32) {
        let after = self.pieces.partition_point(|piece| piece.content <= offset);
        let piece = after.checked_sub(1).and_then(|at| self.pieces.get(at));
        match piece {
            Some(piece) if offset < self.length && piece.reference > 0 => {
                (piece.file, piece.file.saturating_add(piece.reference))
            }
            Some(piece) if offset < self.length => {
                let start = piece.file.saturating_add(offset - piece.content);
                (start, start.saturating_add(1))
            }
            _ => (self.end, self.end),
        }
    }
}
