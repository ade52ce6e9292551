//! Jamf's Classic XML to the profiles in it: the text of each `general/payloads`, and where it stands.

use quick_xml::Reader;
use quick_xml::errors::Error;
use quick_xml::events::Event;

use super::Deployment;
use super::offsets::OffsetMap;
use crate::document::Span;
use crate::plist::xml::markup;
use crate::plist::{MAX_DEPTH, MAX_PROBLEMS, excerpt};
use crate::problem::{ParseProblem, PayloadsProblem, Place, Problem, ProblemKind};

const BYTE_ORDER_MARK: &str = "\u{FEFF}";
/// The root of one profile; a list of them has an `s` behind it.
const ROOT: &[u8] = b"<os_x_configuration_profile";
const CDATA: &str = "<![CDATA[";
const CDATA_END: &str = "]]>";

/// What stands in the file.
#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) profiles: Vec<Profile>,
    pub(super) problems: Vec<Problem>,
}

/// One profile.
#[derive(Debug)]
pub(super) struct Profile {
    /// Its `general/name`, where that stands before.
    pub(super) name: Option<String>,
    /// Its `general/level`.
    pub(super) level: Option<String>,
    /// The text of its payloads, references resolved.
    pub(super) text: String,
    /// Where that stands in the file.
    pub(super) around: Span,
    /// Where each byte of it stands.
    pub(super) offsets: OffsetMap,
}

/// Whether the first element is that of Jamf's Classic XML.
pub(super) fn is_root(bytes: &[u8]) -> bool {
    let mut rest = bytes.strip_prefix(BYTE_ORDER_MARK.as_bytes()).unwrap_or(bytes);
    loop {
        rest = rest.trim_ascii_start();
        let end: &[u8] = match rest {
            [b'<', b'?', ..] => b"?>",
            [b'<', b'!', b'-', b'-', ..] => b"-->",
            [b'<', b'!', ..] => b">",
            _ => return rest.starts_with(ROOT),
        };
        let Some(at) = rest.windows(end.len()).position(|window| window == end) else { return false };
        rest = rest.get(at + end.len()..).unwrap_or_default();
    }
}

/// For whom Jamf installs a profile of this level.
pub(super) fn deployment(level: &str) -> Option<Deployment> {
    match level.trim().to_ascii_lowercase().as_str() {
        "computer" | "system" => Some(Deployment::Device),
        "user" => Some(Deployment::User),
        _ => None,
    }
}

/// What an open element is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Step {
    List,
    Profile,
    General,
    Name,
    Level,
    Payloads,
    Other,
}

impl Step {
    fn into(around: Option<Self>, name: &str) -> Self {
        match (around, name) {
            (None, "os_x_configuration_profiles") => Self::List,
            (None | Some(Self::List), "os_x_configuration_profile") => Self::Profile,
            (Some(Self::Profile), "general") => Self::General,
            (Some(Self::General), "name") => Self::Name,
            (Some(Self::General), "level") => Self::Level,
            (Some(Self::General), "payloads") => Self::Payloads,
            _ => Self::Other,
        }
    }
}

struct Open {
    step: Step,
    name: String,
    tag: Span,
}

/// Reading ends here; why has been reported.
struct Stop;

struct Classic<'a> {
    /// The whole file, in which offsets count.
    text: &'a str,
    /// Bytes that `reader` was not given.
    skipped: u32,
    reader: Reader<&'a [u8]>,
    open: Vec<Open>,
    /// What has been read of the profile that is open.
    name: Option<String>,
    level: Option<String>,
    payloads: Option<Profile>,
    has_payloads: bool,
    /// How many profiles were found before it.
    before: usize,
    found: Found,
}

/// Reads the profiles. What is complete before an error is kept.
pub(super) fn read(bytes: &[u8]) -> Found {
    let mut found = Found::default();
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let start = offset(error.valid_up_to());
            let end = start.saturating_add(offset(error.error_len().unwrap_or(1)));
            let place = Place::Bytes(Span { start, end });
            found.problems.push(Problem { place, kind: ProblemKind::Parse(ParseProblem::NotUtf8) });
            return found;
        }
    };
    let body = text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text);
    let skipped = offset(text.len() - body.len());
    let mut reader = Reader::from_str(body);
    reader.config_mut().check_end_names = false;
    reader.config_mut().allow_unmatched_ends = true;
    let mut classic = Classic {
        text,
        skipped,
        reader,
        open: Vec::new(),
        name: None,
        level: None,
        payloads: None,
        has_payloads: false,
        before: 0,
        found,
    };
    while let Ok(true) = classic.event() {}
    classic.found
}

impl<'a> Classic<'a> {
    /// Reads on; false at the end of the file.
    fn event(&mut self) -> Result<bool, Stop> {
        let start = self.here();
        let event = self.reader.read_event();
        let span = Span { start, end: self.here() };
        match event {
            Ok(Event::Start(tag)) => self.start(tag.name().as_ref(), span)?,
            Ok(Event::Empty(tag)) => {
                let name = tag.name();
                self.start(name.as_ref(), span)?;
                self.end(name.as_ref(), Span { start: span.end, end: span.end })?;
            }
            Ok(Event::End(tag)) => self.end(tag.name().as_ref(), span)?,
            Ok(Event::Text(_)) => self.verbatim(span),
            Ok(Event::CData(_)) => {
                let raw = self.slice(span);
                let inner = raw.strip_prefix(CDATA).and_then(|raw| raw.strip_suffix(CDATA_END));
                let start = span.start.saturating_add(offset(CDATA.len()));
                let end = start.saturating_add(offset(inner.unwrap_or_default().len()));
                self.verbatim(Span { start, end });
            }
            Ok(Event::GeneralRef(name)) => self.reference(&name, span),
            Ok(Event::Comment(_) | Event::PI(_) | Event::Decl(_) | Event::DocType(_)) => {}
            Ok(Event::Eof) => {
                if let Some(Open { name, tag, .. }) = self.open.last() {
                    let problem = ParseProblem::UnclosedElement { element: excerpt(name) };
                    self.report(*tag, problem);
                }
                return Ok(false);
            }
            Err(error) => self.malformed(&error, span)?,
        }
        Ok(true)
    }

    fn start(&mut self, name: &str, tag: Span) -> Result<(), Stop> {
        let around = self.open.last().map(|open| open.step);
        let step = Step::into(around, name);
        match step {
            _ if self.open.len() >= MAX_DEPTH => return Err(self.stop(tag, ParseProblem::TooDeep)),
            Step::Profile => {
                self.name = None;
                self.level = None;
                self.before = self.found.profiles.len();
                self.payloads = None;
                self.has_payloads = false;
            }
            Step::Name => self.name = Some(String::new()),
            Step::Level => self.level = Some(String::new()),
            Step::Payloads => {
                self.has_payloads = true;
                let around = Span { start: tag.end, end: tag.end };
                let offsets = OffsetMap::default();
                self.payloads = Some(Profile {
                    name: self.name.clone(),
                    level: None,
                    text: String::new(),
                    around,
                    offsets,
                });
            }
            Step::Other if around == Some(Step::Payloads) && self.payloads.is_some() => {
                self.payloads = None;
                self.report(tag, ParseProblem::Payloads(PayloadsProblem::NotEscaped));
            }
            Step::List | Step::General | Step::Other => {}
        }
        self.open.push(Open { step, name: name.to_owned(), tag });
        Ok(())
    }

    fn end(&mut self, name: &str, span: Span) -> Result<(), Stop> {
        let Some(open) = self.open.pop() else {
            return Err(self.stop(span, ParseProblem::StrayEndTag { found: excerpt(name) }));
        };
        if open.name != name {
            let (expected, found) = (excerpt(&open.name), excerpt(name));
            let problem = ParseProblem::MismatchedEndTag { expected, found, opened: open.tag };
            return Err(self.stop(span, problem));
        }
        match open.step {
            Step::Payloads => {
                if let Some(mut profile) = self.payloads.take() {
                    profile.around.end = span.start;
                    if profile.text.trim_ascii().is_empty() {
                        let whole = Span { start: open.tag.start, end: span.end };
                        self.report(whole, ParseProblem::Payloads(PayloadsProblem::Empty));
                    } else {
                        self.found.profiles.push(profile);
                    }
                }
            }
            // It may stand behind the payloads.
            Step::General => {
                for profile in self.found.profiles.iter_mut().skip(self.before) {
                    profile.level.clone_from(&self.level);
                }
            }
            Step::Profile if !self.has_payloads => {
                self.report(open.tag, ParseProblem::Payloads(PayloadsProblem::Missing));
            }
            _ => {}
        }
        Ok(())
    }

    fn verbatim(&mut self, span: Span) {
        let text = self.slice(span);
        if let Some((collected, offsets)) = self.collected() {
            if let Some(offsets) = offsets {
                offsets.verbatim(offset(collected.len()), span);
            }
            collected.push_str(text);
        }
    }

    fn reference(&mut self, name: &str, span: Span) {
        let Some(character) = markup::referred(name) else {
            if self.collected().is_some() {
                self.report(span, markup::unknown_reference(name));
            }
            return self.verbatim(span);
        };
        if let Some((collected, offsets)) = self.collected() {
            let start = offset(collected.len());
            collected.push(character);
            if let Some(offsets) = offsets {
                offsets.reference(Span { start, end: offset(collected.len()) }, span);
            }
        }
    }

    /// The text that is being collected.
    fn collected(&mut self) -> Option<(&mut String, Option<&mut OffsetMap>)> {
        match self.open.last()?.step {
            Step::Payloads => {
                self.payloads.as_mut().map(|profile| (&mut profile.text, Some(&mut profile.offsets)))
            }
            Step::Name => self.name.as_mut().map(|name| (name, None)),
            Step::Level => self.level.as_mut().map(|level| (level, None)),
            _ => None,
        }
    }

    fn malformed(&mut self, error: &Error, span: Span) -> Result<(), Stop> {
        if markup::is_lone_ampersand(error) {
            let ampersand = Span { start: span.start, end: span.start.saturating_add(1) };
            self.report(ampersand, ParseProblem::LoneAmpersand);
            self.verbatim(span);
            return Ok(());
        }
        // What has no end runs to the end of the file; its first line is what a reader needs to see.
        let rest = self.text.get(span.start as usize..).unwrap_or_default();
        let line = rest.find(['\n', '\r']).unwrap_or(rest.len());
        let end = span.start.saturating_add(offset(line));
        Err(self.stop(Span { start: span.start, end }, markup::fault(error)))
    }

    fn stop(&mut self, span: Span, problem: ParseProblem) -> Stop {
        self.report(span, problem);
        Stop
    }

    fn report(&mut self, span: Span, problem: ParseProblem) {
        if self.found.problems.len() < MAX_PROBLEMS {
            let kind = ProblemKind::Parse(problem);
            self.found.problems.push(Problem { place: Place::Bytes(span), kind });
        }
    }

    fn here(&self) -> u32 {
        self.skipped.saturating_add(u32::try_from(self.reader.buffer_position()).unwrap_or(u32::MAX))
    }

    fn slice(&self, span: Span) -> &'a str {
        self.text.get(span.start as usize..span.end as usize).unwrap_or_default()
    }
}

/// INVARIANT: texts are at most twice [`crate::plist::MAX_BYTES`] long, so every offset fits.
fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}
