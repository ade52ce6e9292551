//! What keeps a schema that the user brought from being used, whole or in part.

/// Something wrong with a schema file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LibraryProblem {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a schema file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Fault {
    /// The file is no UTF-8 text.
    NotUtf8,
    /// The file is larger than [`crate::plist::MAX_BYTES`].
    TooLarge,
    /// The file is no YAML.
    Yaml {
        /// The line, from 1.
        line: usize,
        /// Why, in the parser's words.
        reason: String,
    },
    /// The YAML describes no payload.
    NoPayload,
    /// The manifest is no sound property list.
    BrokenManifest,
    /// The manifest has a format that is newer than what is known.
    NewerFormat {
        /// Its `pfm_format_version`.
        version: i128,
    },
    /// The type of a key is none that is known; any value passes.
    UnknownType {
        /// The key.
        key: String,
        /// The type as written.
        found: String,
    },
    /// A pattern cannot be compiled; any text passes.
    PatternNotChecked {
        /// The key.
        key: String,
        /// The pattern.
        pattern: String,
    },
}

impl Fault {
    /// Whether nothing in the file is used.
    #[must_use]
    pub const fn is_fatal(&self) -> bool {
        !matches!(self, Self::UnknownType { .. } | Self::PatternNotChecked { .. })
    }
}
