//! `wrong-extension`: single sign-on by an extension that Okta does not have.

use latchkey_profile_schema::Value;

use super::companions::{EXTENSION, is_okta_sso};
use super::placeholder_value::is_template_text;
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// An extension for single sign-on that Okta Verify does not have.
    ///
    /// # What it does
    /// Compares `ExtensionIdentifier` of Okta's payloads with `com.okta.mobile.auth-service-extension`. Published
    /// material also shows `com.okta.macos.OktaVerify.OktaVerifyPlatformSSO`, and the app's own identifier is a
    /// frequent slip.
    ///
    /// # Why it matters
    /// macOS loads the extension by this name. Where there is none, the payload installs and nothing happens.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.macos.OktaVerify.OktaVerifyPlatformSSO</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
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
    /// `ExtensionIdentifier`
    static RULE = { name: "wrong-extension", level: Error, since: "0.1.0" };
}

/// Looks at Okta's payloads for single sign-on.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    const KEY: &str = "ExtensionIdentifier";
    let name =
        settings.text(KEY).filter(|name| !name.is_empty() && *name != EXTENSION && !is_template_text(name));
    let Some(name) = name.filter(|_| is_okta_sso(settings)) else { return Vec::new() };
    let path = settings.path(KEY);
    let help = format!("write {}", quoted(EXTENSION));
    let edit = Edit::Value(path.clone(), Value::String(EXTENSION.to_owned()));
    vec![
        Finding::new(
            &RULE,
            value_at(path),
            format!("Okta Verify has no extension {}; its name is {}", quoted(name), quoted(EXTENSION)),
        )
        .help(help.clone())
        .consequence("macOS finds no extension, and neither single sign-on nor password sync works")
        .fix(Fix::guess(help, [edit])),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn okta_has_one_extension() {
        let count = |extension: &str, team: &str| {
            let inside = format!(
                "<key>ExtensionIdentifier</key><string>{extension}</string>\
                 <key>TeamIdentifier</key><string>{team}</string>"
            );
            messages_in_profile("wrong-extension", &payload("com.apple.extensiblesso", &inside)).len()
        };
        assert_eq!(count("com.okta.macos.OktaVerify.OktaVerifyPlatformSSO", "VU9X276E3P"), 1);
        assert_eq!(count("com.okta.mobile", "B7F62B65BN"), 1);
        assert_eq!(count("B7F62B65BN.com.okta.mobile.auth-service-extension", "B7F62B65BN"), 1);
        assert_eq!(count("com.okta.mobile.auth-service-extension", "B7F62B65BN"), 0);
        assert_eq!(count("com.microsoft.CompanyPortalMac.ssoextension", "UBF8T346G9"), 0);
        assert_eq!(count("com.apple.AppSSOKerberos.KerberosExtension", "apple"), 0);
    }
}
