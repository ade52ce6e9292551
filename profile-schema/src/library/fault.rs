//! What keeps a schema that the user brought from being used, whole or in part.

/// Something wrong with a schema file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct LibraryProblem {
    /// The file.
    pub file: String,
    /// What is wrong with it.
    pub fault: Fault,
}

/// What is wrong with a schema file.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Fault {
    /// The file is no UTF-8 text.
    NotUtf8,
    /// The file is larger than what is read.
    TooLarge {
        /// How many bytes are read.
        most: usize,
    },
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
    /// A setting is defined more often than definitions are taken together; any value passes.
    DefinedTooOften {
        /// The setting.
        key: String,
    },
    /// A pattern cannot be compiled; any text passes.
    PatternNotChecked {
        /// The key.
        key: String,
        /// The pattern.
        pattern: String,
    },
    /// More of its kind was found than is told.
    More,
}

/// So many faults of one file are told.
const MOST: usize = 100;

/// The faults of a file.
#[derive(Debug, Default)]
pub(super) struct Faults(Vec<Fault>);

impl Faults {
    pub(super) fn add(&mut self, fault: Fault) {
        match self.0.len() {
            count if count < MOST => self.0.push(fault),
            MOST => self.0.push(Fault::More),
            _ => {}
        }
    }
}

impl IntoIterator for Faults {
    type Item = Fault;
    type IntoIter = std::vec::IntoIter<Fault>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Fault {
    /// Whether nothing in the file is used.
    #[must_use]
    pub const fn is_fatal(&self) -> bool {
        !matches!(
            self,
            Self::UnknownType { .. }
                | Self::DefinedTooOften { .. }
                | Self::PatternNotChecked { .. }
                | Self::More
        )
    }
}
