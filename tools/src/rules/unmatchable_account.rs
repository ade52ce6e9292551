//! `unmatchable-account`: a text in a list of accounts that no account is called.

use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{KeyPath, Value};

use super::accounts::listed;
use super::placeholder_value::is_sample;
use super::variables::holds_variable;
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A name in a list of accounts that no local account has.
    ///
    /// # What it does
    /// Reports mail addresses, names with a Windows domain, groups, patterns, user numbers, display names with
    /// blanks, and blanks around a name in the lists of accounts. `*` alone means everybody.
    ///
    /// # Why it matters
    /// The lists are compared with the short name of the local account, letter by letter. What matches nobody is
    /// passed over in silence: an account that should be exempt is not, and one that must use MFA need not.
    ///
    /// # Example
    /// ```xml
    /// <key>MFANotRequiredList</key><array><string>admin@example.com</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MFANotRequiredList</key><array><string>admin</string></array>
    /// ```
    ///
    /// # Keys
    /// `MFARequiredList`, `MFANotRequiredList`, `ReservedAccounts`
    static RULE = { name: "unmatchable-account", level: Warning, since: "0.1.0" };
}

/// Looks at every name of every list.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    listed(file)
        .into_iter()
        .filter(|(_, name, _)| !is_sample(name) && !holds_variable(name))
        .filter_map(|(path, name, stake)| {
            let (what, fix) = fault(name, &path)?;
            Some(
                Finding::new(
                    &RULE,
                    value_at(path),
                    format!("no local account is called {}: {what}", quoted(name)),
                )
                .help("write the short name of the account, as `id -un` prints it")
                .consequence(stake)
                .fix(fix),
            )
        })
        .take(MAX_PROBLEMS)
        .collect()
}

/// What keeps a text from being the name of an account.
fn fault(name: &str, path: &KeyPath) -> Option<(&'static str, Option<Fix>)> {
    let write = |text: &str| Edit::Value(path.clone(), Value::String(text.to_owned()));
    let guess =
        |text: &str| (!text.is_empty()).then(|| Fix::guess(format!("write {}", quoted(text)), [write(text)]));
    let trimmed = name.trim();
    if trimmed.is_empty() {
        return Some(("it is blank", None));
    }
    if trimmed.len() < name.len() {
        return Some((
            "there are blanks around it",
            Some(Fix::safe("take the blanks away", [write(trimmed)])),
        ));
    }
    if name.starts_with(['@', '%']) {
        return Some(("it names a group, and lists hold accounts alone", None));
    }
    if let Some((local, _)) = name.split_once('@') {
        return Some(("it is a mail address", guess(local)));
    }
    if let Some((_, user)) = name.rsplit_once('\\') {
        return Some(("it begins with a Windows domain", guess(user)));
    }
    if name.contains(['*', '?', '[', ']']) {
        return Some(("it is a pattern, and only `*` alone means more than itself", None));
    }
    if name.contains(char::is_whitespace) {
        return Some(("it holds blanks, as a display name does", None));
    }
    if name.contains(['/', ':', ',', ';']) {
        return Some(("it holds a character that no account name has", None));
    }
    name.bytes().all(|byte| byte.is_ascii_digit()).then_some(("it is a number, and lists hold names", None))
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::AGENT;

    use crate::lint::testing::{found, paths_in, preferences};

    #[test]
    fn short_names_alone_match() {
        let list = |name: &str| {
            paths_in(
                "unmatchable-account",
                &format!("<key>MFANotRequiredList</key><array><string>{name}</string></array>"),
            )
        };
        for name in [
            "admin@example.com",
            "CORP\\admin",
            "admin*",
            "@admins",
            "%admin",
            " admin ",
            "Jo Doe",
            "501",
            "a:b",
            " ",
        ] {
            assert_eq!(list(name), ["/MFANotRequiredList/0"], "{name}");
        }
        for name in ["*", "admin", "_mbsetupuser", "j.doe", "büro", "$USERNAME", "{{username}}", "Admin", ""]
        {
            assert!(list(name).is_empty(), "{name}");
        }
    }

    #[test]
    fn every_list_is_looked_at() {
        let required = "<key>MFARequiredList</key><array><string>a</string><string>a@b</string></array>";
        assert_eq!(paths_in("unmatchable-account", required), ["/MFARequiredList/1"]);
        let reserved =
            preferences("<key>ReservedAccounts</key><array><string>root</string><string>0</string></array>");
        assert_eq!(found("unmatchable-account", reserved.as_bytes(), Some(&AGENT)).len(), 1);
    }
}
