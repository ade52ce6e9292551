//! Findings to a report: places become lines and columns, in the order of the file.

use latchkey_profile_schema::plist::{Format, Reading};
use latchkey_profile_schema::text::{LineIndex, Position};
use latchkey_profile_schema::{Document, KeyPath, Node, Place, Span};

use super::Source;
use crate::finding::Finding;
use crate::rule::{Level, Rule};

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
    /// What was not checked.
    pub(crate) unchecked: Vec<Unchecked>,
    /// Whether anything was.
    pub(crate) checked: bool,
}

/// A finding with its place in the text.
#[derive(Debug)]
pub(crate) struct Located {
    /// Whose finding it is.
    pub(crate) rule: &'static Rule,
    /// Where.
    pub(crate) spot: Spot,
    /// What was found.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
    /// What happens otherwise.
    pub(crate) consequence: Option<String>,
    /// Other places, and what stands there.
    pub(crate) related: Vec<(Spot, String)>,
}

/// A place by names and, where there is text, by numbers.
#[derive(Debug, Default)]
pub(crate) struct Spot {
    /// The key path; none where the file did not parse.
    pub(crate) key_path: Option<KeyPath>,
    /// The bytes.
    pub(crate) span: Option<Span>,
    /// The same as lines and columns.
    pub(crate) range: Option<(Position, Position)>,
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
        self.findings.iter().filter(|finding| finding.rule.level == level).count()
    }
}

/// Locates the findings of a file.
pub(super) fn locate(
    source: Source,
    reading: &Reading,
    secrets: Vec<Span>,
    findings: Vec<Finding>,
    unchecked: Vec<(Option<KeyPath>, String)>,
    checked: bool,
) -> FileReport {
    let unchecked = unchecked.into_iter().map(|(key_path, reason)| Unchecked { key_path, reason }).collect();
    let textual = reading.format != Some(Format::Binary);
    let mut located = Vec::with_capacity(findings.len());
    if !findings.is_empty() {
        let index = LineIndex::new(&source.bytes);
        let spot = |place: &Place| spot(place, reading.document.as_ref(), textual.then_some(&index));
        for finding in findings {
            located.push(Located {
                rule: finding.rule,
                spot: spot(&finding.place),
                message: finding.message,
                help: finding.help,
                consequence: finding.consequence,
                related: finding
                    .related
                    .into_iter()
                    .map(|other| (spot(&other.place), other.message))
                    .collect(),
            });
        }
        located.sort_by(|left, right| {
            (order(&left.spot), left.rule.name).cmp(&(order(&right.spot), right.rule.name))
        });
    }
    let text = if textual && !located.is_empty() { source.bytes } else { Vec::new() };
    FileReport { name: source.name, text, secrets, findings: located, unchecked, checked }
}

/// The report of findings whose places have no text.
pub(super) fn without_text(name: String, findings: Vec<Finding>) -> FileReport {
    let located = findings.into_iter().map(|finding| Located {
        rule: finding.rule,
        spot: named(&finding.place),
        message: finding.message,
        help: finding.help,
        consequence: finding.consequence,
        related: finding.related.iter().map(|other| (named(&other.place), other.message.clone())).collect(),
    });
    FileReport {
        name,
        text: Vec::new(),
        secrets: Vec::new(),
        findings: located.collect(),
        unchecked: Vec::new(),
        checked: true,
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
