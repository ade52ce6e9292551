//! What is around settings back to how their profile is called.
//!
//! Jamf Pro calls a profile by its UUID, Workspace ONE is given the payloads alone: the payloads' own identifiers,
//! which begin with the profile's, tell what it was called before.

use latchkey_profile_schema::carrier::{Contents, Envelope, EnvelopeKind, MANAGED_CLIENT, Scope};
use latchkey_profile_schema::opening::Content;
use uuid::Uuid;

use crate::carriers::intune::suffix;
use crate::envelope::{MANAGED_CLIENT_SUFFIX, is_another};
use crate::settings_file::{ProfileOptions, ProfileScope};
use crate::tree;

/// The options that the envelopes say; around preferences, what the MDM calls them.
pub(super) fn options(contents: &Contents<'_>, content: &Content<'_>) -> ProfileOptions {
    let mut options = ProfileOptions::default();
    let kind = |kind: EnvelopeKind| contents.envelopes.iter().filter(move |envelope| envelope.kind == kind);
    if contents.payloads.iter().any(|payload| payload.scope == Scope::User) {
        options.scope = ProfileScope::User;
    }
    let take = |envelope: &Envelope<'_>, key: &str, option: &mut String| {
        if let Some(text) = text(envelope, key) {
            text.clone_into(option);
        }
    };
    if let Some(profile) = kind(EnvelopeKind::Profile).next() {
        take(profile, "PayloadIdentifier", &mut options.identifier);
        take(profile, "PayloadDisplayName", &mut options.display_name);
        take(profile, "PayloadOrganization", &mut options.organization);
        if is_called_by_its_uuid(profile)
            && let Some(identifier) = identifier(kind(EnvelopeKind::Payload))
        {
            options.identifier = identifier;
        }
        let others = profile.node.entries().iter().filter(|entry| is_another(&entry.key, &entry.node.value));
        options.others = others.map(|entry| (entry.key.clone(), tree::unlocated(&entry.node))).collect();
        options.others.sort_by(|(left, _), (right, _)| left.cmp(right));
    } else if let Some(payload) = kind(EnvelopeKind::Payload).next() {
        take(payload, "PayloadOrganization", &mut options.organization);
        if let Some(identifier) = identifier(kind(EnvelopeKind::Payload)) {
            options.identifier = identifier;
        }
    } else if let Some(name) = &content.name {
        let without = content.domain.as_ref().and_then(|domain| name.strip_suffix(&suffix(domain)));
        without.unwrap_or(name).clone_into(&mut options.display_name);
    }
    options
}

fn text<'a>(envelope: &Envelope<'a>, key: &str) -> Option<&'a str> {
    envelope.node.get(key).and_then(|node| node.as_str())
}

/// Whether a server gave the profile its name.
fn is_called_by_its_uuid(profile: &Envelope<'_>) -> bool {
    let names = text(profile, "PayloadIdentifier").zip(text(profile, "PayloadUUID"));
    names.is_some_and(|(identifier, uuid)| {
        identifier.eq_ignore_ascii_case(uuid) && Uuid::try_parse(uuid).is_ok()
    })
}

/// What the identifiers of all payloads begin with, before the suffix that says what each is.
fn identifier<'a>(mut payloads: impl Iterator<Item = &'a Envelope<'a>>) -> Option<String> {
    let first = stem(payloads.next()?)?;
    payloads.all(|payload| stem(payload) == Some(first)).then(|| first.to_owned())
}

fn stem<'a>(payload: &Envelope<'a>) -> Option<&'a str> {
    let payload_type = payload.payload_type?;
    let suffix = if payload_type == MANAGED_CLIENT { MANAGED_CLIENT_SUFFIX } else { payload_type };
    let identifier = text(payload, "PayloadIdentifier")?;
    // From the second payload of a type on, a number follows.
    let numbered = identifier
        .rsplit_once('.')
        .filter(|(_, number)| !number.is_empty() && number.bytes().all(|digit| digit.is_ascii_digit()));
    let before = |text: &'a str| text.strip_suffix(suffix)?.strip_suffix('.');
    before(identifier).or_else(|| before(numbered?.0)).filter(|stem| !stem.is_empty())
}
