//! What is wrong with a file, as facts: a kind with its facts, and a place. Wording, level and advice are others'.

mod carrier;
mod key;
mod looks_like;
mod manifest;
mod parse;
mod wrapping;

use crate::document::{Part, Span};
use crate::key_path::KeyPath;

pub use carrier::CarrierProblem;
pub use key::{Availability, KeyProblem, Software, UrlFault};
pub use looks_like::LooksLike;
pub use manifest::{
    Contradiction, Disagreement, Incomplete, Malformed, ManifestFault, ManifestProblem, Refusal, Role,
};
pub use parse::{BinaryProblem, Markup, ParseProblem};
pub use wrapping::{PayloadsProblem, SignatureProblem, SignedPart};

/// One thing wrong.
#[derive(Clone, Debug, PartialEq)]
pub struct Problem {
    /// Where.
    pub place: Place,
    /// What.
    pub kind: ProblemKind,
}

/// Where a problem stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At a key path of the parsed document; [`crate::Document::span`] turns it into bytes.
    Path(KeyPath, Part),
    /// At bytes of a file that has no document, or at a place that no key path names.
    Bytes(Span),
    /// The file as a whole.
    File,
}

/// What is wrong, by the room that found it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ProblemKind {
    /// The bytes are not a sound property list.
    Parse(ParseProblem),
    /// What carries the settings is not sound.
    Carrier(CarrierProblem),
    /// A key or its value is not what the declaration says.
    Key(KeyProblem),
    /// The file describes settings, and the description is not sound.
    Manifest(ManifestProblem),
}
