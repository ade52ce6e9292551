//! `incomplete-sso-urls`: Platform SSO of Okta without the URLs that the extension answers for.

use super::companions::{NONCE, TOKEN, host, is_platform_sso, texts};
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// Platform SSO of Okta whose `URLs` lack one that it asks for.
    ///
    /// # What it does
    /// Looks in `URLs` for `…/device-access/api/v1/nonce` and `…/oauth2/v1/token`. The root of the organization alone is
    /// not enough: Okta's pages list the two URLs.
    ///
    /// # Why it matters
    /// macOS hands the extension what goes to these URLs. Okta's registration asks both.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>Type</key><string>Redirect</string>
    ///     <key>URLs</key><array><string>https://corp.okta.com</string></array>
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
    /// `URLs`
    static RULE = { name: "incomplete-sso-urls", level: Warning, since: "0.1.0" };
}

/// Looks for both URLs. Where there are none at all, the key itself is missing.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    let urls: Vec<&str> = texts(settings.payload.settings, "URLs").map(|(_, url)| url).collect();
    if urls.is_empty() || settings.text("Type") == Some("Credential") || !is_platform_sso(settings) {
        return Vec::new();
    }
    let lacks = |path: &&str| !urls.iter().any(|url| url.trim_end_matches('/').ends_with(path));
    let lacking: Vec<&str> = [NONCE, TOKEN].into_iter().filter(|path| lacks(path)).collect();
    if lacking.is_empty() {
        return Vec::new();
    }
    let organization = urls.iter().find_map(|url| host(url));
    let organization = organization.as_deref().unwrap_or("your-org.okta.com");
    let whole: Vec<String> =
        lacking.iter().map(|path| quoted(&format!("https://{organization}{path}"))).collect();
    let paths: Vec<String> = lacking.iter().map(|path| quoted(path)).collect();
    let none = if urls.len() == 1 { "the only URL is not" } else { "none of the URLs is" };
    vec![
        Finding::new(
            &RULE,
            value_at(settings.path("URLs")),
            format!("{none} the organization's {}", paths.join(" or ")),
        )
        .help(format!("add {}", whole.join(" and ")))
        .consequence("macOS does not ask the extension, and the Mac does not register for Platform SSO"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn both_urls_are_needed() {
        let found = |extension: &str, urls: &[&str]| {
            let urls: String =
                urls.iter().map(|url| format!("<string>https://corp.okta.com{url}</string>")).collect();
            let inside = format!(
                "<key>ExtensionIdentifier</key><string>{extension}</string><key>Type</key><string>Redirect</string>\
                 <key>URLs</key><array>{urls}</array><key>PlatformSSO</key><dict/>"
            );
            messages_in_profile("incomplete-sso-urls", &payload("com.apple.extensiblesso", &inside))
        };
        const OKTA: &str = "com.okta.mobile.auth-service-extension";
        const NONCE: &str = "/device-access/api/v1/nonce";
        const TOKEN: &str = "/oauth2/v1/token";
        assert_eq!(found(OKTA, &[NONCE]), ["the only URL is not the organization's `/oauth2/v1/token`"]);
        assert_eq!(found(OKTA, &["", "/"]).len(), 1);
        assert!(found(OKTA, &[NONCE, TOKEN]).is_empty());
        assert!(found(OKTA, &[NONCE, TOKEN, "/v1/auth/device-sign"]).is_empty());
        assert!(found(OKTA, &[]).is_empty());
        assert!(found("com.example.extension", &[""]).is_empty());
    }
}
