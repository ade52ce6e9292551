//! `large-failure-budget`: a budget that lets codes be guessed.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A failure budget that lets codes be guessed.
    ///
    /// # What it does
    /// Reports `FailureBudget` above 20.
    ///
    /// # Why it matters
    /// The budget is what may be guessed at once; only what it gives back is slowed down by `FailureRefillMinutes`. A code
    /// has six digits, and with the neighbouring time steps three of them are right at any time.
    ///
    /// # Example
    /// ```xml
    /// <key>FailureBudget</key><integer>100</integer>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>FailureBudget</key><integer>5</integer>
    /// ```
    ///
    /// # Keys
    /// `FailureBudget`
    static RULE = { name: "large-failure-budget", level: Warning, since: "0.1.0" };
}

/// Compares the number.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const KEY: &str = "FailureBudget";
    /// With 3 right codes in a million, 20 guesses hit once in 16,000 tries.
    const MOST: f64 = 20.0;
    let Some(number) = settings.number(KEY).filter(|number| *number > MOST) else { return Vec::new() };
    vec![
        Finding::new(&RULE, value_at(settings.path(KEY)), format!("the failure budget is {number}"))
            .help("write 5 to 10")
            .consequence("whoever has the password may guess that many codes before an attempt is denied"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn twenty_guesses_are_accepted() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>FailureBudget</key><integer>100</integer>", &["/FailureBudget"]),
            ("<key>FailureBudget</key><integer>20</integer>", &[]),
            ("<key>FailureBudget</key><integer>5</integer>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("large-failure-budget", inside), *expected, "{inside}");
        }
    }
}
