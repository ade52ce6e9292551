//! What can be wrong with a manifest, that is with a description of settings, one case of facts per kind.

use super::key::KeyProblem;
use crate::catalog::Unit;
use crate::document::{PlistType, Span};
use crate::key_path::KeyPath;

/// What is wrong with a community manifest or a Jamf custom schema.
#[derive(Clone, Debug, PartialEq)]
pub struct ManifestProblem {
    /// The setting that it is about, by name; none for the manifest as a whole.
    pub setting: Option<String>,
    /// What is wrong.
    pub fault: ManifestFault,
}

/// What is wrong, by what comes of it.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum ManifestFault {
    /// An editor refuses the manifest, or draws no field.
    Malformed(Malformed),
    /// An editor makes do with it.
    Incomplete(Incomplete),
    /// It refuses its own values.
    Contradictory(Contradiction),
    /// It says of a declared domain what is not so.
    Disagrees(Disagreement),
    /// It does not offer keys that the domain has. The place is the list of settings.
    Lacks {
        /// The domain.
        domain: &'static str,
        /// The keys.
        keys: Vec<String>,
    },
    /// The value is sensitive, and the editor shows it.
    UnmarkedSecret,
    /// The value is sensitive, and the manifest presets one; the place is the default.
    PresetSecret,
}

/// What makes an editor refuse a manifest.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Malformed {
    /// The text is no JSON.
    Json {
        /// Why, in the parser's words.
        reason: String,
    },
    /// A name twice in one JSON object; the place is the later one.
    RepeatedName {
        /// The name.
        name: String,
        /// The earlier place.
        first: Span,
    },
    /// Something that must be there is not.
    Lacking {
        /// Its name.
        key: &'static str,
    },
    /// A value of the wrong type.
    Type {
        /// Whose value.
        key: String,
        /// The right type.
        expected: PlistType,
        /// The type as written.
        found: PlistType,
    },
    /// A word that is none of the known ones.
    Word {
        /// Whose word.
        key: String,
        /// The word.
        found: String,
        /// The known ones.
        allowed: &'static [&'static str],
        /// The known one that is meant.
        nearest: Option<&'static str>,
    },
    /// The format is another than 1.
    Format {
        /// The number as written.
        found: i128,
    },
    /// Several types for one setting.
    SeveralTypes,
    /// A keyword that no form is drawn from.
    Reference,
    /// A branch for the value is missing beside the one for null.
    OnlyNull,
    /// The text is no web address.
    NotAnAddress {
        /// Whose text.
        key: String,
        /// The text.
        found: String,
    },
    /// `pfm_required` that is false, which says nothing.
    RequiredFalse,
    /// The setting stands in the list before.
    SettingTwice {
        /// Where the first stands.
        first: KeyPath,
    },
    /// There are more or fewer titles than values.
    Titles {
        /// How many values.
        values: usize,
        /// How many titles.
        titles: usize,
    },
    /// A setting that must be set, that no form shows, and that has no default.
    RequiredAndHidden,
    /// A required setting that is not described.
    RequiresUnknown {
        /// Its name.
        name: String,
    },
}

/// What an editor makes do with.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub enum Incomplete {
    /// Something that should be there is not.
    Lacking {
        /// Its name.
        key: &'static str,
    },
    /// The settings that every manifest lists for the payload around the settings are not there.
    MetaSettings {
        /// Their names.
        names: Vec<&'static str>,
    },
    /// A keyword that resembles a known one.
    Keyword {
        /// As written.
        found: String,
        /// As known.
        nearest: &'static str,
    },
    /// A keyword that the form ignores.
    Ignored {
        /// The keyword.
        keyword: String,
    },
    /// A spelling that not every editor knows.
    Spelling {
        /// As written.
        found: String,
        /// As every editor knows it.
        instead: &'static str,
    },
    /// A pattern that cannot be evaluated here.
    Pattern {
        /// The pattern.
        pattern: String,
    },
    /// The branch for null is not the first.
    NullNotFirst,
    /// A dictionary or array of which nothing is said.
    NothingInside {
        /// Which of the two.
        kind: PlistType,
    },
}

/// A value that its own setting refuses.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction {
    /// The role that the value has in the setting.
    pub role: Role,
    /// The value as written; `None` where it is no scalar or must not be shown.
    pub found: Option<String>,
    /// Why the setting refuses it.
    pub because: Refusal,
}

/// The role of a value in the description of a setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// The default.
    Default,
    /// An item of the default.
    DefaultItem,
    /// One of the listed values.
    Listed,
    /// A bound.
    Bound,
}

/// Why a setting refuses a value of its own.
#[derive(Clone, Debug, PartialEq)]
pub enum Refusal {
    /// It has another type.
    Type {
        /// The setting's type.
        expected: PlistType,
        /// The value's type.
        found: PlistType,
    },
    /// It is not listed.
    NotListed {
        /// The listed values.
        allowed: Vec<String>,
    },
    /// It is a title of a listed value.
    IsTitle {
        /// The value with this title.
        value: String,
    },
    /// It is outside of the bounds.
    OutOfRange {
        /// The smallest value.
        minimum: Option<String>,
        /// The largest value.
        maximum: Option<String>,
    },
    /// It does not match the pattern.
    Pattern {
        /// The pattern.
        pattern: String,
    },
    /// The smallest value is larger than the largest.
    EmptyRange,
}

/// What a manifest says of a declared domain and is not so.
#[derive(Clone, Debug, PartialEq)]
pub enum Disagreement {
    /// The setting, or a value that is offered for it, is none of the domain's.
    Refused {
        /// The domain.
        domain: &'static str,
        /// Why it is none.
        problem: Box<KeyProblem>,
    },
    /// The setting has another type.
    Type {
        /// The domain.
        domain: &'static str,
        /// The type in the manifest.
        found: PlistType,
        /// The declared type.
        declared: PlistType,
    },
    /// The title names another unit.
    Unit {
        /// The domain.
        domain: &'static str,
        /// The unit in the title.
        found: Unit,
        /// The declared unit.
        declared: Unit,
    },
    /// The items have another type.
    ItemType {
        /// The domain.
        domain: &'static str,
        /// The type in the manifest.
        found: PlistType,
        /// The declared type.
        declared: PlistType,
    },
}
