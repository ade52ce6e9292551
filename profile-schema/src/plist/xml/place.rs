//! Offsets of the file while it is read, and problems and remarks at them.

use super::{Stop, XmlReader};
use crate::document::Span;
use crate::plist::report::Report;
use crate::plist::scalar::is_blank;
use crate::plist::{MAX_PROBLEMS, Remark};
use crate::problem::ParseProblem;

/// Reports characters that XML forbids (XML 1.0 section 2.2), wherever they stand.
pub(super) fn controls(bytes: &[u8], report: &mut Report) {
    // A block without any, the usual case, is passed over without a branch for each byte.
    const BLOCK: usize = 4096;
    let forbidden = |byte: u8| (byte < b' ') & (byte != b'\t') & (byte != b'\n') & (byte != b'\r');
    for (number, block) in bytes.chunks(BLOCK).enumerate() {
        if !block.iter().fold(false, |any, byte| any | forbidden(*byte)) {
            continue;
        }
        for (at, byte) in block.iter().enumerate().filter(|(_, byte)| forbidden(**byte)) {
            let start = offset(number * BLOCK + at);
            report.at(
                Span { start, end: start + 1 },
                ParseProblem::ForbiddenCharacter { code: (*byte).into() },
            );
        }
    }
    for at in memchr::memchr_iter(0xEF, bytes) {
        let code = match bytes.get(at + 1..at + 3) {
            Some([0xBF, 0xBE]) => 0xFFFE,
            Some([0xBF, 0xBF]) => 0xFFFF,
            _ => continue,
        };
        let start = offset(at);
        report.at(Span { start, end: start + 3 }, ParseProblem::ForbiddenCharacter { code });
    }
}

/// INVARIANT: files are at most [`crate::plist::MAX_BYTES`] long, so every offset fits.
pub(super) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

impl<'a> XmlReader<'a> {
    /// The place up to which the file was read.
    pub(super) fn here(&self) -> u32 {
        self.skipped.saturating_add(u32::try_from(self.reader.buffer_position()).unwrap_or(u32::MAX))
    }

    pub(super) fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }

    /// Keeps a comment that speaks to Latchkey, and reports hyphens that end none (XML 1.0 section 2.5).
    pub(super) fn comment(&mut self, start: u32) {
        let span = Span { start, end: self.here() };
        let whole = self.slice(span);
        let inner = whole.strip_prefix("<!--").and_then(|rest| rest.strip_suffix("-->")).unwrap_or_default();
        if inner.ends_with('-') || memchr::memmem::find(inner.as_bytes(), b"--").is_some() {
            self.report.at(span, ParseProblem::HyphensInComment);
        }
        let text = inner.trim_matches(is_blank);
        if Remark::is(text) && self.remarks.len() < MAX_PROBLEMS {
            let blank = inner.len() - inner.trim_start_matches(is_blank).len();
            let start = start.saturating_add(offset("<!--".len() + blank));
            let text = Span { start, end: start.saturating_add(offset(text.len())) };
            self.remarks.push(Remark { span, text });
        }
    }

    /// Reports what leaves the tree in doubt.
    pub(super) fn doubt(&mut self, span: Span, problem: ParseProblem) {
        self.broken = true;
        self.report.at(span, problem);
    }

    pub(super) fn report_here(&mut self, start: u32, problem: ParseProblem) {
        let end = self.here();
        self.report.at(Span { start, end }, problem);
    }

    pub(super) fn stop_here(&mut self, start: u32, problem: ParseProblem) -> Stop {
        let end = self.here();
        self.stop_at(Span { start, end }, problem)
    }

    pub(super) fn stop_at(&mut self, span: Span, problem: ParseProblem) -> Stop {
        self.report.at(span, problem);
        Stop
    }
}
