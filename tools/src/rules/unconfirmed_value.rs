//! `unconfirmed-value`: a word that is accepted although no vendor document names it for the key.

use latchkey_profile_schema::{KeyPath, Place};

use crate::finding::Finding;
use crate::phrase::{key, one_of, quoted};
use crate::rule::rule;

rule! {
    /// A value that works here, and that the vendor's documents do not name for this key.
    ///
    /// # What it does
    /// Reports `FIDO2_USB_key` as the factor for linking, which some published material offers, words of Okta Verify's
    /// keys that only samples hold, and an organization URL that is a host alone.
    ///
    /// # Why it matters
    /// Okta's own programs may ignore it. The Latchkey agent accepts it.
    ///
    /// # Example
    /// ```xml
    /// <key>AccountLinkingMFAFactor</key><string>FIDO2_USB_key</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AccountLinkingMFAFactor</key><string>OV_Push</string>
    /// ```
    ///
    /// # Keys
    /// `AccountLinkingMFAFactor`, and the keys of `com.okta.mobile` whose words are no closed list
    static RULE = { name: "unconfirmed-value", level: Warning, since: "0.1.0" };
}

/// Words the value and the confirmed ones.
pub(crate) fn word(
    place: Place,
    path: &KeyPath,
    found: &str,
    confirmed: &[String],
    at_stake: Option<&str>,
) -> Finding {
    Finding::new(
        &RULE,
        place,
        format!("{} is {}, which Okta's documents do not name for this key", key(path), quoted(found)),
    )
    .help(format!("write {}", one_of(confirmed)))
    .at_stake(at_stake)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn documented_values_are_fine() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>AccountLinkingMFAFactor</key><string>FIDO2_USB_key</string>",
                &["/AccountLinkingMFAFactor"],
            ),
            ("<key>AccountLinkingMFAFactor</key><string>OV_TOTP</string>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("unconfirmed-value", inside), *expected, "{inside}");
        }
    }
}
