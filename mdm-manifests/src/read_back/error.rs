//! Why settings cannot be read out of a carrier, as facts.

use latchkey_profile_schema::Problem;
use latchkey_profile_schema::text::Position;

use super::elsewhere::Elsewhere;

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
    /// A key that several payloads of a domain set, each otherwise.
    #[error(
        "several payloads set `{key}` of `{domain}` to different values, and which one counts is not documented"
    )]
    TwoValues {
        /// The domain.
        domain: String,
        /// The key.
        key: String,
    },
    /// Nothing in the file is a setting.
    #[error("there are no settings")]
    NoSettings,
    /// A configuration of Terraform that does not follow its syntax.
    #[error("line {}, column {}: {reason}", position.line, position.column)]
    Terraform {
        /// Where.
        position: Position,
        /// The parser's words.
        reason: String,
    },
    /// A configuration of Terraform with more in it than is read.
    #[error("the configuration has too many parts; read the resource of the profile alone")]
    TooManyParts,
    /// An argument of a configuration whose value Terraform alone can tell.
    #[error(
        "the argument `{argument}` is an expression whose value only Terraform knows; write the text itself, or `file(…)`"
    )]
    Unevaluated {
        /// The argument.
        argument: String,
    },
    /// The file only says in which other file the settings are.
    #[error("{0}")]
    Elsewhere(Elsewhere),
}
