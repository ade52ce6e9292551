//! Mistakes of a configuration to findings: what is wrong in words, and lines and columns for bytes.

use latchkey_profile_schema::text::LineIndex;
use latchkey_profile_schema::{KeyPath, Segment, spelling};

use super::check::{Found, Mistake, MistakeKind};
use crate::located::{Located, Spot};
use crate::phrase::{one_of, quoted};
use crate::rules::broken_configuration;

/// More words than these are not listed in a help.
const FEW: usize = 12;
const ALL_RULES: &str = "`latchkey rule` lists them all";

/// The findings, each with its place in the text.
pub(super) fn located(mistakes: &[Mistake], text: &[u8]) -> Vec<Located> {
    let index = LineIndex::new(text);
    let locate = |mistake: &Mistake| {
        let (message, help) = word(mistake);
        let spot = Spot {
            key_path: mistake.path.clone(),
            span: mistake.span,
            range: mistake.span.map(|span| index.range(span)),
        };
        Located::at(broken_configuration::word(message, help), spot)
    };
    mistakes.iter().map(locate).collect()
}

fn word(mistake: &Mistake) -> (String, Option<String>) {
    match &mistake.kind {
        MistakeKind::TooLarge { bytes } => (
            format!("the configuration has {bytes} bytes, and no more than a million are read"),
            Some("check that this is the file that was meant".to_owned()),
        ),
        MistakeKind::NotText => {
            ("the configuration is not UTF-8 text".to_owned(), Some("save it as UTF-8".to_owned()))
        }
        MistakeKind::Syntax { reason } => {
            (format!("the text does not follow the syntax of TOML: {}", lines(reason)), None)
        }
        MistakeKind::UnknownKey { name, known } => {
            let (noun, all) = whose(mistake);
            (format!("unknown {noun} {}", quoted(name)), Some(nearest(name, known, all)))
        }
        MistakeKind::WrongType { expected, found } => {
            (format!("expected {}, found {}", a(expected), found.words()), Some(example(expected)))
        }
        MistakeKind::WrongWord { found, known } => {
            let word = found.as_str().unwrap_or_default();
            let found = found.as_str().map_or_else(|| Found::of(found).words().to_owned(), quoted);
            let probably = spelling::nearest(word, known.iter().map(String::as_str));
            let probably = probably.map(|nearest| format!("perhaps {}", quoted(nearest)));
            match known.len() {
                0..=FEW => (format!("expected {}, found {found}", one_of(known)), probably),
                // Only the rules are that many.
                _ => (format!("unknown rule {found}"), probably.or_else(|| Some(ALL_RULES.to_owned()))),
            }
        }
        MistakeKind::MissingKey { key } => (
            format!("{} is missing", quoted(key)),
            Some(match key.as_str() {
                "reason" => "say why this is accepted: `reason = \"…\"`".to_owned(),
                _ => format!("add {} here", quoted(key)),
            }),
        ),
        MistakeKind::Empty => (
            "expected a text, found an empty one".to_owned(),
            Some("write it, or leave the key out".to_owned()),
        ),
        MistakeKind::NotAPattern { found, reason } => (
            format!("{} is no pattern of paths: {reason}", quoted(found)),
            Some("write something like `vendor/**` or `**/*.plist`".to_owned()),
        ),
        MistakeKind::NotAVersion { found } => (
            format!("{} is no version", quoted(found)),
            Some("write numbers with dots between, such as `9.56.0`".to_owned()),
        ),
        MistakeKind::NotAKeyPath { found } => (
            format!("{} is no key path", quoted(found)),
            Some(if found.starts_with('/') {
                "write `~0` for `~` and `~1` for `/` in a key".to_owned()
            } else {
                "begin with `/`, as in `/PayloadContent/*/AllowedFactors`".to_owned()
            }),
        ),
        MistakeKind::Other { reason } => (lines(reason), None),
    }
}

/// What an unknown key is, by the table that it stands in, and where all of its kind are listed.
fn whose(mistake: &Mistake) -> (&'static str, &'static str) {
    let segments = mistake.path.as_ref().map(KeyPath::segments).unwrap_or_default();
    let table = segments.len().checked_sub(2).and_then(|index| segments.get(index));
    match table {
        Some(Segment::Key(key)) => match &**key {
            "rules" => ("rule", ALL_RULES),
            "target" => ("target", ""),
            _ => ("key", ""),
        },
        _ => ("key", ""),
    }
}

/// The word that was probably meant; without one all of them, or where they are listed.
fn nearest(word: &str, known: &[String], all: &str) -> String {
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
    const fn words(self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Number => "a number",
            Self::Boolean => "a boolean",
            Self::List => "a list",
            Self::Table => "a table",
        }
    }
}
