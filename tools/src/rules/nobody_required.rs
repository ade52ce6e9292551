//! `nobody-required`: a list of users who must use MFA, without users.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// An empty list of users who must use MFA.
    ///
    /// # What it does
    /// Reports `MFARequiredList` that is an empty array. When the key is absent, everybody must.
    ///
    /// # Why it matters
    /// Whoever is not in the list signs in with the password alone. With nobody in it, the profile guards nothing.
    ///
    /// # Example
    /// ```xml
    /// <key>MFARequiredList</key><array/>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MFARequiredList</key><array><string>*</string></array>
    /// ```
    ///
    /// # Keys
    /// `MFARequiredList`
    static RULE = { name: "nobody-required", level: Warning, since: "0.1.0" };
}

/// Looks for an empty list.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    if settings.texts("MFARequiredList").is_none_or(|users| !users.is_empty()) {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path("MFARequiredList")),
            "`MFARequiredList` is empty: nobody must use MFA",
        )
        .help("write `*` for everybody, or delete the key, which means the same")
        .consequence("everybody signs in with the password alone"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn an_absent_list_means_everybody() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>MFARequiredList</key><array/>", &["/MFARequiredList"]),
            ("<key>MFARequiredList</key><array><string>alice</string></array>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("nobody-required", inside), *expected, "{inside}");
        }
    }
}
