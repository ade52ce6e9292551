//! `capital-in-account`: an account name with capitals, which macOS does not make.

use latchkey_profile_schema::Value;
use latchkey_profile_schema::plist::MAX_PROBLEMS;

use super::accounts::listed;
use super::placeholder_value::is_sample;
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A name in a list of accounts that is written with capitals.
    ///
    /// # What it does
    /// Reports capitals in the names of the lists of accounts.
    ///
    /// # Why it matters
    /// macOS makes account names in lower case, and the lists are compared letter by letter. `Admin` is usually the
    /// full name, or another system's name, of the account `admin`.
    ///
    /// # Example
    /// ```xml
    /// <key>MFANotRequiredList</key><array><string>Admin</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MFANotRequiredList</key><array><string>admin</string></array>
    /// ```
    ///
    /// # Keys
    /// `MFARequiredList`, `MFANotRequiredList`, `ReservedAccounts`
    static RULE = { name: "capital-in-account", level: Warning, since: "0.1.0" };
}

/// Looks at every name of every list.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    listed(file)
        .into_iter()
        .filter(|(_, name, _)| name.contains(char::is_uppercase) && is_a_name(name))
        .take(MAX_PROBLEMS)
        .map(|(path, name, stake)| {
            let lower = name.to_lowercase();
            let edit = Edit::Value(path.clone(), Value::String(lower.clone()));
            Finding::new(
                &RULE,
                value_at(path),
                format!("the account name {} has capitals, and macOS makes none", quoted(name)),
            )
            .help(format!("write {} if that is what `id -un` prints for the account", quoted(&lower)))
            .consequence(stake)
            .fix(Fix::guess(format!("write {}", quoted(&lower)), [edit]))
        })
        .collect()
}

/// What has other signs is the business of `unmatchable-account`.
fn is_a_name(name: &str) -> bool {
    name.chars().all(|character| character.is_alphanumeric() || matches!(character, '.' | '-' | '_'))
        && !is_sample(name)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn lower_case_is_usual() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>MFANotRequiredList</key><array><string>Admin</string><string>breakglass</string></array>",
                &["/MFANotRequiredList/0"],
            ),
            ("<key>MFARequiredList</key><array><string>admin</string></array>", &[]),
            (
                "<key>MFARequiredList</key><array><string>A@b.c</string><string>$USERNAME</string><string>YOUR_ADMIN</string></array>",
                &[],
            ),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("capital-in-account", inside), *expected, "{inside}");
        }
    }
}
