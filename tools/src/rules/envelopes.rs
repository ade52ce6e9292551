//! What several rules ask about envelopes: the profile's top level, its payloads, their names and types.

use latchkey_profile_schema::carrier::{Envelope, EnvelopeKind};
use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA};

use crate::view::FileView;

/// The top level of the profile, when the file is one.
pub(super) fn profile<'v, 'a>(file: &'v FileView<'a>) -> Option<&'v Envelope<'a>> {
    file.contents.envelopes.iter().find(|envelope| envelope.kind == EnvelopeKind::Profile)
}

/// The payloads.
pub(super) fn payloads<'v, 'a>(file: &'v FileView<'a>) -> impl Iterator<Item = &'v Envelope<'a>> {
    file.contents.envelopes.iter().filter(|envelope| envelope.kind == EnvelopeKind::Payload)
}

/// The text of a key of an envelope; none when it is absent or no string.
pub(super) fn text<'a>(envelope: &Envelope<'a>, key: &str) -> Option<&'a str> {
    envelope.node.get(key)?.as_str()
}

/// Whether the file carries a policy: settings that a daemon of root reads.
pub(super) fn carries_policy(file: &FileView<'_>) -> bool {
    let is_policy = |name: &str| name == DESKTOP_MFA.name || name == AGENT.name;
    file.payloads.iter().any(|settings| is_policy(settings.domain.name))
}

/// Whether a text is written as a UUID: 8-4-4-4-12 hexadecimal digits.
pub(super) fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    groups.iter().map(|group| group.len()).eq([8, 4, 4, 4, 12])
        && groups.iter().all(|group| group.bytes().all(|digit| digit.is_ascii_hexdigit()))
}
