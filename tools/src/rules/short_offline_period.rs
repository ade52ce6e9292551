//! `short-offline-period`: an offline period that a weekend outlasts.

use super::periods::{OFFLINE_PERIOD, in_hours};
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// An offline period shorter than a day.
    ///
    /// # What it does
    /// Reports `LoginPeriodWithOfflineFactor` below 24 hours. 0, which bars offline factors, is
    /// `offline-period-zero`.
    ///
    /// # Why it matters
    /// The period runs from the last sign-in online, and neither unlocking nor waking up counts as one. The
    /// vendor's rule of thumb is the longest time between forced restarts and the longest journey without a
    /// network: 14 days and 7 days make 504 hours.
    ///
    /// # Example
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>8</real>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>168</real>
    /// ```
    ///
    /// # Keys
    /// `LoginPeriodWithOfflineFactor`
    static RULE = { name: "short-offline-period", level: Warning, since: "0.1.0" };
}

/// Compares the period with a day.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    /// One day.
    const SHORTEST_HOURS: f64 = 24.0;
    let Some(hours) = settings.number(OFFLINE_PERIOD).filter(|hours| *hours > 0.0 && *hours < SHORTEST_HOURS)
    else {
        return Vec::new();
    };
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path(OFFLINE_PERIOD)),
            format!("the offline period is {}, less than a day", in_hours(hours)),
        )
        .help("write the longest time between two sign-ins online, in hours; 168 is a week")
        .consequence(
            "a user who travels, or leaves the computer on over a weekend, is locked out when offline",
        )
        .told_by_proof(),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn a_day_is_long_enough() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>LoginPeriodWithOfflineFactor</key><real>8</real>", &["/LoginPeriodWithOfflineFactor"]),
            ("<key>LoginPeriodWithOfflineFactor</key><real>7</real>", &["/LoginPeriodWithOfflineFactor"]),
            ("<key>LoginPeriodWithOfflineFactor</key><real>0</real>", &[]),
            ("<key>LoginPeriodWithOfflineFactor</key><real>24</real>", &[]),
            ("<key>LoginPeriodWithOfflineFactor</key><real>168</real>", &[]),
            ("<key>OfflineLoginAllowed</key><true/>", &[]),
            ("<key>LoginPeriodWithOfflineFactor</key><string>8</string>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("short-offline-period", inside), *expected, "{inside}");
        }
    }
}
