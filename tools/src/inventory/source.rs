//! The bytes of a list to its rows: what separates fields is told from the header, and no row is without end.

use std::cell::Cell;
use std::io::{self, BufRead, BufReader, Read};
use std::rc::Rc;

use csv::{ByteRecord, Reader, ReaderBuilder};

/// No row of accounts comes near it. A quote that is never closed would make one row of the rest of the file.
const LONGEST_ROW: usize = 1 << 20;
/// How much is read at a time, and of a header looked at.
const CHUNK: usize = 1 << 16;
/// What separates fields, the usual one first.
const DELIMITERS: [u8; 3] = [b',', b';', b'\t'];

/// A list of accounts, not read yet.
pub(crate) struct Source<R> {
    reader: R,
}

/// Its rows.
pub(super) struct Rows<R> {
    reader: Reader<Bounded<BufReader<R>>>,
    left: Rc<Cell<usize>>,
    header: ByteRecord,
    /// How lines end, by the first of them.
    ends: Ends,
    /// Lines that were passed over.
    passed: u64,
}

/// How lines end.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Ends {
    Lf,
    CrLf,
}

/// Why no more rows are read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum SourceError {
    /// Nothing is in it.
    #[error("it is empty; its first row must name the columns")]
    Empty,
    /// It is UTF-16.
    #[error("it is UTF-16 text; save it as UTF-8 (in Excel: `CSV UTF-8`)")]
    Wide,
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(io::Error),
    /// A row has no end.
    #[error(
        "line {line}: the row that begins here has no end within {LONGEST_ROW} bytes; a quote may not be closed"
    )]
    Endless {
        /// Where the row begins.
        line: u64,
    },
}

impl<R: Read> Source<R> {
    /// A list in these bytes.
    pub(crate) const fn new(reader: R) -> Self {
        Self { reader }
    }

    pub(super) fn rows(self) -> Result<Rows<R>, SourceError> {
        let mut buffered = BufReader::with_capacity(CHUNK, self.reader);
        let start = buffered.fill_buf().map_err(SourceError::Unreadable)?;
        if start.starts_with(b"\xFF\xFE")
            || start.starts_with(b"\xFE\xFF")
            || start.iter().take(4).any(|b| *b == 0)
        {
            return Err(SourceError::Wide);
        }
        let (delimiter, passed) = delimiter(start);
        let newline = start.iter().position(|byte| *byte == b'\n');
        let before = newline.and_then(|newline| start.get(newline.checked_sub(1)?));
        let ends = if before == Some(&b'\r') { Ends::CrLf } else { Ends::Lf };
        buffered.consume(passed);
        let left = Rc::new(Cell::new(LONGEST_ROW));
        let bounded = Bounded { reader: buffered, left: Rc::clone(&left) };
        let reader = ReaderBuilder::new()
            .delimiter(delimiter)
            .has_headers(false)
            .flexible(true)
            .buffer_capacity(CHUNK)
            .from_reader(bounded);
        let mut rows = Rows { reader, left, header: ByteRecord::new(), ends, passed: u64::from(passed > 0) };
        let mut header = ByteRecord::new();
        if !rows.next(&mut header)? {
            return Err(SourceError::Empty);
        }
        rows.header = header;
        Ok(rows)
    }
}

impl<R: Read> Rows<R> {
    /// The names of the columns.
    pub(super) fn header(&self) -> Result<&ByteRecord, SourceError> {
        Ok(&self.header)
    }

    /// How many bytes were taken so far.
    pub(super) fn bytes(&self) -> u64 {
        self.reader.position().byte()
    }

    /// Takes up to so many rows, each with its line, into a block whose memory is used again; gives how many.
    pub(super) fn fill(
        &mut self,
        block: &mut Vec<(u64, ByteRecord)>,
        most: usize,
    ) -> Result<usize, SourceError> {
        for taken in 0..most {
            if taken == block.len() {
                block.push((0, ByteRecord::new()));
            }
            let Some((line, record)) = block.get_mut(taken) else { return Ok(taken) };
            let before = self.reader.position().line();
            if !self.next(record)? {
                return Ok(taken);
            }
            *line = self.passed + self.line(before, record);
        }
        Ok(most)
    }

    /// The line on which a row begins that was just read: blank lines before it belong to it for the library, and of CR LF
    /// the second half to the row after it.
    fn line(&self, before: u64, record: &ByteRecord) -> u64 {
        let after = self.reader.position().line();
        let inside = record.as_slice().iter().filter(|byte| **byte == b'\n').count() as u64;
        match self.ends {
            Ends::CrLf => after.saturating_sub(inside),
            Ends::Lf => after.saturating_sub(1 + inside).max(before),
        }
    }

    fn next(&mut self, record: &mut ByteRecord) -> Result<bool, SourceError> {
        self.left.set(LONGEST_ROW);
        let line = self.reader.position().line();
        self.reader.read_byte_record(record).map_err(|error| match error.into_kind() {
            csv::ErrorKind::Io(_) if self.left.get() == 0 => {
                SourceError::Endless { line: self.passed + line }
            }
            csv::ErrorKind::Io(error) => SourceError::Unreadable(error),
            other => SourceError::Unreadable(io::Error::other(format!("{other:?}"))),
        })
    }
}

/// What separates fields, by the first line; and how many bytes are passed over, where that line says so outright, as
/// spreadsheets understand it (`sep=;`).
fn delimiter(start: &[u8]) -> (u8, usize) {
    let mark = if start.starts_with(b"\xEF\xBB\xBF") { 3 } else { 0 };
    let text = start.get(mark..).unwrap_or_default();
    let end = text.iter().position(|byte| *byte == b'\n').map_or(text.len(), |end| end + 1);
    let line = text.get(..end).unwrap_or_default();
    if let Some([delimiter, b'\r' | b'\n', ..]) = line.strip_prefix(b"sep=") {
        return (*delimiter, mark + end);
    }
    let mut quoted = false;
    let mut counts = [0_usize; DELIMITERS.len()];
    for byte in line {
        if *byte == b'"' {
            quoted = !quoted;
        }
        for (count, delimiter) in counts.iter_mut().zip(DELIMITERS) {
            *count += usize::from(!quoted && *byte == delimiter);
        }
    }
    // The first of equally frequent ones, so that a list of names alone has commas.
    let most = counts.into_iter().max().unwrap_or(0);
    let frequent = counts.into_iter().zip(DELIMITERS).find(|(count, _)| *count == most);
    (frequent.map_or(b',', |(_, delimiter)| delimiter), 0)
}

/// A reader that gives no more bytes than one row may have, until it is told that the next row begins.
struct Bounded<R> {
    reader: R,
    left: Rc<Cell<usize>>,
}

impl<R: Read> Read for Bounded<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 {
            return Err(io::Error::other("a row without end"));
        }
        let most = buffer.len().min(left);
        let read = self.reader.read(buffer.get_mut(..most).unwrap_or_default())?;
        self.left.set(left - read);
        Ok(read)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_delimiter_is_told_from_the_header() {
        for (text, expected) in [
            ("user,linked\n", (b',', 0)),
            ("user;linked\r\na,b,c,d;true", (b';', 0)),
            ("user\tlinked\n", (b'\t', 0)),
            ("\"a;b;c\",user\n", (b',', 0)),
            ("user", (b',', 0)),
            ("", (b',', 0)),
            ("sep=;\r\nuser,a;linked\n", (b';', 7)),
            ("\u{feff}sep=|\nuser|linked\n", (b'|', 9)),
        ] {
            assert_eq!(delimiter(text.as_bytes()), expected, "{text}");
        }
    }
}
