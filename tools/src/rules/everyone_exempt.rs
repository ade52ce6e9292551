//! `everyone-exempt`: an exemption for everybody.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// An exemption that holds for everybody.
    ///
    /// # What it does
    /// Reports `*` in `MFANotRequiredList`.
    ///
    /// # Why it matters
    /// The exemption beats the requirement, so nobody is ever asked for a second factor.
    ///
    /// # Example
    /// ```xml
    /// <key>MFANotRequiredList</key><array><string>*</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MFANotRequiredList</key><array><string>breakglass</string></array>
    /// ```
    ///
    /// # Keys
    /// `MFANotRequiredList`
    static RULE = { name: "everyone-exempt", level: Error, since: "0.1.0" };
}

/// Looks for the wildcard.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    let users = settings.texts("MFANotRequiredList").unwrap_or_default();
    users
        .into_iter()
        .find(|(_, user)| *user == "*")
        .map(|(path, _)| {
            Finding::new(&RULE, value_at(path), "`MFANotRequiredList` exempts everybody with `*`")
                .help("list the accounts that are exempt, or delete `*`")
                .consequence("everybody signs in with the password alone, those in `MFARequiredList` too")
        })
        .into_iter()
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn names_are_fine() {
        let list = |users: &str| format!("<key>MFANotRequiredList</key><array>{users}</array>");
        let cases: &[(String, &[&str])] = &[
            (list("<string>*</string>"), &["/MFANotRequiredList/0"]),
            (list("<string>breakglass</string><string>*</string>"), &["/MFANotRequiredList/1"]),
            (list("<string>breakglass</string>"), &[]),
            (list(""), &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("everyone-exempt", inside), *expected, "{inside}");
        }
    }
}
