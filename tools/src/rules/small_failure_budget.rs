//! `small-failure-budget`: a budget that a mistyped code spends.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A failure budget that a user spends by mistyping.
    ///
    /// # What it does
    /// Reports `FailureBudget` below 3.
    ///
    /// # Why it matters
    /// A code changes every half minute and is typed in a hurry. With a budget of one or two, a slip denies every
    /// further attempt until time gives one back.
    ///
    /// # Example
    /// ```xml
    /// <key>FailureBudget</key><integer>1</integer>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>FailureBudget</key><integer>5</integer>
    /// ```
    ///
    /// # Keys
    /// `FailureBudget`
    static RULE = { name: "small-failure-budget", level: Warning, since: "0.1.0" };
}

/// Compares the number.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const KEY: &str = "FailureBudget";
    /// Two slips, and the attempt that is right.
    const FEWEST: f64 = 3.0;
    let Some(number) = settings.number(KEY).filter(|number| *number >= 1.0 && *number < FEWEST) else {
        return Vec::new();
    };
    vec![
        Finding::new(&RULE, value_at(settings.path(KEY)), format!("the failure budget is {number}"))
            .help("write 5 or more, and let `FailureRefillMinutes` slow guessing down")
            .consequence("a user who mistypes once or twice is locked out until the budget refills"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn three_slips_are_forgiven() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>FailureBudget</key><integer>1</integer>", &["/FailureBudget"]),
            ("<key>FailureBudget</key><integer>2</integer>", &["/FailureBudget"]),
            ("<key>FailureBudget</key><integer>3</integer>", &[]),
            ("<key>FailureBudget</key><integer>0</integer>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("small-failure-budget", inside), *expected, "{inside}");
        }
    }
}
