//! A declared key to the text that is inserted for it, with places to fill in where the editor knows such.

use latchkey_profile_schema::CatalogKey;
use latchkey_profile_schema::document::PlistType;

use super::page;

/// How places to fill in are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Style {
    /// As the protocol's snippets.
    Snippet,
    /// Not at all.
    Plain,
}

impl Style {
    /// Text as it is.
    pub(super) fn text(self, text: &str) -> String {
        match self {
            Self::Plain => text.to_owned(),
            Self::Snippet => text.chars().fold(String::new(), |mut escaped, character| {
                if matches!(character, '$' | '}' | '\\') {
                    escaped.push('\\');
                }
                escaped.push(character);
                escaped
            }),
        }
    }

    /// A place to fill in; a sensitive value or one without an example is left empty.
    fn place(self, example: &str) -> String {
        match (self, example) {
            (Self::Plain, example) => example.to_owned(),
            (Self::Snippet, "") => "$1".to_owned(),
            (Self::Snippet, example) => format!("${{1:{}}}", self.text(example)),
        }
    }

    /// A place for one of several words.
    fn choice(self, words: &[String]) -> String {
        let Self::Snippet = self else { return words.first().cloned().unwrap_or_default() };
        let escaped = words.iter().map(|word| {
            word.chars().fold(String::new(), |mut escaped, character| {
                if matches!(character, ',' | '|' | '\\' | '$' | '}') {
                    escaped.push('\\');
                }
                escaped.push(character);
                escaped
            })
        });
        format!("${{1|{}|}}", escaped.collect::<Vec<_>>().join(","))
    }
}

/// The element of a value of a key, or of an item.
pub(super) fn element(key: &CatalogKey, style: Style) -> String {
    let example = example(key);
    match key.value_type {
        PlistType::Boolean => format!("<{}/>", style.choice(&booleans(key))),
        PlistType::Array => match &key.item {
            Some(item) => format!("<array>\n\t{}\n</array>", element(item, style).replace('\n', "\n\t")),
            None => format!("<array>\n\t{}\n</array>", style.place("")),
        },
        PlistType::Dictionary => format!("<dict>\n\t{}\n</dict>", style.place("")),
        PlistType::String if !key.allowed.is_empty() => {
            let words: Vec<String> =
                key.allowed.iter().map(|allowed| escaped(&page::plain(&allowed.value))).collect();
            format!("<string>{}</string>", style.choice(&words))
        }
        PlistType::String => format!("<string>{}</string>", style.place(&escaped(&example))),
        PlistType::Integer => format!("<integer>{}</integer>", style.place(&example)),
        // A whole number is written as one.
        PlistType::Real if example.parse::<i64>().is_ok() => {
            format!("<integer>{}</integer>", style.place(&example))
        }
        PlistType::Real => format!("<real>{}</real>", style.place(&example)),
        PlistType::Date => format!("<date>{}</date>", style.place("2030-01-01T00:00:00Z")),
        PlistType::Data => format!("<data>{}</data>", style.place("")),
    }
}

/// Text as XML holds it.
pub(super) fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}

/// Both values, the default first, so that nothing changes before somebody chooses.
fn booleans(key: &CatalogKey) -> [String; 2] {
    let first = key.default.as_ref().and_then(serde_json::Value::as_bool).unwrap_or(true);
    [first.to_string(), (!first).to_string()]
}

fn example(key: &CatalogKey) -> String {
    if key.sensitive {
        return String::new();
    }
    match (&key.placeholder, &key.default) {
        (Some(placeholder), _) => placeholder.clone(),
        (None, Some(default)) if !default.is_array() && !default.is_object() => page::plain(default),
        _ => String::new(),
    }
}
