//! What mends a finding: edits that name key paths, and whether anybody must look at them first.

use latchkey_profile_schema::{KeyPath, Span, Value};

/// Edits that mend one finding; all of them are made, or none.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Fix {
    /// What they do, as an imperative: "write `<true/>`".
    pub(crate) title: String,
    /// Whether they can change what was meant.
    pub(crate) safety: Safety,
    /// The edits.
    pub(crate) edits: Vec<Edit>,
}

/// Whether a fix can change what was meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Safety {
    /// What the author meant is certain, and stays.
    Safe,
    /// It is a guess, or changes what a device does: only with `--unsafe-fixes`.
    Unsafe,
}

/// One change of a file. Key paths, not bytes: a rule knows no text.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    /// Another value in place of the one at this path.
    Value(KeyPath, Value),
    /// Another name for the key at this path.
    Key(KeyPath, String),
    /// Without the key at this path and its value, or without the item of an array.
    Remove(KeyPath),
    /// A further key at the end of the dictionary at this path.
    Insert {
        /// The dictionary.
        into: KeyPath,
        /// The key.
        key: String,
        /// Its value.
        value: Value,
    },
    /// Other text in place of these bytes, for what is wrong with the bytes themselves.
    Text(Span, String),
}

impl Fix {
    /// A fix that changes nothing that was meant.
    pub(crate) fn safe(title: impl Into<String>, edits: impl Into<Vec<Edit>>) -> Self {
        Self { title: title.into(), safety: Safety::Safe, edits: edits.into() }
    }

    /// A fix that somebody must look at.
    pub(crate) fn guess(title: impl Into<String>, edits: impl Into<Vec<Edit>>) -> Self {
        Self { title: title.into(), safety: Safety::Unsafe, edits: edits.into() }
    }
}
