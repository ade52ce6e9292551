//! `unusable-linking-factor`: a factor for linking that this version cannot ask for.

use super::factors::{LINKING, SECURITY_KEY};
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A factor for linking that this version of the agent cannot ask for.
    ///
    /// # What it does
    /// Reports `AccountLinkingMFAFactor` of `FIDO2_USB_key`.
    ///
    /// # Why it matters
    /// This version of the Latchkey agent cannot ask security keys yet, and accounts are linked with this factor
    /// and no other, whatever else is allowed.
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
    /// `AccountLinkingMFAFactor`
    static RULE = { name: "unusable-linking-factor", level: Warning, since: "0.1.0" };
}

/// Looks at the factor.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    if settings.text(LINKING) != Some(SECURITY_KEY) {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path(LINKING)),
            "accounts are linked with a security key, and this version cannot ask for one",
        )
        .help("write `OV_Push` or `OV_TOTP` where the Latchkey agent is to enforce the policy")
        .consequence("with this version of the Latchkey agent nobody can link an account; Okta Verify may ask for the key"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn phones_can_be_asked() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>AccountLinkingMFAFactor</key><string>FIDO2_USB_key</string>",
                &["/AccountLinkingMFAFactor"],
            ),
            ("<key>AccountLinkingMFAFactor</key><string>OV_TOTP</string>", &[]),
            ("<key>AccountLinkingMFAFactor</key><string>push</string>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("unusable-linking-factor", inside), *expected, "{inside}");
        }
    }
}
