//! Why settings cannot be read out of a carrier, as facts.

use latchkey_profile_schema::Problem;
use latchkey_profile_schema::text::Position;

/// Why settings cannot be read out of a file.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
#[non_exhaustive]
pub enum ReadError {
    /// The file is larger than any that is read.
    #[error("the file has {bytes} bytes; the limit is {limit}")]
    TooLarge {
        /// Its size.
        bytes: usize,
        /// The largest size.
        limit: usize,
    },
    /// The property list or what carries the settings in it is not sound. Places are in the file.
    #[error("the property list or its carrier is not sound")]
    Problems(Vec<Problem>),
    /// A preference file whose name is no domain, with no key that a declared one has.
    #[error("`{name}` does not say which domain its settings belong to")]
    NoDomain {
        /// The name.
        name: String,
    },
    /// Nothing in the file is a setting.
    #[error("there are no settings")]
    NoSettings,
    /// JSON that does not follow its syntax.
    #[error("line {}, column {}: {reason}", position.line, position.column)]
    Json {
        /// Where.
        position: Position,
        /// The parser's words.
        reason: String,
    },
    /// A JSON object that is no Graph body with settings.
    #[error("expected a Graph body of a macOS custom profile or preference file, found {}", found.as_deref().map_or("none".to_owned(), |kind| format!("`{kind}`")))]
    NotAGraphBody {
        /// Its `@odata.type`.
        found: Option<String>,
    },
    /// A property of a Graph body that is not there, or no string.
    #[error("the property `{property}` is missing or no string")]
    NoProperty {
        /// The property.
        property: &'static str,
    },
    /// A property of a Graph body that is not base64.
    #[error("the property `{property}` is not base64")]
    NotBase64 {
        /// The property.
        property: &'static str,
    },
    /// What a Graph body holds cannot be read. Places in it are in the decoded bytes.
    #[error("in the property `{property}`: {error}")]
    Inside {
        /// The property.
        property: &'static str,
        /// Why.
        error: Box<ReadError>,
    },
}
