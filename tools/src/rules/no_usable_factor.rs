//! `no-usable-factor`: allowed factors of which none may be used.

use super::factors::{ALLOWED_FACTORS, is_zero, linking, only_offline_codes, restricted};
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A list of offline factors alone, with which nobody can link an account, or sign in for long.
    ///
    /// # What it does
    /// Reports `AllowedFactors` that lists nothing but `Offline_TOTP`, and says how it ends: by `AccountLinkingMFAFactor`,
    /// `OfflineLoginAllowed` and `LoginPeriodWithOfflineFactor`.
    ///
    /// # Why it matters
    /// An offline factor is enrolled after an account was linked, and linking needs a factor that works online. It is good
    /// for as long as the offline period after a sign-in online, and without a factor that works online none follows.
    /// Where offline factors are barred besides, no factor is left at all.
    ///
    /// # Example
    /// ```xml
    /// <key>AllowedFactors</key><array><string>Offline_TOTP</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string><string>Offline_TOTP</string></array>
    /// ```
    ///
    /// # Keys
    /// `AllowedFactors`, `AccountLinkingMFAFactor`, `OfflineLoginAllowed`, `LoginPeriodWithOfflineFactor`
    static RULE = { name: "no-usable-factor", level: Error, since: "0.1.0" };
}

/// Looks for a factor that may be used.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const PERIOD: &str = "LoginPeriodWithOfflineFactor";
    if !restricted(settings).is_some_and(|factors| only_offline_codes(&factors)) {
        return Vec::new();
    }
    let barred = if settings.boolean("OfflineLoginAllowed") == Some(false) {
        Some(("OfflineLoginAllowed", "offline factors are barred here"))
    } else if is_zero(settings, PERIOD) {
        Some((PERIOD, "0 hours bar offline factors"))
    } else {
        None
    };
    let place = value_at(settings.path(ALLOWED_FACTORS));
    let finding = match barred {
        Some((key, bars)) => Finding::new(
            &RULE,
            place,
            format!("`AllowedFactors` lists offline factors alone, and `{key}` bars them"),
        )
        .help("add a factor that works online, such as `OV_Push`, or allow offline sign-in")
        .consequence("nobody who must use MFA can sign in")
        .related(value_at(settings.path(key)), bars),
        None if linking(settings).is_none() => Finding::new(
            &RULE,
            place,
            "`AllowedFactors` lists offline factors alone, and none of them can link an account",
        )
        .help("add a factor that works online, such as `OV_Push`, or set `AccountLinkingMFAFactor`")
        .consequence(
            "nobody can link an account, and once the grace is over nobody who must use MFA can sign in",
        ),
        // What links an account need not be allowed for signing in, and then proves nothing to the organization again.
        None => Finding::new(
            &RULE,
            place,
            "`AllowedFactors` lists offline factors alone, and nothing begins their period anew",
        )
        .help("add a factor that works online, such as `OV_Push`")
        .consequence("once the offline period after linking is over, nobody who must use MFA can sign in"),
    };
    vec![finding.told_by_proof()]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in, paths_in};

    #[test]
    fn something_must_be_left() {
        let offline = "<key>AllowedFactors</key><array><string>Offline_TOTP</string></array>";
        let linked = "<key>AccountLinkingMFAFactor</key><string>OV_Push</string>";
        let both =
            "<key>AllowedFactors</key><array><string>Offline_TOTP</string><string>OV_Push</string></array>";
        let barred = "<key>OfflineLoginAllowed</key><false/>";
        let cases: &[(String, &[&str])] = &[
            (format!("{offline}{barred}"), &["/AllowedFactors"]),
            (format!("{offline}{linked}{barred}"), &["/AllowedFactors"]),
            (
                format!("{offline}{linked}<key>LoginPeriodWithOfflineFactor</key><real>0</real>"),
                &["/AllowedFactors"],
            ),
            (offline.to_owned(), &["/AllowedFactors"]),
            (
                format!("{offline}<key>AccountLinkingMFAFactor</key><string>push</string>"),
                &["/AllowedFactors"],
            ),
            (format!("{offline}{linked}"), &["/AllowedFactors"]),
            (format!("{both}{barred}"), &[]),
            (both.to_owned(), &[]),
            ("<key>AllowedFactors</key><array><string>OV_push</string></array>".to_owned(), &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("no-usable-factor", inside), *expected, "{inside}");
        }
    }

    #[test]
    fn says_why_nothing_is_left() {
        let offline = "<key>AllowedFactors</key><array><string>Offline_TOTP</string></array>";
        assert_eq!(
            messages_in("no-usable-factor", offline),
            ["`AllowedFactors` lists offline factors alone, and none of them can link an account"]
        );
    }
}
