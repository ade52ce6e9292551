//! `no-usable-factor`: allowed factors of which none may be used.

use super::factors::{ALLOWED_FACTORS, is_zero, only_offline_codes, restricted};
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A list of offline factors alone, while offline factors are barred.
    ///
    /// # What it does
    /// Reports `AllowedFactors` that lists nothing but `Offline_TOTP` while `OfflineLoginAllowed` is false or
    /// `LoginPeriodWithOfflineFactor` is 0.
    ///
    /// # Why it matters
    /// No factor is left, and nobody who must use MFA gets in.
    ///
    /// # Example
    /// ```xml
    /// <key>AllowedFactors</key><array><string>Offline_TOTP</string></array>
    /// <key>OfflineLoginAllowed</key><false/>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// <key>OfflineLoginAllowed</key><false/>
    /// ```
    ///
    /// # Keys
    /// `AllowedFactors`, `OfflineLoginAllowed`, `LoginPeriodWithOfflineFactor`
    static RULE = { name: "no-usable-factor", level: Error, since: "0.1.0" };
}

/// Looks for a factor that may be used.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const PERIOD: &str = "LoginPeriodWithOfflineFactor";
    let (key, bars) = if settings.boolean("OfflineLoginAllowed") == Some(false) {
        ("OfflineLoginAllowed", "offline factors are barred here")
    } else if is_zero(settings, PERIOD) {
        (PERIOD, "0 hours bar offline factors")
    } else {
        return Vec::new();
    };
    if !restricted(settings).is_some_and(|factors| only_offline_codes(&factors)) {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path(ALLOWED_FACTORS)),
            format!("`AllowedFactors` lists offline factors alone, and `{key}` bars them"),
        )
        .help("add a factor that works online, such as `OV_Push`, or allow offline sign-in")
        .consequence("nobody who must use MFA can sign in")
        .related(value_at(settings.path(key)), bars),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn something_must_be_left() {
        let offline = "<key>AllowedFactors</key><array><string>Offline_TOTP</string></array>";
        let cases: &[(String, &[&str])] = &[
            (format!("{offline}<key>OfflineLoginAllowed</key><false/>"), &["/AllowedFactors"]),
            (format!("{offline}<key>LoginPeriodWithOfflineFactor</key><real>0</real>"), &["/AllowedFactors"]),
            (offline.to_owned(), &[]),
            (
                "<key>AllowedFactors</key><array><string>Offline_TOTP</string><string>OV_Push</string></array>\
                 <key>OfflineLoginAllowed</key><false/>"
                    .to_owned(),
                &[],
            ),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("no-usable-factor", inside), *expected, "{inside}");
        }
    }
}
