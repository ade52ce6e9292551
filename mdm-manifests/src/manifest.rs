//! What the declaration of one domain becomes for an MDM's editor: files, and what of it they cannot say.

use std::fmt;

use latchkey_profile_schema::library::{Untold, UntoldKind};

use crate::artifact::Artifact;

/// A declaration in the shape of one editor.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Manifest {
    /// The files.
    pub artifacts: Vec<Artifact>,
    /// What the editor has no way to offer.
    pub omitted: Vec<Omitted>,
    /// What an administrator must know before he uses the files.
    pub caution: Option<Caution>,
}

/// A key that an editor cannot offer, or not with all that is known of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Omitted {
    /// The names that lead to the key, `*` for an item or a value, with slashes between them.
    pub key: String,
    /// Why.
    pub reason: Omission,
}

/// What an editor cannot offer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Omission {
    /// A dictionary whose keys the administrator chooses.
    FreeKeys,
    /// A dictionary whose values may be anything.
    AnyValue,
    /// A key of which nothing but the name is known.
    NameAlone,
    /// A date.
    Date,
    /// Data.
    Data,
    /// An array of arrays.
    ListOfLists,
    /// What other keys have to say about this one.
    Conditions,
    /// A key of any type.
    AnyType,
    /// An array whose items may be several things.
    SeveralKinds,
    /// A key that does not exist on a Mac.
    NotOnMac,
    /// The default of a secret.
    SecretDefault,
    /// A default that the key itself does not allow.
    UnfitDefault,
    /// An allowed value that is not of the key's type.
    UnfitValue,
    /// A regular expression that cannot be evaluated.
    Pattern,
    /// A key that is used inside of itself, or lies deeper than is followed.
    TooDeep,
    /// One key more than are taken over from a file.
    TooMany,
}

/// What an administrator must know before he uses the files of an editor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// The editor's MDM delivers preferences, and macOS reads this payload from a profile alone.
    NotAsPreferences,
}

impl fmt::Display for Omission {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::FreeKeys => "a dictionary with keys of the administrator's choice has no form",
            Self::AnyValue => "a dictionary of anything has no form",
            Self::NameAlone => "nothing but the name is known",
            Self::Date => "a date has no form",
            Self::Data => "data has no form",
            Self::ListOfLists => "a list of lists has no form",
            Self::Conditions => "which other keys make it necessary, or keep it out, cannot be said here",
            Self::AnyType => "a value of any type has no form",
            Self::SeveralKinds => "a list of several kinds of items has no form",
            Self::NotOnMac => "it does not exist on a Mac",
            Self::SecretDefault => "the default of a secret is not passed on",
            Self::UnfitDefault => "the default is none of the values that are allowed, and is left out",
            Self::UnfitValue => "an allowed value is of another type than the key, and is left out",
            Self::Pattern => "the regular expression cannot be evaluated, and is left out",
            Self::TooDeep => "it goes on inside of itself without end, or lies too deep",
            Self::TooMany => "the file has more keys than are taken over, and those from here on are missing",
        })
    }
}

impl fmt::Display for Caution {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self {
            Self::NotAsPreferences => {
                "Jamf Pro delivers what is filled in as preferences, and macOS reads this payload from a profile \
                 alone; deploy it as a payload of its own"
            }
        })
    }
}

impl From<&Untold> for Omitted {
    fn from(untold: &Untold) -> Self {
        let reason = match untold.what {
            UntoldKind::SeveralKinds => Omission::SeveralKinds,
            UntoldKind::NotOnMac => Omission::NotOnMac,
            UntoldKind::SecretDefault => Omission::SecretDefault,
            UntoldKind::UnfitDefault => Omission::UnfitDefault,
            UntoldKind::UnfitValue => Omission::UnfitValue,
            UntoldKind::Pattern => Omission::Pattern,
            UntoldKind::TooDeep => Omission::TooDeep,
            UntoldKind::TooMany => Omission::TooMany,
            _ => Omission::AnyType,
        };
        Self { key: untold.key.clone(), reason }
    }
}
