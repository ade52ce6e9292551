//! A text and a schema to everything in which they differ, as facts with places.

use jsonschema::error::{TypeKind, ValidationErrorKind};
use jsonschema::paths::{Location, LocationSegment};
use jsonschema::{Draft, ValidationError, ValidationOptions};
use latchkey_profile_schema::{KeyPath, Segment, Span};
use serde_json::Value;

use super::text::{SyntaxError, Text};

/// More mistakes than anybody reads.
const MAX_MISTAKES: usize = 100;

/// Something that is wrong, and where.
#[derive(Debug)]
pub(crate) struct Mistake {
    /// The key path; none where the text is not read.
    pub(crate) path: Option<KeyPath>,
    /// The bytes.
    pub(crate) span: Option<Span>,
    /// What is wrong.
    pub(crate) kind: MistakeKind,
}

/// What can be wrong with a TOML file of ours.
#[derive(Debug)]
pub(crate) enum MistakeKind {
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
    /// Several keys of which exactly one must be there.
    NotOneKey { known: Vec<String> },
    /// A text without a character, or without one that is seen.
    Empty,
    /// A text that is not in its format.
    Format { format: String, found: String },
    /// Anything else, in the words of the library.
    Other { reason: String },
}

/// The type of a value, as TOML names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Found {
    Text,
    Number,
    Boolean,
    List,
    Table,
}

/// What is wrong with a text that does not follow the syntax.
pub(crate) fn syntax(errors: Vec<SyntaxError>) -> Vec<Mistake> {
    let mistakes = errors.into_iter().map(|error| Mistake {
        path: None,
        span: error.span,
        kind: MistakeKind::Syntax { reason: error.reason },
    });
    mistakes.collect()
}

/// How schemas of our files are read; a caller adds its formats.
pub(crate) fn options<'f>() -> ValidationOptions<'f> {
    jsonschema::options().with_draft(Draft::Draft7).offline().should_validate_formats(true)
}

/// Everything in which the values differ from the schema, in the order of the file.
pub(crate) fn against(
    schema: &Value,
    options: ValidationOptions<'_>,
    value: &Value,
    text: &Text<'_>,
) -> Vec<Mistake> {
    let validator = match options.build(schema) {
        Ok(validator) => validator,
        // INVARIANT: the generated schema compiles, which a test holds; were it not so, nothing would pass.
        Err(error) => {
            let kind = MistakeKind::Other { reason: error.to_string() };
            return vec![Mistake { path: None, span: None, kind }];
        }
    };
    let mut mistakes: Vec<Mistake> = validator
        .iter_errors(value)
        .flat_map(|error| mistakes(&error, value, schema, text))
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
        ValidationErrorKind::OneOfMultipleValid { .. } => {
            here(MistakeKind::NotOneKey { known: alternatives(schema, error.schema_path()) })
        }
        ValidationErrorKind::OneOfNotValid { .. } if found.is_object() => {
            let known = alternatives(schema, error.schema_path());
            // What is misspelt is told by itself.
            let properties = properties(schema, error.schema_path());
            let keys = found.as_object().into_iter().flatten();
            let misspelt = keys.filter(|(key, _)| !properties.contains(key)).count();
            if misspelt > 0 { Vec::new() } else { here(MistakeKind::NotOneKey { known }) }
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
        ValidationErrorKind::Format { format } => {
            here(MistakeKind::Format { format: format.clone(), found: written() })
        }
        ValidationErrorKind::MaxItems { limit } => {
            here(MistakeKind::Other { reason: format!("more than {limit} items") })
        }
        // The value may be large, and its place says enough.
        _ => here(MistakeKind::Other { reason: error.masked().to_string() }),
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
    let words = branches.chain([schema]).filter_map(|branch| branch.get("const"));
    words.map(|word| word.as_str().map_or_else(|| word.to_string(), str::to_owned)).collect()
}

/// The keys of which a schema wants exactly one.
fn alternatives(schema: &Value, keyword: &Location) -> Vec<String> {
    let branches = beside(schema, keyword).and_then(|schema| schema.get("oneOf")).and_then(Value::as_array);
    let words = branches.into_iter().flatten().filter_map(|branch| branch.pointer("/required/0")?.as_str());
    words.map(str::to_owned).collect()
}

fn beside<'a>(schema: &'a Value, keyword: &Location) -> Option<&'a Value> {
    let (parent, _) = keyword.as_str().rsplit_once('/')?;
    schema.pointer(parent)
}

impl Found {
    /// The type of a value.
    pub(crate) fn of(value: &Value) -> Self {
        match value {
            Value::String(_) => Self::Text,
            Value::Number(_) | Value::Null => Self::Number,
            Value::Bool(_) => Self::Boolean,
            Value::Array(_) => Self::List,
            Value::Object(_) => Self::Table,
        }
    }
}
