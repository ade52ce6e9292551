//! `credential-extension`: Platform SSO with the kind of single sign-on that answers challenges of hosts.

use latchkey_profile_schema::Value;

use super::companions::{is_platform_sso, texts};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// Platform SSO of Okta with `Credential` in place of `Redirect`.
    ///
    /// # What it does
    /// Reports `Type` = `Credential` in a payload of Okta that sets up Platform SSO. Okta's other payload, for FastPass,
    /// has `Credential` by right, and no `PlatformSSO`.
    ///
    /// # Why it matters
    /// Platform SSO asks the organization by URLs, and `Credential` has none.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>Type</key><string>Credential</string>
    ///     <key>Realm</key><string>Okta Device</string>
    ///     <key>Hosts</key><array><string>corp.okta.com</string></array>
    ///     <key>PlatformSSO</key>
    ///     <dict>
    ///         <key>AuthenticationMethod</key><string>Password</string>
    ///         <key>UseSharedDeviceKeys</key><true/>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>Type</key><string>Redirect</string>
    ///     <key>URLs</key>
    ///     <array>
    ///         <string>https://corp.okta.com/device-access/api/v1/nonce</string>
    ///         <string>https://corp.okta.com/oauth2/v1/token</string>
    ///     </array>
    ///     <key>PlatformSSO</key>
    ///     <dict>
    ///         <key>AuthenticationMethod</key><string>Password</string>
    ///         <key>UseSharedDeviceKeys</key><true/>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `Type`
    static RULE = { name: "credential-extension", level: Error, since: "0.1.0" };
}

/// Looks at Okta's payloads for Platform SSO.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    if settings.text("Type") != Some("Credential") || !is_platform_sso(settings) {
        return Vec::new();
    }
    let path = settings.path("Type");
    let has_urls = texts(settings.payload.settings, "URLs").next().is_some();
    let edit = Edit::Value(path.clone(), Value::String("Redirect".to_owned()));
    vec![
        Finding::new(&RULE, value_at(path), "Platform SSO of Okta has `Credential`, and needs `Redirect`")
            .help("write `Redirect`, and list Okta's URLs in `URLs`")
            .consequence("the Mac does not register for Platform SSO")
            .fix(has_urls.then(|| Fix::guess("write `Redirect`", [edit]))),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn fastpass_may_have_it() {
        let count = |extension: &str, inside: &str| {
            let inside = format!("<key>ExtensionIdentifier</key><string>{extension}</string>{inside}");
            messages_in_profile("credential-extension", &payload("com.apple.extensiblesso", &inside)).len()
        };
        const OKTA: &str = "com.okta.mobile.auth-service-extension";
        const CREDENTIAL: &str = "<key>Type</key><string>Credential</string>";
        let platform = format!("{CREDENTIAL}<key>PlatformSSO</key><dict/>");
        assert_eq!(count(OKTA, &platform), 1);
        assert_eq!(count(OKTA, CREDENTIAL), 0);
        assert_eq!(count("com.example.extension", &platform), 0);
        assert_eq!(count(OKTA, "<key>Type</key><string>Redirect</string><key>PlatformSSO</key><dict/>"), 0);
    }
}
