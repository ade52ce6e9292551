//! Findings to a report: places become lines and columns, in the order of the file.

use latchkey_profile_schema::plist::{Format, Reading};
use latchkey_profile_schema::text::LineIndex;
use latchkey_profile_schema::{Document, KeyPath, Node, Place, Span};

use super::Source;
use crate::facts::Facts;
use crate::finding::Finding;
use crate::located::{Located, LocatedFix, Other, Spot};
use crate::options::Options;
use crate::rule::Level;

/// What is wrong with one file.
#[derive(Debug)]
pub(crate) struct FileReport {
    /// The file.
    pub(crate) name: String,
    /// Its text, where there are findings with a place in it.
    pub(crate) text: Vec<u8>,
    /// Places in the text that are not shown.
    pub(crate) secrets: Vec<Span>,
    /// The findings, by place.
    pub(crate) findings: Vec<Located>,
    /// What other files may contradict.
    pub(crate) facts: Facts,
    /// What was not checked.
    pub(crate) unchecked: Vec<Unchecked>,
    /// Whether anything was.
    pub(crate) checked: bool,
}

/// A part of a file that was not checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Unchecked {
    /// Where; none for the whole file.
    pub(crate) key_path: Option<KeyPath>,
    /// Why.
    pub(crate) reason: String,
}

impl FileReport {
    /// How many findings have this level.
    pub(crate) fn count(&self, level: Level) -> usize {
        self.findings.iter().filter(|finding| finding.level == level).count()
    }
}

/// What was found in one file, before places become lines.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// What is wrong.
    pub(super) findings: Vec<Finding>,
    /// What other files may contradict.
    pub(super) facts: Facts,
    /// What was not checked, and why.
    pub(super) unchecked: Vec<(Option<KeyPath>, String)>,
    /// Whether anything was.
    pub(super) checked: bool,
}

/// Locates what was found in a file.
pub(super) fn locate(
    source: Source,
    reading: &Reading,
    secrets: Vec<Span>,
    found: Found,
    options: &Options,
) -> FileReport {
    let Found { findings, mut facts, unchecked, checked } = found;
    let unchecked = unchecked.into_iter().map(|(key_path, reason)| Unchecked { key_path, reason }).collect();
    let document = reading.document.as_ref();
    let textual = reading.format != Some(Format::Binary);
    let mut located = Vec::with_capacity(findings.len());
    if !findings.is_empty() {
        let index = LineIndex::new(&source.bytes);
        let spot = |place: &Place| spot(place, document, textual.then_some(&index));
        let editable = document.filter(|_| textual);
        located.extend(findings.into_iter().map(|finding| Located {
            fix: finding.fix.as_ref().and_then(|fix| LocatedFix::new(fix, editable?, &source.bytes)),
            ..unfixed(finding, &spot, options)
        }));
        located.sort_by(|left, right| {
            (order(&left.spot), left.rule.name).cmp(&(order(&right.spot), right.rule.name))
        });
    }
    if let Some(document) = document.filter(|_| textual) {
        facts.locate(|path, part| document.span(path, part));
    }
    let needed = textual && !(located.is_empty() && facts.is_empty());
    let text = if needed { source.bytes } else { Vec::new() };
    FileReport { name: source.name, text, secrets, findings: located, facts, unchecked, checked }
}

/// The report of findings whose places have no text.
pub(super) fn without_text(name: String, findings: Vec<Finding>) -> FileReport {
    let options = Options::default();
    let located = findings.into_iter().map(|finding| unfixed(finding, &named, &options));
    FileReport {
        name,
        text: Vec::new(),
        secrets: Vec::new(),
        findings: located.collect(),
        facts: Facts::default(),
        unchecked: Vec::new(),
        checked: true,
    }
}

fn unfixed(finding: Finding, spot: &impl Fn(&Place) -> Spot, options: &Options) -> Located {
    let related = finding.related.into_iter();
    Located {
        rule: finding.rule,
        level: finding.rule.level_for(&options.targets),
        spot: spot(&finding.place),
        message: finding.message,
        help: finding.help,
        consequence: finding.consequence,
        targets: finding.targets,
        related: related
            .map(|other| Other { file: None, spot: spot(&other.place), message: other.message })
            .collect(),
        fix: None,
    }
}

fn named(place: &Place) -> Spot {
    match place {
        Place::Path(path, _) => Spot { key_path: Some(path.clone()), ..Spot::default() },
        Place::Bytes(_) | Place::File => Spot::default(),
    }
}

/// The file as a whole first, then by place; a binary file by key path.
fn order(spot: &Spot) -> (Option<(u32, std::cmp::Reverse<u32>)>, Option<&KeyPath>) {
    (spot.span.map(|span| (span.start, std::cmp::Reverse(span.end))), spot.key_path.as_ref())
}

fn spot(place: &Place, document: Option<&Document>, index: Option<&LineIndex<'_>>) -> Spot {
    let (key_path, span) = match place {
        Place::Path(path, part) => {
            let span = document.and_then(|document| document.span(path, *part));
            (document.map(|_| path.clone()), span)
        }
        Place::Bytes(span) => (document.and_then(|document| path_of(document, *span)), Some(*span)),
        Place::File => (None, None),
    };
    let range = span.zip(index).map(|(span, index)| index.range(span));
    Spot { key_path, span: range.and(span), range }
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
        let at = |part| {
            let place = Place::Path(KeyPath::root().key("a"), part);
            spot(&place, reading.document.as_ref(), Some(&index))
                .range
                .map(|(start, end)| (start.line, start.column, end.column))
        };
        let key = Span { start: 34, end: 35 };
        assert_eq!(
            spot(&Place::Bytes(key), reading.document.as_ref(), Some(&index)).key_path,
            Some(KeyPath::root().key("a"))
        );
        assert_eq!(at(Part::Key), Some((3, 6, 7)));
        assert_eq!(at(Part::Value), Some((3, 13, 20)));
    }
}
