//! `remote-exempt`: a sign-in over the network that asks for the password alone.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// SSH that asks for the password alone.
    ///
    /// # What it does
    /// Reports `ssh`, or the PAM service `sshd`, set to `exempt` in `Services`.
    ///
    /// # Why it matters
    /// SSH is reachable from elsewhere, so the second factor guards it more than any other service.
    ///
    /// # Example
    /// ```xml
    /// <key>Services</key><dict><key>ssh</key><string>exempt</string></dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>Services</key><dict><key>ssh</key><string>require</string></dict>
    /// ```
    ///
    /// # Keys
    /// `Services`
    static RULE = { name: "remote-exempt", level: Warning, since: "0.1.0" };
}

/// Looks at the value.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const EXEMPT: &str = "exempt";
    let services = settings.value("Services");
    let word = |name: &str| services.and_then(|services| services.get(name)?.as_str());
    let exempt = ["ssh", "sshd"].into_iter().find(|name| word(name) == Some(EXEMPT));
    if exempt.is_none() {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path("Services").key(exempt.unwrap_or_default())),
            "signing in over SSH is exempt from MFA",
        )
        .help("write `require`; name single accounts in `MFANotRequiredList` where programs sign in")
        .consequence("whoever knows or guesses a password signs in from elsewhere"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn local_services_may_be_exempt() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>Services</key><dict><key>ssh</key><string>exempt</string></dict>", &["/Services/ssh"]),
            ("<key>Services</key><dict><key>sshd</key><string>exempt</string></dict>", &["/Services/sshd"]),
            ("<key>Services</key><dict><key>ssh</key><string>require</string></dict>", &[]),
            ("<key>Services</key><dict><key>sudo</key><string>exempt</string></dict>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("remote-exempt", inside), *expected, "{inside}");
        }
    }
}
