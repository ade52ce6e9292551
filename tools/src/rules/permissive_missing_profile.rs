//! `permissive-missing-profile`: a policy that ends when somebody removes it.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A policy that lets everybody in once its profile is gone.
    ///
    /// # What it does
    /// Reports `MissingProfile` of `permit`.
    ///
    /// # Why it matters
    /// Whoever can remove the profile, or erase the file that it becomes, removes MFA with it.
    ///
    /// # Example
    /// ```xml
    /// <key>MissingProfile</key><string>permit</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MissingProfile</key><string>last-known-good</string>
    /// ```
    ///
    /// # Keys
    /// `MissingProfile`
    static RULE = { name: "permissive-missing-profile", level: Warning, since: "0.1.0" };
}

/// Looks at the value.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    if settings.text("MissingProfile") != Some("permit") {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path("MissingProfile")),
            "everybody gets in once the profile is gone",
        )
        .help("write `last-known-good`, or delete the key, which means the same")
        .consequence("whoever removes the profile signs in with the password alone"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn the_last_good_policy_is_kept() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>MissingProfile</key><string>permit</string>", &["/MissingProfile"]),
            ("<key>MissingProfile</key><string>deny</string>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("permissive-missing-profile", inside), *expected, "{inside}");
        }
    }
}
