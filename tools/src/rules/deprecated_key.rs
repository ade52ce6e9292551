//! `deprecated-key`: a key that a version advises against.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A key that still works and should not be used any more.
    ///
    /// # What it does
    /// Reports a key that a schema (`--schemas`) calls deprecated since the version in question, or since any
    /// version where none is given.
    ///
    /// # Why it matters
    /// A later version removes it, and the setting is lost without a word.
    ///
    /// # Example
    /// `AuthenticationMethod` beside the `PlatformSSO` dictionary, which macOS 14 replaced.
    ///
    /// # Instead
    /// The key that the vendor's page names.
    ///
    /// # Keys
    /// Keys of payloads that a schema describes.
    static RULE = { name: "deprecated-key", level: Info, since: "0.1.0" };
}

/// Words the key and the version that advises against it.
pub(crate) fn word(place: Place, key: &str, software: &str, version: &str) -> Finding {
    Finding::new(&RULE, place, format!("{} is deprecated since version {version} of {software}", quoted(key)))
        .help("look up in the vendor's description what replaces it")
        .consequence("a later version removes it, and the setting is lost")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_is_named() {
        let finding = word(Place::File, "A", "the application", "3.1");
        assert_eq!(finding.message, "`A` is deprecated since version 3.1 of the application");
    }
}
