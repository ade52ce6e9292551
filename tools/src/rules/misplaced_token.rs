//! `misplaced-token`: a registration token that stands a level too deep.

use latchkey_profile_schema::domain::EXTENSIBLE_SSO;

use crate::finding::{Finding, key_at};
use crate::fix::{Edit, Fix};
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// A `RegistrationToken` inside `PlatformSSO`.
    ///
    /// # What it does
    /// Looks for the key in the dictionary `PlatformSSO`. Apple has it beside that dictionary, as a key of the payload.
    ///
    /// # Why it matters
    /// macOS passes over a key that it does not look for, and the Mac registers without the token.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>PlatformSSO</key>
    ///     <dict><key>RegistrationToken</key><string>{{DEVICEREGISTRATION}}</string></dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>RegistrationToken</key><string>{{DEVICEREGISTRATION}}</string>
    ///     <key>PlatformSSO</key>
    ///     <dict><key>AuthenticationMethod</key><string>Password</string></dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `RegistrationToken`
    static RULE = { name: "misplaced-token", level: Warning, since: "0.1.0" };
}

/// Looks into `PlatformSSO`.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    const KEY: &str = "RegistrationToken";
    if settings.domain.name != EXTENSIBLE_SSO.name {
        return Vec::new();
    }
    let node = settings.payload.settings;
    let Some(token) = node.get("PlatformSSO").and_then(|inner| inner.get(KEY)) else { return Vec::new() };
    let path = settings.path("PlatformSSO").key(KEY);
    let (fix, help) = match node.get(KEY) {
        Some(_) => (
            Fix::guess("delete the inner one", [Edit::Remove(path.clone())]),
            "delete it; the payload has one already",
        ),
        None => {
            let insert = Edit::Insert {
                into: settings.payload.path.clone(),
                key: KEY.to_owned(),
                value: token.value.clone(),
            };
            (
                Fix::safe("move it out of `PlatformSSO`", [Edit::Remove(path.clone()), insert]),
                "move it out of `PlatformSSO`, to the keys of the payload",
            )
        }
    };
    vec![
        Finding::new(
            &RULE,
            key_at(path),
            "`RegistrationToken` stands inside `PlatformSSO`, and belongs beside it",
        )
        .help(help)
        .consequence("macOS passes over the token, and each user is asked to register")
        .fix(fix),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found, payload, profile};

    #[test]
    fn the_token_is_a_key_of_the_payload() {
        const TOKEN: &str = "<key>RegistrationToken</key><string>a</string>";
        let helps = |beside: &str, inside: &str| {
            let inside = format!("{beside}<key>PlatformSSO</key><dict>{inside}</dict>");
            let file = profile(&payload("com.apple.extensiblesso", &inside));
            let findings = found("misplaced-token", file.as_bytes(), None);
            findings.into_iter().filter_map(|finding| finding.help).collect::<Vec<_>>()
        };
        assert_eq!(helps("", TOKEN), ["move it out of `PlatformSSO`, to the keys of the payload"]);
        assert_eq!(helps(TOKEN, TOKEN), ["delete it; the payload has one already"]);
        assert!(helps(TOKEN, "").is_empty() && helps("", "").is_empty());
    }
}
