//! The payloads of a profile to those among them that others refer to by their UUID, such as the certificate that a
//! Wi-Fi network is joined with.
//!
//! Apple, Device Management: `PayloadCertificateUUID`, `PayloadCertificateAnchorUUID`.

use std::collections::HashSet;

use latchkey_profile_schema::carrier::{Contents, Payload};
use latchkey_profile_schema::{KeyPath, Node};

use crate::tree;

/// The UUIDs, in upper case, that some setting of the profile holds.
pub(super) struct References(HashSet<String>);

impl References {
    /// Looks for the UUIDs of the payloads in the texts of all settings.
    pub(super) fn of(contents: &Contents<'_>) -> Self {
        let there: HashSet<String> =
            contents.payloads.iter().filter_map(uuid).map(str::to_ascii_uppercase).collect();
        let longest = there.iter().map(String::len).max().unwrap_or_default();
        let mut found = HashSet::new();
        for entry in contents.payloads.iter().flat_map(Payload::entries) {
            tree::texts(&entry.node, &KeyPath::root(), &mut |_, text| {
                if text.len() <= longest
                    && let Some(uuid) = there.get(&text.to_ascii_uppercase())
                {
                    found.insert(uuid.clone());
                }
            });
        }
        Self(found)
    }

    /// The UUID of a payload, where another refers to it.
    pub(super) fn to(&self, payload: &Payload<'_>) -> Option<String> {
        uuid(payload).filter(|uuid| self.0.contains(&uuid.to_ascii_uppercase())).map(str::to_owned)
    }
}

/// The `PayloadUUID` of a payload.
fn uuid<'a>(payload: &Payload<'a>) -> Option<&'a str> {
    let envelope = payload.envelope.as_ref()?;
    envelope.node.get("PayloadUUID").and_then(Node::as_str).filter(|uuid| !uuid.is_empty())
}
