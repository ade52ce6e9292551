//! `long-grace`: a grace in which nobody needs a second factor for weeks.

use super::periods::{GRACE, in_hours, in_other_unit};
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A grace before linking that is longer than 30 days.
    ///
    /// # What it does
    /// Reports `LoginPeriodWithoutEnrolledFactor` above 720 hours, unless the number looks like minutes or seconds,
    /// which is `suspicious-unit`.
    ///
    /// # Why it matters
    /// Until the grace is over, a user who puts linking off signs in with the password alone.
    ///
    /// # Example
    /// ```xml
    /// <key>LoginPeriodWithoutEnrolledFactor</key><real>1000</real>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>LoginPeriodWithoutEnrolledFactor</key><real>48</real>
    /// ```
    ///
    /// # Keys
    /// `LoginPeriodWithoutEnrolledFactor`
    static RULE = { name: "long-grace", level: Warning, since: "0.1.0" };
}

/// Compares the grace with 30 days.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    /// 30 days.
    const LONGEST_HOURS: f64 = 720.0;
    let Some(hours) = settings.number(GRACE).filter(|hours| *hours > LONGEST_HOURS) else {
        return Vec::new();
    };
    if in_other_unit(GRACE, hours).is_some() {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path(GRACE)),
            format!("the grace before linking is {}, more than 30 days", in_hours(hours)),
        )
        .help("write how long users may put linking off, in hours; 48 is usual")
        .consequence("for that long a password alone opens every account that is not linked"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn a_month_is_accepted() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>LoginPeriodWithoutEnrolledFactor</key><real>1000</real>",
                &["/LoginPeriodWithoutEnrolledFactor"],
            ),
            ("<key>LoginPeriodWithoutEnrolledFactor</key><real>720</real>", &[]),
            ("<key>LoginPeriodWithoutEnrolledFactor</key><real>2880</real>", &[]),
            ("<key>LoginPeriodWithoutEnrolledFactor</key><real>0</real>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("long-grace", inside), *expected, "{inside}");
        }
    }
}
