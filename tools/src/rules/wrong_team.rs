//! `wrong-team`: an identifier of Okta with another developer's team.

use latchkey_profile_schema::domain::SERVICE_MANAGEMENT;
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{KeyPath, Node, Value};

use super::companions::{TEAM, apps, is_okta_name, is_okta_sso, split_team};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::{key, quoted};
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// An identifier of Okta's with a team that is not Okta's.
    ///
    /// # What it does
    /// Compares the team beside or before each bundle identifier and label of Okta with `B7F62B65BN`. Published
    /// material also shows `VU9X276E3P`.
    ///
    /// # Why it matters
    /// macOS looks for what both the name and the team fit, and finds nothing.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>VU9X276E3P</string>
    ///     <key>Type</key><string>Credential</string>
    ///     <key>Realm</key><string>Okta Device</string>
    ///     <key>Hosts</key><array><string>corp.okta.com</string></array>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>Type</key><string>Credential</string>
    ///     <key>Realm</key><string>Okta Device</string>
    ///     <key>Hosts</key><array><string>corp.okta.com</string></array>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `TeamIdentifier`, `ApplicationIdentifier`
    static RULE = { name: "wrong-team", level: Error, since: "0.1.0" };
}

/// Looks wherever a team stands with a name of Okta.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if is_okta_sso(settings)
        && let Some(team) = settings.text("TeamIdentifier").filter(|team| *team != TEAM && !team.is_empty())
    {
        findings.push(finding(settings.path("TeamIdentifier"), team, TEAM.to_owned()));
    }
    for app in apps(settings) {
        if let (Some(team), name) = split_team(app.identifier)
            && team != TEAM
        {
            let path = settings.path("Configuration").index(app.index).key("ApplicationIdentifier");
            findings.push(finding(path, team, format!("{TEAM}.{name}")));
        }
    }
    if settings.domain.name == SERVICE_MANAGEMENT.name {
        let rules = settings.payload.settings.get("Rules").map_or(&[][..], Node::items);
        for (index, rule) in rules.iter().enumerate() {
            let text = |key: &str| rule.get(key).and_then(Node::as_str);
            let team = text("TeamIdentifier").filter(|team| *team != TEAM);
            if let (Some(team), true) = (team, text("RuleValue").is_some_and(is_okta_name)) {
                let path = settings.path("Rules").index(index).key("TeamIdentifier");
                findings.push(finding(path, team, TEAM.to_owned()));
            }
        }
    }
    findings.truncate(MAX_PROBLEMS);
    findings
}

fn finding(path: KeyPath, team: &str, right: String) -> Finding {
    let message = format!("{} has the team {}, and Okta's is {}", key(&path), quoted(team), quoted(TEAM));
    let edit = Edit::Value(path.clone(), Value::String(right.clone()));
    Finding::new(&RULE, value_at(path), message)
        .help(format!("write {}", quoted(&right)))
        .consequence("macOS finds no program of that name and team, and passes over the entry without a word")
        .fix(Fix::guess(format!("write {}", quoted(&right)), [edit]))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn the_team_goes_with_the_name() {
        let sso = |extension: &str, team: &str| {
            payload(
                "com.apple.extensiblesso",
                &format!(
                    "<key>ExtensionIdentifier</key><string>{extension}</string>\
                     <key>TeamIdentifier</key><string>{team}</string>"
                ),
            )
        };
        let app = |identifier: &str| {
            payload(
                "com.apple.associated-domains",
                &format!(
                    "<key>Configuration</key><array><dict><key>ApplicationIdentifier</key>\
                     <string>{identifier}</string></dict></array>"
                ),
            )
        };
        let rule = |value: &str, team: &str| {
            payload(
                "com.apple.servicemanagement",
                &format!(
                    "<key>Rules</key><array><dict><key>RuleType</key><string>Label</string><key>RuleValue</key>\
                     <string>{value}</string><key>TeamIdentifier</key><string>{team}</string></dict></array>"
                ),
            )
        };
        let count = |payloads: &str| messages_in_profile("wrong-team", payloads).len();
        for wrong in [
            sso("com.okta.mobile.auth-service-extension", "VU9X276E3P"),
            app("VU9X276E3P.com.okta.mobile"),
            rule("com.okta.deviceaccess.servicedaemon", "VU9X276E3P"),
        ] {
            assert_eq!(count(&wrong), 1, "{wrong}");
        }
        for right in [
            sso("com.okta.mobile.auth-service-extension", "B7F62B65BN"),
            sso("com.microsoft.CompanyPortalMac.ssoextension", "UBF8T346G9"),
            app("B7F62B65BN.com.okta.mobile"),
            app("UBF8T346G9.com.microsoft.CompanyPortalMac"),
            app("com.okta.mobile"),
            rule("com.okta.deviceaccess.servicedaemon", "B7F62B65BN"),
            rule("com.example.daemon", "VU9X276E3P"),
        ] {
            assert_eq!(count(&right), 0, "{right}");
        }
    }
}
