//! The bytes of a `latchkey.toml` to its options, or to everything that is wrong with them, as facts with places.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{Draft, ValidationError};
use latchkey_profile_schema::{KeyPath, Segment, Span};
use serde_json::Value;

use super::glob::Glob;
use super::options::ConfigurationOptions;
use super::text::{SyntaxError, Text};
use super::{keywords, schema};
use crate::version::Version;

/// No configuration comes near it.
const MAX_BYTES: usize = 1 << 20;
/// More mistakes than anybody reads.
const MAX_MISTAKES: usize = 100;

/// Something that is wrong, and where.
#[derive(Debug)]
pub(super) struct Mistake {
    /// The key path; none where the text is not read.
    pub(super) path: Option<KeyPath>,
    /// The bytes.
    pub(super) span: Option<Span>,
    /// What is wrong.
    pub(super) kind: MistakeKind,
}

/// What can be wrong with a configuration.
#[derive(Debug)]
pub(super) enum MistakeKind {
    /// It is larger than what is read.
    TooLarge { bytes: usize },
    /// It is not UTF-8.
    NotText,
    /// It does not follow the syntax of TOML.
    Syntax { reason: String },
    /// A key that is not there.
    UnknownKey { name: String, known: Vec<String> },
    /// A value of another type.
    WrongType { expected: String, found: Found },
    /// A word that is none of the known ones.
    WrongWord { found: Value, known: Vec<String> },
    /// A key that must be there.
    MissingKey { key: String },
    /// A text without a character, or without one that is seen.
    Empty,
    /// A pattern of paths that is none.
    NotAPattern { found: String, reason: String },
    /// A version that is none.
    NotAVersion { found: String },
    /// A key path that is none.
    NotAKeyPath { found: String },
    /// Anything else, in the words of the library.
    Other { reason: String },
}

/// The type of a value, as TOML names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Found {
    Text,
    Number,
    Boolean,
    List,
    Table,
}

/// Reads a configuration.
pub(super) fn check(bytes: &[u8]) -> Result<ConfigurationOptions, Vec<Mistake>> {
    let whole = |kind| vec![Mistake { path: None, span: None, kind }];
    if bytes.len() > MAX_BYTES {
        return Err(whole(MistakeKind::TooLarge { bytes: bytes.len() }));
    }
    let text = std::str::from_utf8(bytes).map_err(|_| whole(MistakeKind::NotText))?;
    let text = Text::read(text).map_err(syntax)?;
    let value = text.json();
    let mistakes = against_schema(&value, &text);
    if !mistakes.is_empty() {
        return Err(mistakes);
    }
    serde_json::from_value(value).map_err(|error| whole(MistakeKind::Other { reason: error.to_string() }))
}

fn syntax(errors: Vec<SyntaxError>) -> Vec<Mistake> {
    let mistakes = errors.into_iter().map(|error| Mistake {
        path: None,
        span: error.span,
        kind: MistakeKind::Syntax { reason: error.reason },
    });
    mistakes.collect()
}

/// Everything in which the values differ from the schema, in the order of the file.
fn against_schema(value: &Value, text: &Text<'_>) -> Vec<Mistake> {
    let schema = schema::generate();
    let options = jsonschema::options()
        .with_draft(Draft::Draft7)
        .offline()
        .should_validate_formats(true)
        .with_format(keywords::PATTERN, |text: &str| Glob::parse(text).is_ok())
        .with_format(keywords::VERSION, |text: &str| text.parse::<Version>().is_ok());
    let validator = match options.build(&schema) {
        Ok(validator) => validator,
        // INVARIANT: the generated schema compiles, which a test holds; were it not so, nothing would pass.
        Err(error) => {
            let kind = MistakeKind::Other { reason: error.to_string() };
            return vec![Mistake { path: None, span: None, kind }];
        }
    };
    let mut mistakes: Vec<Mistake> = validator
        .iter_errors(value)
        .flat_map(|error| mistakes(&error, value, &schema, text))
        .take(MAX_MISTAKES)
        .collect();
    mistakes.sort_by_key(|mistake| mistake.span);
    mistakes
}

/// What one error of the schema says about the file.
fn mistakes(error: &ValidationError<'_>, root: &Value, schema: &Value, text: &Text<'_>) -> Vec<Mistake> {
    let path = key_path(error.instance_path(), root);
    let here = |kind| vec![Mistake { span: text.value(&path), path: Some(path.clone()), kind }];
    let found = error.instance();
    let written = || found.as_str().unwrap_or_default().to_owned();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            let known = properties(schema, error.schema_path());
            let unknown = unexpected.iter().take(MAX_MISTAKES).map(|name| {
                let path = path.key(name);
                Mistake {
                    span: text.key(&path),
                    path: Some(path),
                    kind: MistakeKind::UnknownKey { name: name.clone(), known: known.clone() },
                }
            });
            unknown.collect()
        }
        ValidationErrorKind::Type { kind: TypeKind::Single(expected) } => {
            here(MistakeKind::WrongType { expected: expected.to_string(), found: Found::of(found) })
        }
        ValidationErrorKind::Enum { options } => {
            let words = options.as_array().into_iter().flatten();
            let known = words.filter_map(Value::as_str).map(str::to_owned).collect();
            here(MistakeKind::WrongWord { found: found.clone().into_owned(), known })
        }
        ValidationErrorKind::OneOfNotValid { .. } | ValidationErrorKind::Constant { .. } => {
            let known = constants(schema, error.schema_path());
            here(MistakeKind::WrongWord { found: found.clone().into_owned(), known })
        }
        ValidationErrorKind::Required { property } => {
            here(MistakeKind::MissingKey { key: property.as_str().unwrap_or_default().to_owned() })
        }
        ValidationErrorKind::MinLength { .. } => here(MistakeKind::Empty),
        // The only pattern asks for a character that is seen; of the empty text the length says so.
        ValidationErrorKind::Pattern { .. } if written().is_empty() => Vec::new(),
        ValidationErrorKind::Pattern { .. } => here(MistakeKind::Empty),
        ValidationErrorKind::Format { format } => here(match format.as_str() {
            keywords::PATTERN => MistakeKind::NotAPattern {
                reason: Glob::parse(&written()).err().map(|error| error.to_string()).unwrap_or_default(),
                found: written(),
            },
            keywords::VERSION => MistakeKind::NotAVersion { found: written() },
            _ => MistakeKind::NotAKeyPath { found: written() },
        }),
        _ => here(MistakeKind::Other { reason: error.to_string() }),
    }
}

/// The path of a place in the file; a list tells that a step is an index.
fn key_path(location: &Location, root: &Value) -> KeyPath {
    let mut inside = Some(root);
    let mut segments = Vec::new();
    for segment in location {
        match segment {
            LocationSegment::Index(index) => {
                inside = inside.and_then(|value| value.get(index));
                segments.push(Segment::Index(index));
            }
            LocationSegment::Property(key) => {
                inside = inside.and_then(|value| value.get(&*key));
                segments.push(Segment::Key((&*key).into()));
            }
        }
    }
    segments.into()
}

/// The keys that the schema names beside one of its keywords.
fn properties(schema: &Value, keyword: &Location) -> Vec<String> {
    let properties = beside(schema, keyword).and_then(|schema| schema.get("properties"));
    properties.and_then(Value::as_object).map(|keys| keys.keys().cloned().collect()).unwrap_or_default()
}

/// The words that the schema lists one by one at one of its keywords.
fn constants(schema: &Value, keyword: &Location) -> Vec<String> {
    let Some(schema) = beside(schema, keyword) else { return Vec::new() };
    let branches = schema.get("oneOf").and_then(Value::as_array).into_iter().flatten();
    let words = branches.chain([schema]).filter_map(|branch| branch.get("const")?.as_str());
    words.map(str::to_owned).collect()
}

fn beside<'a>(schema: &'a Value, keyword: &Location) -> Option<&'a Value> {
    let (parent, _) = keyword.as_str().rsplit_once('/')?;
    schema.pointer(parent)
}

impl Found {
    /// The type of a value.
    pub(super) fn of(value: &Value) -> Self {
        match value {
            Value::String(_) => Self::Text,
            Value::Number(_) | Value::Null => Self::Number,
            Value::Bool(_) => Self::Boolean,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Table,
        }
    }
}
