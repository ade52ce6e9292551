//! What is declared about a key, a value or a domain to Markdown.

use std::fmt::Write as _;

use gen_lsp_types::{MarkupContent, MarkupKind};
use latchkey_profile_schema::CatalogKey;
use latchkey_profile_schema::catalog::AllowedValue;
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::domain::Domain;
use serde_json::Value;

use crate::view::catalog;

/// A page as an editor shows it.
pub(super) fn shown(page: String, kind: MarkupKind) -> MarkupContent {
    let value = match kind {
        MarkupKind::Markdown => page,
        _ => unmarked(&page),
    };
    MarkupContent { kind, value }
}

/// A page without its marks: of headings, emphasis, code and links the text.
fn unmarked(page: &str) -> String {
    let lines = page.lines().map(|line| {
        let line = line.trim_start_matches('#').trim_start().replace(['`', '\\'], "").replace("**", "");
        match line.strip_prefix('[').and_then(|rest| rest.strip_suffix(')')?.split_once("](")) {
            Some((words, address)) => format!("{words}: {address}\n"),
            None => line + "\n",
        }
    });
    lines.collect()
}

/// The page of a key.
pub(super) fn of_key(key: &CatalogKey) -> String {
    let mut page = format!("### {}\n\n`{}`: {}\n", key.title, key.name, facts(key));
    paragraph(&mut page, &key.description);
    let values = key.allowed_anywhere();
    if !values.is_empty() {
        page.push('\n');
        values.iter().for_each(|value| page.push_str(&listed(key, value)));
    }
    if !key.suggested.is_empty() {
        paragraph(&mut page, &format!("Known values: {}", quoted(&key.suggested)));
    }
    if let Some(words) = &key.pattern_words {
        paragraph(&mut page, &format!("Expected: {words}"));
    }
    if !key.consequence.is_empty() {
        paragraph(&mut page, &format!("Otherwise: {}", key.consequence));
    }
    if key.source.starts_with("https://") {
        paragraph(&mut page, &format!("[Source]({})", key.source));
    } else if !key.source.is_empty() {
        paragraph(&mut page, &format!("Source: {}", key.source));
    }
    page
}

/// The page of a value of a key.
pub(super) fn of_value(value: &AllowedValue) -> String {
    let mut page = format!("### {}\n\n`{}`\n", value.title, plain(&value.value));
    paragraph(&mut page, &value.description);
    page
}

/// The page of a domain or payload type.
pub(super) fn of_domain(domain: &Domain) -> String {
    let Some(catalog) = catalog(domain) else { return format!("`{}`\n", domain.name) };
    let mut page = format!("### {}\n\n`{}`\n", catalog.title, domain.name);
    paragraph(&mut page, &catalog.description);
    page
}

/// A value as it would be typed.
pub(super) fn plain(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Number(number) => match number.as_f64() {
            Some(whole) if whole.fract() == 0.0 && whole.abs() < 1e15 => format!("{whole:.0}"),
            _ => number.to_string(),
        },
        other => other.to_string(),
    }
}

/// The word for a type.
const fn word(value_type: PlistType) -> &'static str {
    match value_type {
        PlistType::String => "string",
        PlistType::Integer => "integer",
        PlistType::Real => "number",
        PlistType::Boolean => "boolean",
        PlistType::Date => "date",
        PlistType::Data => "data",
        PlistType::Array => "array",
        PlistType::Dictionary => "dictionary",
    }
}

fn facts(key: &CatalogKey) -> String {
    let mut facts = vec![match &key.item {
        Some(item) => format!("{} of {}", word(key.value_type), word(item.value_type)),
        None => word(key.value_type).to_owned(),
    }];
    if let Some(unit) = key.unit {
        facts.push(format!("in {unit}"));
    }
    match (key.minimum, key.maximum) {
        (Some(least), Some(most)) => facts.push(format!("from {least} to {most}")),
        (Some(least), None) => facts.push(format!("at least {least}")),
        (None, Some(most)) => facts.push(format!("at most {most}")),
        (None, None) => {}
    }
    match &key.default {
        Some(Value::Array(items)) if items.is_empty() => facts.push("default empty".to_owned()),
        Some(Value::Array(items)) => {
            facts.push(format!("default {}", quoted(&items.iter().map(plain).collect::<Vec<_>>())));
        }
        Some(Value::Object(_) | Value::Null) | None => {}
        Some(Value::String(text)) if text.is_empty() => facts.push("default empty".to_owned()),
        Some(default) => facts.push(format!("default `{}`", plain(default))),
    }
    if key.required {
        facts.push("required".to_owned());
    }
    if let Some(since) = &key.since {
        facts.push(format!("since Okta Verify {since}"));
    }
    if let Some(since) = &key.macos_since {
        facts.push(format!("since macOS {since}"));
    }
    match &key.macos_deprecated {
        Some(version) => facts.push(format!("out of use from macOS {version} on")),
        None if key.deprecated => facts.push("out of use".to_owned()),
        None => {}
    }
    if key.sensitive {
        facts.push("secret".to_owned());
    }
    facts.join(", ")
}

fn listed(key: &CatalogKey, value: &AllowedValue) -> String {
    let text = plain(&value.value);
    let mut line = format!("- `{text}`");
    if value.title != text {
        let _ = write!(line, " {}", value.title);
    }
    if !value.description.is_empty() {
        let _ = write!(line, ": {}", value.description);
    }
    if key.unconfirmed.contains(&text) {
        line.push_str(" (no document of the vendor confirms it)");
    }
    line + "\n"
}

fn quoted(words: &[String]) -> String {
    words.iter().map(|word| format!("`{word}`")).collect::<Vec<_>>().join(", ")
}

fn paragraph(page: &mut String, text: &str) {
    if !text.is_empty() {
        let _ = write!(page, "\n{text}\n");
    }
}
