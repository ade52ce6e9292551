//! A place in a buffer to what may be typed there: keys that are not set yet, values that are listed, names of rules.

use std::collections::HashSet;

use gen_lsp_types::{
    CompletionItem, CompletionItemKind, CompletionItemTag, Documentation, InsertTextFormat, MarkupContent,
    MarkupKind, TextEdit,
};
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{CatalogKey, Document, KeyPath, Node, Segment, Span, Value};

use super::cursor::{Cursor, cursor};
use super::lines::Lines;
use super::meaning::{Meaning, PayloadType, Word};
use super::page;
use super::projects::Placed;
use super::sketch::sketch;
use super::snippet::{self, Style};
use crate::rules::RULES;

/// What may be typed at this byte.
pub(super) fn complete(
    text: &str,
    offset: usize,
    placed: &Placed,
    lines: &Lines<'_>,
    style: Style,
) -> Vec<CompletionItem> {
    // Something after the cursor lets what is open go on behind it.
    let document = sketch(&[text, "\n"].concat());
    let meaning = Meaning::of(&document, placed.name(), placed.options());
    let Some(cursor) = cursor(text, offset) else { return Vec::new() };
    let (start, end) = match cursor {
        Cursor::Rule { start } | Cursor::Gap { start } => (start, offset),
        Cursor::Text { start, end, .. } => (start, end),
    };
    let typed = Typed { lines, start, end, style };
    match cursor {
        Cursor::Rule { .. } => rules(&typed),
        Cursor::Text { element: "key", closed, .. } => {
            let (dictionary, _) = around(&document, start);
            keys(&meaning, &dictionary, &typed, if closed { Shape::Name } else { Shape::RestOfKey })
        }
        Cursor::Text { element: "string", closed, .. } => strings(&meaning, &typed, closed),
        Cursor::Text { .. } => Vec::new(),
        Cursor::Gap { .. } => match around(&document, start) {
            (holder, Some(Segment::Key(key))) => elements(&meaning, &holder.key(&key), &typed),
            (holder, Some(Segment::Index(index))) => elements(&meaning, &holder.index(index), &typed),
            (dictionary, None) => keys(&meaning, &dictionary, &typed, Shape::Element),
        },
    }
}

/// What is typed so far, which is replaced.
struct Typed<'a> {
    lines: &'a Lines<'a>,
    start: usize,
    end: usize,
    style: Style,
}

/// How much of a key is inserted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shape {
    /// Its name.
    Name,
    /// All but the start tag, and the value.
    RestOfKey,
    /// All of it, and the value.
    Element,
}

/// The innermost dictionary around a byte and nothing more where a key may come there; else what holds the value that
/// may come, and its key or index.
fn around(document: &Document, offset: usize) -> (KeyPath, Option<Segment>) {
    let offset = u32::try_from(offset).unwrap_or(u32::MAX);
    let path = document.path_at(offset);
    let inside = |node: &Node| node.span.is_some_and(|span| span.start < offset && offset < span.end);
    let Some(node) = document.at(&path) else { return (path, None) };
    match &node.value {
        // One item more: what is there already stays.
        Value::Array(items) if inside(node) => (path, Some(Segment::Index(items.len()))),
        Value::Dictionary(entries) if inside(node) => {
            let here = Some(Span { start: offset, end: offset });
            let waiting = entries.iter().find(|entry| entry.node.span == here);
            (path, waiting.map(|entry| Segment::Key(entry.key.as_str().into())))
        }
        _ => match path.segments().split_last() {
            Some((last, holder)) => (holder.to_vec().into(), Some(last.clone())),
            None => (path, None),
        },
    }
}

fn rules(typed: &Typed<'_>) -> Vec<CompletionItem> {
    let item = |rule: &crate::rule::Rule| CompletionItem {
        kind: Some(CompletionItemKind::Constant),
        detail: Some(rule.level.word().to_owned()),
        documentation: Some(markdown(rule.summary.trim().to_owned())),
        ..typed.item(rule.name, rule.name.to_owned(), Style::Plain)
    };
    RULES.iter().map(|listed| item(listed.rule)).collect()
}

/// The keys that the dictionary at a path may have and has not.
fn keys(meaning: &Meaning<'_>, path: &KeyPath, typed: &Typed<'_>, shape: Shape) -> Vec<CompletionItem> {
    let entries = meaning.document().at(path).map(Node::entries).unwrap_or_default();
    let is_typed = |span: Option<Span>| {
        span.is_some_and(|span| span.start as usize <= typed.start && typed.start <= span.end as usize)
    };
    let set: HashSet<&str> =
        entries.iter().filter(|entry| !is_typed(entry.key_span)).map(|entry| entry.key.as_str()).collect();
    let style = typed.style;
    let whole = |name: &str, value: String| match shape {
        Shape::Name => (snippet::escaped(name), Style::Plain),
        Shape::RestOfKey => (format!("{}</key>\n{value}", style.text(&snippet::escaped(name))), style),
        Shape::Element => (format!("<key>{}</key>\n{value}", style.text(&snippet::escaped(name))), style),
    };
    let found = meaning.keys(path);
    let declared = found.declared.iter().filter(|key| !set.contains(key.name.as_str())).map(|key| {
        let (text, style) = whole(&key.name, snippet::element(key, style));
        let rank = if key.required { 0 } else { 1 + u8::from(key.deprecated) };
        CompletionItem {
            kind: Some(CompletionItemKind::Property),
            detail: Some(key.title.clone()),
            documentation: Some(markdown(page::of_key(key))),
            sort_text: Some(format!("{rank}{:04}{}", key.order, key.name)),
            tags: key.deprecated.then(|| vec![CompletionItemTag::Deprecated]),
            ..typed.item(&key.name, text, style)
        }
    });
    let words = found.words.iter().filter(|(word, _)| !set.contains(word)).map(|(name, word)| {
        let body = if style == Style::Snippet { "$1" } else { "" };
        let value = match word {
            Word::Domain(_) | Word::Settings => format!("<dict>\n\t{body}\n</dict>"),
            Word::Delivery => format!("<array>\n\t<dict>\n\t\t{body}\n\t</dict>\n</array>"),
        };
        let (text, style) = whole(name, value);
        let documentation = match word {
            Word::Domain(domain) => Some(markdown(page::of_domain(domain))),
            Word::Delivery | Word::Settings => None,
        };
        CompletionItem {
            kind: Some(CompletionItemKind::Module),
            documentation,
            ..typed.item(name, text, style)
        }
    });
    declared.chain(words).collect()
}

/// The listed values of the string that is being typed.
fn strings(meaning: &Meaning<'_>, typed: &Typed<'_>, closed: bool) -> Vec<CompletionItem> {
    let offset = u32::try_from(typed.start).unwrap_or(u32::MAX);
    // At the beginning of the text the tag lies before, so the element is around it.
    let path = meaning.document().path_at(offset.saturating_sub(1));
    let end = if closed { "" } else { "</string>" };
    values(meaning, &path, typed, |text| format!("{text}{end}"))
}

/// The elements that the value at a path may be.
fn elements(meaning: &Meaning<'_>, path: &KeyPath, typed: &Typed<'_>) -> Vec<CompletionItem> {
    let listed = values(meaning, path, typed, |text| format!("<string>{text}</string>"));
    let Some(element) = meaning.element(path).filter(|_| listed.is_empty()) else { return listed };
    let item = |label: &str, text: String, style: Style| CompletionItem {
        kind: Some(CompletionItemKind::Value),
        detail: Some(element.title.clone()).filter(|title| !title.is_empty()),
        ..typed.item(label, text, style)
    };
    if element.value_type == PlistType::Boolean {
        return ["true", "false"].map(|word| item(word, format!("<{word}/>"), Style::Plain)).to_vec();
    }
    let text = snippet::element(element, typed.style);
    let label = text.split(['<', '>']).nth(1).unwrap_or_default().to_owned();
    vec![item(&label, text, typed.style)]
}

fn values(
    meaning: &Meaning<'_>,
    path: &KeyPath,
    typed: &Typed<'_>,
    text: impl Fn(&str) -> String,
) -> Vec<CompletionItem> {
    let types = meaning.payload_types(path).into_iter().map(|payload_type| CompletionItem {
        kind: Some(CompletionItemKind::Module),
        documentation: match payload_type {
            PayloadType::Domain(domain) => Some(markdown(page::of_domain(domain))),
            PayloadType::Other(_) => None,
        },
        ..typed.item(payload_type.name(), text(payload_type.name()), Style::Plain)
    });
    let types: Vec<CompletionItem> = types.collect();
    let Some(element) = meaning.element(path).filter(|_| types.is_empty()) else { return types };
    let others = others(meaning, path);
    let listed = element.allowed.iter().map(|allowed| {
        let value = page::plain(&allowed.value);
        (value, allowed.title.clone(), Some(markdown(page::of_value(allowed))))
    });
    let suggested = element.suggested.iter().map(|value| (value.clone(), String::new(), None));
    let every = listed.chain(suggested).chain(wildcard(meaning, path, element));
    every
        .enumerate()
        .filter(|(_, (value, ..))| !others.contains(value))
        .map(|(index, (value, title, documentation))| CompletionItem {
            kind: Some(CompletionItemKind::EnumMember),
            detail: Some(title).filter(|title| !title.is_empty() && *title != value),
            documentation,
            sort_text: Some(format!("{index:04}")),
            ..typed.item(&value, text(&snippet::escaped(&value)), Style::Plain)
        })
        .collect()
}

/// The item that means everything, where it is not among the listed ones.
fn wildcard(
    meaning: &Meaning<'_>,
    path: &KeyPath,
    element: &CatalogKey,
) -> Option<(String, String, Option<Documentation>)> {
    let Some(Segment::Index(_)) = path.segments().last() else { return None };
    let wildcard = meaning.key(path)?.wildcard.clone()?;
    let listed = element.allowed.iter().any(|allowed| page::plain(&allowed.value) == wildcard);
    (!listed).then(|| (wildcard, "all".to_owned(), None))
}

/// What the list has already, the item at the path aside, where an item may stand there only once.
fn others(meaning: &Meaning<'_>, path: &KeyPath) -> HashSet<String> {
    let Some((Segment::Index(own), list)) = path.segments().split_last() else { return HashSet::new() };
    if !meaning.key(path).is_some_and(|key| key.unique_items) {
        return HashSet::new();
    }
    let Some(list) = meaning.document().at(&list.to_vec().into()) else { return HashSet::new() };
    let others = list.items().iter().enumerate().filter(|(index, _)| index != own);
    others.filter_map(|(_, item)| item.as_str().map(str::to_owned)).collect()
}

impl Typed<'_> {
    /// An item that puts a text in place of what is typed.
    fn item(&self, label: &str, text: String, style: Style) -> CompletionItem {
        let range = self.lines.between(self.start, self.end);
        let format = match style {
            Style::Snippet => InsertTextFormat::Snippet,
            Style::Plain => InsertTextFormat::PlainText,
        };
        // Editors compare what is typed, which may begin with `<`.
        let begins = text.starts_with('<');
        CompletionItem {
            label: label.to_owned(),
            filter_text: begins.then(|| text.lines().next().unwrap_or_default().to_owned()),
            insert_text_format: Some(format),
            text_edit: Some(TextEdit { range, new_text: text }.into()),
            ..CompletionItem::default()
        }
    }
}

fn markdown(value: String) -> Documentation {
    Documentation::MarkupContent(MarkupContent { kind: MarkupKind::Markdown, value })
}
