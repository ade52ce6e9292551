//! Mistakes of a TOML file to words: what was expected and what was found, and what to do.

use latchkey_profile_schema::spelling;
use serde_json::Value;

use super::check::{Found, MistakeKind};
use crate::phrase::{one_of, quoted};

/// More words than these are not listed where one of them is near.
const FEW: usize = 12;

/// What is wrong, and what to do about it. What only one kind of file can get wrong, its own words are said of.
pub(crate) fn word(kind: &MistakeKind) -> (String, Option<String>) {
    match kind {
        MistakeKind::TooLarge { bytes } => (
            format!("the file has {bytes} bytes, which is more than are read"),
            Some("check that this is the file that was meant".to_owned()),
        ),
        MistakeKind::NotText => {
            ("the file is not UTF-8 text".to_owned(), Some("save it as UTF-8".to_owned()))
        }
        MistakeKind::Syntax { reason } => {
            (format!("the text does not follow the syntax of TOML: {}", lines(reason)), None)
        }
        MistakeKind::UnknownKey { name, known } => {
            (format!("unknown key {}", quoted(name)), Some(nearest(name, known, "")))
        }
        MistakeKind::WrongType { expected, found } => {
            (format!("expected {}, found {}", a(expected), found.words()), Some(example(expected)))
        }
        MistakeKind::WrongWord { found, known } => {
            let word = found.as_str().unwrap_or_default();
            let found = match found {
                Value::String(word) => quoted(word),
                Value::Bool(truth) if known.iter().any(|word| word == "true") => format!("`{truth}`"),
                other => Found::of(other).words().to_owned(),
            };
            let probably = spelling::nearest(word, known.iter().map(String::as_str));
            let probably = probably.map(|nearest| format!("perhaps {}", quoted(nearest)));
            if known.len() > FEW {
                let all = || format!("write {}", one_of(known));
                return (format!("unknown word {found}"), probably.or_else(|| Some(all())));
            }
            (format!("expected {}, found {found}", one_of(known)), probably)
        }
        MistakeKind::MissingKey { key } => {
            (format!("{} is missing", quoted(key)), Some(format!("add {} here", quoted(key))))
        }
        MistakeKind::NotOneKey { known } => (
            format!("expected exactly one of {}", one_of(known)),
            Some("write each on its own, in the order in which it happens".to_owned()),
        ),
        MistakeKind::Empty => (
            "expected a text, found an empty one".to_owned(),
            Some("write it, or leave the key out".to_owned()),
        ),
        MistakeKind::Format { found, .. } => (format!("{} is not in the format", quoted(found)), None),
        MistakeKind::Other { reason } => (lines(reason), None),
    }
}

/// The word that was probably meant; without one all of them, or where they are listed.
pub(crate) fn nearest(word: &str, known: &[String], all: &str) -> String {
    match spelling::nearest(word, known.iter().map(String::as_str)) {
        Some(nearest) => format!("perhaps {}", quoted(nearest)),
        None if all.is_empty() => format!("write {}", one_of(known)),
        None => all.to_owned(),
    }
}

fn a(json_type: &str) -> &str {
    match json_type {
        "string" => "a text",
        "array" => "a list",
        "object" => "a table",
        "boolean" => "`true` or `false`",
        other => other,
    }
}

fn example(json_type: &str) -> String {
    match json_type {
        "string" => "write it in quotes: `\"…\"`",
        "array" => "write it in brackets: `[\"…\"]`",
        _ => "write it as a table: `{ … = \"…\" }`, or `[…]` on a line of its own",
    }
    .to_owned()
}

/// The library's words on one line.
fn lines(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl Found {
    /// The type with its article.
    pub(crate) const fn words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::List => "a list",
            Self::Table => "a table",
        }
    }
}
