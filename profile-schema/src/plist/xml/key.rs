//! A `<key>` to the key that waits for its value, or to what was left out before it.

use super::content::Content;
use super::element::{Container, Element};
use super::frame::{Frame, Holds, Key};
use super::{Stop, XmlReader};
use crate::document::Span;
use crate::plist::scalar::excerpt;
use crate::problem::ParseProblem;

impl XmlReader<'_> {
    /// Takes a key in.
    pub(super) fn key(&mut self, span: Span, empty: bool) -> Result<(), Stop> {
        let Content { text, inner, outer } = self.content_of(Element::Key, span, empty)?;
        let key_span = if inner.start == inner.end { outer } else { inner };
        let key = Key { text: text.into_owned(), span: key_span };
        self.make_room(outer)?;
        let waiting = match self.frames.last_mut().map(|frame| &mut frame.holds) {
            Some(Holds::Dictionary { key: waiting, .. }) => waiting.replace(key),
            _ => {
                self.doubt(outer, ParseProblem::KeyOutsideDictionary);
                None
            }
        };
        if let Some(waiting) = waiting {
            self.doubt(waiting.span, ParseProblem::KeyWithoutValue { key: excerpt(&waiting.text) });
        }
        Ok(())
    }

    /// Makes an array end, or a dictionary begin, where one tag was left out before a key: it is one mistake, and what
    /// follows is sound.
    fn make_room(&mut self, key: Span) -> Result<(), Stop> {
        let mut innermost = self.frames.iter().rev().map(|frame| (&frame.holds, frame.opened));
        let Some((Holds::Array(items), Some(opened))) = innermost.next() else { return Ok(()) };
        let in_dictionary = matches!(innermost.next(), Some((Holds::Dictionary { .. }, _)));
        if items.is_empty() {
            // `<array>` and keys: `<dict>` is what lacks.
            self.doubt(key, ParseProblem::KeyOutsideDictionary);
            return self.push(Frame::container(Container::Dictionary, Some(key)), key);
        }
        if in_dictionary {
            let element = Element::Container(Container::Array).name().to_owned();
            self.doubt(key, ParseProblem::UnclosedBeforeKey { element, opened });
            self.pop(Span { start: opened.start, end: key.start });
        }
        Ok(())
    }

    /// Ends a dictionary that was supposed where none begins, since the array around it ends.
    pub(super) fn end_supposed(&mut self, closing: &str, end: u32) {
        let Some(Frame { opened: Some(opened), holds: Holds::Dictionary { .. } }) = self.frames.last() else {
            return;
        };
        let start = opened.start;
        if closing == "array" && self.slice(*opened).starts_with("<key") {
            self.pop(Span { start, end });
        }
    }
}
