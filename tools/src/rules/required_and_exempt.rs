//! `required-and-exempt`: an account in both lists.

use std::collections::BTreeMap;

use latchkey_profile_schema::KeyPath;
use latchkey_profile_schema::plist::MAX_PROBLEMS;

use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// An account that must use MFA and is exempt from it.
    ///
    /// # What it does
    /// Reports a name in `MFARequiredList` that stands in `MFANotRequiredList` too.
    ///
    /// # Why it matters
    /// Exempt wins: the account signs in with the password alone, whatever the other list says.
    ///
    /// # Example
    /// ```xml
    /// <key>MFARequiredList</key><array><string>alice</string></array>
    /// <key>MFANotRequiredList</key><array><string>alice</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MFARequiredList</key><array><string>alice</string></array>
    /// <key>MFANotRequiredList</key><array><string>breakglass</string></array>
    /// ```
    ///
    /// # Keys
    /// `MFARequiredList`, `MFANotRequiredList`
    static RULE = { name: "required-and-exempt", level: Info, since: "0.1.0" };
}

/// Compares the lists. `*` in either is the business of other rules.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    let required = settings.texts("MFARequiredList").unwrap_or_default();
    let exempt = settings.texts("MFANotRequiredList").unwrap_or_default();
    let places: BTreeMap<&str, &KeyPath> = exempt.iter().map(|(path, name)| (*name, path)).collect();
    let both = required.iter().filter(|(_, name)| *name != "*" && !name.is_empty());
    both.filter_map(|(path, name)| Some((path, name, places.get(name)?)))
        .take(MAX_PROBLEMS)
        .map(|(path, name, exempt)| {
            Finding::new(
                &RULE,
                value_at(path.clone()),
                format!("the account {} must use MFA here, and is exempt as well", quoted(name)),
            )
            .help("take the account out of one of the two lists")
            .consequence("exempt wins, and the account signs in with the password alone")
            .related(value_at(KeyPath::clone(exempt)), "exempt here")
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn lists_may_not_share_a_name() {
        let both = |required: &str, exempt: &str| {
            paths_in(
                "required-and-exempt",
                &format!(
                    "<key>MFARequiredList</key><array>{required}</array>\
                     <key>MFANotRequiredList</key><array>{exempt}</array>"
                ),
            )
        };
        let (alice, bob, all) = ("<string>alice</string>", "<string>bob</string>", "<string>*</string>");
        assert_eq!(both(&format!("{bob}{alice}"), alice), ["/MFARequiredList/1"]);
        for (required, exempt) in
            [(alice, bob), (all, alice), (alice, ""), (all, all), (alice, "<string>Alice</string>")]
        {
            assert!(both(required, exempt).is_empty(), "{required}, {exempt}");
        }
    }
}
