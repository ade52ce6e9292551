//! `duplicate-uuid`: two envelopes of one profile that share a `PayloadUUID`.

use std::collections::BTreeMap;

use latchkey_profile_schema::plist::MAX_PROBLEMS;

use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::rules::generated_uuid::Uuids;
use crate::view::FileView;

rule! {
    /// Two payloads, or a profile and its payload, that share a `PayloadUUID`.
    ///
    /// # What it does
    /// Compares every `PayloadUUID` of the file, without regard to case.
    ///
    /// # Why it matters
    /// macOS tells payloads apart by it. Of two with the same one, an update replaces or removes the wrong one.
    ///
    /// # Example
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>PayloadUUID</key><string>9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10</string>
    /// </dict>
    /// <dict>
    ///   <key>PayloadType</key><string>org.latchkey.agent</string>
    ///   <key>PayloadUUID</key><string>9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10</string>
    /// </dict>
    /// ```
    ///
    /// # Instead
    /// A new UUID for the copy, as `uuidgen` prints one:
    /// ```xml
    /// <dict>
    ///   <key>PayloadType</key><string>com.okta.deviceaccess.servicedaemon</string>
    ///   <key>PayloadUUID</key><string>9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10</string>
    /// </dict>
    /// <dict>
    ///   <key>PayloadType</key><string>org.latchkey.agent</string>
    ///   <key>PayloadUUID</key><string>2F1C7A60-0D94-4E8B-A3F5-6B7D18C9E042</string>
    /// </dict>
    /// ```
    ///
    /// # Keys
    /// `PayloadUUID`
    static RULE = { name: "duplicate-uuid", level: Error, since: "0.1.0" };
}

/// Compares the UUIDs of all envelopes.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let mut seen = BTreeMap::new();
    let mut findings = Vec::new();
    let uuids = Uuids::of(file.document);
    for envelope in &file.contents.envelopes {
        let Some(uuid) = envelope.node.get("PayloadUUID").and_then(|node| node.as_str()) else { continue };
        let path = envelope.path.key("PayloadUUID");
        if findings.len() >= MAX_PROBLEMS {
            break;
        }
        if let Some(first) = seen.get(&uuid.to_ascii_uppercase()) {
            let fix = uuids.generated(&path);
            findings.push(
                Finding::new(
                    &RULE,
                    value_at(path),
                    format!("the UUID {} is used twice in this profile", quoted(uuid)),
                )
                .help("give one of them a new UUID; `uuidgen` prints one")
                .consequence("macOS may install only one of the two, or remove the wrong one on an update")
                .related(value_at(Clone::clone(first)), "used here first")
                .fix(fix),
            );
        } else if !uuid.is_empty() {
            seen.insert(uuid.to_ascii_uppercase(), path);
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload_of, profile, report};
    use crate::options::Options;

    #[test]
    fn thousands_of_copies_are_answered() {
        let uuid = "9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10";
        let copies = payload_of("a", "b", uuid, "").repeat(8_000);
        let file = profile(&copies);
        // Comparing all pairs would take minutes.
        assert!(!report("a.mobileconfig", file, &Options::default()).findings.is_empty());
    }

    #[test]
    fn case_makes_no_difference() {
        let one = payload_of("com.apple.dock", "a.b.1", "9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10", "");
        let same = payload_of("com.apple.finder", "a.b.2", "9b5dfa38-6b8a-4c0f-9d43-0c2e2d6f3d10", "");
        let other = payload_of("com.apple.finder", "a.b.2", "9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D11", "");
        assert_eq!(messages_in_profile("duplicate-uuid", &format!("{one}{same}")).len(), 1);
        assert!(messages_in_profile("duplicate-uuid", &format!("{one}{other}")).is_empty());
    }
}
