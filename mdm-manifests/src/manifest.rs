//! What the declaration of one domain becomes for an MDM's editor: files, and what of it they cannot say.

use std::fmt;

use crate::artifact::Artifact;

/// A declaration in the shape of one editor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Manifest {
    /// The files.
    pub artifacts: Vec<Artifact>,
    /// Keys that the editor has no way to offer.
    pub omitted: Vec<Omitted>,
}

/// A key that an editor cannot offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omitted {
    /// The key.
    pub key: String,
    /// Why.
    pub reason: Omission,
}

/// Why an editor cannot offer a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Omission {
    /// A dictionary whose keys the administrator chooses.
    FreeKeys,
    /// A date.
    Date,
    /// Data.
    Data,
    /// An array of arrays, or of dictionaries with keys of the administrator's choice.
    Nested,
}

impl fmt::Display for Omission {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FreeKeys => "a dictionary with keys of the administrator's choice has no form",
            Self::Date => "a date has no form",
            Self::Data => "data has no form",
            Self::Nested => "a list of lists or dictionaries has no form",
        })
    }
}
