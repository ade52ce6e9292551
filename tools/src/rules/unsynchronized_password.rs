//! `unsynchronized-password`: Platform SSO of Okta by another method than the password.

use latchkey_profile_schema::{Node, Value};

use super::companions::is_platform_sso;
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// Platform SSO of Okta that does not synchronize the password.
    ///
    /// # What it does
    /// Reports an `AuthenticationMethod` of `UserSecureEnclaveKey` or `SmartCard` in a payload of Okta, in `PlatformSSO`
    /// or beside it.
    ///
    /// # Why it matters
    /// Okta's Platform SSO is Desktop Password Sync, and its pages name `Password` alone.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>PlatformSSO</key>
    ///     <dict><key>AuthenticationMethod</key><string>UserSecureEnclaveKey</string></dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>PlatformSSO</key>
    ///     <dict><key>AuthenticationMethod</key><string>Password</string></dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `AuthenticationMethod`
    static RULE = { name: "unsynchronized-password", level: Warning, since: "0.1.0" };
}

/// Looks at both places of the method.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    const KEY: &str = "AuthenticationMethod";
    if !is_platform_sso(settings) {
        return Vec::new();
    }
    let node = settings.payload.settings;
    let places = [
        (settings.path(KEY), node.get(KEY)),
        (settings.path("PlatformSSO").key(KEY), node.get("PlatformSSO").and_then(|inner| inner.get(KEY))),
    ];
    places
        .into_iter()
        .filter_map(|(path, node)| Some((path, node.and_then(Node::as_str)?)))
        .filter(|(_, method)| ["UserSecureEnclaveKey", "SmartCard"].contains(method))
        .map(|(path, method)| {
            let edit = Edit::Value(path.clone(), Value::String("Password".to_owned()));
            let message =
                format!("the method is {}, and password sync of Okta needs `Password`", quoted(method));
            Finding::new(&RULE, value_at(path), message)
                .help("write `Password`")
                .consequence("the local password is not synchronized with that of the organization")
                .fix(Fix::guess("write `Password`", [edit]))
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn only_okta_needs_the_password() {
        let count = |extension: &str, above: &str, below: &str| {
            let method = |method: &str| match method {
                "" => String::new(),
                _ => format!("<key>AuthenticationMethod</key><string>{method}</string>"),
            };
            let inside = format!(
                "<key>ExtensionIdentifier</key><string>{extension}</string>{}<key>PlatformSSO</key><dict>{}</dict>",
                method(above),
                method(below)
            );
            messages_in_profile("unsynchronized-password", &payload("com.apple.extensiblesso", &inside)).len()
        };
        const OKTA: &str = "com.okta.mobile.auth-service-extension";
        assert_eq!(count(OKTA, "", "UserSecureEnclaveKey"), 1);
        assert_eq!(count(OKTA, "UserSecureEnclaveKey", "SmartCard"), 2);
        assert_eq!(count(OKTA, "Password", "Password"), 0);
        assert_eq!(count(OKTA, "", ""), 0);
        assert_eq!(count("com.microsoft.CompanyPortalMac.ssoextension", "", "UserSecureEnclaveKey"), 0);
    }
}
