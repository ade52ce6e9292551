//! `long-offline-period`: an offline period that outlasts an employment.

use super::periods::{OFFLINE_PERIOD, in_hours, in_other_unit};
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// An offline period longer than 90 days.
    ///
    /// # What it does
    /// Reports `LoginPeriodWithOfflineFactor` above 2160 hours, unless the number looks like minutes or seconds,
    /// which is `suspicious-unit`.
    ///
    /// # Why it matters
    /// Inside the period the organization is not asked: an account that was suspended, or a phone that was reported
    /// stolen, still opens the computer.
    ///
    /// # Example
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>5000</real>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>504</real>
    /// ```
    ///
    /// # Keys
    /// `LoginPeriodWithOfflineFactor`
    static RULE = { name: "long-offline-period", level: Warning, since: "0.1.0" };
}

/// Compares the period with 90 days.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    /// 90 days.
    const LONGEST_HOURS: f64 = 2_160.0;
    let Some(hours) = settings.number(OFFLINE_PERIOD).filter(|hours| *hours > LONGEST_HOURS) else {
        return Vec::new();
    };
    if in_other_unit(OFFLINE_PERIOD, hours).is_some() {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path(OFFLINE_PERIOD)),
            format!("the offline period is {}, more than 90 days", in_hours(hours)),
        )
        .help("write the longest time between two sign-ins online, in hours; 504 is three weeks")
        .consequence(
            "a suspended user, or whoever has the phone, signs in for that long without the organization",
        ),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn ninety_days_are_accepted() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>LoginPeriodWithOfflineFactor</key><real>5000</real>", &["/LoginPeriodWithOfflineFactor"]),
            ("<key>LoginPeriodWithOfflineFactor</key><real>2160</real>", &[]),
            ("<key>LoginPeriodWithOfflineFactor</key><real>604800</real>", &[]),
            ("<key>LoginPeriodWithOfflineFactor</key><real>168</real>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("long-offline-period", inside), *expected, "{inside}");
        }
    }
}
