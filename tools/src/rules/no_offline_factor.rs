//! `no-offline-factor`: offline sign-in allowed, without a factor that works offline.

use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA};

use super::factors::{ALLOWED_FACTORS, has_offline_code, is_zero, restricted};
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// Offline sign-in is allowed, and no allowed factor works offline.
    ///
    /// # What it does
    /// Reports a list of factors without `Offline_TOTP` while `OfflineLoginAllowed` is true, or absent. A security
    /// key counts as an offline factor where `OfflineSecurityKeyAllowed` of `org.latchkey.agent` says so.
    ///
    /// # Why it matters
    /// A user on a train, or at an airport with a captive portal, cannot sign in.
    ///
    /// # Example
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// <key>OfflineLoginAllowed</key><true/>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string><string>Offline_TOTP</string></array>
    /// <key>OfflineLoginAllowed</key><true/>
    /// ```
    ///
    /// # Keys
    /// `AllowedFactors`, `OfflineLoginAllowed`, `OfflineSecurityKeyAllowed`
    static RULE = { name: "no-offline-factor", level: Warning, since: "0.1.0" };
}

/// Looks for a factor that works offline.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let offline_key = file
        .domains
        .iter()
        .filter(|settings| settings.domain.name == AGENT.name)
        .any(|settings| settings.boolean("OfflineSecurityKeyAllowed") == Some(true));
    let lacks = |factors: &crate::view::Texts<'_>| {
        let key = offline_key && factors.iter().any(|(_, factor)| *factor == "FIDO2_USB_key");
        !has_offline_code(factors) && !key
    };
    file.domains
        .iter()
        .filter(|settings| settings.domain.name == DESKTOP_MFA.name)
        .filter(|settings| settings.boolean("OfflineLoginAllowed") != Some(false))
        .filter(|settings| !is_zero(settings, "LoginPeriodWithOfflineFactor"))
        .filter(|settings| restricted(settings).as_ref().is_some_and(lacks))
        .map(|settings| {
            Finding::new(
                &RULE,
                value_at(settings.path(ALLOWED_FACTORS)),
                "`AllowedFactors` lists no factor that works offline, and offline sign-in is allowed",
            )
            .help("add `Offline_TOTP`, or set `OfflineLoginAllowed` to false")
            .consequence("nobody can sign in while the organization cannot be reached")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn one_offline_factor_is_enough() {
        let list = |factors: &str| format!("<key>AllowedFactors</key><array>{factors}</array>");
        let cases: &[(String, &[&str])] = &[
            (list("<string>OV_Push</string>"), &["/AllowedFactors"]),
            (list("<string>OV_Push</string><string>Offline_TOTP</string>"), &[]),
            (list("<string>*</string>"), &[]),
            (list(""), &[]),
            (list("<string>OV_Push</string><string>offline_totp</string>"), &[]),
            (format!("{}<key>OfflineLoginAllowed</key><false/>", list("<string>OV_Push</string>")), &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("no-offline-factor", inside), *expected, "{inside}");
        }
    }
}
