//! `fixed-account-name`: one Okta username for every local account.

use super::variables::holds_variable;
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// An expected Okta username that is the same for every local account.
    ///
    /// # What it does
    /// Reports `AccountName` without `{user}`, unless any identity may be linked, or one identity several times.
    ///
    /// # Why it matters
    /// The name is expanded for the account that signs in. Without `{user}` every account expects the same Okta
    /// user, and one identity is linked to one account only.
    ///
    /// # Example
    /// ```xml
    /// <key>AccountName</key><string>alice@example.com</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AccountName</key><string>{user}@example.com</string>
    /// ```
    ///
    /// # Keys
    /// `AccountName`
    static RULE = { name: "fixed-account-name", level: Warning, since: "0.1.0" };
}

/// Looks at the value.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    let free =
        settings.text("LinkMatch") == Some("any") || settings.boolean("SharedIdentityAllowed") == Some(true);
    if settings
        .text("AccountName")
        .is_none_or(|name| name.is_empty() || name.contains("{user}") || holds_variable(name))
        || free
    {
        return Vec::new();
    }
    vec![
        Finding::new(&RULE, value_at(settings.path("AccountName")), "every local account expects the same Okta username")
            .help("write `{user}` where the name of the local account belongs, such as `{user}@example.com`")
            .consequence("one account of the computer can be linked, and the users of all others are locked out once the grace is over"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn each_account_has_a_name_of_its_own() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>AccountName</key><string>alice@example.com</string>", &["/AccountName"]),
            ("<key>AccountName</key><string>{user}@example.com</string>", &[]),
            ("<key>AccountName</key><string>alice</string><key>LinkMatch</key><string>any</string>", &[]),
            ("<key>AccountName</key><string>alice</string><key>SharedIdentityAllowed</key><true/>", &[]),
            ("<key>AccountName</key><string>$EMAIL</string>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("fixed-account-name", inside), *expected, "{inside}");
        }
    }
}
