//! `everyone-exempt`: an exemption for everybody.

use latchkey_profile_schema::plist::MAX_PROBLEMS;

use super::meanings::exempts_own_user;
use super::variables::in_text;
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// An exemption that holds for everybody.
    ///
    /// # What it does
    /// Reports `*` in `MFANotRequiredList`, and a variable there that becomes the user of each Mac: `$USERNAME` of Jamf
    /// Pro and Kandji, `$FLEET_VAR_HOST_END_USER_IDP_USERNAME_LOCAL_PART`, `{{username}}`, `%USERNAME%`,
    /// `{EnrollmentUser}`.
    ///
    /// # Why it matters
    /// The exemption beats the requirement, so nobody is ever asked for a second factor. With a variable each Mac
    /// exempts the very person whom it belongs to.
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

/// Looks for the wildcard, and for variables that become the user of each Mac.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    let users = settings.texts("MFANotRequiredList").unwrap_or_default();
    let everybody = users.iter().find(|(_, user)| *user == "*").map(|(path, _)| {
        Finding::new(&RULE, value_at(path.clone()), "`MFANotRequiredList` exempts everybody with `*`")
            .help("list the accounts that are exempt, or delete `*`")
            .consequence("everybody signs in with the password alone, those in `MFARequiredList` too")
    });
    let each = users.iter().filter(|(_, user)| exempts_own_user(user, &in_text(user))).map(|(path, user)| {
        let message =
            format!("`MFANotRequiredList` exempts the user of every Mac with {}", quoted(user.trim()));
        Finding::new(&RULE, value_at(path.clone()), message)
            .help("list the accounts that are exempt on every Mac, or delete the variable")
            .consequence("the MDM writes each Mac's own user there, who signs in with the password alone")
    });
    everybody.into_iter().chain(each).take(MAX_PROBLEMS).collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn names_alone_are_fine() {
        let list = |users: &str| format!("<key>MFANotRequiredList</key><array>{users}</array>");
        let cases: &[(String, &[&str])] = &[
            (list("<string>*</string>"), &["/MFANotRequiredList/0"]),
            (list("<string>breakglass</string><string>*</string>"), &["/MFANotRequiredList/1"]),
            (list("<string>breakglass</string>"), &[]),
            (list("<string>breakglass</string><string>$USERNAME</string>"), &["/MFANotRequiredList/1"]),
            (
                list("<string>$FLEET_VAR_HOST_END_USER_IDP_USERNAME_LOCAL_PART</string>"),
                &["/MFANotRequiredList/0"],
            ),
            (list("<string>{{username}}</string>"), &["/MFANotRequiredList/0"]),
            (list("<string>%USERNAME%</string>"), &["/MFANotRequiredList/0"]),
            (list("<string>$USER_NAME</string>"), &[]),
            (list("<string>$USERNAME-admin</string>"), &[]),
            (list("<string>$FLEET_SECRET_USERNAME</string>"), &[]),
            (list(""), &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("everyone-exempt", inside), *expected, "{inside}");
        }
    }
}
