//! Edits by key path to edits by byte, which leave everything else of the text as it is.

use std::cell::OnceCell;

use latchkey_profile_schema::{Document, Entry, KeyPath, Node, Part, Span, Value};

use super::apply::are_apart;
use super::element::{Style, element, escaped};
use super::layout::{Layout, is_blank, offset};
use super::{Edit, Fix, LocatedFix, TextEdit};

/// A file whose fixes are located.
pub(crate) struct Locator<'a> {
    document: Option<&'a Document>,
    layout: Layout<'a>,
    /// What it puts before a member, which may take going through all of it.
    unit: OnceCell<&'a str>,
}

impl<'a> Locator<'a> {
    /// Without a document only edits of bytes have places.
    pub(crate) const fn new(document: Option<&'a Document>, text: &'a str) -> Self {
        Self { document, layout: Layout::new(text), unit: OnceCell::new() }
    }

    /// The bytes that a fix changes; none where one of its places is not in the text, or holds a comment that would
    /// be lost.
    pub(crate) fn fix(&self, fix: &Fix) -> Option<LocatedFix> {
        let edits = fix.edits.iter().map(|edit| self.locate(edit)).collect::<Option<Vec<_>>>()?;
        let mut edits = edits.concat();
        edits.sort_by_key(|edit| (edit.span.start, edit.span.end));
        let in_order =
            edits.iter().zip(edits.iter().skip(1)).all(|(one, next)| are_apart(one.span, next.span));
        (in_order && !edits.is_empty()).then(|| LocatedFix {
            title: fix.title.clone(),
            safety: fix.safety,
            edits,
            changes: fix.edits.clone(),
        })
    }

    fn unit(&self, document: &Document) -> &'a str {
        self.unit.get_or_init(|| self.layout.unit(document))
    }

    fn locate(&self, edit: &Edit) -> Option<Vec<TextEdit>> {
        match edit {
            Edit::Value(path, value) => Some(vec![self.value(path, value)?]),
            Edit::Wrap(path) => self.wrap(path),
            Edit::Key(path, name) => Some(vec![self.rename(path, name)?]),
            Edit::Remove(path) => {
                let value = self.document?.span(path, Part::Value)?;
                match self.document?.span(path, Part::Key)? {
                    key if key == value => Some(vec![removal(self.layout.with_lines(value))]),
                    key => self.remove_entry(key, value),
                }
            }
            Edit::RemoveKeyAt(key) => {
                let entry = entry_at(&self.document?.root, *key)?;
                self.remove_entry(*key, entry.node.span?)
            }
            Edit::Insert { into, key, value } => Some(vec![self.insert(into, key, value)?]),
            Edit::Attribute { tag, name, value } => {
                Some(vec![self.attribute(*tag, name, value.as_deref())?])
            }
            Edit::Text(span, text) => {
                self.layout.of(*span)?;
                Some(vec![TextEdit { span: *span, text: text.clone() }])
            }
        }
    }

    /// Of a string only the text between its tags is replaced by another.
    fn value(&self, path: &KeyPath, value: &Value) -> Option<TextEdit> {
        let document = self.document?;
        let (node, span) = (document.at(path)?, document.span(path, Part::Value)?);
        let start = self.layout.tag_end(span.start)?;
        if holds_comment(self.layout.of(span)?) {
            return None;
        }
        if let (Value::String(_), Value::String(text)) = (&node.value, value)
            && start < span.end
            && self.layout.of(span)?.starts_with("<string")
        {
            let end = self.layout.tag_start(span.end)?;
            return Some(TextEdit { span: Span { start, end }, text: escaped(text)? });
        }
        Some(TextEdit { span, text: element(value, self.style(span.start))? })
    }

    /// Members on lines of their own, where the element begins one.
    fn style(&self, at: u32) -> Style<'_> {
        match (self.layout.indentation(at), self.layout.newline(at), self.document) {
            (Some(indentation), Some(newline), Some(document)) => {
                Style::Lines { indentation, unit: self.unit(document), newline }
            }
            _ => Style::OneLine,
        }
    }

    fn wrap(&self, path: &KeyPath) -> Option<Vec<TextEdit>> {
        let span = self.document?.span(path, Part::Value)?;
        let one_line = !self.layout.of(span)?.contains('\n');
        let (before, after) = match self.style(span.start) {
            Style::Lines { indentation, unit, newline } if one_line => {
                (format!("<array>{newline}{indentation}{unit}"), format!("{newline}{indentation}</array>"))
            }
            Style::Lines { indentation, newline, .. } => {
                (format!("<array>{newline}{indentation}"), format!("{newline}{indentation}</array>"))
            }
            Style::OneLine => ("<array>".to_owned(), "</array>".to_owned()),
        };
        Some(vec![put_in(span.start, before), put_in(span.end, after)])
    }

    fn rename(&self, path: &KeyPath, name: &str) -> Option<TextEdit> {
        let document = self.document?;
        let span =
            document.span(path, Part::Key).filter(|key| document.span(path, Part::Value) != Some(*key))?;
        let written = self.layout.of(span)?;
        let name = escaped(name)?;
        if holds_comment(written) {
            return None;
        }
        // Of a key without text the whole element is its place.
        let text = if written.starts_with("<key") { format!("<key>{name}</key>") } else { name };
        Some(TextEdit { span, text })
    }

    /// A comment between the two stays, and so does what stands on their lines besides.
    fn remove_entry(&self, key: Span, value: Span) -> Option<Vec<TextEdit>> {
        let key = self.key_element(key)?;
        if is_blank(self.layout.slice(key.end, value.start)?) {
            return Some(vec![removal(self.layout.with_lines(Span { start: key.start, end: value.end }))]);
        }
        Some(vec![removal(self.layout.with_lines(key)), removal(self.layout.with_lines(value))])
    }

    /// The whole `<key>` element around its text.
    fn key_element(&self, text: Span) -> Option<Span> {
        if self.layout.of(text)?.starts_with("<key") {
            return Some(text);
        }
        let start = self.layout.tag_start(text.start)?;
        let end =
            text.end + offset(self.layout.slice(text.end, self.layout.line_end(text.end).0)?.find('>')?) + 1;
        self.layout.slice(start, text.start)?.starts_with("<key").then_some(Span { start, end })
    }

    fn insert(&self, into: &KeyPath, key: &str, value: &Value) -> Option<TextEdit> {
        let document = self.document?;
        let Node { value: Value::Dictionary(entries), span } = document.at(into)? else { return None };
        match entries.last() {
            Some(last) => self.insert_after(last, key, value),
            None => self.open_up(*span.as_ref()?, key, value),
        }
    }

    /// A key after the last one, laid out as that one is.
    fn insert_after(&self, last: &Entry, key: &str, value: &Value) -> Option<TextEdit> {
        let element_of_key = self.key_element(last.key_span?)?;
        let neighbour = last.node.span?;
        let name = escaped(key)?;
        let between = self.layout.slice(element_of_key.end, neighbour.start)?;
        let between = if is_blank(between) { between } else { "" };
        let Some(indentation) = self.layout.indentation(element_of_key.start) else {
            let value = element(value, Style::OneLine)?;
            return Some(put_in(neighbour.end, format!("<key>{name}</key>{between}{value}")));
        };
        let style = match self.style(element_of_key.start) {
            lines if between.contains('\n') => lines,
            _ => Style::OneLine,
        };
        let newline = self.layout.newline(element_of_key.start).unwrap_or("\n");
        let value = element(value, style)?;
        let text = format!("{newline}{indentation}<key>{name}</key>{between}{value}");
        // A comment behind the last value speaks of that one.
        let (end, _) = self.layout.line_end(neighbour.end);
        let rest = self.layout.slice(neighbour.end, end)?.trim();
        let comment = rest.starts_with("<!--") && rest.find("-->") == rest.len().checked_sub(3);
        Some(put_in(if comment { end } else { neighbour.end }, text))
    }

    /// The first key of an empty dictionary.
    fn open_up(&self, dictionary: Span, key: &str, value: &Value) -> Option<TextEdit> {
        let name = escaped(key)?;
        let document = self.document?;
        let (lines, end, style);
        let below;
        match self.layout.newline(dictionary.start) {
            Some(newline) => {
                let (indentation, unit) =
                    (self.layout.line_indentation(dictionary.start), self.unit(document));
                below = format!("{indentation}{unit}");
                (lines, end) = (format!("{newline}{below}"), format!("{newline}{indentation}"));
                style = Style::Lines { indentation: &below, unit, newline };
            }
            None => (lines, end, style) = (String::new(), String::new(), Style::OneLine),
        }
        let inside = format!("{lines}<key>{name}</key>{lines}{}{end}", element(value, style)?);
        let opened = self.layout.tag_end(dictionary.start)?;
        if opened == dictionary.end {
            let tag = self.layout.of(dictionary)?.strip_suffix("/>")?.trim_end();
            return Some(TextEdit { span: dictionary, text: format!("{tag}>{inside}</dict>") });
        }
        let closing = self.layout.tag_start(dictionary.end)?;
        let content = self.layout.slice(opened, closing)?;
        let kept = content.trim_end();
        Some(TextEdit { span: Span { start: opened + offset(kept.len()), end: closing }, text: inside })
    }

    fn attribute(&self, tag: Span, name: &str, value: Option<&str>) -> Option<TextEdit> {
        let text = self.layout.of(tag)?;
        let found =
            attributes(text).into_iter().find(|attribute| text.get(attribute.name.clone()) == Some(name));
        let at = |index: usize| tag.start + offset(index);
        match (found, value) {
            (Some(found), Some(value)) => {
                let span = Span { start: at(found.value.start), end: at(found.value.end) };
                Some(TextEdit { span, text: value.to_owned() })
            }
            (Some(found), None) => {
                let before = text.get(..found.name.start)?;
                Some(removal(Span { start: at(before.trim_end().len()), end: at(found.value.end + 1) }))
            }
            (None, Some(value)) => {
                let end =
                    text.find(|character: char| character.is_ascii_whitespace() || "/>".contains(character))?;
                Some(put_in(at(end), format!(" {name}=\"{value}\"")))
            }
            (None, None) => None,
        }
    }
}

/// An attribute of a tag, by bytes of the tag.
struct Attribute {
    name: std::ops::Range<usize>,
    /// Without its quotes.
    value: std::ops::Range<usize>,
}

/// The attributes of a tag that are written as XML wants them, up to the first that is not.
fn attributes(tag: &str) -> Vec<Attribute> {
    let mut attributes = Vec::new();
    let blank = |character: char| character.is_ascii_whitespace();
    let mut at = tag.find(blank).unwrap_or(tag.len());
    let next = |at: usize| -> Option<Attribute> {
        let rest = tag.get(at..)?;
        let start = at + rest.find(|character: char| !character.is_ascii_whitespace())?;
        let equals = start + tag.get(start..)?.find('=')?;
        let name = start..start + tag.get(start..equals)?.trim_end().len();
        let after = tag.get(equals + 1..)?;
        let open = equals + 1 + after.find(|character: char| !character.is_ascii_whitespace())?;
        let quote = tag.get(open..)?.chars().next().filter(|quote| matches!(quote, '"' | '\''))?;
        let end = open + 1 + tag.get(open + 1..)?.find(quote)?;
        Some(Attribute { name, value: open + 1..end })
    };
    while let Some(attribute) = next(at) {
        at = attribute.value.end + 1;
        attributes.push(attribute);
    }
    attributes
}

/// The entry whose key stands at these bytes.
pub(crate) fn entry_at(node: &Node, key: Span) -> Option<&Entry> {
    let around = |node: &&Node| node.span.is_some_and(|span| span.start <= key.start && key.end <= span.end);
    let mut open = vec![node];
    while let Some(node) = open.pop() {
        if let Some(entry) = node.entries().iter().find(|entry| entry.key_span == Some(key)) {
            return Some(entry);
        }
        open.extend(node.items().iter().filter(around));
        open.extend(node.entries().iter().map(|entry| &entry.node).filter(around));
    }
    None
}

fn holds_comment(text: &str) -> bool {
    text.contains("<!--")
}

const fn removal(span: Span) -> TextEdit {
    TextEdit { span, text: String::new() }
}

const fn put_in(at: u32, text: String) -> TextEdit {
    TextEdit { span: Span { start: at, end: at }, text }
}
