//! `unlock-required`: MFA asked for where macOS lets no plug-in ask.

use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// MFA is required for unlocking the screen, which a Mac cannot do.
    ///
    /// # What it does
    /// Reports `unlock` set to `require` in `Services`.
    ///
    /// # Why it matters
    /// The screen lock of macOS runs no authorization plug-in, so unlocking stays with the password alone. Linux
    /// lockers that use PAM do ask.
    ///
    /// # Example
    /// ```xml
    /// <key>Services</key><dict><key>unlock</key><string>require</string></dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>Services</key><dict><key>unlock</key><string>exempt</string></dict>
    /// ```
    ///
    /// # Keys
    /// `Services`
    static RULE = { name: "unlock-required", level: Warning, since: "0.1.0" };
}

/// Looks at the service.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    let unlock = settings.value("Services").and_then(|services| services.get("unlock"));
    if unlock.and_then(|rule| rule.as_str()) != Some("require") {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path("Services").key("unlock")),
            "MFA is required for `unlock`, which cannot be guarded on a Mac",
        )
        .help("write `exempt` in profiles for Macs")
        .consequence("on a Mac the screen is unlocked with the password alone; on Linux lockers ask for MFA"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn other_services_are_fine() {
        let service =
            |name: &str| format!("<key>Services</key><dict><key>{name}</key><string>require</string></dict>");
        assert_eq!(agent_paths_in("unlock-required", &service("unlock")), ["/Services/unlock"]);
        assert!(agent_paths_in("unlock-required", &service("sudo")).is_empty());
    }
}
