//! Bytes to a located document and every problem, for XML and binary property lists; and a document back to bytes.
//!
//! Any bytes get an answer, within the limits below. Where one value is unreadable the tree goes on with its text as a
//! [`Value::String`](crate::Value::String): never a number that nobody wrote, never a missing key that would mean a
//! default. Where the structure is broken there is no document.

mod binary;
mod date;
mod report;
mod scalar;
pub(crate) mod sniff;
#[cfg(test)]
mod tests;
mod write;
pub(crate) mod xml;

pub use crate::problem::{
    BinaryProblem, LooksLike, Markup, ParseProblem, PayloadsProblem, SignatureProblem, SignedPart,
};
pub(crate) use scalar::{BASE64, excerpt};
pub(crate) use sniff::looks_like;
pub use write::{Refusal, WriteError, write, write_binary, write_dictionary, write_flat, write_fragment};

use crate::document::{Document, Span};
use crate::problem::{Place, Problem, ProblemKind};

/// The largest file that is read, in bytes.
pub const MAX_BYTES: usize = 16 * 1024 * 1024;
/// The deepest nesting of arrays and dictionaries.
pub const MAX_DEPTH: usize = 512;
/// The most values in one file, shared objects of a binary file counted at each use.
pub const MAX_ELEMENTS: usize = 500_000;
/// The most bytes of strings and data in one file, shared objects of a binary file counted at each use. UTF-16 may
/// grow by half on the way to UTF-8, so this is twice [`MAX_BYTES`].
pub const MAX_TEXT: usize = 2 * MAX_BYTES;
/// The most problems that one file is given.
pub const MAX_PROBLEMS: usize = 1_000;

/// What the bytes of a file say.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The tree, unless the structure is broken.
    pub document: Option<Document>,
    /// The format, once it is known to be a property list at all.
    pub format: Option<Format>,
    /// How much of a property list stands around the values.
    pub root: Root,
    /// Everything wrong with the bytes, in order of place.
    pub problems: Vec<Problem>,
    /// Comments to Latchkey, in order, at most [`MAX_PROBLEMS`].
    pub remarks: Vec<Remark>,
}

/// An XML comment to Latchkey, wherever it stands, or one that seems to be meant as such.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Remark {
    /// The whole comment.
    pub span: Span,
    /// Its text, without the white space around it.
    pub text: Span,
}

impl Remark {
    /// What the text of a comment to Latchkey begins with.
    pub const PREFIX: &str = "latchkey:";

    /// Whether the text of a comment begins so, or almost so and goes on with `ignore`.
    pub(crate) fn is(text: &str) -> bool {
        let begins = |text: &str, word: &str| {
            text.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word))
        };
        let name = Self::PREFIX.trim_end_matches(':');
        text.starts_with(Self::PREFIX)
            || begins(text, name)
                && text
                    .get(name.len()..)
                    .is_some_and(|rest| begins(rest.trim_start_matches([':', ' ', '\t', '-']), "ignore"))
    }
}

/// A format of property lists.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// XML text; every value has a span.
    Xml,
    /// `bplist00`; no value has a span.
    Binary,
}

/// How much of a property list stands around the values.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Root {
    /// A whole property list.
    #[default]
    Plist,
    /// Keys and values alone, as Intune's preference files.
    Fragment,
    /// A dictionary without `<plist>` around it, as Workspace ONE's custom settings.
    BareDictionary,
}

impl Reading {
    /// Whether there is a document that CoreFoundation would read the same way.
    #[must_use]
    pub fn is_sound(&self) -> bool {
        self.document.is_some()
            && self.problems.iter().all(|problem| match &problem.kind {
                ProblemKind::Parse(problem) => problem.is_notice(),
                _ => false,
            })
    }
}

/// Reads a property list: XML, binary, or one of the two fragment forms. Never panics.
#[must_use]
pub fn read(bytes: &[u8]) -> Reading {
    if bytes.len() > MAX_BYTES {
        return refuse(ParseProblem::TooLarge { bytes: bytes.len() });
    }
    if bytes.starts_with(b"bplist") {
        return binary::read(bytes);
    }
    match looks_like(bytes) {
        Some(looks_like) => refuse(ParseProblem::NotAPropertyList { looks_like }),
        None => xml::read(bytes),
    }
}

fn refuse(problem: ParseProblem) -> Reading {
    let problems = vec![Problem { place: Place::File, kind: ProblemKind::Parse(problem) }];
    Reading { document: None, format: None, root: Root::Plist, problems, remarks: Vec::new() }
}
