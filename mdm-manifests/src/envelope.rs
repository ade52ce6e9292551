//! Payloads to the configuration profile around them: the `Payload…` keys, filled in the same way every time.
//!
//! Apple, Device Management: `TopLevel` and `CommonPayloadKeys`.

use latchkey_profile_schema::carrier::CONFIGURATION;
use latchkey_profile_schema::{Entry, Value};
use uuid::Uuid;

use crate::settings_file::ProfileOptions;
use crate::tree::{array, dictionary, entries, string};

/// The name whose UUID is the namespace of all UUIDs made here, RFC 9562 section 5.5. Changing it changes every
/// profile ever made.
const NAMESPACE: &[u8] = b"latchkey.org";

/// What the identifier of a managed-client payload has after the profile's.
pub(crate) const MANAGED_CLIENT_SUFFIX: &str = "managed-client";

/// What tells one profile or payload from any other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Identity {
    /// The `PayloadIdentifier`.
    pub identifier: String,
    /// The `PayloadUUID`.
    pub uuid: String,
    /// What the identifiers of its payloads begin with: the same identifier, unless a server gives the profile its own.
    pub stem: String,
}

impl Identity {
    /// The UUID follows from the identifier, so that a profile made again replaces its payloads in place.
    pub(crate) fn of(identifier: &str) -> Self {
        Self::called(identifier.to_owned(), uuid_for(identifier))
    }

    /// The UUID is a server's.
    pub(crate) fn called(identifier: String, uuid: String) -> Self {
        Self { stem: identifier.clone(), identifier, uuid }
    }
}

/// The `PayloadUUID` of what has this identifier, in upper case: the same every time.
#[must_use]
pub fn uuid_for(identifier: &str) -> String {
    uuid_of(identifier).hyphenated().encode_upper(&mut Uuid::encode_buffer()).to_owned()
}

/// The UUID of a name, version 5.
pub(crate) fn uuid_of(name: &str) -> Uuid {
    uuid_of_bytes(name.as_bytes())
}

/// The UUID of a content, version 5.
pub(crate) fn uuid_of_bytes(bytes: &[u8]) -> Uuid {
    Uuid::new_v5(&Uuid::new_v5(&Uuid::NAMESPACE_DNS, NAMESPACE), bytes)
}

/// A payload of a profile.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Payload {
    /// Its `PayloadType`.
    pub payload_type: String,
    /// What its identifier has after the profile's.
    pub suffix: String,
    /// Its `PayloadUUID`, where other payloads refer to it.
    pub uuid: Option<String>,
    /// Its `PayloadDisplayName`.
    pub display_name: String,
    /// The keys beside the envelope's.
    pub keys: Vec<(String, Value)>,
}

/// A whole profile, which only an administrator removes.
pub(crate) fn profile(identity: &Identity, options: &ProfileOptions, payloads: Vec<Payload>) -> Value {
    let content = payloads.into_iter().map(|own| Value::Dictionary(payload(identity, options, own)));
    let mut keys = header(CONFIGURATION, identity, &options.display_name, &options.organization);
    keys.extend([
        ("PayloadScope".to_owned(), string(options.scope.word())),
        ("PayloadRemovalDisallowed".to_owned(), Value::Boolean(true)),
    ]);
    for (key, value) in &options.others {
        match keys.iter_mut().find(|(there, _)| there == key) {
            Some((_, there)) => *there = value.clone(),
            None => keys.push((key.clone(), value.clone())),
        }
    }
    keys.push(("PayloadContent".to_owned(), array(content)));
    dictionary(keys)
}

/// The keys of one payload of a profile.
pub(crate) fn payload(profile: &Identity, options: &ProfileOptions, payload: Payload) -> Vec<Entry> {
    let mut identity = Identity::of(&format!("{}.{}", profile.stem, payload.suffix));
    if let Some(uuid) = payload.uuid {
        identity.uuid = uuid;
    }
    let header = header(&payload.payload_type, &identity, &payload.display_name, &options.organization);
    entries(header.into_iter().chain(payload.keys))
}

/// The key of an envelope that says something which [`ProfileOptions`] do not say otherwise, and not as usual.
pub(crate) fn is_another(key: &str, value: &Value) -> bool {
    let ours = [
        "PayloadType",
        "PayloadVersion",
        "PayloadIdentifier",
        "PayloadUUID",
        "PayloadDisplayName",
        "PayloadOrganization",
        "PayloadScope",
        "PayloadContent",
        // Jamf Pro writes it into every profile, and nothing reads it.
        "PayloadEnabled",
    ];
    let is_usual = key == "PayloadRemovalDisallowed" && *value == Value::Boolean(true);
    !is_usual && !ours.contains(&key)
}

/// The keys that every profile and payload has, the type first: some servers look for it there.
fn header(
    payload_type: &str,
    identity: &Identity,
    display_name: &str,
    organization: &str,
) -> Vec<(String, Value)> {
    [
        ("PayloadType", string(payload_type)),
        ("PayloadVersion", Value::Integer(1)),
        ("PayloadIdentifier", string(&identity.identifier)),
        ("PayloadUUID", string(&identity.uuid)),
        ("PayloadDisplayName", string(display_name)),
        ("PayloadOrganization", string(organization)),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_same_identifier_has_the_same_uuid() {
        let identity = Identity::of("com.example.latchkey");
        assert_eq!(identity, Identity::of("com.example.latchkey"));
        assert_ne!(identity.uuid, Identity::of("com.example.other").uuid);
        assert_eq!(identity.uuid, identity.uuid.to_uppercase());
        assert_eq!(uuid_of("x").get_version_num(), 5);
    }
}
