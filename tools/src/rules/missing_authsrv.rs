//! `missing-authsrv`: an app of Okta that may speak for no organization.

use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{KeyPath, Value};

use super::companions::{SIGN_IN_SERVICE, apps, texts};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// An app of Okta whose associated domains hold no `authsrv:`.
    ///
    /// # What it does
    /// Looks in `AssociatedDomains` of Okta Verify and its extension for a domain with the service `authsrv:`. Published
    /// recipes have `webcredentials:` in its place.
    ///
    /// # Why it matters
    /// macOS lets an extension sign users in to the Mac for hosts of this service alone.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.associated-domains</string>
    ///     <key>Configuration</key>
    ///     <array>
    ///         <dict>
    ///             <key>ApplicationIdentifier</key><string>B7F62B65BN.com.okta.mobile</string>
    ///             <key>AssociatedDomains</key><array><string>webcredentials:corp.okta.com</string></array>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.associated-domains</string>
    ///     <key>Configuration</key>
    ///     <array>
    ///         <dict>
    ///             <key>ApplicationIdentifier</key><string>B7F62B65BN.com.okta.mobile</string>
    ///             <key>AssociatedDomains</key><array><string>authsrv:corp.okta.com</string></array>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `AssociatedDomains`
    static RULE = { name: "missing-authsrv", level: Warning, since: "0.1.0" };
}

/// Looks at each app of Okta.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    apps(settings)
        .filter_map(|app| {
            let path = settings.path("Configuration").index(app.index).key("AssociatedDomains");
            let domains: Vec<(usize, &str)> = texts(app.node, "AssociatedDomains").collect();
            let serves = domains.iter().any(|(_, domain)| domain.starts_with(SIGN_IN_SERVICE));
            (!serves && app.node.get("AssociatedDomains").is_some())
                .then(|| finding(path, &domains, app.identifier))
        })
        .take(MAX_PROBLEMS)
        .collect()
}

fn finding(path: KeyPath, domains: &[(usize, &str)], identifier: &str) -> Finding {
    let other = domains.iter().find_map(|(index, domain)| Some((*index, *domain, domain.split_once(':')?.1)));
    let message = match other {
        Some((_, domain, _)) => {
            format!("{} has the domain {}, and none with `authsrv:`", quoted(identifier), quoted(domain))
        }
        None => format!("{} has no domain with `authsrv:`", quoted(identifier)),
    };
    let finding = Finding::new(&RULE, value_at(path.clone()), message)
        .consequence("the extension may not sign in to the organization, and the Mac does not register");
    match other {
        Some((index, _, host)) => {
            let right = format!("{SIGN_IN_SERVICE}{host}");
            let edit = Edit::Value(path.index(index), Value::String(right.clone()));
            finding
                .help(format!("write {}", quoted(&right)))
                .fix(Fix::guess(format!("write {}", quoted(&right)), [edit]))
        }
        None => finding.help("add the organization's host, as in `authsrv:corp.okta.com`"),
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn other_services_do_not_do() {
        let count = |identifier: &str, domains: &[&str]| {
            let domains: String = domains.iter().map(|domain| format!("<string>{domain}</string>")).collect();
            let inside = format!(
                "<key>Configuration</key><array><dict><key>ApplicationIdentifier</key><string>{identifier}</string>\
                 <key>AssociatedDomains</key><array>{domains}</array></dict></array>"
            );
            messages_in_profile("missing-authsrv", &payload("com.apple.associated-domains", &inside)).len()
        };
        const OKTA: &str = "B7F62B65BN.com.okta.mobile.auth-service-extension";
        assert_eq!(count(OKTA, &["webcredentials:corp.okta.com"]), 1);
        assert_eq!(count(OKTA, &["com.okta.mobile"]), 1);
        assert_eq!(count(OKTA, &[]), 1);
        assert_eq!(count(OKTA, &["webcredentials:corp.okta.com", "authsrv:corp.okta.com"]), 0);
        assert_eq!(count("ABCDE12345.com.example.app", &["webcredentials:example.com"]), 0);
    }
}
