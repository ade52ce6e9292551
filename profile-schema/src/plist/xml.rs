//! XML text to a located tree, by one pass over a stream of events.
//!
//! Nothing here recurses: open elements stand on a stack whose height is limited before a tree of that depth exists.
//! A slip that leaves the tree in doubt ends with no document, but reading goes on where the rest still makes sense,
//! so that several slips are reported at once.

mod content;
mod element;
mod frame;
mod key;
pub(crate) mod markup;
mod place;
mod prolog;
#[cfg(test)]
mod tests;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use self::content::Content;
use self::element::{Container, Element, Scalar};
use self::frame::{Frame, Holds, Refusal};
use self::place::{controls, offset};
use self::prolog::Doctype;
use super::report::{Report, duplicates};
use super::scalar::{self, all_blank, excerpt, is_blank};
use super::{Format, MAX_DEPTH, MAX_ELEMENTS, Reading, Remark, Root};
use crate::document::{Document, Entry, Node, Span, Value};
use crate::problem::{LooksLike, ParseProblem};

const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// Reading ends here; why has been reported.
#[derive(Debug)]
struct Stop;

struct XmlReader<'a> {
    /// The whole file, in which offsets count.
    text: &'a str,
    /// Bytes that `reader` was not given.
    skipped: u32,
    reader: Reader<&'a [u8]>,
    frames: Vec<Frame>,
    /// `None` before the first element.
    root: Option<Root>,
    /// Where a fragment begins and where the last element ended.
    extent: Span,
    declared: bool,
    doctype: bool,
    elements: usize,
    /// Whether the tree is in doubt.
    broken: bool,
    report: Report,
    remarks: Vec<Remark>,
}

/// Reads XML text. Bytes that are no property list end in a problem of their own.
pub(super) fn read(bytes: &[u8]) -> Reading {
    let mut report = Report::default();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let start = offset(error.valid_up_to());
            let end = start.saturating_add(offset(error.error_len().unwrap_or(1)));
            report.at(Span { start, end }, ParseProblem::NotUtf8);
            let problems = report.into_problems();
            let format = Some(Format::Xml);
            return Reading { document: None, format, root: Root::Plist, problems, remarks: Vec::new() };
        }
    };
    controls(bytes, &mut report);
    let body = text.trim_start_matches(BYTE_ORDER_MARK);
    let skipped = offset(text.len() - body.len());
    if skipped > 0 {
        report.at(Span { start: 0, end: skipped }, ParseProblem::ByteOrderMark);
    }
    let mut reader = Reader::from_str(body);
    // End tags are compared here, where the place of the start tag is known.
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let xml = XmlReader {
        text,
        skipped,
        reader,
        frames: vec![Frame::file()],
        root: None,
        extent: Span { start: skipped, end: skipped },
        declared: false,
        doctype: false,
        elements: 0,
        broken: false,
        report,
        remarks: Vec::new(),
    };
    xml.run()
}

impl<'a> XmlReader<'a> {
    fn run(mut self) -> Reading {
        let ended = self.elements();
        let node = match ended {
            Ok(()) => self.frames.pop().and_then(|file| file.finish(None)),
            Err(Stop) => None,
        };
        let document = node.filter(|_| !self.broken).map(|root| Document { root });
        let format = self.root.map(|_| Format::Xml);
        let problems = self.report.into_problems();
        let root = self.root.unwrap_or_default();
        Reading { document, format, root, problems, remarks: self.remarks }
    }

    fn elements(&mut self) -> Result<(), Stop> {
        loop {
            let start = self.here();
            match self.reader.read_event() {
                Ok(Event::Start(tag)) => self.open(&tag, start, false)?,
                Ok(Event::Empty(tag)) => self.open(&tag, start, true)?,
                Ok(Event::End(tag)) => self.close(tag.name().as_ref(), start)?,
                Ok(Event::Text(text)) if all_blank(&text) => {}
                Ok(Event::Text(_) | Event::CData(_) | Event::GeneralRef(_)) => self.stray(start),
                Ok(Event::Comment(_)) => self.comment(start),
                Ok(Event::PI(_)) => {}
                Ok(Event::Decl(declaration)) => {
                    self.declaration(start);
                    if let Some(problem) = prolog::declaration(&declaration) {
                        self.report_here(start, problem);
                    }
                }
                Ok(Event::DocType(text)) => self.doctype(&text, start)?,
                Ok(Event::Eof) => return self.end_of_file(),
                Err(error) => {
                    self.malformed(&error, start)?;
                }
            }
        }
    }

    fn declaration(&mut self, start: u32) {
        let before = Span { start: self.skipped, end: start };
        if self.declared || self.root.is_some() || self.doctype || !all_blank(self.slice(before)) {
            self.report_here(start, ParseProblem::MisplacedDeclaration);
        } else if before.start != before.end {
            self.report.at(before, ParseProblem::BlankBeforeDeclaration);
        }
        self.declared = true;
    }

    fn doctype(&mut self, text: &str, start: u32) -> Result<(), Stop> {
        if self.doctype || self.root.is_some() {
            self.report_here(start, ParseProblem::MisplacedDoctype);
        }
        self.doctype = true;
        match prolog::doctype(text) {
            Ok(()) => Ok(()),
            Err(Doctype::Foreign) => {
                self.report_here(start, ParseProblem::ForeignDoctype);
                Ok(())
            }
            Err(Doctype::Refused(problem)) => Err(self.stop_here(start, problem)),
        }
    }

    fn open(&mut self, tag: &BytesStart<'a>, start: u32, empty: bool) -> Result<(), Stop> {
        let span = Span { start, end: self.here() };
        let name = tag.name();
        let element = Element::named(name.as_ref());
        self.begin(element, name.as_ref(), span)?;
        if element == Some(Element::Plist) || !all_blank(tag.attributes_raw()) {
            for problem in prolog::attributes(tag) {
                self.report.at(span, problem);
            }
        }
        match element {
            None => self.unknown(name.as_ref(), span, empty),
            Some(Element::Plist) => self.open_plist(span, empty),
            Some(Element::Key) => self.key(span, empty),
            Some(Element::Container(container)) => self.open_container(container, span, empty),
            Some(Element::Scalar(scalar)) => self.scalar(scalar, span, empty),
        }
    }

    /// Decides by the first element how much of a property list stands around the values.
    fn begin(&mut self, element: Option<Element>, name: &str, span: Span) -> Result<(), Stop> {
        if self.root.is_some() {
            return Ok(());
        }
        self.extent.start = span.start;
        self.root = Some(match element {
            Some(Element::Plist) => Root::Plist,
            Some(Element::Key) => {
                self.frames.push(Frame::container(Container::Dictionary, None));
                Root::Fragment
            }
            Some(Element::Container(Container::Dictionary)) => Root::BareDictionary,
            _ => {
                let html = name.eq_ignore_ascii_case("html");
                let looks_like = if html { LooksLike::Html } else { LooksLike::Xml { root: excerpt(name) } };
                return Err(self.stop_at(span, ParseProblem::NotAPropertyList { looks_like }));
            }
        });
        Ok(())
    }

    fn open_plist(&mut self, span: Span, empty: bool) -> Result<(), Stop> {
        if self.frames.len() > 1 {
            self.doubt(span, ParseProblem::NestedPlist);
        } else {
            self.admit("plist", span);
        }
        self.push(Frame::plist(span), span)?;
        if empty { self.close("plist", span.end) } else { Ok(()) }
    }

    fn open_container(&mut self, container: Container, span: Span, empty: bool) -> Result<(), Stop> {
        let name = Element::Container(container).name();
        self.count(span)?;
        self.admit(name, span);
        self.push(Frame::container(container, Some(span)), span)?;
        if empty { self.close(name, span.end) } else { Ok(()) }
    }

    fn scalar(&mut self, scalar: Scalar, span: Span, empty: bool) -> Result<(), Stop> {
        let element = Element::Scalar(scalar);
        self.count(span)?;
        self.admit(element.name(), span);
        let Content { text, outer, .. } = self.content_of(element, span, empty)?;
        let value = match scalar {
            Scalar::String => None,
            Scalar::Integer => Some(scalar::integer(&text).map(Value::Integer)),
            Scalar::Real => Some(scalar::real(&text).map(Value::Real)),
            Scalar::Date => Some(scalar::date(&text).map(Value::Date)),
            Scalar::Data => Some(scalar::data(&text).map(Value::Data)),
            Scalar::True => Some(scalar::empty(&text).map(|()| Value::Boolean(true))),
            Scalar::False => Some(scalar::empty(&text).map(|()| Value::Boolean(false))),
        };
        let value = match value {
            Some(Ok(value)) => value,
            Some(Err(problem)) => {
                self.report.at(outer, problem);
                match scalar {
                    // `<true>true</true>` leaves no doubt.
                    Scalar::True | Scalar::False if text.trim().eq_ignore_ascii_case(element.name()) => {
                        Value::Boolean(scalar == Scalar::True)
                    }
                    _ => Value::String(text.into_owned()),
                }
            }
            None => Value::String(text.into_owned()),
        };
        self.take(Node { value, span: Some(outer) });
        Ok(())
    }

    fn content_of(&mut self, element: Element, span: Span, empty: bool) -> Result<Content<'a>, Stop> {
        let content = if empty {
            let inner = Span { start: span.end, end: span.end };
            Content { text: "".into(), inner, outer: span }
        } else {
            self.content(element.name(), span)?
        };
        self.extent.end = content.outer.end;
        Ok(content)
    }

    fn close(&mut self, name: &str, start: u32) -> Result<(), Stop> {
        let end = self.here();
        self.end_supposed(name, start);
        let open = self.frames.last().and_then(|frame| Some((frame.element()?.name(), frame.opened?)));
        let Some((expected, opened)) = open else {
            return Err(self.stop_here(start, ParseProblem::StrayEndTag { found: excerpt(name) }));
        };
        if expected != name {
            return Err(self.mismatch(expected, name, opened, start));
        }
        self.extent.end = end;
        self.pop(Span { start: opened.start, end });
        Ok(())
    }

    fn end_of_file(&mut self) -> Result<(), Stop> {
        let open = self.frames.last().and_then(|frame| Some((frame.element()?.name(), frame.opened?)));
        if let Some((element, opened)) = open {
            let problem = ParseProblem::UnclosedElement { element: element.to_owned() };
            return Err(self.stop_at(opened, problem));
        }
        if self.root.is_none() {
            let span = Span { start: self.skipped, end: self.here() };
            return Err(self.stop_at(span, ParseProblem::NoValue));
        }
        if self.root == Some(Root::Fragment) {
            self.pop(self.extent);
        }
        Ok(())
    }

    /// Closes the innermost element and hands its value to the one around it.
    fn pop(&mut self, span: Span) {
        let Some(frame) = self.frames.pop() else { return };
        match &frame.holds {
            Holds::One { value: None, .. } => self.doubt(span, ParseProblem::NoValue),
            Holds::Dictionary { entries, key } => {
                if let Some(key) = key {
                    self.doubt(key.span, ParseProblem::KeyWithoutValue { key: excerpt(&key.text) });
                }
                self.duplicates(entries);
            }
            _ => {}
        }
        if let Some(node) = frame.finish(Some(span)) {
            self.take(node);
        }
    }

    fn duplicates(&mut self, entries: &[Entry]) {
        duplicates(entries, |earlier, later| {
            if let Some(span) = later.key_span {
                let problem =
                    ParseProblem::DuplicateKey { key: excerpt(&later.key), first: earlier.key_span };
                self.report.at(span, problem);
            }
        });
    }

    /// Passes over an element that no property list has, with everything in it.
    fn unknown(&mut self, name: &str, span: Span, empty: bool) -> Result<(), Stop> {
        self.count(span)?;
        let nearest = if self.report.is_full() { None } else { Element::meant_by(name) };
        self.doubt(span, ParseProblem::UnknownElement { element: excerpt(name), nearest });
        if let Some(frame) = self.frames.last_mut() {
            frame.skip_value();
        }
        let mut open = u32::from(!empty);
        while open > 0 {
            let start = self.here();
            match self.reader.read_event() {
                Ok(Event::Start(_)) => open += 1,
                Ok(Event::End(_)) => open -= 1,
                Ok(Event::Comment(_)) => self.comment(start),
                Ok(Event::Eof) => {
                    let problem = ParseProblem::UnclosedElement { element: excerpt(name) };
                    return Err(self.stop_at(span, problem));
                }
                Ok(_) => {}
                Err(error) => {
                    self.malformed(&error, start)?;
                }
            }
        }
        self.extent.end = self.here();
        Ok(())
    }

    fn stray(&mut self, start: u32) {
        let text = self.slice(Span { start, end: self.here() });
        let before = text.len() - text.trim_start_matches(is_blank).len();
        let trimmed = text.trim_matches(is_blank);
        let start = start + offset(before);
        let span = Span { start, end: start + offset(trimmed.len()) };
        self.report.at(span, ParseProblem::StrayText { found: excerpt(trimmed) });
    }

    /// Reports a value that cannot stand here.
    fn admit(&mut self, element: &str, span: Span) {
        let Some(refusal) = self.frames.last().and_then(Frame::refuses) else { return };
        let element = element.to_owned();
        self.doubt(
            span,
            match refusal {
                Refusal::SecondValue => ParseProblem::SecondValue { element },
                Refusal::NoKey => ParseProblem::ValueWithoutKey { element },
            },
        );
    }

    fn count(&mut self, span: Span) -> Result<(), Stop> {
        self.elements += 1;
        if self.elements > MAX_ELEMENTS {
            return Err(self.stop_at(span, ParseProblem::TooManyElements));
        }
        Ok(())
    }

    fn push(&mut self, frame: Frame, span: Span) -> Result<(), Stop> {
        let around = 1 + usize::from(self.root == Some(Root::Plist));
        if self.frames.len() >= MAX_DEPTH + around {
            return Err(self.stop_at(span, ParseProblem::TooDeep));
        }
        self.frames.push(frame);
        Ok(())
    }

    fn take(&mut self, node: Node) {
        if let Some(frame) = self.frames.last_mut() {
            frame.take(node);
        }
    }
}
