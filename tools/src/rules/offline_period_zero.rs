//! `offline-period-zero`: offline sign-in allowed for no time at all.

use super::factors::is_zero;
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

const PERIOD: &str = "LoginPeriodWithOfflineFactor";

rule! {
    /// Offline sign-in is allowed, for a period of 0 hours.
    ///
    /// # What it does
    /// Reports `LoginPeriodWithOfflineFactor` of 0 while `OfflineLoginAllowed` is true, or absent.
    ///
    /// # Why it matters
    /// 0 does not mean without limit. It blocks every offline factor.
    ///
    /// # Example
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>0</real>
    /// ```
    ///
    /// # Instead
    /// The longest time between two online sign-ins, in hours, such as 168 for a week:
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>168</real>
    /// ```
    ///
    /// # Keys
    /// `LoginPeriodWithOfflineFactor`, `OfflineLoginAllowed`
    static RULE = { name: "offline-period-zero", level: Warning, since: "0.1.0" };
}

/// Compares the period with the permission.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    if !is_zero(settings, PERIOD) || settings.boolean("OfflineLoginAllowed") == Some(false) {
        return Vec::new();
    }
    let finding = Finding::new(
        &RULE,
        value_at(settings.path(PERIOD)),
        "`LoginPeriodWithOfflineFactor` is 0, which blocks every offline factor, and offline sign-in is allowed",
    )
    .help("write the hours that users may stay offline, or set `OfflineLoginAllowed` to false")
    .consequence("nobody can sign in while the organization cannot be reached")
    .told_by_proof();
    vec![if settings.is_set("OfflineLoginAllowed") {
        finding.related(value_at(settings.path("OfflineLoginAllowed")), "offline sign-in is allowed here")
    } else {
        finding
    }]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn zero_contradicts_the_permission() {
        let zero = "<key>LoginPeriodWithOfflineFactor</key><real>0</real>";
        let cases: &[(&str, &[&str])] = &[
            (zero, &["/LoginPeriodWithOfflineFactor"]),
            (&format!("{zero}<key>OfflineLoginAllowed</key><true/>"), &["/LoginPeriodWithOfflineFactor"]),
            (&format!("{zero}<key>OfflineLoginAllowed</key><false/>"), &[]),
            ("<key>LoginPeriodWithOfflineFactor</key><real>0.5</real>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("offline-period-zero", inside), *expected, "{inside}");
        }
    }
}
