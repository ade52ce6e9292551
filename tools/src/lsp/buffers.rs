//! What the editor tells of its buffers to their texts.

use std::collections::BTreeMap;
use std::sync::Arc;

use gen_lsp_types::{TextDocumentContentChangeEvent, Uri};

use super::lines::{Encoding, Lines};

/// A buffer of the editor.
#[derive(Clone, Debug)]
pub(super) struct Buffer {
    /// Which version of it this is, as the editor counts.
    pub(super) version: i32,
    /// The text.
    pub(super) text: Arc<String>,
}

/// The buffers that are open.
pub(super) type Buffers = BTreeMap<Uri, Buffer>;

impl Buffer {
    /// Makes changes, one after the other.
    pub(super) fn change(&mut self, changes: Vec<TextDocumentContentChangeEvent>, encoding: Encoding) {
        for change in changes {
            let text = match change {
                TextDocumentContentChangeEvent::TextDocumentContentChangeWholeDocument(whole) => whole.text,
                TextDocumentContentChangeEvent::TextDocumentContentChangePartial(part) => {
                    let lines = Lines::new(&self.text, encoding);
                    let (start, end) = (lines.offset(part.range.start), lines.offset(part.range.end));
                    let before = self.text.get(..start).unwrap_or_default();
                    let after = self.text.get(end.max(start)..).unwrap_or_default();
                    [before, &part.text, after].concat()
                }
            };
            self.text = Arc::new(text);
        }
    }
}

#[cfg(test)]
mod tests {
    use gen_lsp_types::{Position, Range, TextDocumentContentChangePartial};

    use super::*;

    #[test]
    fn changes_are_made_one_after_the_other() {
        let change = |from: (u32, u32), to: (u32, u32), text: &str| {
            let at = |(line, character)| Position { line, character };
            TextDocumentContentChangePartial::new(
                Range { start: at(from), end: at(to) },
                None,
                text.to_owned(),
            )
            .into()
        };
        let mut buffer = Buffer { version: 1, text: Arc::new("\u{1F600}a\nb".to_owned()) };
        buffer.change(vec![change((0, 2), (0, 3), "xy"), change((0, 3), (1, 0), "")], Encoding::Utf16);
        assert_eq!(*buffer.text, "\u{1F600}xb");
        buffer.change(vec![change((9, 9), (0, 0), "!")], Encoding::Utf16);
        assert_eq!(*buffer.text, "\u{1F600}xb!");
    }
}
