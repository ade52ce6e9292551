//! `report-only`: a policy that is tried out and does not hold.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A policy that is only tried out.
    ///
    /// # What it does
    /// Reports `Enforcement` of `report`.
    ///
    /// # Why it matters
    /// It is the right way to begin, and easily forgotten: everybody gets in, and the audit log alone says what
    /// would have happened.
    ///
    /// # Example
    /// ```xml
    /// <key>Enforcement</key><string>report</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>Enforcement</key><string>enforce</string>
    /// ```
    ///
    /// # Keys
    /// `Enforcement`
    static RULE = { name: "report-only", level: Info, since: "0.1.0" };
}

/// Looks at the word.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    if settings.text("Enforcement") != Some("report") {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path("Enforcement")),
            "the policy is tried out and not enforced",
        )
        .help("write `enforce` once the audit log shows what you expect")
        .consequence("everybody signs in with the password alone"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn enforcing_is_the_default() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>Enforcement</key><string>report</string>", &["/Enforcement"]),
            ("<key>Enforcement</key><string>enforce</string>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("report-only", inside), *expected, "{inside}");
        }
    }
}
