//! `any-identity`: a computer that takes any identity of the organization for its user.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// Local accounts that may be linked to any Okta identity.
    ///
    /// # What it does
    /// Reports `LinkMatch` of `any`.
    ///
    /// # Why it matters
    /// Linking proves that somebody is a user of the organization, and no longer that he is the user of this
    /// account. Whoever knows the password of an account that is not linked yet links it to his own phone.
    ///
    /// # Example
    /// ```xml
    /// <key>LinkMatch</key><string>any</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>LinkMatch</key><string>account-name</string>
    /// ```
    ///
    /// # Keys
    /// `LinkMatch`
    static RULE = { name: "any-identity", level: Warning, since: "0.1.0" };
}

/// Looks at the value.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    if settings.text("LinkMatch") != Some("any") {
        return Vec::new();
    }
    vec![
        Finding::new(&RULE, value_at(settings.path("LinkMatch")), "a local account may be linked to any Okta identity")
            .help("write `account-name`, and say in `AccountName` how the two names are related")
            .consequence("whoever knows the password of an account that is not linked yet can link it to a phone of his own"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn the_names_are_compared() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>LinkMatch</key><string>any</string>", &["/LinkMatch"]),
            ("<key>LinkMatch</key><string>account-name</string>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("any-identity", inside), *expected, "{inside}");
        }
    }
}
