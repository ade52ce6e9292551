//! `no-grace`: a policy that holds from the first sign-in on.

use super::factors::is_zero;
use super::periods::GRACE;
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A grace of 0 hours before an account must be linked.
    ///
    /// # What it does
    /// Reports `LoginPeriodWithoutEnrolledFactor` of 0.
    ///
    /// # Why it matters
    /// The first sign-in after the profile arrives must link the account: with the phone at hand, Okta Verify set
    /// up and the network reachable. A user who has none of them is locked out at once.
    ///
    /// # Example
    /// ```xml
    /// <key>LoginPeriodWithoutEnrolledFactor</key><real>0</real>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>LoginPeriodWithoutEnrolledFactor</key><real>48</real>
    /// ```
    ///
    /// # Keys
    /// `LoginPeriodWithoutEnrolledFactor`
    static RULE = { name: "no-grace", level: Warning, since: "0.1.0" };
}

/// Looks for 0.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    if !is_zero(settings, GRACE) {
        return Vec::new();
    }
    vec![
        Finding::new(&RULE, value_at(settings.path(GRACE)), "the grace before linking is 0 hours")
            .help("write how long users may put linking off, in hours; 48 is usual")
            .consequence(
                "a user who cannot link the account at the very next sign-in is locked out, and so is everybody offline",
            )
.told_by_proof(),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn an_hour_of_grace_is_one() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>LoginPeriodWithoutEnrolledFactor</key><real>0</real>",
                &["/LoginPeriodWithoutEnrolledFactor"],
            ),
            (
                "<key>LoginPeriodWithoutEnrolledFactor</key><integer>0</integer>",
                &["/LoginPeriodWithoutEnrolledFactor"],
            ),
            ("<key>LoginPeriodWithoutEnrolledFactor</key><real>48</real>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("no-grace", inside), *expected, "{inside}");
        }
    }
}
