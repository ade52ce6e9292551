//! `dead-factor`: a factor that is listed and never offered.

use super::factors::{OFFLINE_CODE, is_zero, only_offline_codes, restricted};
use super::periods::OFFLINE_PERIOD;
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A listed factor that other keys of the policy bar.
    ///
    /// # What it does
    /// Reports `Offline_TOTP` in `AllowedFactors` while `OfflineLoginAllowed` is false or
    /// `LoginPeriodWithOfflineFactor` is 0. Where no other factor is listed, that is `no-usable-factor`.
    ///
    /// # Why it matters
    /// A user enrols the code, trusts it on a journey, and is refused.
    ///
    /// # Example
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string><string>Offline_TOTP</string></array>
    /// <key>OfflineLoginAllowed</key><false/>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string><string>Offline_TOTP</string></array>
    /// <key>OfflineLoginAllowed</key><true/>
    /// ```
    ///
    /// # Keys
    /// `AllowedFactors`, `OfflineLoginAllowed`, `LoginPeriodWithOfflineFactor`
    static RULE = { name: "dead-factor", level: Warning, since: "0.1.0" };
}

/// Looks for the offline code where it is barred.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const ALLOWED: &str = "OfflineLoginAllowed";
    let Some(factors) = restricted(settings).filter(|factors| !only_offline_codes(factors)) else {
        return Vec::new();
    };
    let (key, bars) = if settings.boolean(ALLOWED) == Some(false) {
        (ALLOWED, "offline sign-in is not allowed")
    } else if is_zero(settings, OFFLINE_PERIOD) {
        (OFFLINE_PERIOD, "the offline period is 0 hours")
    } else {
        return Vec::new();
    };
    let codes = factors.iter().filter(|(_, factor)| *factor == OFFLINE_CODE);
    codes
        .map(|(path, factor)| {
            Finding::new(
                &RULE,
                value_at(path.clone()),
                format!("{} is listed and never offered: {bars}", quoted(factor)),
            )
            .help("allow offline sign-in for some hours, or take the factor out of the list")
            .consequence(
                "nobody can sign in while the organization cannot be reached, though the list says so",
            )
            .related(value_at(settings.path(key)), "this bars it")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn what_is_listed_must_be_possible() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>AllowedFactors</key><array><string>OV_Push</string><string>Offline_TOTP</string></array><key>OfflineLoginAllowed</key><false/>",
                &["/AllowedFactors/1"],
            ),
            (
                "<key>AllowedFactors</key><array><string>Offline_TOTP</string><string>OV_Push</string></array><key>LoginPeriodWithOfflineFactor</key><real>0</real>",
                &["/AllowedFactors/0"],
            ),
            (
                "<key>AllowedFactors</key><array><string>Offline_TOTP</string></array><key>OfflineLoginAllowed</key><false/>",
                &[],
            ),
            (
                "<key>AllowedFactors</key><array><string>OV_Push</string></array><key>OfflineLoginAllowed</key><false/>",
                &[],
            ),
            (
                "<key>AllowedFactors</key><array><string>*</string></array><key>OfflineLoginAllowed</key><false/>",
                &[],
            ),
            (
                "<key>AllowedFactors</key><array><string>OV_Push</string><string>Offline_TOTP</string></array>",
                &[],
            ),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("dead-factor", inside), *expected, "{inside}");
        }
    }
}
