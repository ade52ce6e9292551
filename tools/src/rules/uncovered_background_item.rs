//! `uncovered-background-item`: managed login items that name some of Okta's background items and not others.

use latchkey_profile_schema::Node;
use latchkey_profile_schema::domain::SERVICE_MANAGEMENT;

use super::companions::{TEAM, is_okta_name};
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// Managed login items that leave some of Okta's background items out.
    ///
    /// # What it does
    /// Where a rule of `com.apple.servicemanagement` names an item of Okta, looks whether the rules cover the three
    /// daemons that Okta Verify installs. A rule for the team `B7F62B65BN` covers all.
    ///
    /// # Why it matters
    /// A user can switch off in System Settings what no rule covers.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.servicemanagement</string>
    ///     <key>Rules</key>
    ///     <array>
    ///         <dict>
    ///             <key>RuleType</key><string>Label</string>
    ///             <key>RuleValue</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.servicemanagement</string>
    ///     <key>Rules</key>
    ///     <array>
    ///         <dict>
    ///             <key>RuleType</key><string>TeamIdentifier</string>
    ///             <key>RuleValue</key><string>B7F62B65BN</string>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `Rules`
    static RULE = { name: "uncovered-background-item", level: Info, since: "0.1.0" };
}

/// The daemons, as Okta Verify's package installs them.
const DAEMONS: [&str; 3] =
    ["com.okta.deviceaccess.servicedaemon", "com.okta.authentication.service", "com.okta.autoupdate.daemon"];

/// Compares the rules with the daemons.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    if settings.domain.name != SERVICE_MANAGEMENT.name {
        return Vec::new();
    }
    let rules = settings.payload.settings.get("Rules").map_or(&[][..], Node::items);
    let text = |rule: &'_ Node, key: &str| rule.get(key).and_then(Node::as_str).map(str::to_owned);
    let rules: Vec<(String, String)> =
        rules.iter().filter_map(|rule| Some((text(rule, "RuleType")?, text(rule, "RuleValue")?))).collect();
    // What belongs to which bundle is not documented, so a rule for bundles may cover everything.
    let covers = |daemon: &str| {
        rules.iter().any(|(kind, value)| match kind.as_str() {
            "TeamIdentifier" => value == TEAM,
            "Label" => value == daemon,
            "LabelPrefix" => daemon.starts_with(value.as_str()),
            _ => is_okta_name(value),
        })
    };
    let uncovered: Vec<String> = DAEMONS.into_iter().filter(|daemon| !covers(daemon)).map(quoted).collect();
    if uncovered.is_empty() || !rules.iter().any(|(_, value)| is_okta_name(value)) {
        return Vec::new();
    }
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path("Rules")),
            format!("the rules name an item of Okta, and do not cover {}", uncovered.join(" and ")),
        )
        .help(format!("add a rule with `RuleType` = `TeamIdentifier` and `RuleValue` = {}", quoted(TEAM)))
        .consequence("a user can switch these items off, and what they do stops"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn one_rule_may_cover_all() {
        let count = |rules: &[(&str, &str)]| {
            let rule = |(kind, value): &(&str, &str)| {
                format!(
                    "<dict><key>RuleType</key><string>{kind}</string>\
                     <key>RuleValue</key><string>{value}</string></dict>"
                )
            };
            let inside =
                format!("<key>Rules</key><array>{}</array>", rules.iter().map(rule).collect::<String>());
            messages_in_profile("uncovered-background-item", &payload("com.apple.servicemanagement", &inside))
                .len()
        };
        assert_eq!(count(&[("Label", "com.okta.deviceaccess.servicedaemon")]), 1);
        assert_eq!(count(&[("LabelPrefix", "com.okta.deviceaccess")]), 1);
        assert_eq!(count(&[("LabelPrefix", "com.okta.")]), 0);
        assert_eq!(count(&[("TeamIdentifier", "B7F62B65BN")]), 0);
        assert_eq!(count(&[("TeamIdentifier", "B7F62B65BN"), ("Label", "com.okta.autoupdate.daemon")]), 0);
        assert_eq!(count(&[("BundleIdentifierPrefix", "com.okta.mobile")]), 0);
        assert_eq!(count(&[("Label", "com.example.daemon")]), 0);
        assert_eq!(count(&[]), 0);
    }
}
