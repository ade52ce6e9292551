//! What mends a finding: edits that name key paths, the bytes that they change, and whether anybody must look first.
//!
//! Rules make a [`Fix`] of key paths. [`LocatedFix`] is the same as plain edits of text, which is all that an editor or
//! a program needs; [`tree`] says what values the edits should lead to, so that it can be checked that they did.

mod apply;
mod element;
mod layout;
mod locate;
mod sibling;
pub(crate) mod tree;

use latchkey_profile_schema::{KeyPath, Span, Value};

pub(crate) use apply::apply;
pub(crate) use element::value_of;
pub(crate) use locate::{Locator, entry_at};
pub(crate) use sibling::{has_sibling, rename};
pub(crate) use tree::is_same;

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
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Safety {
    /// What the author meant is certain, and stays.
    Safe,
    /// It is a guess, or changes what a device does: only with `--unsafe-fixes`.
    Unsafe,
}

/// One change of a file. Key paths, not bytes: a rule knows no text. Of a repeated key a path means the last.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Edit {
    /// Another value in place of the one at this path.
    Value(KeyPath, Value),
    /// An array around the value at this path, which becomes its one item.
    Wrap(KeyPath),
    /// Another name for the key at this path.
    Key(KeyPath, String),
    /// Without the key at this path and its value, or without the item of an array.
    Remove(KeyPath),
    /// Without the key that stands at these bytes and its value: one of those of a repeated key.
    RemoveKeyAt(Span),
    /// A further key at the end of the dictionary at this path.
    Insert {
        /// The dictionary.
        into: KeyPath,
        /// The key.
        key: String,
        /// Its value.
        value: Value,
    },
    /// Another value for an attribute of the tag at these bytes, or without the attribute.
    Attribute {
        /// The whole tag.
        tag: Span,
        /// The attribute.
        name: String,
        /// Its value; none: the attribute goes.
        value: Option<String>,
    },
    /// Other text in place of these bytes, for what is wrong with the bytes themselves.
    Text(Span, String),
}

/// A fix whose edits are bytes of the file.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct LocatedFix {
    /// What it does.
    pub(crate) title: String,
    /// Whether it can change what was meant.
    pub(crate) safety: Safety,
    /// The edits, in order of place and apart from each other.
    pub(crate) edits: Vec<TextEdit>,
    /// The same as the rule said them, to check what values came of them.
    pub(crate) changes: Vec<Edit>,
}

/// Other text in place of some bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TextEdit {
    /// The bytes.
    pub(crate) span: Span,
    /// The text.
    pub(crate) text: String,
}

impl Fix {
    /// A fix that changes nothing that was meant.
    pub(crate) fn safe(title: impl Into<String>, edits: impl Into<Vec<Edit>>) -> Self {
        Self::new(title, Safety::Safe, edits)
    }

    /// A fix that somebody must look at.
    pub(crate) fn guess(title: impl Into<String>, edits: impl Into<Vec<Edit>>) -> Self {
        Self::new(title, Safety::Unsafe, edits)
    }

    /// A fix of this safety.
    pub(crate) fn new(title: impl Into<String>, safety: Safety, edits: impl Into<Vec<Edit>>) -> Self {
        Self { title: title.into(), safety, edits: edits.into() }
    }
}

#[cfg(test)]
mod tests;
