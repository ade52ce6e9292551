//! JSON to a located document. `null`, which no property list has, stands there as the word.

use std::collections::HashMap;

use jsonc_parser::ast::Value as Json;
use jsonc_parser::common::{Range, Ranged};
use jsonc_parser::{CollectOptions, ParseOptions, parse_to_ast};

use crate::document::{Document, Entry, Node, Span, Value};
use crate::plist::{MAX_BYTES, MAX_ELEMENTS, MAX_PROBLEMS};
use crate::problem::{Malformed, ManifestFault, ManifestProblem, Place, Problem, ProblemKind};

/// What the bytes of a JSON file say.
#[derive(Clone, Debug, PartialEq)]
pub struct JsonReading {
    /// The tree, unless the text is no JSON.
    pub document: Option<Document>,
    /// Everything wrong with the text, in order of place.
    pub problems: Vec<Problem>,
}

/// JSON as RFC 8259 has it: Jamf reads nothing looser.
const STRICT: ParseOptions = ParseOptions {
    allow_comments: false,
    allow_loose_object_property_names: false,
    allow_trailing_commas: false,
    allow_missing_commas: false,
    allow_single_quoted_strings: false,
    allow_hexadecimal_numbers: false,
    allow_unary_plus_numbers: false,
    allow_bare_decimal_point_numbers: false,
    allow_non_finite_numbers: false,
    allow_extended_string_escapes: false,
};

const TOO_MANY: &str = "there are too many values";

/// Reads JSON. Spans are bytes of the file.
#[must_use]
pub fn read_json(bytes: &[u8]) -> JsonReading {
    const BYTE_ORDER_MARK: &str = "\u{feff}";
    if bytes.len() > MAX_BYTES {
        return refuse(Place::File, "the file is larger than 16 MiB");
    }
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text,
        Err(error) => {
            let at = offset(error.valid_up_to());
            return refuse(Place::Bytes(Span { start: at, end: at.saturating_add(1) }), "this is not UTF-8");
        }
    };
    let (text, skipped) = match text.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => (rest, BYTE_ORDER_MARK.len()),
        None => (text, 0),
    };
    if has_too_many(text) {
        return refuse(Place::File, TOO_MANY);
    }
    let mut reader = Reader { skipped, elements: 0, problems: Vec::new() };
    match parse_to_ast(text, &CollectOptions::default(), &STRICT) {
        Ok(parsed) => match parsed.value {
            Some(value) => {
                let root = reader.node(&value);
                if reader.elements > MAX_ELEMENTS {
                    return refuse(Place::File, TOO_MANY);
                }
                JsonReading { document: Some(Document { root }), problems: reader.problems }
            }
            None => refuse(Place::File, "the file is empty"),
        },
        Err(error) => refuse(Place::Bytes(reader.span(error.range())), &lower(&error.kind().to_string())),
    }
}

/// Whether there are so many values that not even the parser's own tree is to be made: before each but the first stands
/// one of three signs, and in an object at most two of them.
fn has_too_many(text: &str) -> bool {
    let (mut signs, mut in_string, mut escaped) = (0, false, false);
    for byte in text.bytes() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b',' | b':' | b'[' if !in_string => signs += 1,
            _ => {}
        }
    }
    signs > 2 * MAX_ELEMENTS
}

/// Whether a value is JSON's `null`, which is four bytes without quotes.
pub(super) fn is_null(node: &Node) -> bool {
    node.as_str() == Some("null") && node.span.is_some_and(|span| span.end.saturating_sub(span.start) == 4)
}

struct Reader {
    /// Bytes before the text.
    skipped: usize,
    elements: usize,
    problems: Vec<Problem>,
}

impl Reader {
    fn node(&mut self, json: &Json<'_>) -> Node {
        self.elements += 1;
        let value = match json {
            _ if self.elements > MAX_ELEMENTS => Value::Boolean(false),
            Json::StringLit(text) => Value::String(text.value.to_string()),
            Json::BooleanLit(truth) => Value::Boolean(truth.value),
            Json::NullKeyword(_) => Value::String("null".to_owned()),
            Json::NumberLit(number) => self::number(number.value),
            Json::Array(array) => Value::Array(array.elements.iter().map(|item| self.node(item)).collect()),
            Json::Object(object) => {
                let mut first: HashMap<&str, Span> = HashMap::new();
                let mut entries = Vec::with_capacity(object.properties.len());
                for property in &object.properties {
                    let name = property.name.as_str();
                    let span = self.span(property.name.range());
                    if let Some(first) = first.get(name) {
                        self.report(span, Malformed::RepeatedName { name: name.to_owned(), first: *first });
                    }
                    first.entry(name).or_insert(span);
                    let node = self.node(&property.value);
                    entries.push(Entry { key: name.to_owned(), key_span: Some(span), node });
                }
                Value::Dictionary(entries)
            }
        };
        Node { value, span: Some(self.span(json.range())) }
    }

    fn span(&self, range: Range) -> Span {
        Span { start: offset(self.skipped + range.start), end: offset(self.skipped + range.end) }
    }

    fn report(&mut self, span: Span, fault: Malformed) {
        if self.problems.len() < MAX_PROBLEMS {
            self.problems.push(problem(Place::Bytes(span), fault));
        }
    }
}

/// An integer that fits, or else a real; the parser lets no infinite one through.
fn number(text: &str) -> Value {
    match text.parse::<i64>() {
        Ok(integer) => Value::Integer(integer.into()),
        Err(_) => Value::Real(text.parse().unwrap_or_default()),
    }
}

fn refuse(place: Place, reason: &str) -> JsonReading {
    let problems = vec![problem(place, Malformed::Json { reason: reason.to_owned() })];
    JsonReading { document: None, problems }
}

fn problem(place: Place, fault: Malformed) -> Problem {
    let fault = ManifestFault::Malformed(fault);
    Problem { place, kind: ProblemKind::Manifest(ManifestProblem { setting: None, fault }) }
}

fn offset(bytes: usize) -> u32 {
    u32::try_from(bytes).unwrap_or(u32::MAX)
}

/// A sentence of the parser as part of one of ours.
fn lower(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map(|first| first.to_lowercase().chain(characters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_has_its_bytes() {
        let text = "\u{feff}{\"é\": [1, 2.5, \"ü\"],\n \"n\": null, \"s\": \"null\"}";
        let reading = read_json(text.as_bytes());
        assert!(reading.problems.is_empty(), "{:?}", reading.problems);
        let root = reading.document.unwrap().root;
        let shown = |node: &Node| {
            let span = node.span.unwrap();
            text.get(span.start as usize..span.end as usize).unwrap()
        };
        let items: Vec<&str> = root.get("é").unwrap().items().iter().map(shown).collect();
        assert_eq!(items, ["1", "2.5", "\"ü\""]);
        let key = root.entries()[1].key_span.unwrap();
        assert_eq!(text.get(key.start as usize..key.end as usize), Some("\"n\""));
        assert!(is_null(root.get("n").unwrap()) && !is_null(root.get("s").unwrap()));
    }

    #[test]
    fn what_jamf_does_not_read_is_refused() {
        let deep = "[".repeat(100_000);
        for text in
            ["", "{", "{\"a\":1,}", "{/**/}", "{'a':1}", "{a:1}", "[1 2]", "[0x1]", "[NaN]", "[.5]", &deep]
        {
            let reading = read_json(text.as_bytes());
            assert!(reading.document.is_none() && reading.problems.len() == 1, "{text}");
        }
        assert!(read_json(b"{\"a\":\"\xff\"}").document.is_none());
    }

    #[test]
    fn a_repeated_name_is_told_with_both_places() {
        let reading = read_json(b"{\"a\":1,\"a\":2}");
        let ProblemKind::Manifest(ManifestProblem { fault, .. }) = &reading.problems[0].kind else {
            panic!()
        };
        let first = Span { start: 1, end: 4 };
        let expected = Malformed::RepeatedName { name: "a".into(), first };
        assert_eq!(*fault, ManifestFault::Malformed(expected));
        assert_eq!(reading.problems[0].place, Place::Bytes(Span { start: 7, end: 10 }));
    }
}
