//! `wrapped-payload-type`: what macOS reads as a payload, delivered as preferences.

use latchkey_profile_schema::carrier::Delivery;
use latchkey_profile_schema::domain::{self, DomainKind};
use latchkey_profile_schema::plist::MAX_PROBLEMS;

use super::misspelt_domain::place;
use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A payload of Apple's inside the managed-client wrapper.
    ///
    /// # What it does
    /// Reports payload types that no program reads as preferences (single sign-on, associated domains, certificates,
    /// managed login items, privacy, system extensions, networks) where a preference domain belongs.
    ///
    /// # Why it matters
    /// What is in the wrapper becomes a preference file of that name. macOS reads these payloads from the profile itself.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string>
    ///     <key>PayloadContent</key>
    ///     <dict>
    ///         <key>com.apple.servicemanagement</key>
    ///         <dict>
    ///             <key>Forced</key>
    ///             <array>
    ///                 <dict>
    ///                     <key>mcx_preference_settings</key>
    ///                     <dict><key>Rules</key><array>…</array></dict>
    ///                 </dict>
    ///             </array>
    ///         </dict>
    ///     </dict>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <dict>
    ///     <key>PayloadType</key><string>com.apple.servicemanagement</string>
    ///     <key>Rules</key><array>…</array>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// the domains of managed-client payloads
    static RULE = { name: "wrapped-payload-type", level: Error, since: "0.1.0" };
}

/// Types, besides the declared ones, that name no preference domain.
const TYPES: &[&str] = &[
    "com.apple.ManagedClient.preferences",
    "com.apple.TCC.configuration-profile-policy",
    "com.apple.profileRemovalPassword",
    "com.apple.security.acme",
    "com.apple.security.pem",
    "com.apple.security.pkcs1",
    "com.apple.security.pkcs12",
    "com.apple.security.root",
    "com.apple.syspolicy.kernel-extension-policy",
    "com.apple.system-extension-policy",
    "com.apple.vpn.managed",
    "com.apple.wifi.managed",
];

/// Looks at the domains of the wrapper.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let is_payload = |name: &str| {
        TYPES.contains(&name)
            || domain::known(name).is_some_and(|domain| domain.kind == DomainKind::PayloadType)
    };
    let mut findings: Vec<Finding> = Vec::new();
    for payload in &file.contents.payloads {
        let wrapped = matches!(payload.delivery, Delivery::Forced | Delivery::SetOnce { .. });
        let Some(name) = payload.domain.filter(|name| wrapped && is_payload(name)) else { continue };
        let place = place(payload);
        if findings.len() < MAX_PROBLEMS && findings.last().is_none_or(|last| last.place != place) {
            findings.push(
                Finding::new(
                    &RULE,
                    place,
                    format!("{} is a payload type, and not a preference domain", quoted(name)),
                )
                .help("write a payload of this type, with the keys beside its `PayloadType`")
                .consequence("the keys become a preference file that nothing reads, and do nothing"),
            );
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload};

    #[test]
    fn many_names_of_apple_are_preferences() {
        let count = |domain: &str, delivery: &str| {
            let item = "<dict><key>mcx_preference_settings</key><dict><key>a</key><true/></dict></dict>";
            let inside = format!(
                "<key>PayloadContent</key><dict><key>{domain}</key><dict><key>{delivery}</key>\
                 <array>{item}{item}</array></dict></dict>"
            );
            let payload = payload("com.apple.ManagedClient.preferences", &inside);
            messages_in_profile("wrapped-payload-type", &payload).len()
        };
        for name in ["com.apple.extensiblesso", "com.apple.security.scep", "com.apple.security.root"] {
            assert_eq!(count(name, "Forced"), 1, "{name}");
            assert_eq!(count(name, "Set-Once"), 1, "{name}");
        }
        for name in ["com.apple.dock", "com.apple.loginwindow", ".GlobalPreferences", "com.okta.mobile"] {
            assert_eq!(count(name, "Forced"), 0, "{name}");
        }
        let direct = payload("com.apple.servicemanagement", "");
        assert!(messages_in_profile("wrapped-payload-type", &direct).is_empty());
    }
}
