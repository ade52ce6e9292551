//! `unshared-device-keys`: Platform SSO of Okta whose keys are each user's own.

use crate::facts::{Across, OneOfMany, What, mentions};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// Platform SSO of Okta without `UseSharedDeviceKeys`.
    ///
    /// # What it does
    /// Reports a `PlatformSSO` of Okta in which `UseSharedDeviceKeys` is absent or not true, unless some file of the call
    /// says `PlatformSSO.ProtocolVersion` = `1.0`.
    ///
    /// # Why it matters
    /// Version 2.0 of the protocol, which macOS 14 and later speak, and password sync at FileVault need keys that all
    /// users of the Mac share. Absent means false.
    ///
    /// # Example
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
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>PlatformSSO</key>
    ///     <dict>
    ///         <key>AuthenticationMethod</key><string>Password</string>
    ///         <key>UseSharedDeviceKeys</key><true/>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `UseSharedDeviceKeys`
    static RULE = { name: "unshared-device-keys", level: Warning, since: "0.1.0" };
}

/// Compares `PlatformSSO` with the version of the protocol, wherever that is said.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let version = mentions(files, What::ProtocolVersion).next();
    if mentions(files, What::ProtocolVersion).any(|(_, mention)| mention.text == "1.0") {
        return Vec::new();
    }
    mentions(files, What::UnsharedKeys)
        .map(|(file, mention)| Across {
            rule: &RULE,
            at_most: None,
            file,
            spot: mention.spot.clone(),
            message: match version {
                Some((_, version)) => {
                    format!(
                        "`UseSharedDeviceKeys` is not true, and the protocol version {} needs it",
                        quoted(&version.text)
                    )
                }
                None => "`UseSharedDeviceKeys` is not true, and Platform SSO of Okta needs it".to_owned(),
            },
            help: "set `UseSharedDeviceKeys` to `<true/>` in `PlatformSSO`",
            consequence: "the Mac does not register for Platform SSO, and the password is not synchronized",
            related: version
                .map(|(file, version)| (file, version.spot.clone(), "the version of the protocol"))
                .into_iter()
                .collect(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, profile};

    #[test]
    fn the_version_of_the_protocol_counts() {
        let sso = |extension: &str, inside: &str| {
            let inside = format!(
                "<key>ExtensionIdentifier</key><string>{extension}</string><key>PlatformSSO</key><dict>{inside}</dict>"
            );
            profile(&payload("com.apple.extensiblesso", &inside))
        };
        let version = |version: &str| {
            let inside = format!("<key>PlatformSSO.ProtocolVersion</key><string>{version}</string>");
            profile(&payload("com.okta.mobile.auth-service-extension", &inside))
        };
        const OKTA: &str = "com.okta.mobile.auth-service-extension";
        let absent = sso(OKTA, "");
        let unshared = sso(OKTA, "<key>UseSharedDeviceKeys</key><false/>");
        let shared = sso(OKTA, "<key>UseSharedDeviceKeys</key><true/>");
        let other = sso("com.example.extension", "");
        let found = |contents: &[&String]| files("unshared-device-keys", contents);
        assert_eq!(
            found(&[&version("2.0"), &absent]),
            [(1, "`UseSharedDeviceKeys` is not true, and the protocol version `2.0` needs it".to_owned())]
        );
        assert_eq!(found(&[&unshared]).len(), 1);
        assert_eq!(found(&[&absent, &shared]).len(), 1);
        for silent in [&[&shared][..], &[&other], &[&version("1.0"), &absent], &[&version("2.0"), &shared]] {
            assert!(found(silent).is_empty(), "{silent:?}");
        }
    }
}
