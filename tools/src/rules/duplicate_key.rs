//! `duplicate-key`: a key that stands twice in one dictionary.

use latchkey_profile_schema::{Place, Span};

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A key that stands twice in one dictionary.
    ///
    /// # What it does
    /// Reports the later one and points at the earlier one.
    ///
    /// # Why it matters
    /// A dictionary has one value for a key. Which of the two is used differs from reader to reader, so the Mac may
    /// do something else than the MDM's console shows.
    ///
    /// # Example
    /// ```xml
    /// <key>OfflineLoginAllowed</key><false/>
    /// <key>OfflineLoginAllowed</key><true/>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>OfflineLoginAllowed</key><false/>
    /// ```
    ///
    /// # Keys
    /// Any.
    static RULE = { name: "duplicate-key", level: Error, since: "0.1.0" };
}

/// Words a repeated key.
pub(crate) fn word(place: Place, key: &str, first: Option<Span>) -> Finding {
    let finding =
        Finding::new(&RULE, place, format!("the key {} stands in this dictionary twice", quoted(key)))
            .help("keep the one that is meant and delete the other")
            .consequence("one of the two values is dropped, and which one differs from reader to reader");
    match first {
        Some(span) => finding.related(Place::Bytes(span), "first set here"),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in;

    #[test]
    fn counts_within_one_dictionary() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>a</key><true/><key>a</key><false/>", &["the key `a` stands in this dictionary twice"]),
            ("<key>a</key><true/><key>A</key><true/>", &[]),
            ("<key>a</key><dict><key>a</key><true/></dict>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(messages_in("duplicate-key", inside), *expected, "{inside}");
        }
    }
}
