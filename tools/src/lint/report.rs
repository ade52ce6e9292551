//! Findings to a report: places become lines and columns, in the order of the file.

use std::cell::LazyCell;
use std::sync::Arc;

use latchkey_profile_schema::opening::{self, Origin};
use latchkey_profile_schema::plist::{Format, Reading};
use latchkey_profile_schema::resolve::Merged;
use latchkey_profile_schema::text::{LineIndex, Position};
use latchkey_profile_schema::{Document, KeyPath, Node, Place, Places, Span};

use super::secret::Hidden;
use crate::facts::Facts;
use crate::finding::Finding;
use crate::fix::Locator;
use crate::ignore::{Ignore, Scope};
use crate::located::{Located, Other, Proof, Spot};
use crate::options::Options;
use crate::phrase::one_line;
use crate::rule::Level;
use crate::suppressed::Suppressed;

/// What is wrong with one file.
#[derive(Debug)]
pub(crate) struct FileReport {
    /// The file.
    pub(crate) name: String,
    /// Which of several property lists in the file it is.
    pub(crate) part: Option<Part>,
    /// The text in which places count, where there are any.
    pub(crate) text: Arc<Vec<u8>>,
    /// What that text is.
    pub(crate) text_of: TextOf,
    /// Places in the text that are not shown.
    pub(crate) secrets: Vec<Span>,
    /// The findings, by place.
    pub(crate) findings: Vec<Located>,
    /// The findings that somebody accepts.
    pub(crate) suppressed: Vec<Suppressed>,
    /// Comments that accept findings.
    pub(crate) ignores: Vec<Ignore>,
    /// What other files may contradict.
    pub(crate) facts: Facts,
    /// What the file would put in force, where the prover tells more of a finding.
    pub(crate) in_force: Option<Merged>,
    /// What was not checked.
    pub(crate) unchecked: Vec<Unchecked>,
    /// Whether anything was.
    pub(crate) checked: bool,
}

/// One of several property lists in a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Part {
    /// Where it stands in the JSON around it.
    pub(crate) within: Option<KeyPath>,
    /// What the file calls it.
    pub(crate) name: Option<String>,
}

impl Part {
    /// Which part a content of a file is; none where it is all of it.
    pub(super) fn of(content: &opening::Content<'_>) -> Option<Self> {
        let part = Self { within: content.within.clone(), name: content.name.clone() };
        (part.within.is_some() || part.name.is_some()).then_some(part)
    }
}

/// What the text is in which places count.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TextOf {
    /// The file as it is.
    File,
    /// The file, which is UTF-16; lines and columns are its own.
    Recoded,
    /// The file, in which the property list stands escaped; lines and columns are its own.
    Escaped,
    /// What the file holds signed or as base64: lines and columns are those of the content.
    Content,
    /// Nothing: the file is binary.
    Nothing,
}

/// A part of a file that was not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unchecked {
    /// Where; none for the whole file.
    pub(crate) key_path: Option<KeyPath>,
    /// The payload type, where nothing describes it.
    pub(crate) undescribed: Option<String>,
    /// Why.
    pub(crate) reason: String,
}

impl Unchecked {
    /// A part, or the whole file, and why it was not checked.
    pub(super) fn new(key_path: Option<KeyPath>, reason: impl Into<String>) -> Self {
        Self { key_path, undescribed: None, reason: reason.into() }
    }
}

impl FileReport {
    /// The lines and columns of a place in the file itself; none where they count in what the file holds.
    pub(crate) fn range(&self, spot: &Spot) -> Option<(Position, Position)> {
        spot.range.filter(|_| self.text_of != TextOf::Content)
    }

    /// What the report is about, for people: the file, and what in it where that is not all of it.
    pub(crate) fn title(&self) -> String {
        let Self { name, part, text_of, .. } = self;
        let within = part.as_ref().and_then(|part| part.within.as_ref().map(ToString::to_string));
        let called = part.as_ref().and_then(|part| part.name.clone());
        match (called.or(within), text_of) {
            // Lines and columns count in what was decoded, and the file may have far fewer.
            (Some(what), TextOf::Content) => format!("{name} ({}, decoded)", one_line(&what)),
            (Some(what), _) => format!("{name} ({})", one_line(&what)),
            (None, TextOf::Content) => format!("{name} (signed content)"),
            (None, _) => name.clone(),
        }
    }

    /// How many findings have this level.
    pub(crate) fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }

    /// Takes from another judgement of the same findings what is graver there, or reported there alone.
    pub(crate) fn take_graver(&mut self, other: Self) {
        let is = |left: &Located, right: &Located| {
            left.rule.name == right.rule.name && left.message == right.message
        };
        for finding in other.findings {
            match self.findings.iter_mut().find(|ours| is(ours, &finding)) {
                Some(ours) => ours.level = ours.level.max(finding.level),
                None => {
                    self.suppressed.retain(|suppressed| !is(&suppressed.located, &finding));
                    self.findings.push(finding);
                }
            }
        }
    }

    /// Brings findings into the order of their places.
    pub(crate) fn sort(&mut self) {
        sort(&mut self.findings);
    }
}

/// What was found in one file, before places become lines.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What is wrong.
    pub(super) findings: Vec<Finding>,
    /// Comments that accept findings.
    pub(super) ignores: Vec<Ignore>,
    /// What other files may contradict.
    pub(super) facts: Facts,
    /// What the file would put in force, where the prover tells more of a finding.
    pub(super) in_force: Option<Merged>,
    /// What was not checked, and why.
    pub(super) unchecked: Vec<Unchecked>,
    /// Whether anything was.
    pub(super) checked: bool,
}

/// A property list whose findings are to be located.
pub(super) struct Content<'a> {
    /// What the file is called.
    pub(super) name: &'a str,
    /// Which of several property lists it is.
    pub(super) part: Option<Part>,
    /// The text in which places count.
    pub(super) text: Arc<Vec<u8>>,
    /// How the bytes that were read relate to that text.
    pub(super) origin: &'a Origin,
    /// What they say.
    pub(super) reading: &'a Reading,
    /// The bytes among them that are not shown.
    pub(super) secrets: Vec<Span>,
}

impl Content<'_> {
    const fn text_of(&self) -> TextOf {
        match (self.reading.format, self.origin) {
            (Some(Format::Binary), _) => TextOf::Nothing,
            (_, Origin::File) => TextOf::File,
            (_, Origin::Recoded) => TextOf::Recoded,
            (_, Origin::Escaped(_)) => TextOf::Escaped,
            (_, Origin::Decoded) => TextOf::Content,
        }
    }

    /// Where bytes that were read stand in the text.
    fn in_text(&self, span: Span) -> Span {
        match self.origin {
            Origin::Escaped(map) => map.in_file(span),
            Origin::File | Origin::Recoded | Origin::Decoded => span,
        }
    }

    /// A place as users see it.
    fn spot(&self, place: &Place, places: Option<&Places<'_>>, index: Option<&LineIndex<'_>>) -> Spot {
        let document = self.reading.document.as_ref();
        let (key_path, span) = match place {
            Place::Path(path, part) => {
                let span = places.and_then(|places| places.span(path, *part));
                (document.map(|_| path.clone()), span)
            }
            Place::Bytes(span) => (document.and_then(|document| path_of(document, *span)), Some(*span)),
            Place::File => (None, None),
        };
        let span = span.filter(|_| index.is_some()).map(|span| self.in_text(span));
        let range = span.zip(index).map(|(span, index)| index.range(span));
        Spot { key_path, span, range }
    }
}

/// Locates what was found in a property list.
pub(super) fn locate(content: Content<'_>, found: Found, options: &Options) -> FileReport {
    let Found { findings, mut ignores, mut facts, in_force, unchecked, checked } = found;
    let text_of = content.text_of();
    let document = content.reading.document.as_ref().filter(|_| text_of != TextOf::Nothing);
    let secrets: Vec<Span> = content.secrets.iter().map(|secret| content.in_text(*secret)).collect();
    let mut located = Vec::with_capacity(findings.len());
    let text = &content.text;
    let index = LazyCell::new(|| (text_of != TextOf::Nothing).then(|| LineIndex::new(text)));
    if !(findings.is_empty() && ignores.is_empty()) {
        let index = &*index;
        let places = content.reading.document.as_ref().map(Places::of);
        let spot = |place: &Place| content.spot(place, places.as_ref(), index.as_ref());
        let whole = content.reading.document.as_ref();
        // What is not the file's own text cannot be edited in the file.
        let editable = LazyCell::new(|| {
            let text = (text_of == TextOf::File).then(|| std::str::from_utf8(&content.text));
            text.and_then(Result::ok).map(|text| Locator::new(whole, text))
        });
        let hidden = Hidden::new(&content.text, &secrets, whole);
        for mut finding in findings {
            let fix = finding.fix.take();
            let fix = fix.and_then(|fix| editable.as_ref()?.fix(&fix));
            let mut finding = Located { fix, ..unfixed(finding, &spot, options) };
            hidden.hide(&mut finding);
            located.push(finding);
        }
        sort(&mut located);
        for ignore in &mut ignores {
            ignore.spot.span = ignore.spot.span.map(|span| content.in_text(span));
            ignore.spot.range = ignore.spot.span.zip(index.as_ref()).map(|(span, index)| index.range(span));
            if let Scope::Element { span, .. } = &mut ignore.scope {
                *span = content.in_text(*span);
            }
        }
    }
    if let Some(document) = document.filter(|_| !facts.is_empty())
        && let Some(index) = &*index
    {
        facts.locate(|path, part| document.span(path, part), |span| content.in_text(span), index);
    }
    drop(index);
    let needed =
        text_of != TextOf::Nothing && !(located.is_empty() && ignores.is_empty() && facts.is_empty());
    FileReport {
        name: content.name.to_owned(),
        part: content.part,
        text: if needed { content.text } else { Arc::default() },
        text_of,
        secrets,
        findings: located,
        suppressed: Vec::new(),
        ignores,
        facts,
        in_force,
        unchecked,
        checked,
    }
}

/// The report of findings whose places have no text.
pub(super) fn without_text(name: String, findings: Vec<Finding>) -> FileReport {
    let options = Options::default();
    let located = findings.into_iter().map(|finding| unfixed(finding, &named, &options));
    FileReport { text_of: TextOf::Nothing, ..of_text(name, Vec::new(), located.collect()) }
}

/// The report of findings in a text that is no profile.
pub(crate) fn of_text(name: String, text: Vec<u8>, findings: Vec<Located>) -> FileReport {
    FileReport {
        name,
        part: None,
        text: Arc::new(text),
        text_of: TextOf::File,
        secrets: Vec::new(),
        findings,
        suppressed: Vec::new(),
        ignores: Vec::new(),
        facts: Facts::default(),
        in_force: None,
        unchecked: Vec::new(),
        checked: true,
    }
}

/// The report of a file in which there is nothing to check.
pub(super) fn unchecked(name: String, reason: &str) -> FileReport {
    let unchecked = vec![Unchecked::new(None, reason)];
    FileReport { unchecked, checked: false, ..without_text(name, Vec::new()) }
}

fn unfixed(finding: Finding, spot: &impl Fn(&Place) -> Spot, options: &Options) -> Located {
    let related = finding.related.into_iter();
    let own = finding.rule.level_for(&options.targets);
    let located = Located {
        rule: finding.rule,
        level: finding.at_most.map_or(own, |most| own.min(most)),
        spot: spot(&finding.place),
        message: finding.message,
        help: finding.help,
        consequence: finding.consequence,
        targets: finding.targets,
        related: related
            .map(|other| Other { file: None, spot: spot(&other.place), message: other.message })
            .collect(),
        fix: None,
        proof: Proof::Apart,
    };
    if finding.is_told_by_proof { located.points_to_proof() } else { located }
}

fn named(place: &Place) -> Spot {
    match place {
        Place::Path(path, _) => Spot { key_path: Some(path.clone()), ..Spot::default() },
        Place::Bytes(_) | Place::File => Spot::default(),
    }
}

pub(super) fn sort(findings: &mut [Located]) {
    findings.sort_by(|left, right| {
        (order(&left.spot), left.rule.name).cmp(&(order(&right.spot), right.rule.name))
    });
}

/// The file as a whole first, then by place; a binary file by key path.
fn order(spot: &Spot) -> (Option<(u32, std::cmp::Reverse<u32>)>, Option<&KeyPath>) {
    (spot.span.map(|span| (span.start, std::cmp::Reverse(span.end))), spot.key_path.as_ref())
}

/// The key path of the key or value that takes up exactly these bytes.
fn path_of(document: &Document, span: Span) -> Option<KeyPath> {
    let mut open = vec![(KeyPath::root(), &document.root)];
    while let Some((path, node)) = open.pop() {
        if node.span == Some(span) {
            return Some(path);
        }
        // What does not hold the bytes is passed over, so this goes down one branch.
        let around =
            |node: &Node| node.span.is_some_and(|outer| outer.start <= span.start && span.end <= outer.end);
        if let Some(entry) = node.entries().iter().find(|entry| entry.key_span == Some(span)) {
            return Some(path.key(&entry.key));
        }
        let items = node.items().iter().enumerate().filter(|(_, item)| around(item));
        open.extend(items.map(|(index, item)| (path.index(index), item)));
        let entries = node.entries().iter().filter(|entry| around(&entry.node));
        open.extend(entries.map(|entry| (path.key(&entry.key), &entry.node)));
    }
    None
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::Part;

    use super::*;

    #[test]
    fn a_key_and_its_value_have_places_of_their_own() {
        let bytes = b"<plist version=\"1.0\">\n<dict>\n<key>a</key><true/></dict></plist>";
        let reading = latchkey_profile_schema::plist::read(bytes);
        let index = LineIndex::new(bytes);
        let content = Content {
            name: "a.plist",
            part: None,
            text: Arc::default(),
            origin: &Origin::File,
            reading: &reading,
            secrets: Vec::new(),
        };
        let places = reading.document.as_ref().map(Places::of);
        let at = |part| {
            let place = Place::Path(KeyPath::root().key("a"), part);
            content
                .spot(&place, places.as_ref(), Some(&index))
                .range
                .map(|(start, end)| (start.line, start.column, end.column))
        };
        let key = Span { start: 34, end: 35 };
        assert_eq!(
            content.spot(&Place::Bytes(key), None, Some(&index)).key_path,
            Some(KeyPath::root().key("a"))
        );
        assert_eq!(at(Part::Key), Some((3, 6, 7)));
        assert_eq!(at(Part::Value), Some((3, 13, 20)));
    }
}
