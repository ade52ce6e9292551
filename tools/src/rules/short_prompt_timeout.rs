//! `short-prompt-timeout`: a prompt that is gone before the phone is unlocked.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A prompt that ends before a push can be answered.
    ///
    /// # What it does
    /// Reports `PromptTimeoutSeconds` below 30.
    ///
    /// # Why it matters
    /// A push travels, wakes the phone, and is approved after it was unlocked, with the number on the screen typed
    /// in. Half a minute is short for that.
    ///
    /// # Example
    /// ```xml
    /// <key>PromptTimeoutSeconds</key><integer>15</integer>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>PromptTimeoutSeconds</key><integer>300</integer>
    /// ```
    ///
    /// # Keys
    /// `PromptTimeoutSeconds`
    static RULE = { name: "short-prompt-timeout", level: Warning, since: "0.1.0" };
}

/// Compares the number.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const KEY: &str = "PromptTimeoutSeconds";
    /// What a push with a number takes somebody who has the phone in the hand.
    const SHORTEST: f64 = 30.0;
    let Some(number) = settings.number(KEY).filter(|number| *number >= 10.0 && *number < SHORTEST) else {
        return Vec::new();
    };
    vec![
        Finding::new(&RULE, value_at(settings.path(KEY)), format!("a prompt ends after {number} seconds"))
            .help("write 60 or more; 300 is the default")
            .consequence("a user who unlocks the phone in the meantime starts the sign-in over"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn half_a_minute_is_accepted() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>PromptTimeoutSeconds</key><integer>15</integer>", &["/PromptTimeoutSeconds"]),
            ("<key>PromptTimeoutSeconds</key><integer>30</integer>", &[]),
            ("<key>PromptTimeoutSeconds</key><integer>5</integer>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("short-prompt-timeout", inside), *expected, "{inside}");
        }
    }
}
