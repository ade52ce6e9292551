//! `fractional-hours`: hours that are no whole number.

use super::periods::{GRACE, OFFLINE_PERIOD};
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A period in hours that is not a whole number.
    ///
    /// # What it does
    /// Reports `LoginPeriodWithOfflineFactor` and `LoginPeriodWithoutEnrolledFactor` with a fraction.
    ///
    /// # Why it matters
    /// The vendor calls the type a real and describes whole hours. The Latchkey agent counts the fraction in
    /// seconds; what Okta Verify makes of it is not documented.
    ///
    /// # Example
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>36.5</real>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>36</real>
    /// ```
    ///
    /// # Keys
    /// `LoginPeriodWithOfflineFactor`, `LoginPeriodWithoutEnrolledFactor`
    static RULE = { name: "fractional-hours", level: Info, since: "0.1.0" };
}

/// Looks at both periods.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    let fractional =
        |key: &&str| settings.number(key).is_some_and(|hours| hours.is_finite() && hours.fract() != 0.0);
    [GRACE, OFFLINE_PERIOD]
        .into_iter()
        .filter(fractional)
        .map(|key| {
            let hours = settings.number(key).unwrap_or_default();
            Finding::new(
                &RULE,
                value_at(settings.path(key)),
                format!("{} is {hours}, and the vendor describes whole hours", quoted(key)),
            )
            .help("write a whole number of hours")
            .consequence("Okta Verify may cut the fraction off; the Latchkey agent counts it")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn whole_hours_are_described() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>LoginPeriodWithOfflineFactor</key><real>36.5</real><key>LoginPeriodWithoutEnrolledFactor</key><real>0.5</real>",
                &["/LoginPeriodWithOfflineFactor", "/LoginPeriodWithoutEnrolledFactor"],
            ),
            ("<key>LoginPeriodWithOfflineFactor</key><real>36</real>", &[]),
            ("<key>LoginPeriodWithOfflineFactor</key><integer>36</integer>", &[]),
            ("<key>DeviceRecoveryPINDuration</key><real>2.5</real>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("fractional-hours", inside), *expected, "{inside}");
        }
    }
}
