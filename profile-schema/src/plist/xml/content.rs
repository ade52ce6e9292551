//! The text inside one element, its references resolved.

use std::borrow::Cow;

use quick_xml::errors::Error;
use quick_xml::events::Event;

use super::markup::{self, is_lone_ampersand};
use super::{Stop, XmlReader};
use crate::document::Span;
use crate::plist::scalar::excerpt;
use crate::problem::{Markup, ParseProblem};

/// The text inside an element.
pub(super) struct Content<'a> {
    pub(super) text: Cow<'a, str>,
    /// Between the tags.
    pub(super) inner: Span,
    /// The whole element.
    pub(super) outer: Span,
}

impl<'a> XmlReader<'a> {
    /// Reads up to the end tag of the element that `opened` opens.
    pub(super) fn content(&mut self, element: &'static str, opened: Span) -> Result<Content<'a>, Stop> {
        let mut text = Cow::Borrowed("");
        loop {
            let start = self.here();
            match self.reader.read_event() {
                Ok(Event::Text(piece)) => append(&mut text, piece.into_inner()),
                Ok(Event::CData(piece)) => append(&mut text, piece.into_inner()),
                Ok(Event::GeneralRef(name)) => self.reference(&name, start, &mut text),
                Ok(Event::Comment(_)) => self.comment(start),
                Ok(Event::PI(_)) => {}
                Ok(Event::Decl(_)) => self.report_here(start, ParseProblem::MisplacedDeclaration),
                Ok(Event::DocType(_)) => self.report_here(start, ParseProblem::MisplacedDoctype),
                Ok(Event::End(tag)) if tag.name().as_ref() == element => {
                    return Ok(Content {
                        text,
                        inner: Span { start: opened.end, end: start },
                        outer: Span { start: opened.start, end: self.here() },
                    });
                }
                Ok(Event::End(tag)) => {
                    return Err(self.mismatch(element, tag.name().as_ref(), opened, start));
                }
                Ok(Event::Start(tag) | Event::Empty(tag)) => {
                    let problem = ParseProblem::ElementInText {
                        outer: element.to_owned(),
                        inner: excerpt(tag.name().as_ref()),
                        opened,
                    };
                    return Err(self.stop_here(start, problem));
                }
                Ok(Event::Eof) => {
                    let problem = ParseProblem::UnclosedElement { element: element.to_owned() };
                    return Err(self.stop_at(opened, problem));
                }
                Err(error) => {
                    let literal = self.malformed(&error, start)?;
                    append(&mut text, Cow::Borrowed(literal));
                }
            }
        }
    }

    /// Reports an end tag that closes another element than the open one.
    pub(super) fn mismatch(&mut self, expected: &str, found: &str, opened: Span, start: u32) -> Stop {
        // `</string` without `>` runs on into the next tag.
        let problem = if found.contains('<') {
            ParseProblem::UnclosedMarkup { markup: Markup::Tag }
        } else {
            ParseProblem::MismatchedEndTag { expected: expected.to_owned(), found: excerpt(found), opened }
        };
        self.stop_here(start, problem)
    }

    /// Reports markup that XML does not have. The text that was passed over is returned where reading may go on.
    pub(super) fn malformed(&mut self, error: &Error, start: u32) -> Result<&'a str, Stop> {
        if is_lone_ampersand(error) {
            let literal = self.slice(Span { start, end: self.here() });
            self.report.at(Span { start, end: start + 1 }, ParseProblem::LoneAmpersand);
            return Ok(literal);
        }
        let problem = markup::fault(error);
        // What has no end runs to the end of the file; its first line is what a reader needs to see.
        let rest = self.text.get(start as usize..).unwrap_or_default();
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let end = start.saturating_add(u32::try_from(line).unwrap_or(u32::MAX));
        Err(self.stop_at(Span { start, end }, problem))
    }

    /// Resolves what stands between `&` and `;`. What names nothing stays as it is written.
    fn reference(&mut self, name: &str, start: u32, text: &mut Cow<'a, str>) {
        if let Some(character) = markup::referred(name) {
            text.to_mut().push(character);
            return;
        }
        self.report_here(start, markup::unknown_reference(name));
        let literal = self.slice(Span { start, end: self.here() });
        append(text, Cow::Borrowed(literal));
    }
}

fn append<'a>(text: &mut Cow<'a, str>, piece: Cow<'a, str>) {
    if text.is_empty() {
        *text = piece;
    } else {
        text.to_mut().push_str(&piece);
    }
}
