//! The text of a TOML file to its values, and to the bytes where each key and value stands.

use latchkey_profile_schema::{KeyPath, Segment, Span};
use serde_json::{Map, Value};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

/// More than anybody reads.
const MAX_ERRORS: usize = 100;

/// A TOML file that follows the syntax.
#[derive(Debug)]
pub(crate) struct Text<'a> {
    root: DeTable<'a>,
}

/// A place where the file does not follow the syntax.
#[derive(Debug)]
pub(crate) struct SyntaxError {
    /// The parser's words.
    pub(crate) reason: String,
    /// Where.
    pub(crate) span: Option<Span>,
}

impl<'a> Text<'a> {
    /// Reads a file, or tells every line where it does not follow the syntax.
    pub(crate) fn read(text: &'a str) -> Result<Self, Vec<SyntaxError>> {
        let (root, errors) = DeTable::parse_recoverable(text);
        if errors.is_empty() {
            return Ok(Self { root: root.into_inner() });
        }
        let tell = |error: &toml::de::Error| SyntaxError {
            reason: error.message().to_owned(),
            span: error.span().and_then(span),
        };
        let mut errors: Vec<SyntaxError> = errors.iter().map(tell).collect();
        errors.sort_by_key(|error| error.span);
        // What the parser says further on about the same line follows from the first mistake.
        let line = |error: &SyntaxError| {
            let before = error.span.and_then(|span| text.get(..span.start as usize)).unwrap_or_default();
            before.matches('\n').count()
        };
        errors.truncate(MAX_ERRORS);
        errors.dedup_by_key(|error| line(error));
        Err(errors)
    }

    /// All of it, dates as texts.
    pub(crate) fn json(&self) -> Value {
        table(&self.root)
    }

    /// The bytes of the key that ends this path; of an item its value.
    pub(crate) fn key(&self, path: &KeyPath) -> Option<Span> {
        let (key, value) = self.walk(path)?;
        key.or(value)
    }

    /// The bytes of the value at this path; of a table its header.
    pub(crate) fn value(&self, path: &KeyPath) -> Option<Span> {
        self.walk(path)?.1
    }

    fn walk(&self, path: &KeyPath) -> Option<(Option<Span>, Option<Span>)> {
        let mut at = (None, None);
        let mut inside: Option<&DeValue<'_>> = None;
        for segment in path.segments() {
            let (key, value) = match (segment, inside) {
                (Segment::Key(key), None) => self.root.get_key_value(&**key).map(keyed)?,
                (Segment::Key(key), Some(DeValue::Table(table))) => table.get_key_value(&**key).map(keyed)?,
                (Segment::Index(index), Some(DeValue::Array(items))) => (None, items.get(*index)?),
                _ => return None,
            };
            at = (key, span(value.span()));
            inside = Some(value.get_ref());
        }
        Some(at)
    }
}

fn keyed<'v, 'a>(
    (key, value): (&Spanned<std::borrow::Cow<'a, str>>, &'v Spanned<DeValue<'a>>),
) -> (Option<Span>, &'v Spanned<DeValue<'a>>) {
    (span(key.span()), value)
}

fn span(range: std::ops::Range<usize>) -> Option<Span> {
    Some(Span { start: u32::try_from(range.start).ok()?, end: u32::try_from(range.end).ok()? })
}

fn table(entries: &DeTable<'_>) -> Value {
    let entries = entries.iter().map(|(key, value)| (key.get_ref().to_string(), json(value.get_ref())));
    Value::Object(entries.collect::<Map<_, _>>())
}

/// No file of ours says more of a number than its type, so only that counts.
fn json(value: &DeValue<'_>) -> Value {
    match value {
        DeValue::String(text) => text.as_ref().into(),
        DeValue::Integer(_) => 0.into(),
        DeValue::Float(_) => 0.5.into(),
        DeValue::Boolean(truth) => (*truth).into(),
        DeValue::Datetime(date) => date.to_string().into(),
        DeValue::Array(items) => items.iter().map(|item| json(item.get_ref())).collect(),
        DeValue::Table(entries) => table(entries),
    }
}
