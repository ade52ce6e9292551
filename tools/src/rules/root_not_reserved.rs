//! `root-not-reserved`: a list of reserved accounts that forgets root.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A list of reserved accounts without `root`.
    ///
    /// # What it does
    /// Reports `ReservedAccounts` that is set, not empty, and does not list `root`.
    ///
    /// # Why it matters
    /// A list replaces the default, which is uid 0 and the accounts of the system. Root then is an account like any
    /// other: it must be linked, and has no phone.
    ///
    /// # Example
    /// ```xml
    /// <key>ReservedAccounts</key><array><string>_mbsetupuser</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>ReservedAccounts</key><array><string>root</string><string>_mbsetupuser</string></array>
    /// ```
    ///
    /// # Keys
    /// `ReservedAccounts`
    static RULE = { name: "root-not-reserved", level: Warning, since: "0.1.0" };
}

/// Looks at the value.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const RESERVED: &str = "ReservedAccounts";
    if settings
        .texts(RESERVED)
        .is_none_or(|names| names.is_empty() || names.iter().any(|(_, name)| *name == "root"))
    {
        return Vec::new();
    }
    vec![
        Finding::new(&RULE, value_at(settings.path(RESERVED)), "`ReservedAccounts` does not list `root`")
            .help("add `root`, or delete the key, which reserves root and the accounts of the system")
            .consequence(
                "root must use MFA and cannot link an account, so programs that become root are refused",
            ),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn an_empty_list_is_the_default() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>ReservedAccounts</key><array><string>daemon</string></array>", &["/ReservedAccounts"]),
            ("<key>ReservedAccounts</key><array><string>daemon</string><string>root</string></array>", &[]),
            ("<key>ReservedAccounts</key><array/>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("root-not-reserved", inside), *expected, "{inside}");
        }
    }
}
