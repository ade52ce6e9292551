//! `direct-downloads`: an app of Okta for which the Mac asks the organization itself what Apple knows already.

use latchkey_profile_schema::Value;
use latchkey_profile_schema::plist::MAX_PROBLEMS;

use super::companions::apps;
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// Direct downloads for an app of Okta.
    ///
    /// # What it does
    /// Reports `EnableDirectDownloads` = true beside an identifier of Okta. Its pages do without.
    ///
    /// # Why it matters
    /// With it the Mac asks the organization's host itself which apps may speak for it, each time. Apple's servers,
    /// which it asks otherwise, reach every organization of Okta.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.associated-domains</string>
    ///     <key>Configuration</key>
    ///     <array>
    ///         <dict>
    ///             <key>ApplicationIdentifier</key><string>B7F62B65BN.com.okta.mobile</string>
    ///             <key>AssociatedDomains</key><array><string>authsrv:corp.okta.com</string></array>
    ///             <key>EnableDirectDownloads</key><true/>
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
    /// `EnableDirectDownloads`
    static RULE = { name: "direct-downloads", level: Info, since: "0.1.0" };
}

/// Looks at each app of Okta.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    const KEY: &str = "EnableDirectDownloads";
    apps(settings)
        .filter(|app| app.node.get(KEY).is_some_and(|node| node.value == Value::Boolean(true)))
        .map(|app| {
            let path = settings.path("Configuration").index(app.index).key(KEY);
            let message = format!("direct downloads are on for {}", quoted(app.identifier));
            Finding::new(&RULE, value_at(path.clone()), message)
                .help("delete the key, unless the organization's host cannot be reached from outside")
                .consequence("a Mac that cannot reach the host when it looks does not let the app sign in")
                .fix(Fix::guess("delete `EnableDirectDownloads`", [Edit::Remove(path)]))
        })
        .take(MAX_PROBLEMS)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn other_apps_may_need_it() {
        let count = |identifier: &str, value: &str| {
            let inside = format!(
                "<key>Configuration</key><array><dict><key>ApplicationIdentifier</key><string>{identifier}</string>\
                 <key>EnableDirectDownloads</key><{value}/></dict></array>"
            );
            messages_in_profile("direct-downloads", &payload("com.apple.associated-domains", &inside)).len()
        };
        assert_eq!(count("B7F62B65BN.com.okta.mobile", "true"), 1);
        assert_eq!(count("B7F62B65BN.com.okta.mobile", "false"), 0);
        assert_eq!(count("ABCDE12345.com.example.app", "true"), 0);
    }
}
