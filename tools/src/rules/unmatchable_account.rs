//! `unmatchable-account`: a text in a list of accounts that no account is called.

use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{KeyPath, Value};

use super::accounts::listed;
use super::meanings::{Meaning, meaning};
use super::placeholder_value::is_sample;
use super::variables::{Owner, Variable, in_text};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::options::Options;
use crate::phrase::quoted;
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// A name in a list of accounts that no local account has.
    ///
    /// # What it does
    /// Reports mail addresses, names with a Windows domain, groups, patterns, user numbers, display names with
    /// blanks, and blanks or quotation marks around a name in the lists of accounts; and variables that become a mail
    /// address, the name of a person or that of the device. `*` alone means everybody.
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
        .filter(|(_, name, _)| !is_sample(name))
        .filter_map(|(path, name, stake)| {
            let variables = in_text(name);
            let (what, fix) = match variables.as_slice() {
                [] => fault(name, &path)?,
                variables => (becomes(name, variables, file.options, &path)?, None),
            };
            let help = match path.last_key() {
                Some("MFARequiredList") if !variables.is_empty() => {
                    "write the short names of accounts, or `*` for everybody"
                }
                _ => "write the short name of the account, as `id -un` prints it",
            };
            Some(
                Finding::new(
                    &RULE,
                    value_at(path),
                    format!("no local account is called {}: {what}", quoted(name)),
                )
                .help(help)
                .consequence(stake)
                .fix(fix),
            )
        })
        .take(MAX_PROBLEMS)
        .collect()
}

/// What a text that is a variable becomes, where that is the name of no account.
fn becomes(
    name: &str,
    variables: &[Variable<'_>],
    options: &Options,
    path: &KeyPath,
) -> Option<&'static str> {
    let [variable] = variables else { return None };
    if variable.text != name.trim() || variable.owner == Owner::Nobody {
        return None;
    }
    match meaning(variable.text) {
        Meaning::Mail => Some("it becomes a mail address"),
        Meaning::DisplayName => Some("it becomes the name of a person"),
        Meaning::Device => Some("it becomes a name or number of the device"),
        // What few MDMs replace is more often left over from a template.
        Meaning::Account if options.targets.is_empty() && path.last_key() == Some("MFARequiredList") => {
            let is_rare = match variable.owner {
                Owner::Targets(targets) => targets == [Target::Intune],
                Owner::Others(_) | Owner::Nobody => true,
            };
            is_rare.then_some("few MDMs replace this variable, and the others leave it as it stands")
        }
        Meaning::Account | Meaning::Other => None,
    }
}

/// The signs that programs for writing letters put around words.
const QUOTES: &[char] = &['"', '\'', '`', '“', '”', '„', '‘', '’', '‚', '«', '»', '‹', '›'];

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
    if trimmed.starts_with(QUOTES) || trimmed.ends_with(QUOTES) {
        let bare = trimmed.trim_matches(QUOTES).trim();
        let fix = (!bare.is_empty()).then(|| Fix::safe("take the quotation marks away", [write(bare)]));
        return Some(("there are quotation marks around it", fix));
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
    use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA};

    use crate::lint::testing::{found, found_with, paths_in, preferences};
    use crate::options::Options;
    use crate::target::Target;

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
            "“breakglass”",
            "‘admin’",
            "`admin`",
            "admin”",
            "$EMAIL",
            "{{mail}}",
            "$FULLNAME",
            "$SERIALNUMBER",
            "$FLEET_VAR_HOST_END_USER_IDP_USERNAME",
        ] {
            assert_eq!(list(name), ["/MFANotRequiredList/0"], "{name}");
        }
        for name in [
            "*",
            "admin",
            "_mbsetupuser",
            "j.doe",
            "büro",
            "$USERNAME",
            "{{username}}",
            "Admin",
            "",
            "o’brien",
        ] {
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

    #[test]
    fn what_few_mdms_replace_is_reported_where_it_decides_who_must_use_mfa() {
        let required = |name: &str, targets: Vec<Target>| {
            let inside = format!("<key>MFARequiredList</key><array><string>{name}</string></array>");
            let options = Options { domain: Some(&DESKTOP_MFA), targets, ..Options::default() };
            found_with("unmatchable-account", preferences(&inside).as_bytes(), &options).len()
        };
        for (name, targets, expected) in [
            ("%USERNAME%", Vec::new(), 1),
            ("{{username}}", Vec::new(), 1),
            ("{{username}}", vec![Target::Intune], 0),
            ("$USERNAME", Vec::new(), 0),
        ] {
            assert_eq!(required(name, targets), expected, "{name}");
        }
    }

    #[test]
    fn quotation_marks_are_taken_away() {
        let file = preferences("<key>MFANotRequiredList</key><array><string>“it-admin”</string></array>");
        let found = found("unmatchable-account", file.as_bytes(), Some(&DESKTOP_MFA));
        let texts = found.iter().flat_map(|finding| &finding.fix).flat_map(|fix| &fix.edits);
        assert!(texts.map(|edit| edit.text.as_str()).collect::<String>().contains("it-admin"));
        assert!(!found.is_empty() && found.iter().all(|found| found.fix.is_some()));
    }
}
