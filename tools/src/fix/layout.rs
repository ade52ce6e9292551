//! A place in the text of a file to what stands around it: lines, indentation, tags.

use latchkey_profile_schema::{Document, Node, Span};

/// The text of a file.
#[derive(Clone, Copy, Debug)]
pub(super) struct Layout<'a> {
    text: &'a str,
}

impl<'a> Layout<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { text }
    }

    /// The text of some bytes.
    pub(super) fn slice(self, start: u32, end: u32) -> Option<&'a str> {
        self.text.get(start as usize..end as usize)
    }

    /// The text of a place.
    pub(super) fn of(self, span: Span) -> Option<&'a str> {
        self.slice(span.start, span.end)
    }

    /// Where the line begins in which a byte stands.
    pub(super) fn line_start(self, at: u32) -> u32 {
        let before = self.text.get(..at as usize).unwrap_or_default();
        before.rfind('\n').map_or(0, |end| offset(end) + 1)
    }

    /// Where the line ends, without its line ending and with it.
    pub(super) fn line_end(self, at: u32) -> (u32, u32) {
        let after = self.text.get(at as usize..).unwrap_or_default();
        let Some(length) = after.find('\n') else {
            let end = offset(self.text.len());
            return (end, end);
        };
        let content = after.get(..length).unwrap_or_default();
        let content = content.strip_suffix('\r').unwrap_or(content);
        (at + offset(content.len()), at + offset(length) + 1)
    }

    /// What stands before a byte on its line, where that is nothing but blanks.
    pub(super) fn indentation(self, at: u32) -> Option<&'a str> {
        self.slice(self.line_start(at), at).filter(|before| is_blank(before))
    }

    /// The blanks that begin the line in which a byte stands.
    pub(super) fn line_indentation(self, at: u32) -> &'a str {
        let line = self.slice(self.line_start(at), at).unwrap_or_default();
        let length = line.find(|character: char| !is_blank_character(character)).unwrap_or(line.len());
        line.get(..length).unwrap_or_default()
    }

    /// How the lines near a byte end; none in a text of one line.
    pub(super) fn newline(self, at: u32) -> Option<&'static str> {
        let before = self.text.get(..at as usize).unwrap_or_default();
        let end = before.rfind('\n').or_else(|| self.text.find('\n'))?;
        Some(if self.text.get(..end)?.ends_with('\r') { "\r\n" } else { "\n" })
    }

    /// Where the tag begins that ends before this byte.
    pub(super) fn tag_start(self, end: u32) -> Option<u32> {
        self.text.get(..end as usize)?.rfind('<').map(offset)
    }

    /// Where the tag ends that begins at this byte.
    pub(super) fn tag_end(self, start: u32) -> Option<u32> {
        let tag = self.text.get(start as usize..).filter(|text| text.starts_with('<'))?;
        let mut quote = None;
        let end = tag.find(|character| match (quote, character) {
            (None, '>') => true,
            (None, '"' | '\'') => {
                quote = Some(character);
                false
            }
            (Some(open), _) if open == character => {
                quote = None;
                false
            }
            _ => false,
        })?;
        Some(start + offset(end) + 1)
    }

    /// An element's bytes, or the whole lines that it takes up where nothing else stands on them.
    pub(super) fn with_lines(self, span: Span) -> Span {
        let (end, next) = self.line_end(span.end);
        let alone = self.indentation(span.start).is_some() && self.slice(span.end, end).is_some_and(is_blank);
        // The last line has no line ending of its own to take along.
        if alone && end < next { Span { start: self.line_start(span.start), end: next } } else { span }
    }

    /// What the file puts before a member besides the indentation of what holds it; a tab where nothing shows it.
    pub(super) fn unit(self, document: &Document) -> &'a str {
        let mut open: Vec<&Node> = vec![&document.root];
        while let Some(node) = open.pop() {
            let key = node.entries().first().and_then(|entry| self.tag_start(entry.key_span?.start));
            let first = key.or_else(|| node.items().first()?.span.map(|span| span.start));
            if let (Some(outer), Some(first)) = (node.span, first)
                && let Some(unit) = self
                    .indentation(first)
                    .and_then(|inner| inner.strip_prefix(self.line_indentation(outer.start)))
                && !unit.is_empty()
            {
                return unit;
            }
            open.extend(node.items());
            open.extend(node.entries().iter().map(|entry| &entry.node));
        }
        "\t"
    }
}

/// The offset of bytes of a file, which is never longer than what is read.
pub(super) fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// Whether a text is white space of XML alone.
pub(super) fn is_blank(text: &str) -> bool {
    text.chars().all(is_blank_character)
}

const fn is_blank_character(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_taken_whole_where_nothing_else_stands_on_them() {
        let text = "<a>\r\n  <b/>\r\n <c/> <!-- d -->\r\n</a>";
        let layout = Layout::new(text);
        let line = |element: &str| {
            let start = offset(text.find(element).unwrap());
            let span = layout.with_lines(Span { start, end: start + offset(element.len()) });
            layout.of(span).unwrap()
        };
        assert_eq!(line("<b/>"), "  <b/>\r\n");
        assert_eq!(line("<c/>"), "<c/>");
        assert_eq!(line("</a>"), "</a>");
        assert_eq!(layout.newline(0), Some("\r\n"));
        assert_eq!(Layout::new("a\nb\r\nc").newline(3), Some("\n"));
        assert_eq!(Layout::new("a").newline(1), None);
        assert_eq!(Layout::new("<a b='>'>x").tag_end(0), Some(9));
    }
}
