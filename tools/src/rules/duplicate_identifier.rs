//! `duplicate-identifier`: two payloads of one profile that share a `PayloadIdentifier`.

use std::collections::BTreeMap;

use latchkey_profile_schema::carrier::EnvelopeKind;

use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// Two payloads of one profile that share a `PayloadIdentifier`.
    ///
    /// # What it does
    /// Compares the identifiers of the payloads; that of the profile itself may equal one of them.
    ///
    /// # Why it matters
    /// An identifier is unique within the profile. On an update macOS matches payloads by identifier and UUID.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>PayloadIdentifier</key><string>com.example.mfa.okta</string>
    /// </dict>
    /// <dict>
    ///   <key>PayloadType</key><string>org.latchkey.agent</string>
    ///   <key>PayloadIdentifier</key><string>com.example.mfa.okta</string>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// The profile's identifier, and a suffix of its own for each payload:
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>PayloadIdentifier</key><string>com.example.mfa.okta</string>
    /// </dict>
    /// <dict>
    ///   <key>PayloadType</key><string>org.latchkey.agent</string>
    ///   <key>PayloadIdentifier</key><string>com.example.mfa.agent</string>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadIdentifier`
    static RULE = { name: "duplicate-identifier", level: Error, since: "0.1.0" };
}

/// Compares the identifiers of all payloads.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let mut seen = BTreeMap::new();
    let mut findings = Vec::new();
    let payloads = file.contents.envelopes.iter().filter(|envelope| envelope.kind == EnvelopeKind::Payload);
    for envelope in payloads {
        let Some(identifier) = envelope.node.get("PayloadIdentifier").and_then(|node| node.as_str()) else {
            continue;
        };
        let path = envelope.path.key("PayloadIdentifier");
        if let Some(first) = seen.get(identifier) {
            findings.push(
                Finding::new(
                    &RULE,
                    value_at(path),
                    format!("the identifier {} is used by two payloads of this profile", quoted(identifier)),
                )
                .help("give each payload the profile's identifier and a suffix of its own")
                .consequence("macOS may install only one of the two, or remove the wrong one on an update")
                .related(value_at(Clone::clone(first)), "used here first"),
            );
        } else if !identifier.is_empty() {
            seen.insert(identifier, path);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload_of};

    #[test]
    fn payloads_have_identifiers_of_their_own() {
        let one = payload_of("com.apple.dock", "a.b.1", "9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10", "");
        let same = payload_of("com.apple.finder", "a.b.1", "9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D11", "");
        let other = payload_of("com.apple.finder", "a.b.2", "9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D11", "");
        assert_eq!(messages_in_profile("duplicate-identifier", &format!("{one}{same}")).len(), 1);
        assert!(messages_in_profile("duplicate-identifier", &format!("{one}{other}")).is_empty());
    }
}
