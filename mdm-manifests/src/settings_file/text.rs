//! The text of a settings file to a tree of values, whichever of the three syntaxes it is in.

mod comments;
mod depth;
mod tree_visitor;

use latchkey_profile_schema::Value;
use latchkey_profile_schema::text::{LineIndex, Position};
use latchkey_profile_schema::{KeyPath, Span};
use saphyr_parser::{Event, Parser};

use super::error::{SettingsError, SettingsErrorKind};
use super::faults::Faults;
use crate::tree;
use tree_visitor::Tree;

pub(super) use comments::without_comments;
pub(crate) use depth::too_deep;

/// A syntax of settings files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Syntax {
    /// TOML 1.1.
    Toml,
    /// JSON, RFC 8259, with comments as in JavaScript.
    Json,
    /// YAML 1.2.
    Yaml,
}

impl Syntax {
    /// The syntax of a file by its name's extension.
    #[must_use]
    pub fn of(name: &str) -> Option<Self> {
        let (_, extension) = name.rsplit_once('.')?;
        match extension.to_ascii_lowercase().as_str() {
            "toml" => Some(Self::Toml),
            "json" => Some(Self::Json),
            "yaml" | "yml" => Some(Self::Yaml),
            _ => None,
        }
    }
}

/// Reads a text. A key whose value is null is a key that is not there.
pub(super) fn read(text: &str, syntax: Syntax, faults: &mut Faults) -> Result<Value, SettingsError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match syntax {
        Syntax::Toml => toml(text, faults),
        Syntax::Json => serde_json::from_str::<Tree>(&without_comments(text)).map_err(|error| {
            let (line, column) = (error.line(), error.column());
            // `serde_json` counts the bytes of the line.
            syntax_error(&error, line, column, byte_column(text, line, column))
        }),
        Syntax::Yaml => yaml(text),
    }
    .and_then(|tree| tree.0.ok_or_else(|| SettingsErrorKind::NotATable { found: "nothing" }.into()))
}

fn yaml(text: &str) -> Result<Tree, SettingsError> {
    if let Some(at) = depth::too_deep(text) {
        let at = LineIndex::new(text.as_bytes()).position(u32::try_from(at).unwrap_or(u32::MAX));
        return Err(SettingsError { position: Some(at), kind: SettingsErrorKind::TooDeep });
    }
    serde_yaml_ng::from_str::<Tree>(text).map_err(|error| match error.location() {
        Some(at) => syntax_error(&error, at.line(), at.column(), position(at.line(), at.column())),
        None => match second_document(text) {
            Some(at) => {
                let reason = "a second document begins here; expected one".to_owned();
                SettingsError { position: Some(at), kind: SettingsErrorKind::Syntax { reason } }
            }
            None => SettingsErrorKind::Syntax { reason: one_line(&error.to_string()) }.into(),
        },
    })
}

/// Where a second document begins.
fn second_document(text: &str) -> Option<Position> {
    let events = Parser::new_from_str(text).map_while(Result::ok);
    let (_, place) = events.filter(|(event, _)| matches!(event, Event::DocumentStart(_))).nth(1)?;
    position(place.start.line(), place.start.col() + 1)
}

fn toml(text: &str, faults: &mut Faults) -> Result<Tree, SettingsError> {
    let table: toml::Table = text.parse().map_err(|error: toml::de::Error| SettingsError {
        position: error.span().map(|span| {
            LineIndex::new(text.as_bytes()).position(u32::try_from(span.start).unwrap_or(u32::MAX))
        }),
        kind: SettingsErrorKind::Syntax { reason: toml_reason(error.message()) },
    })?;
    Ok(Tree(toml_value(toml::Value::Table(table), &KeyPath::root(), faults)))
}

/// The words of the parser; of an integer that is too large they name a type of the
/// program, and the value, which may be a secret.
fn toml_reason(words: &str) -> String {
    if words.starts_with("invalid type: integer `") {
        return "the integer is outside of those of TOML, from -2^63 to 2^63-1".to_owned();
    }
    one_line(words)
}

/// A value; none where no property list can hold it.
fn toml_value(value: toml::Value, at: &KeyPath, faults: &mut Faults) -> Option<Value> {
    let found = match value {
        toml::Value::String(text) => return Some(Value::String(text)),
        toml::Value::Integer(number) => return Some(Value::Integer(number.into())),
        toml::Value::Float(number) if number.is_finite() => return Some(Value::Real(number)),
        toml::Value::Float(_) => "not a finite number",
        toml::Value::Boolean(truth) => return Some(Value::Boolean(truth)),
        toml::Value::Datetime(moment) => match date(&moment) {
            Some(date) => return Some(Value::Date(date)),
            None => "a date that is not in UTC or not in whole seconds",
        },
        toml::Value::Array(items) => {
            let items = items.into_iter().enumerate();
            let items = items.filter_map(|(index, item)| toml_value(item, &at.index(index), faults));
            return Some(tree::array(items.collect::<Vec<_>>()));
        }
        toml::Value::Table(table) => {
            let entries = table.into_iter().filter_map(|(key, value)| {
                let value = toml_value(value, &at.key(&key), faults)?;
                Some((key, value))
            });
            return Some(tree::dictionary(entries.collect::<Vec<_>>()));
        }
    };
    faults.add(SettingsErrorKind::Inexpressible { path: at.clone(), found });
    None
}

/// The one form of date that a property list has.
fn date(moment: &toml::value::Datetime) -> Option<String> {
    let (Some(_), Some(time), Some(toml::value::Offset::Z)) = (moment.date, moment.time, moment.offset)
    else {
        return None;
    };
    (time.nanosecond.unwrap_or(0) == 0 && time.second.is_some())
        .then(|| moment.to_string().replace(' ', "T").to_ascii_uppercase())
}

fn syntax_error(
    error: &dyn std::fmt::Display,
    line: usize,
    column: usize,
    position: Option<Position>,
) -> SettingsError {
    let words = error.to_string();
    let place = format!(" at line {line} column {column}");
    SettingsError {
        position,
        kind: SettingsErrorKind::Syntax { reason: one_line(&words.replace(&place, "")) },
    }
}

fn one_line(reason: &str) -> String {
    reason.trim().replace('\n', ": ")
}

fn position(line: usize, column: usize) -> Option<Position> {
    Some(Position { line: u32::try_from(line).ok()?, column: u32::try_from(column).ok()? })
}

/// The position of the byte that stands at this column of a line, both counted from 1.
fn byte_column(text: &str, line: usize, column: usize) -> Option<Position> {
    let lines = text.split_inclusive('\n').take(line.checked_sub(1)?).map(str::len);
    let start = lines.sum::<usize>();
    let offset = u32::try_from(start + column.saturating_sub(1)).ok()?;
    Some(LineIndex::new(text.as_bytes()).range(Span { start: offset, end: offset }).0)
}
