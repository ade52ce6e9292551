//! `unconfirmed-value`: a word that is accepted although no vendor document names it for the key.

use latchkey_profile_schema::{CatalogKey, KeyPath, Place};

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
    declared: Option<&CatalogKey>,
) -> Finding {
    let is_address = declared.is_some_and(|key| key.syntax.is_some());
    let fault = match is_address {
        true if found.contains("://") => "which ends with a slash, unlike in Okta's documents",
        true => "which has no `https://`, unlike in Okta's documents",
        false => "which Okta's documents do not name for this key",
    };
    let words = one_of(confirmed);
    let help = match declared.and_then(|key| key.separator.as_deref()) {
        Some(separator) => {
            let parts: Vec<&str> = found.split([',', '|', ' ']).filter(|part| !part.is_empty()).collect();
            let is_known = parts.iter().all(|part| confirmed.iter().any(|word| word == part));
            let separator_words = format!("with {} between several", quoted(separator));
            if is_known {
                format!("write {}, {separator_words}", quoted(&parts.join(separator)))
            } else {
                format!("write {words}, {separator_words}")
            }
        }
        None => format!("write {words}"),
    };
    Finding::new(&RULE, place, format!("{} is {}, {fault}", key(path), quoted(found))).help(help)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found, paths_in, payload, profile};

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

    #[test]
    fn says_how_several_words_are_written() {
        let told = |key: &str, text: &str| {
            let inside = format!("<key>OktaVerify.{key}</key><string>{text}</string>");
            let file = profile(&payload("com.okta.mobile", &inside));
            let found = found("unconfirmed-value", file.as_bytes(), None);
            found
                .into_iter()
                .map(|finding| (finding.message, finding.help.unwrap_or_default()))
                .next()
                .unwrap()
        };
        let (_, help) = told("DeviceHealthOptions", "HideOSUpdate,HideBiometrics");
        assert_eq!(help, "write `HideOSUpdate;HideBiometrics`, with `;` between several");
        let (_, help) = told("DeviceHealthOptions", "HideBiometrics;Nothing");
        assert!(help.ends_with("`HidePassword`, with `;` between several"), "{help}");
        let (message, help) = told("OrgUrl", "corp.okta.com");
        assert_eq!(
            message,
            "`OktaVerify.OrgUrl` is `corp.okta.com`, which has no `https://`, unlike in Okta's documents"
        );
        assert_eq!(help, "write `https://corp.okta.com`");
        let (message, _) = told("OrgUrl", "https://corp.okta.com/");
        assert!(message.contains("ends with a slash"), "{message}");
    }
}
