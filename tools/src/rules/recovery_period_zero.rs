//! `recovery-period-zero`: recovery by a PIN that ends before it begins.

use super::factors::is_zero;
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// Recovery by PIN is set up, for a period of 0.
    ///
    /// # What it does
    /// Reports `DeviceRecoveryPINDuration` and `DeviceRecoveryValidityInDays` of 0.
    ///
    /// # Why it matters
    /// The first is how long a PIN keeps working after its first success, the second how long the secret behind the
    /// PINs may be used. 0 is not without limit, and does not read as off: without the keys there is no recovery either.
    ///
    /// # Example
    /// ```xml
    /// <key>DeviceRecoveryPINDuration</key><real>0</real>
    /// ```
    ///
    /// # Instead
    /// Minutes for the PIN, days for the secret:
    /// ```xml
    /// <key>DeviceRecoveryPINDuration</key><real>60</real>
    /// ```
    ///
    /// # Keys
    /// `DeviceRecoveryPINDuration`, `DeviceRecoveryValidityInDays`
    static RULE = { name: "recovery-period-zero", level: Warning, since: "0.1.0" };
}

/// Looks at both periods.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const PERIODS: [(&str, &str, &str, &str); 2] = [
        (
            "DeviceRecoveryPINDuration",
            "so a recovery PIN ends with its first use",
            "write the minutes that a PIN is to work, such as 60, or delete the key where recovery is not wanted",
            "whoever is locked out gets in once at most, and has no time to set up a factor",
        ),
        (
            "DeviceRecoveryValidityInDays",
            "so the recovery secret has ended as soon as it is made",
            "write the days that a secret is to be used, such as 90, or delete the key where recovery is not wanted",
            "no PIN can be made, and whoever is locked out stays so",
        ),
    ];
    PERIODS
        .into_iter()
        .filter(|(key, ..)| is_zero(settings, key))
        .map(|(key, so, help, consequence)| {
            Finding::new(&RULE, value_at(settings.path(key)), format!("`{key}` is 0, {so}"))
                .help(help)
                .consequence(consequence)
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn recovery_takes_time() {
        let set = |key: &str, number: &str| format!("<key>{key}</key><real>{number}</real>");
        for key in ["DeviceRecoveryPINDuration", "DeviceRecoveryValidityInDays"] {
            assert_eq!(paths_in("recovery-period-zero", &set(key, "0")), [format!("/{key}")]);
            assert!(paths_in("recovery-period-zero", &set(key, "1")).is_empty());
        }
        assert!(paths_in("recovery-period-zero", "").is_empty());
    }
}
