//! `unsupported-key`: a key that the version in question does not have.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::problem::{Availability, Software};

use super::deprecated_key;
use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A key that the macOS or application in question does not have.
    ///
    /// # What it does
    /// Compares the versions that a schema (`--schemas`) gives for a key with the oldest one that the file is for.
    /// Where no version is given, only keys that macOS never had, or has no more, are reported.
    ///
    /// # Why it matters
    /// The key is ignored without a word: the setting that was meant is as if it were not set.
    ///
    /// # Example
    /// `FileVaultPolicy`, which begins with macOS 15, in a profile for macOS 14.
    ///
    /// # Instead
    /// Deliver the key only to computers that have the version.
    ///
    /// # Keys
    /// Keys of payloads that a schema describes.
    static RULE = { name: "unsupported-key", level: Warning, since: "0.1.0" };
}

/// Words the key and the versions that have it.
pub(crate) fn word(place: Place, key: &str, software: Software, when: &Availability) -> Finding {
    let software = match software {
        Software::MacOs => "macOS",
        Software::Application => "the application",
    };
    let (message, help) = match when {
        Availability::Never => {
            (format!("{} does not have {}", software, quoted(key)), "delete it".to_owned())
        }
        Availability::From(version) => (
            format!("{} begins with version {version} of {software}", quoted(key)),
            format!("deliver it only to computers that have version {version} or later"),
        ),
        Availability::Before(version) => {
            (format!("version {version} of {software} removed {}", quoted(key)), "delete it".to_owned())
        }
        Availability::UpTo(version) => (
            format!("version {version} of {software} is the last that has {}", quoted(key)),
            "delete it where no computer has that version any more".to_owned(),
        ),
        Availability::Discouraged(version) => return deprecated_key::word(place, key, software, version),
    };
    Finding::new(&RULE, place, message).help(help).consequence("the key is ignored where it does not exist")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_named() {
        let cases = [
            (Availability::Never, "unsupported-key", "macOS does not have `A`"),
            (Availability::From("14.0".into()), "unsupported-key", "`A` begins with version 14.0 of macOS"),
            (Availability::Before("11".into()), "unsupported-key", "version 11 of macOS removed `A`"),
            (
                Availability::UpTo("12".into()),
                "unsupported-key",
                "version 12 of macOS is the last that has `A`",
            ),
            (
                Availability::Discouraged("13".into()),
                "deprecated-key",
                "`A` is deprecated since version 13 of macOS",
            ),
        ];
        for (when, rule, message) in cases {
            let finding = word(Place::File, "A", Software::MacOs, &when);
            assert_eq!((finding.rule.name, finding.message.as_str()), (rule, message));
        }
    }
}
