//! `excluded-key`: a key that another setting leaves out.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A key that another setting makes meaningless.
    ///
    /// # What it does
    /// Evaluates the exclusions of a community manifest (`--schemas`) and reports a key that is set although the
    /// other settings leave it out. A condition that a file alone cannot decide is passed over.
    ///
    /// # Why it matters
    /// The application ignores the key, or two settings contradict each other and nobody knows which one wins.
    ///
    /// # Example
    /// A proxy's user name in a payload that has no proxy.
    ///
    /// # Instead
    /// Delete the key, or set what it belongs to.
    ///
    /// # Keys
    /// Keys of payloads that a manifest describes.
    static RULE = { name: "excluded-key", level: Warning, since: "0.1.0" };
}

/// Words the key and the setting that leaves it out.
pub(crate) fn word(place: Place, key: &str, by: &str) -> Finding {
    Finding::new(&RULE, place, format!("{} is set, and {} leaves it out", quoted(key), quoted(by)))
        .help(format!("delete {}, or set {} so that the two belong together", quoted(key), quoted(by)))
        .consequence("the key is ignored, or contradicts the other one")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_keys_are_named() {
        let finding = word(Place::File, "ProxyUser", "Proxy.Host");
        assert_eq!(finding.message, "`ProxyUser` is set, and `Proxy.Host` leaves it out");
    }
}
