//! `incomplete-companions`: Platform SSO of Okta without all the payloads that it needs.

use latchkey_profile_schema::domain::{ASSOCIATED_DOMAINS, EXTENSIBLE_SSO, OKTA_EXTENSION, SCEP};

use crate::facts::{Across, Offer, OneOfMany, What, here, mentions};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// Platform SSO of Okta, of whose payloads some are missing.
    ///
    /// # What it does
    /// Where the files of the call hold two or more of the set, lists the others: `com.apple.extensiblesso` with Okta's
    /// extension, `com.apple.associated-domains` of Okta's apps, `com.okta.mobile.auth-service-extension` with
    /// `OktaVerify.PasswordSyncClientID`, and a certificate by `com.apple.security.scep`. One payload alone may be one
    /// profile of several, and says nothing of the others.
    ///
    /// # Why it matters
    /// A Mac registers for Platform SSO when all of them are installed. They may stand in any number of profiles, so give
    /// the linter all of them in one call.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>OktaVerify.PasswordSyncClientID</key><string>0oa1b2c3d4e5f6g7h8i9</string>
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
    ///     <key>PayloadType</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>OktaVerify.PasswordSyncClientID</key><string>0oa1b2c3d4e5f6g7h8i9</string>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>PlatformSSO</key><dict><key>UseSharedDeviceKeys</key><true/></dict>
    /// </dict>
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
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.security.scep</string>
    ///     <key>PayloadContent</key><dict><key>URL</key><string>https://corp.okta.com/scep</string></dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`
    static RULE = { name: "incomplete-companions", level: Info, since: "0.1.0" };
}

/// The key of password sync, by which the extension's payload is known.
const CLIENT_ID: &str = "OktaVerify.PasswordSyncClientID";

/// Lists what is missing once, at the first payload of the set.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let set = [
        (What::PlatformSso, EXTENSIBLE_SSO.name),
        (What::OktaApp, ASSOCIATED_DOMAINS.name),
        (What::PasswordSync, OKTA_EXTENSION.name),
    ];
    let is_profile = |file: usize| files.get(file).is_some_and(|one| one.facts.is_profile);
    let there = set.iter().find_map(|(what, _)| mentions(files, *what).find(|(file, _)| is_profile(*file)));
    let Some((file, mention)) = there else { return Vec::new() };
    // One that is asked for a user is there, and in the wrong place.
    let has_certificate = files.iter().any(|one| one.facts.offers.contains(&Offer::Certificate))
        || mentions(files, What::UserCertificate).next().is_some();
    let missing = set.into_iter().filter(|(what, _)| mentions(files, *what).next().is_none());
    let missing = missing.map(|(what, name)| match what {
        // The payload may be there, and the one key that the set needs not in it.
        What::PasswordSync => format!("{} with {}", quoted(name), quoted(CLIENT_ID)),
        _ => quoted(name),
    });
    let missing: Vec<String> = missing.chain((!has_certificate).then(|| quoted(SCEP.name))).collect();
    /// All but what may stand alone.
    const MOST: usize = 2;
    if missing.is_empty() || missing.len() > MOST {
        return Vec::new();
    }
    let verb = if missing.len() == 1 { "is" } else { "are" };
    vec![Across {
        rule: &RULE,
        at_most: None,
        file,
        spot: mention.spot.clone(),
        message: format!(
            "Platform SSO of Okta needs {} too, which {verb} not {}",
            missing.join(", "),
            here(files)
        ),
        help: "deploy what is missing, and check all profiles of the set in one call",
        consequence: "a Mac that lacks one of the set does not register, and its password is not synchronized",
        related: Vec::new(),
    }]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, preferences, profile};

    #[test]
    fn a_set_may_be_spread_over_files() {
        let of = |domain: &str, inside: &str| profile(&payload(domain, inside));
        let sso = |extension: &str| {
            of(
                "com.apple.extensiblesso",
                &format!(
                    "<key>ExtensionIdentifier</key><string>{extension}</string><key>PlatformSSO</key><dict/>"
                ),
            )
        };
        let okta = sso("com.okta.mobile.auth-service-extension");
        let domains = of(
            "com.apple.associated-domains",
            "<key>Configuration</key><array><dict><key>ApplicationIdentifier</key>\
             <string>B7F62B65BN.com.okta.mobile</string></dict></array>",
        );
        const CLIENT: &str = "<key>OktaVerify.PasswordSyncClientID</key><string>0oa1</string>";
        let extension = of("com.okta.mobile.auth-service-extension", CLIENT);
        let certificate = of("com.apple.security.scep", "<key>PayloadContent</key><dict/>");
        let for_user = certificate.replace("<string>System</string>", "<string>User</string>");
        let found = |contents: &[&String]| files("incomplete-companions", contents);
        assert_eq!(
            found(&[&domains, &okta, &extension]),
            [(
                1,
                "Platform SSO of Okta needs `com.apple.security.scep` too, which is not in these files"
                    .to_owned()
            )]
        );
        let without = of("com.okta.mobile.auth-service-extension", "");
        let message = &found(&[&domains, &okta, &certificate, &without])[0].1;
        assert!(
            message.contains("`com.okta.mobile.auth-service-extension` with `OktaVerify.Password"),
            "{message}"
        );
        assert!(found(&[&domains, &extension])[0].1.contains("are not in these files"));
        assert_eq!(found(&[&okta, &certificate]).len(), 1);
        for silent in [
            &[&domains, &okta, &extension, &certificate][..],
            &[&domains, &okta, &extension, &for_user],
            &[&certificate],
            &[&okta],
            &[&domains],
            &[&extension],
            &[&sso("com.example.extension")],
            &[&of("com.okta.mobile", "<key>OktaVerify.ReportDiagnostics</key><true/>")],
            &[&preferences(CLIENT)],
        ] {
            assert!(found(silent).is_empty(), "{silent:?}");
        }
    }
}
