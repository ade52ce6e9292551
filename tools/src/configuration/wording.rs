//! Mistakes of a configuration to findings: what is wrong in words, and lines and columns for bytes.

use latchkey_profile_schema::text::LineIndex;
use latchkey_profile_schema::{KeyPath, Segment};

use super::glob::Glob;
use super::keywords;
use crate::located::{Located, Spot};
use crate::phrase::quoted;
use crate::rules::broken_configuration;
use crate::toml_file::{self, Found, Mistake, MistakeKind, nearest};

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
        MistakeKind::UnknownKey { name, known } => {
            let (noun, all) = whose(mistake);
            (format!("unknown {noun} {}", quoted(name)), Some(nearest(name, known, all)))
        }
        // Only the rules are that many.
        MistakeKind::WrongWord { found, known } if known.len() > FEW => {
            let (_, probably) = toml_file::word(&mistake.kind);
            let found = found.as_str().map_or_else(|| Found::of(found).words().to_owned(), quoted);
            (format!("unknown rule {found}"), probably.or_else(|| Some(ALL_RULES.to_owned())))
        }
        MistakeKind::MissingKey { key } if key == "reason" => {
            ("`reason` is missing".to_owned(), Some("say why this is accepted: `reason = \"…\"`".to_owned()))
        }
        MistakeKind::Format { format, found } => not_in_format(format, found),
        other => toml_file::word(other),
    }
}

fn not_in_format(format: &str, found: &str) -> (String, Option<String>) {
    let (what, help) = match format {
        keywords::PATTERN => {
            let reason = Glob::parse(found).err().map(|error| error.to_string()).unwrap_or_default();
            return (
                format!("{} is no pattern of paths: {reason}", quoted(found)),
                Some("write something like `vendor/**` or `**/*.plist`".to_owned()),
            );
        }
        keywords::VERSION => ("version", "write numbers with dots between, such as `9.56.0`"),
        _ if found.starts_with('/') => ("key path", "write `~0` for `~` and `~1` for `/` in a key"),
        _ => ("key path", "begin with `/`, as in `/PayloadContent/*/AllowedFactors`"),
    };
    (format!("{} is no {what}", quoted(found)), Some(help.to_owned()))
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
