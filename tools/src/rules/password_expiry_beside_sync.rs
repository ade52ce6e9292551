//! `password-expiry-beside-sync`: local passwords that expire on a Mac whose password is the organization's.

use crate::facts::{Across, OneOfMany, What, mentions};
use crate::rule::rule;

rule! {
    /// Local passwords that expire, beside Platform SSO of Okta.
    ///
    /// # What it does
    /// Reports `maxPINAgeInDays` in a payload of `com.apple.mobiledevice.passwordpolicy` when some file of the call sets
    /// up Platform SSO with Okta.
    ///
    /// # Why it matters
    /// The local password is that of the organization. When it expires on the Mac, the user changes it there, and the two
    /// are no longer one.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.mobiledevice.passwordpolicy</string>
    ///     <key>maxPINAgeInDays</key><integer>90</integer>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>PlatformSSO</key><dict><key>UseSharedDeviceKeys</key><true/></dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>PlatformSSO</key><dict><key>UseSharedDeviceKeys</key><true/></dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `maxPINAgeInDays`
    static RULE = { name: "password-expiry-beside-sync", level: Warning, since: "0.1.0" };
}

/// Looks for the expiry where there is Platform SSO.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let Some((other, sso)) = mentions(files, What::PlatformSso).next() else { return Vec::new() };
    mentions(files, What::PasswordExpiry)
        .map(|(file, mention)| Across {
            rule: &RULE,
 at_most: None,
            file,
            spot: mention.spot.clone(),
            message: "local passwords expire, and Platform SSO keeps them equal to the organization's".to_owned(),
            help: "delete `maxPINAgeInDays`, and let the organization's password policy say when passwords expire",
            consequence: "a user who changes the expired password on the Mac has two passwords until the next sync",
            related: vec![(other, sso.spot.clone(), "Platform SSO of Okta")],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, profile};

    #[test]
    fn without_password_sync_passwords_may_expire() {
        let policy = |inside: &str| profile(&payload("com.apple.mobiledevice.passwordpolicy", inside));
        let sso = |extension: &str| {
            let inside = format!(
                "<key>ExtensionIdentifier</key><string>{extension}</string><key>PlatformSSO</key><dict/>"
            );
            profile(&payload("com.apple.extensiblesso", &inside))
        };
        const OKTA: &str = "com.okta.mobile.auth-service-extension";
        let expires = policy("<key>maxPINAgeInDays</key><integer>90</integer>");
        let found = |contents: &[&String]| files("password-expiry-beside-sync", contents).len();
        assert_eq!(found(&[&expires, &sso(OKTA)]), 1);
        assert_eq!(found(&[&expires]), 0);
        assert_eq!(found(&[&expires, &sso("com.example.extension")]), 0);
        assert_eq!(found(&[&policy("<key>minLength</key><integer>8</integer>"), &sso(OKTA)]), 0);
    }
}
