//! The text of a settings file to a tree that tells where each key and value stands.

use latchkey_profile_schema::manifest::read_json;
use latchkey_profile_schema::{Document, Entry, Node, Span, Value};
use saphyr_parser::{Event, Parser};
use toml::Spanned;
use toml::de::{DeTable, DeValue};

use super::Syntax;
use super::text::without_comments;

const BYTE_ORDER_MARK: &str = "\u{feff}";

/// The places of a text that was read: key paths lead as in [`super::SettingsFile::document`]. Of the values their places alone are
/// meant, and scalars are empty. Spans are bytes of the text.
#[must_use]
pub fn places(text: &str, syntax: Syntax) -> Option<Document> {
    let root = match syntax {
        Syntax::Json => return read_json(without_comments(text).as_bytes()).document,
        Syntax::Toml => {
            let (root, _) = DeTable::parse_recoverable(without_mark(text));
            let span = span(root.span());
            Node { value: table(root.get_ref()), span }
        }
        Syntax::Yaml => yaml(without_mark(text))?,
    };
    let skipped = u32::try_from(text.len() - without_mark(text).len()).unwrap_or(0);
    let mut document = Document { root };
    shift(&mut document.root, skipped);
    Some(document)
}

fn without_mark(text: &str) -> &str {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}

fn span(range: std::ops::Range<usize>) -> Option<Span> {
    Some(Span { start: u32::try_from(range.start).ok()?, end: u32::try_from(range.end).ok()? })
}

/// A scalar, of which the place is all that counts.
const fn scalar() -> Value {
    Value::String(String::new())
}

fn table(table: &DeTable<'_>) -> Value {
    let entries = table.iter().map(|(key, value)| Entry {
        key: key.get_ref().to_string(),
        key_span: span(key.span()),
        node: toml(value),
    });
    Value::Dictionary(entries.collect())
}

fn toml(value: &Spanned<DeValue<'_>>) -> Node {
    let inside = match value.get_ref() {
        DeValue::Table(inside) => table(inside),
        DeValue::Array(items) => Value::Array(items.iter().map(toml).collect()),
        _ => scalar(),
    };
    Node { value: inside, span: span(value.span()) }
}

/// A collection that is not closed yet.
struct Open {
    node: Node,
    /// The key whose value comes next, and its place; of a mapping.
    key: Option<(String, Option<Span>)>,
}

/// The first document of a text. Its parser counts characters.
fn yaml(text: &str) -> Option<Node> {
    let bytes: Vec<usize> = text.char_indices().map(|(byte, _)| byte).chain([text.len()]).collect();
    let byte = |character: usize| bytes.get(character).copied().unwrap_or(text.len());
    let mut open: Vec<Open> = Vec::new();
    for next in Parser::new_from_str(text) {
        let (event, place) = next.ok()?;
        let here = span(byte(place.start.index())..byte(place.end.index()));
        let closed = match event {
            Event::Scalar(key, ..) if is_due(&open) => {
                open.last_mut()?.key = Some((key.into_owned(), here));
                continue;
            }
            Event::Scalar(..) | Event::Alias(_) => Node { value: scalar(), span: here },
            Event::SequenceStart(..) => {
                open.push(Open { node: Node { value: Value::Array(Vec::new()), span: here }, key: None });
                continue;
            }
            Event::MappingStart(..) => {
                open.push(Open {
                    node: Node { value: Value::Dictionary(Vec::new()), span: here },
                    key: None,
                });
                continue;
            }
            Event::SequenceEnd | Event::MappingEnd => {
                let mut node = open.pop()?.node;
                if let (Some(span), Some(here)) = (&mut node.span, here) {
                    span.end = here.start.max(span.end);
                }
                node
            }
            Event::DocumentEnd => return None,
            _ => continue,
        };
        let Some(Open { node, key }) = open.last_mut() else { return Some(closed) };
        match &mut node.value {
            Value::Array(items) => items.push(closed),
            Value::Dictionary(entries) => {
                let (key, key_span) = key.take()?;
                entries.push(Entry { key, key_span, node: closed });
            }
            _ => return None,
        }
    }
    None
}

/// Whether a key comes next.
fn is_due(open: &[Open]) -> bool {
    open.last().is_some_and(|open| open.key.is_none() && matches!(open.node.value, Value::Dictionary(_)))
}

fn shift(node: &mut Node, by: u32) {
    let moved = |span: &mut Option<Span>| {
        if let Some(Span { start, end }) = span {
            (*start, *end) = (start.saturating_add(by), end.saturating_add(by));
        }
    };
    moved(&mut node.span);
    match &mut node.value {
        Value::Array(items) => items.iter_mut().for_each(|item| shift(item, by)),
        Value::Dictionary(entries) => {
            for entry in entries {
                moved(&mut entry.key_span);
                shift(&mut entry.node, by);
            }
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use latchkey_profile_schema::{KeyPath, Part};

    /// The text of a key and of its value.
    fn found(text: &str, syntax: Syntax, path: &KeyPath) -> (String, String) {
        let document = places(text, syntax).unwrap();
        let part = |part| {
            let span = document.span(path, part).unwrap();
            text.get(span.start as usize..span.end as usize).unwrap().to_owned()
        };
        (part(Part::Key), part(Part::Value))
    }

    #[test]
    fn each_key_and_value_has_its_place() {
        let toml = "\u{feff}[profile]\nidentifier = \"é\"\n[\"a.b\"]\nKey = [1, \"zwei\"]\n[[c]]\n[[c]]\nD = { E = 2.5 }\n";
        let json = "{\"profile\":{\"identifier\":\"é\"},\"a.b\":{\"Key\":[1,\"zwei\"]},\"c\":[{},{\"D\":{\"E\":2.5}}]}";
        let yaml = "# é\nprofile:\n  identifier: \"é\"\na.b:\n  Key:\n  - 1\n  - \"zwei\"\nc:\n- {}\n- D: {E: 2.5}\n";
        let root = KeyPath::root();
        for (text, syntax) in [(toml, Syntax::Toml), (json, Syntax::Json), (yaml, Syntax::Yaml)] {
            let (key, value) = found(text, syntax, &root.key("profile").key("identifier"));
            assert_eq!((key.trim_matches('"'), value.as_str()), ("identifier", "\"é\""), "{syntax:?}");
            assert_eq!(found(text, syntax, &root.key("a.b").key("Key").index(1)).1, "\"zwei\"", "{syntax:?}");
            let deep = root.key("c").index(1).key("D").key("E");
            assert_eq!(found(text, syntax, &deep).1, "2.5", "{syntax:?}");
        }
    }

    #[test]
    fn texts_that_end_too_soon_have_no_places() {
        for text in ["", "a: [", "a: {b", "? [x]\n: 1\n", "a: &a [*a]"] {
            let _ = places(text, Syntax::Yaml);
        }
        assert!(places("", Syntax::Yaml).is_none());
        assert!(places("[a\nb = 1", Syntax::Toml).is_some());
    }
}
