//! `linking-factor-not-allowed`: a factor that links an account and may not be used afterwards.

use super::factors::{ALLOWED_FACTORS, LINKING, linking, restricted};
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A factor for linking that is not among the allowed ones.
    ///
    /// # What it does
    /// Reports `AccountLinkingMFAFactor` when it is set and `AllowedFactors` does not list it.
    ///
    /// # Why it matters
    /// A user links the account with a factor that he may never use again, and needs a second one at once.
    ///
    /// # Example
    /// ```xml
    /// <key>AccountLinkingMFAFactor</key><string>OV_TOTP</string>
    /// <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AccountLinkingMFAFactor</key><string>OV_Push</string>
    /// <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// ```
    ///
    /// # Keys
    /// `AccountLinkingMFAFactor`, `AllowedFactors`
    static RULE = { name: "linking-factor-not-allowed", level: Warning, since: "0.1.0" };
}

/// Compares the two keys.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    let (Some(linking), Some(allowed)) = (linking(settings), restricted(settings)) else {
        return Vec::new();
    };
    if allowed.iter().any(|(_, factor)| *factor == linking) {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path(LINKING)),
            format!("accounts are linked with {}, which `AllowedFactors` does not list", quoted(linking)),
        )
        .help(format!("add {} to `AllowedFactors`, or link with a factor that is listed", quoted(linking)))
        .consequence("a user who has linked the account still has no factor to sign in with")
        .related(value_at(settings.path(ALLOWED_FACTORS)), "the allowed factors"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn the_linking_factor_is_listed() {
        let both = |factors: &str| {
            format!(
                "<key>AccountLinkingMFAFactor</key><string>OV_TOTP</string>\
                 <key>AllowedFactors</key><array>{factors}</array>"
            )
        };
        let cases: &[(String, &[&str])] = &[
            (both("<string>OV_Push</string>"), &["/AccountLinkingMFAFactor"]),
            (both("<string>OV_Push</string><string>OV_TOTP</string>"), &[]),
            (both("<string>*</string>"), &[]),
            (both(""), &[]),
            (both("<string>OV_Push</string>").replace("<string>OV_TOTP", "<string>*"), &[]),
            (both("<string>OV_Push</string>").replace("<string>OV_TOTP", "<string>push"), &[]),
            (both("<string>OV_Push</string><string>OV_totp</string>"), &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("linking-factor-not-allowed", inside), *expected, "{inside}");
        }
    }
}
