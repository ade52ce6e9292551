//! `recovery-without-certificate`: recovery that no device can ask for.

use crate::facts::{Across, Offer, OneOfMany, What, mentions};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// Keys of device recovery without a payload that gets the device its certificate.
    ///
    /// # What it does
    /// Reports `DeviceRecoveryPINDuration` or `DeviceRecoveryValidityInDays` in a profile when no file of the call
    /// has a payload of `com.apple.security.scep` (or `com.apple.security.acme`). Where the Latchkey agent escrows
    /// recovery secrets itself (`RecoveryRecipients`), no certificate is needed. A preference file, a fragment or a
    /// payload without a profile has no room for a certificate, so nothing is missing there.
    ///
    /// # Why it matters
    /// The organization makes recovery PINs only for devices that have shown its Device Access certificate.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///     <key>DeviceRecoveryPINDuration</key><real>60</real>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml (file=mfa.mobileconfig)
    /// <dict>
    ///     <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///     <key>DeviceRecoveryPINDuration</key><real>60</real>
    /// </dict>
    /// ```
    /// ```xml (file=certificate.mobileconfig)
    /// <plist version="1.0">
    /// <dict>
    ///     <key>PayloadType</key><string>Configuration</string>
    ///     <key>PayloadVersion</key><integer>1</integer>
    ///     <key>PayloadIdentifier</key><string>com.example.certificate</string>
    ///     <key>PayloadUUID</key><string>7D0A4C91-53E2-4F68-B1A7-8E39C2D5F014</string>
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
    /// `DeviceRecoveryPINDuration`, `DeviceRecoveryValidityInDays`
    static RULE = { name: "recovery-without-certificate", level: Warning, since: "0.1.0" };
}

/// Looks for the certificate in every file.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    // That a user's certificate is none of the device is told where it stands.
    let is_offered = files.iter().any(|file| file.facts.offers.contains(&Offer::Certificate));
    if is_offered || mentions(files, What::UserCertificate).next().is_some() {
        return Vec::new();
    }
    let here = if files.len() > 1 { "in these files" } else { "in this file" };
    let needs =
        files.iter().enumerate().flat_map(|(file, one)| one.facts.needs.iter().map(move |need| (file, need)));
    needs
        .filter(|(_, need)| need.what == Offer::Certificate)
        .map(|(file, need)| Across {
            rule: &RULE,
 at_most: None,
            file,
            spot: need.spot.clone(),
            message: format!("{} needs the device's certificate, and no payload {here} gets one", quoted(&need.key)),
            help: "deploy a `com.apple.security.scep` payload for the Device Access certificate at the computer level, and check it together with this file",
            consequence: "without the certificate on the Mac the help desk cannot make a recovery PIN for it",
            related: Vec::new(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, payload_of, preferences, profile};

    #[test]
    fn a_certificate_may_come_from_another_file() {
        const OKTA: &str = "com.okta.deviceaccess.servicedaemon";
        const PIN: &str = "<key>DeviceRecoveryPINDuration</key><real>60</real>";
        let recovery = profile(&payload(OKTA, PIN));
        let certificate = profile(&payload("com.apple.security.scep", "<key>PayloadContent</key><dict/>"));
        let none = profile(&payload(OKTA, ""));
        let escrow = payload_of(
            "org.latchkey.agent",
            "com.example.agent",
            "00000000-0000-4000-8000-00000000000C",
            "<key>RecoveryRecipients</key><array><string>age1</string></array>",
        );
        let escrowed = profile(&(payload(OKTA, PIN) + &escrow));
        let found = |contents: &[&String]| files("recovery-without-certificate", contents);
        let message = |here: &str| {
            format!(
                "`DeviceRecoveryPINDuration` needs the device's certificate, and no payload {here} gets one"
            )
        };
        assert_eq!(found(&[&recovery]), [(0, message("in this file"))]);
        assert_eq!(found(&[&none, &recovery]), [(1, message("in these files"))]);
        for silent in [&[&recovery, &certificate][..], &[&none], &[&escrowed], &[&preferences(PIN)]] {
            assert!(found(silent).is_empty(), "{silent:?}");
        }
    }
}
