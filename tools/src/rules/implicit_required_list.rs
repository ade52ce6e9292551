//! `implicit-required-list`: a policy that does not say whom it holds for.

use latchkey_profile_schema::{Node, Value};

use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A policy that does not say who must use MFA.
    ///
    /// # What it does
    /// Reports a policy of Desktop MFA without `MFARequiredList`.
    ///
    /// # Why it matters
    /// An absent list means everybody here. The vendor does not document what it means to Okta Verify, and on
    /// Windows an empty one means nobody.
    ///
    /// # Example
    /// ```xml
    /// <key>OfflineLoginAllowed</key><true/>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MFARequiredList</key><array><string>*</string></array>
    /// ```
    ///
    /// # Keys
    /// `MFARequiredList`
    static RULE = { name: "implicit-required-list", level: Info, since: "0.1.0" };
}

/// Looks for the key.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const REQUIRED: &str = "MFARequiredList";
    if settings.is_set(REQUIRED) {
        return Vec::new();
    }
    let everybody = Value::Array(vec![Node::new(Value::String("*".to_owned()))]);
    let edit = Edit::Insert { into: settings.place(), key: REQUIRED.to_owned(), value: everybody };
    vec![
        Finding::new(
            &RULE,
            value_at(settings.place()),
            "`MFARequiredList` is not set, which means everybody",
        )
        .help("write `*` for everybody, or the accounts that must use MFA")
        .consequence("whom the policy holds for depends on what the program on the Mac takes for granted")
        .fix(Fix::guess("require MFA of everybody", [edit])),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn any_list_is_one() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>OfflineLoginAllowed</key><true/>", &[""]),
            ("<key>MFARequiredList</key><array/>", &[]),
            ("<key>MFARequiredList</key><array><string>a</string></array>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("implicit-required-list", inside), *expected, "{inside}");
        }
    }
}
