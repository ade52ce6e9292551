//! `certificate-for-user`: the certificate of Device Access in a profile for one user.

use std::collections::BTreeSet;

use crate::facts::{Across, Offer, OneOfMany, What, mentions};
use crate::rule::rule;
use crate::rules::companions::is_okta_host;

rule! {
    /// A certificate of Device Access that is asked for one user.
    ///
    /// # What it does
    /// Reports `PayloadScope` = `User` on a profile with a SCEP payload for a host of Okta, or of the organization that
    /// the files name, or where keys of device recovery need a certificate and no other is there.
    ///
    /// # Why it matters
    /// Recovery, signing devices out and Platform SSO look for the certificate in the System keychain. One user's is in
    /// that user's, which is locked before the login.
    ///
    /// # Example
    /// ```xml
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.certificate</string>
    ///     <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F014</string>
    ///     <key>PayloadScope</key><string>User</string>
    ///     <key>PayloadContent</key>
    ///     <array>
    ///         <dict>
    ///             <key>PayloadType</key><string>com.apple.security.scep</string>
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.certificate.scep</string>
    ///             <key>PayloadUUID</key><string>4E6B1F52-8F3D-4B0E-9C57-2A1D6F90B3C8</string>
    ///             <key>PayloadContent</key><dict><key>URL</key><string>https://corp.okta.com/scep</string></dict>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.certificate</string>
    ///     <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F014</string>
    ///     <key>PayloadScope</key><string>System</string>
    ///     <key>PayloadContent</key>
    ///     <array>
    ///         <dict>
    ///             <key>PayloadType</key><string>com.apple.security.scep</string>
    ///             <key>PayloadVersion</key><integer>1</integer>
    ///             <key>PayloadIdentifier</key><string>com.example.certificate.scep</string>
    ///             <key>PayloadUUID</key><string>4E6B1F52-8F3D-4B0E-9C57-2A1D6F90B3C8</string>
    ///             <key>PayloadContent</key><dict><key>URL</key><string>https://corp.okta.com/scep</string></dict>
    ///         </dict>
    ///     </array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Keys
    /// `PayloadScope`
    static RULE = { name: "certificate-for-user", level: Warning, since: "0.1.0" };
}

/// Compares the authorities of users' certificates with the organizations.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let organizations: BTreeSet<&str> =
        mentions(files, What::Organization).map(|(_, mention)| mention.text.as_str()).collect();
    let needed = files.iter().any(|one| !one.facts.needs.is_empty())
        && !files.iter().any(|one| one.facts.offers.contains(&Offer::Certificate));
    let is_theirs = |host: &str| needed || is_okta_host(host) || organizations.contains(host);
    mentions(files, What::UserCertificate)
        .filter(|(_, mention)| is_theirs(&mention.text))
        .map(|(file, mention)| Across {
            rule: &RULE,
 at_most: None,
            file,
            spot: mention.spot.clone(),
            message: "the certificate of Device Access is asked for one user, and must be the device's".to_owned(),
            help: "write `System` for `PayloadScope`, and deploy the profile at the computer level",
            consequence: "the daemon does not find the certificate, so the help desk cannot make a recovery PIN, and devices cannot be signed out",
            related: Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, profile};

    #[test]
    fn users_may_have_other_certificates() {
        let certificate = |host: &str| {
            let inside = format!(
                "<key>PayloadContent</key><dict><key>URL</key><string>https://{host}/scep</string></dict>"
            );
            profile(&payload("com.apple.security.scep", &inside))
        };
        let for_user = |file: &str| file.replace("<string>System</string>", "<string>User</string>");
        let policy = profile(&payload(
            "com.okta.deviceaccess.servicedaemon",
            "<key>DMFAOrgURL</key><string>https://id.example.com</string>",
        ));
        let found = |contents: &[&String]| files("certificate-for-user", contents).len();
        let (okta, custom) = (certificate("corp.okta.com"), certificate("id.example.com"));
        assert_eq!(found(&[&for_user(&okta)]), 1);
        assert_eq!(found(&[&policy, &for_user(&custom)]), 1);
        assert_eq!(found(&[&okta]), 0);
        assert_eq!(found(&[&for_user(&custom)]), 0);
        let wifi = for_user(&certificate("wifi.example.com"));
        assert_eq!(found(&[&policy, &wifi]), 0);
        let recovery = profile(&payload(
            "com.okta.deviceaccess.servicedaemon",
            "<key>DeviceRecoveryPINDuration</key><real>60</real>",
        ));
        assert_eq!(found(&[&recovery, &wifi]), 1);
        assert_eq!(found(&[&recovery, &wifi, &certificate("scep.example.com")]), 0);
        assert!(files("recovery-without-certificate", &[&recovery, &wifi]).is_empty());
    }
}
