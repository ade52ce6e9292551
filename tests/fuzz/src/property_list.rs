//! What holds for any bytes on the whole path from a file to its problems: every place is inside the file, limits are
//! kept, a sound document that is written and read again has the same values.

use latchkey_profile_schema::check::{self, Beside, Delivered};
use latchkey_profile_schema::domain::{self, PAYLOAD, PROFILE};
use latchkey_profile_schema::plist::{
    self, Format, MAX_BYTES, MAX_DEPTH, MAX_ELEMENTS, MAX_PROBLEMS, MAX_TEXT, ParseProblem, Reading, Remark,
};
use latchkey_profile_schema::text::LineIndex;
use latchkey_profile_schema::{
    Document, Node, Part, Place, Problem, ProblemKind, Span, Value, carrier, resolve,
};

/// Reads, opens and checks the bytes. Panics where a property does not hold.
pub(super) fn holds(bytes: &[u8]) {
    let reading = plist::read(bytes);
    assert!(reading.problems.len() <= MAX_PROBLEMS + 1, "{} problems", reading.problems.len());
    assert!(reading.document.is_some() || !reading.problems.is_empty(), "refused without a reason");
    if let Some(document) = &reading.document {
        Shape { format: reading.format, length: bytes.len(), elements: 0, text: 0 }.of(
            &document.root,
            None,
            0,
        );
    }
    places(&reading.problems, &reading, bytes);
    remarks(&reading, bytes);
    if let Some(document) = &reading.document {
        places(&problems(document), &reading, bytes);
        written_again(&reading, document);
    }
}

/// Everything that is wrong with a document, by the functions that the linter runs.
fn problems(document: &Document) -> Vec<Problem> {
    let contents = carrier::open(document);
    let mut problems = contents.problems.clone();
    for envelope in &contents.envelopes {
        let domain = if envelope.kind == carrier::EnvelopeKind::Profile { &PROFILE } else { &PAYLOAD };
        problems.extend(check::check(domain, envelope.node, &envelope.path, Beside::Nothing));
    }
    let delivered: Vec<Delivered<'_>> = contents
        .payloads
        .iter()
        .filter_map(|payload| {
            let domain = match payload.domain {
                Some(name) => domain::known(name),
                None => Delivered::guess(payload.settings),
            };
            Some(Delivered::to(domain?, payload))
        })
        .collect();
    problems.extend(check::together(&delivered));
    let (_, unresolved) = resolve::single(&delivered);
    assert!(problems.len() >= contents.problems.len() && unresolved.len() <= MAX_ELEMENTS);
    problems
}

/// A tree, and what has been seen of it.
struct Shape {
    format: Option<Format>,
    length: usize,
    elements: usize,
    text: usize,
}

impl Shape {
    fn of(&mut self, node: &Node, around: Option<Span>, depth: usize) {
        self.elements += 1;
        assert!(self.elements <= MAX_ELEMENTS, "too many elements");
        match self.format {
            Some(Format::Binary) => assert_eq!(node.span, None),
            _ => self.inside(node.span.expect("a value of a text has a place"), around),
        }
        let container = matches!(node.value, Value::Array(_) | Value::Dictionary(_));
        let depth = depth + usize::from(container);
        assert!(depth <= MAX_DEPTH, "too deep");
        match &node.value {
            Value::String(text) | Value::Date(text) => self.text += text.len(),
            Value::Data(bytes) => self.text += bytes.len(),
            _ => {}
        }
        for item in node.items() {
            self.of(item, node.span, depth);
        }
        for entry in node.entries() {
            self.text += entry.key.len();
            if let Some(span) = entry.key_span {
                self.inside(span, node.span);
                let value = entry.node.span.expect("a value of a text has a place");
                assert!(span.end <= value.start, "a value stands before its key");
            }
            self.of(&entry.node, node.span, depth);
        }
        assert!(self.text <= MAX_TEXT, "too much text");
    }

    fn inside(&self, span: Span, around: Option<Span>) {
        assert!(span.start <= span.end && span.end as usize <= self.length, "{span:?} of {}", self.length);
        if let Some(outer) = around {
            assert!(outer.start <= span.start && span.end <= outer.end, "{span:?} is not in {outer:?}");
        }
    }
}

/// Places are inside the file, paths lead somewhere, and lines and columns have the order of the bytes.
fn places(problems: &[Problem], reading: &Reading, bytes: &[u8]) {
    let index = LineIndex::new(bytes);
    let document = reading.document.as_ref();
    // A path below a key that stands twice leads to the last of them, where there may be something else.
    let ambiguous = reading
        .problems
        .iter()
        .any(|problem| matches!(problem.kind, ProblemKind::Parse(ParseProblem::DuplicateKey { .. })));
    for problem in problems {
        let span = match &problem.place {
            Place::Bytes(span) => Some(*span),
            Place::Path(path, part) => {
                let document = document.expect("a path is of a document");
                assert!(ambiguous || document.at(path).is_some(), "{path} leads nowhere: {problem:?}");
                document.span(path, *part).or_else(|| document.span(path, Part::Value))
            }
            Place::File => None,
        };
        if let Some(span) = span {
            assert!(span.start <= span.end && span.end as usize <= bytes.len(), "{problem:?}");
            let (start, end) = index.range(span);
            assert!(start <= end && index.line(start.line).is_some(), "{problem:?}");
        }
    }
}

/// Comments to Latchkey are inside the file, and begin as they must, or almost so and go on with `ignore`.
fn remarks(reading: &Reading, bytes: &[u8]) {
    assert!(reading.remarks.len() <= MAX_PROBLEMS, "{} remarks", reading.remarks.len());
    for Remark { span, text } in &reading.remarks {
        assert!(
            span.start <= text.start && text.start <= text.end && text.end <= span.end,
            "{text:?} of {span:?}"
        );
        let words = bytes.get(text.start as usize..text.end as usize).unwrap_or_default();
        let almost = String::from_utf8_lossy(words).to_ascii_lowercase();
        let said = almost.strip_prefix("latchkey").map(|rest| rest.trim_start_matches([':', ' ', '\t', '-']));
        assert!(
            words.starts_with(Remark::PREFIX.as_bytes())
                || said.is_some_and(|said| said.starts_with("ignore")),
            "{almost}"
        );
    }
}

/// A sound document can be written, and reading that gives the same values. What only one of the two forms can hold is
/// refused by the other.
fn written_again(reading: &Reading, document: &Document) {
    let bytes = match (plist::write(&document.root.value), reading.format) {
        (Ok(text), _) => Some(text.into_bytes()),
        (Err(error), Some(Format::Xml)) if reading.is_sound() => {
            unreachable!("a sound document is not written: {error}")
        }
        (Err(_), _) => None,
    };
    for bytes in [bytes, plist::write_binary(&document.root.value).ok()].into_iter().flatten() {
        if bytes.len() <= MAX_BYTES {
            let again = plist::read(&bytes);
            assert!(again.is_sound(), "{:?}", again.problems);
            let root = again.document.expect("a sound reading has a document").root;
            assert!(same(&root.value, &document.root.value), "{root:?} is not {:?}", document.root);
        }
    }
}

/// Whether two values are the same wherever they stand.
fn same(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Array(ones), Value::Array(others)) => {
            ones.len() == others.len()
                && ones.iter().zip(others).all(|(one, other)| same(&one.value, &other.value))
        }
        (Value::Dictionary(ones), Value::Dictionary(others)) => {
            ones.len() == others.len()
                && ones
                    .iter()
                    .zip(others)
                    .all(|(one, other)| one.key == other.key && same(&one.node.value, &other.node.value))
        }
        (Value::Real(one), Value::Real(other)) => one.to_bits() == other.to_bits(),
        _ => one == other,
    }
}
