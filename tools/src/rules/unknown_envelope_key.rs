//! `unknown-envelope-key`: a key of the top level that Apple does not know.

use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::spelling;

use super::envelopes::profile;
use crate::finding::{Finding, key_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// A key at the top level of a profile that Apple does not declare.
    ///
    /// # What it does
    /// Reports keys of the profile's top level that are none of Apple's. `PayloadEnabled`, which many servers
    /// write, is accepted.
    ///
    /// # Why it matters
    /// macOS passes over them. Often a setting stands there that belongs into a payload, one level further in; Jamf
    /// Pro drops such keys on upload.
    ///
    /// # Example
    /// ```xml (in=profile)
    /// <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>PayloadEnabled</key><true/>
    /// ```
    ///
    /// # Keys
    /// every key of the top level
    static RULE = { name: "unknown-envelope-key", level: Info, on: [Jamf: Warning], since: "0.1.0" };
}

/// Apple's keys, and the one that everybody writes besides.
const KEYS: &[&str] = &[
    "ConsentText",
    "DurationUntilRemoval",
    "EncryptedPayloadContent",
    "HasRemovalPasscode",
    "IsEncrypted",
    "PayloadContent",
    "PayloadDescription",
    "PayloadDisplayName",
    "PayloadEnabled",
    "PayloadExpirationDate",
    "PayloadIdentifier",
    "PayloadOrganization",
    "PayloadRemovalDisallowed",
    "PayloadScope",
    "PayloadType",
    "PayloadUUID",
    "PayloadVersion",
    "RemovalDate",
    "TargetDeviceType",
];

/// Looks at the keys of the top level.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let Some(profile) = profile(file) else { return Vec::new() };
    let jamf = file.options.goes_to(Target::Jamf);
    // A difference in case alone is a finding of its own.
    let known = |key: &str| KEYS.iter().any(|known| known.eq_ignore_ascii_case(key));
    let unknown = profile.node.entries().iter().filter(|entry| !known(&entry.key)).take(MAX_PROBLEMS);
    unknown
        .map(|entry| {
            let consequence = if jamf {
                "Jamf Pro drops the key on upload, and macOS would pass over it"
            } else {
                "macOS passes over the key"
            };
            Finding::new(
                &RULE,
                key_at(profile.path.key(&entry.key)),
                format!("{} is no key of a profile's top level", quoted(&entry.key)),
            )
            .help(help(&entry.key))
            .consequence(consequence)
            .concerns(jamf.then_some(Target::Jamf))
        })
        .collect()
}

fn help(key: &str) -> String {
    match spelling::slip(key, KEYS.iter().copied()) {
        Some(meant) => format!("perhaps {}", quoted(meant)),
        None => "move it into the payload that it belongs to, or delete it".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, messages, payload, profile};
    use crate::options::Options;
    use crate::rule::Level;
    use crate::target::Target;

    #[test]
    fn a_slip_is_told_from_a_setting() {
        assert_eq!(super::help("PayloadContents"), "perhaps `PayloadContent`");
        assert_eq!(
            super::help("AllowedFactors"),
            "move it into the payload that it belongs to, or delete it"
        );
    }

    #[test]
    fn settings_stand_in_payloads() {
        let with = |key: &str| {
            let start = "<key>PayloadScope</key>";
            profile(&payload("com.apple.dock", "")).replace(start, &format!("{key}{start}"))
        };
        let found = |key: &str| messages("unknown-envelope-key", with(key).as_bytes()).len();
        assert_eq!(found("<key>OfflineLoginAllowed</key><true/>"), 1);
        for known in ["", "<key>PayloadEnabled</key><true/>", "<key>payloadenabled</key><true/>"] {
            assert_eq!(found(known), 0, "{known}");
        }
        let options = Options { targets: vec![Target::Jamf], ..Options::default() };
        let file = with("<key>OfflineLoginAllowed</key><true/>");
        let findings = found_with("unknown-envelope-key", file.as_bytes(), &options);
        assert!(
            findings
                .iter()
                .all(|finding| finding.level == Level::Warning && finding.targets == [Target::Jamf])
        );
    }
}
