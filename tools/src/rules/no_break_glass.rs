//! `no-break-glass`: no account that gets in when the organization does not answer.

use crate::finding::{Finding, key_at, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// Everybody must use MFA, and no account is exempt.
    ///
    /// # What it does
    /// Reports a policy that requires MFA of everybody and exempts no account.
    ///
    /// # Why it matters
    /// When the organization is down, or its app is deleted, an exempt local account that nobody uses otherwise is
    /// the way in for administrators.
    ///
    /// # Example
    /// ```xml
    /// <key>MFARequiredList</key><array><string>*</string></array>
    /// <key>MFANotRequiredList</key><array/>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MFARequiredList</key><array><string>*</string></array>
    /// <key>MFANotRequiredList</key><array><string>breakglass</string></array>
    /// ```
    ///
    /// # Keys
    /// `MFANotRequiredList`, `MFARequiredList`
    static RULE = { name: "no-break-glass", level: Info, since: "0.1.0" };
}

/// Looks for an exempt account.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const EXEMPT: &str = "MFANotRequiredList";
    const REQUIRED: &str = "MFARequiredList";
    let everybody = match settings.texts(REQUIRED) {
        Some(users) => users.iter().any(|(_, user)| *user == "*"),
        None => !settings.is_set(REQUIRED),
    };
    let nobody_exempt = match settings.texts(EXEMPT) {
        Some(users) => users.is_empty(),
        None => !settings.is_set(EXEMPT),
    };
    if !everybody || !nobody_exempt {
        return Vec::new();
    }
    let place = if settings.is_set(EXEMPT) {
        value_at(settings.path(EXEMPT))
    } else if settings.is_set(REQUIRED) {
        key_at(settings.path(REQUIRED))
    } else {
        value_at(settings.place())
    };
    vec![
        Finding::new(&RULE, place, "everybody must use MFA, and no account is exempt")
            .help("keep one local account for emergencies, with a long password, and list it in `MFANotRequiredList`")
            .consequence("while the organization cannot be reached for long, nobody gets in, administrators included"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn one_exempt_account_is_enough() {
        let cases: &[(&str, &[&str])] = &[
            ("", &[""]),
            ("<key>MFANotRequiredList</key><array/>", &["/MFANotRequiredList"]),
            ("<key>MFARequiredList</key><array><string>*</string></array>", &["/MFARequiredList"]),
            ("<key>MFARequiredList</key><array><string>alice</string></array>", &[]),
            ("<key>MFANotRequiredList</key><array><string>breakglass</string></array>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("no-break-glass", inside), *expected, "{inside}");
        }
    }
}
