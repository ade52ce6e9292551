//! `miscased-key`: a key that differs from a declared one in case alone.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A key that differs from a declared one in upper and lower case alone.
    ///
    /// # What it does
    /// Reports the key and names the declared one.
    ///
    /// # Why it matters
    /// Preference keys are case-sensitive. The value looks set in the MDM's console, and nothing reads it.
    ///
    /// # Example
    /// ```xml
    /// <key>MfaRequiredList</key><array><string>*</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MFARequiredList</key><array><string>*</string></array>
    /// ```
    ///
    /// # Keys
    /// Every key of a declared domain.
    static RULE = { name: "miscased-key", level: Error, since: "0.1.0" };
}

/// Words the key and how it is spelt.
pub(crate) fn word(place: Place, key: &str, expected: &str) -> Finding {
    Finding::new(&RULE, place, format!("the key is spelt {}, not {}", quoted(expected), quoted(key)))
        .help(format!("write {}", quoted(expected)))
        .consequence(format!(
            "keys are case-sensitive: this one is ignored, and {} is as if it were not set",
            quoted(expected)
        ))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn case_counts() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>MfaRequiredList</key><array/>", &["/MfaRequiredList"]),
            ("<key>dmfaorgurl</key><string>x</string>", &["/dmfaorgurl"]),
            ("<key>MFARequiredList</key><array/>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("miscased-key", inside), *expected, "{inside}");
        }
    }
}
