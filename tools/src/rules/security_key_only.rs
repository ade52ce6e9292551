//! `security-key-only`: a security key as the only factor that works online.

use super::factors::{ALLOWED_FACTORS, only_security_keys_online, restricted};
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A security key is the only allowed factor that works online, and this version cannot ask for one.
    ///
    /// # What it does
    /// Reports `AllowedFactors` that lists `FIDO2_USB_key`, and besides nothing but `Offline_TOTP`.
    ///
    /// # Why it matters
    /// This version of the Latchkey agent cannot ask security keys yet. Okta Verify can.
    ///
    /// # Example
    /// ```xml
    /// <key>AllowedFactors</key><array><string>FIDO2_USB_key</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AllowedFactors</key><array><string>FIDO2_USB_key</string><string>OV_Push</string></array>
    /// ```
    ///
    /// # Keys
    /// `AllowedFactors`
    static RULE = { name: "security-key-only", level: Warning, since: "0.1.0" };
}

/// Looks for another factor that works online.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    if !restricted(settings).is_some_and(|factors| only_security_keys_online(&factors)) {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path(ALLOWED_FACTORS)),
            "`FIDO2_USB_key` is the only factor that works online, and this version cannot ask for it",
        )
        .help("add `OV_Push` or `OV_TOTP` where the Latchkey agent is to enforce the policy")
        .consequence(
            "with this version of the Latchkey agent nobody can sign in online; Okta Verify asks for the key",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn another_online_factor_is_enough() {
        let list = |factors: &[&str]| {
            let items = factors.iter().map(|factor| format!("<string>{factor}</string>")).collect::<String>();
            paths_in("security-key-only", &format!("<key>AllowedFactors</key><array>{items}</array>"))
        };
        let cases: &[(&[&str], &[&str])] = &[
            (&["FIDO2_USB_key"], &["/AllowedFactors"]),
            (&["FIDO2_USB_key", "Offline_TOTP"], &["/AllowedFactors"]),
            (&["FIDO2_USB_key", "OV_Push"], &[]),
            (&["Offline_TOTP"], &[]),
            (&["*"], &[]),
            (&[], &[]),
        ];
        for (factors, expected) in cases {
            assert_eq!(list(factors), *expected, "{factors:?}");
        }
    }
}
