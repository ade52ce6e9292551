//! `variable-at-setup`: a variable for the user, in settings that the Mac needs before it has one.

use crate::facts::{Across, OneOfMany, What, mentions};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A variable for the user where the Mac registers in Setup Assistant.
    ///
    /// # What it does
    /// Reports a variable in `OktaVerify.UserPrincipalName` when some file of the call has
    /// `EnableRegistrationDuringSetup` = true.
    ///
    /// # Why it matters
    /// In Setup Assistant the MDM knows no user of the Mac yet, and delivers the variable as it is written.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.UserPrincipalName</key><string>$USERNAME</string>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>PlatformSSO</key>
    ///     <dict>
    ///         <key>UseSharedDeviceKeys</key><true/>
    ///         <key>EnableRegistrationDuringSetup</key><true/>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.mobile</string>
    ///     <key>OktaVerify.OrgUrl</key><string>https://corp.okta.com</string>
    /// </dict>
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.extensiblesso</string>
    ///     <key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>
    ///     <key>TeamIdentifier</key><string>B7F62B65BN</string>
    ///     <key>PlatformSSO</key>
    ///     <dict>
    ///         <key>UseSharedDeviceKeys</key><true/>
    ///         <key>EnableRegistrationDuringSetup</key><true/>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `OktaVerify.UserPrincipalName`, `EnableRegistrationDuringSetup`
    static RULE = { name: "variable-at-setup", level: Warning, since: "0.1.0" };
}

/// Looks for the variable where the Mac registers early.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let Some((other, setup)) = mentions(files, What::SetupRegistration).next() else { return Vec::new() };
    mentions(files, What::UserVariable)
        .map(|(file, mention)| Across {
            rule: &RULE,
 at_most: None,
            file,
            spot: mention.spot.clone(),
            message: format!(
                "{} stands for a user, and the Mac registers in Setup Assistant, before it has one",
                quoted(&mention.text)
            ),
            help: "leave `OktaVerify.UserPrincipalName` out, or set `EnableRegistrationDuringSetup` to `<false/>`",
            consequence: "Okta Verify fills in the variable's own name, and the user has to correct it",
            related: vec![(other, setup.spot.clone(), "the Mac registers in Setup Assistant")],
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, profile};

    #[test]
    fn later_the_user_is_known() {
        let verify = |name: &str| {
            let inside = format!("<key>OktaVerify.UserPrincipalName</key><string>{name}</string>");
            profile(&payload("com.okta.mobile", &inside))
        };
        let sso = |value: &str| {
            let inside = format!(
                "<key>ExtensionIdentifier</key><string>com.okta.mobile.auth-service-extension</string>\
                 <key>PlatformSSO</key><dict><key>EnableRegistrationDuringSetup</key><{value}/></dict>"
            );
            profile(&payload("com.apple.extensiblesso", &inside))
        };
        let count = |name: &str, value: &str| files("variable-at-setup", &[&verify(name), &sso(value)]).len();
        assert_eq!(count("$USERNAME", "true"), 1);
        assert_eq!(count("{{userprincipalname}}", "true"), 1);
        assert_eq!(count("$USERNAME", "false"), 0);
        assert_eq!(count("alice@example.com", "true"), 0);
        assert!(files("variable-at-setup", &[&verify("$USERNAME")]).is_empty());
    }
}
