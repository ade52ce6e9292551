//! `no-way-in-offline`: a policy that lets nobody in while the organization does not answer.

use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA};

use super::factors::is_zero;
use super::periods::OFFLINE_PERIOD;
use crate::finding::{Finding, value_at};
use crate::rule::rule;
use crate::view::{FileView, SettingsView};

rule! {
    /// A policy under which nobody gets in while the organization cannot be reached.
    ///
    /// # What it does
    /// Reports a policy that allows no offline sign-in (`OfflineLoginAllowed` false or
    /// `LoginPeriodWithOfflineFactor` 0), requires MFA of everybody, exempts no account, and escrows no recovery
    /// secret.
    ///
    /// # Why it matters
    /// When the network is down, the app was deleted or the organization has an outage, every computer is closed,
    /// to administrators as well.
    ///
    /// # Example
    /// ```xml
    /// <key>OfflineLoginAllowed</key><false/>
    /// <key>MFARequiredList</key><array><string>*</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>OfflineLoginAllowed</key><false/>
    /// <key>MFARequiredList</key><array><string>*</string></array>
    /// <key>MFANotRequiredList</key><array><string>breakglass</string></array>
    /// ```
    ///
    /// # Keys
    /// `OfflineLoginAllowed`, `LoginPeriodWithOfflineFactor`, `MFARequiredList`, `MFANotRequiredList`,
    /// `RecoveryRecipients`
    static RULE = { name: "no-way-in-offline", level: Warning, since: "0.1.0" };
}

/// Looks for any way in.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const ALLOWED: &str = "OfflineLoginAllowed";
    let recovery =
        file.domains.iter().filter(|settings| settings.domain.name == AGENT.name).any(|settings| {
            settings.texts("RecoveryRecipients").is_some_and(|recipients| !recipients.is_empty())
        });
    if recovery {
        return Vec::new();
    }
    let okta = file.domains.iter().filter(|settings| settings.domain.name == DESKTOP_MFA.name);
    okta.filter(|settings| holds_for_everybody(settings))
        .filter_map(|settings| {
            let key = if settings.boolean(ALLOWED) == Some(false) {
                ALLOWED
            } else if is_zero(settings, OFFLINE_PERIOD) {
                OFFLINE_PERIOD
            } else {
                return None;
            };
            Some(
                Finding::new(
                    &RULE,
                    value_at(settings.path(key)),
                    "nobody gets in while the organization cannot be reached: \
                     offline sign-in is barred, no account is exempt, and there is no recovery",
                )
                .help(
                    "exempt one local account for emergencies in `MFANotRequiredList`, \
                     or set `RecoveryRecipients` of `org.latchkey.agent`",
                )
                .consequence(
                    "an outage of the network or of the organization locks out everybody, on every computer",
                )
                .told_by_proof(),
            )
        })
        .collect()
}

fn holds_for_everybody(settings: &SettingsView<'_>) -> bool {
    let everybody = settings
        .texts("MFARequiredList")
        .map_or(!settings.is_set("MFARequiredList"), |users| users.iter().any(|(_, user)| *user == "*"));
    let exempt = settings
        .texts("MFANotRequiredList")
        .map_or(settings.is_set("MFANotRequiredList"), |users| !users.is_empty());
    everybody && !exempt
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn any_way_in_is_enough() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>OfflineLoginAllowed</key><false/>", &["/OfflineLoginAllowed"]),
            ("<key>LoginPeriodWithOfflineFactor</key><real>0</real>", &["/LoginPeriodWithOfflineFactor"]),
            (
                "<key>OfflineLoginAllowed</key><false/><key>MFANotRequiredList</key><array><string>breakglass</string></array>",
                &[],
            ),
            (
                "<key>OfflineLoginAllowed</key><false/><key>MFARequiredList</key><array><string>alice</string></array>",
                &[],
            ),
            ("<key>OfflineLoginAllowed</key><true/>", &[]),
            ("", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("no-way-in-offline", inside), *expected, "{inside}");
        }
    }
}
