//! `shared-identity`: one phone for several accounts.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// One Okta identity that may be linked to several local accounts.
    ///
    /// # What it does
    /// Reports `SharedIdentityAllowed` of true.
    ///
    /// # Why it matters
    /// It is meant for a person with two accounts, such as one for administration. It also makes one lost phone
    /// open both.
    ///
    /// # Example
    /// ```xml
    /// <key>SharedIdentityAllowed</key><true/>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>SharedIdentityAllowed</key><false/>
    /// ```
    ///
    /// # Keys
    /// `SharedIdentityAllowed`
    static RULE = { name: "shared-identity", level: Info, since: "0.1.0" };
}

/// Looks at the value.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    if settings.boolean("SharedIdentityAllowed") != Some(true) {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path("SharedIdentityAllowed")),
            "one Okta identity may be linked to several local accounts",
        )
        .help("write `<false/>` unless people have more than one account on a computer")
        .consequence("one phone opens every account that is linked to it"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn one_account_an_identity_is_the_default() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>SharedIdentityAllowed</key><true/>", &["/SharedIdentityAllowed"]),
            ("<key>SharedIdentityAllowed</key><false/>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("shared-identity", inside), *expected, "{inside}");
        }
    }
}
