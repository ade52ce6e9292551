//! A file to what it says that other files may contradict.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::Arc;

use latchkey_profile_schema::carrier::{Carrier, Delivery, EnvelopeKind, Payload, Scope};
use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA, DomainKind};
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{Catalog, KeyPath, Node};

use super::{Audience, Facts, Given, Identity, IdentityKind, Need, Offer, Setting, companions, digest};
use crate::located::Spot;
use crate::rules::placeholder_value::is_template_text;
use crate::rules::variables::holds_variable;
use crate::target::Target;
use crate::view::{FileView, SettingsView, catalog};

/// The payloads that get a device a certificate.
const CERTIFICATES: [&str; 2] = ["com.apple.security.scep", "com.apple.security.acme"];

impl Facts {
    /// What a file says.
    pub(crate) fn of(file: &FileView<'_>) -> Self {
        let contents = file.contents;
        let offers = contents
            .payloads
            .iter()
            .filter(|payload| payload.scope != Scope::User)
            .any(|payload| payload.domain.is_some_and(|name| CERTIFICATES.contains(&name)));
        Self {
            identities: identities(file),
            settings: settings(file),
            content: content(&contents.payloads),
            needs: needs(file),
            offers: offers.then_some(Offer::Certificate).into_iter().collect(),
            mentions: companions::of(file),
            is_profile: contents.carrier == Carrier::Profile,
        }
    }
}

fn at(path: KeyPath) -> Spot {
    Spot { key_path: Some(path), ..Spot::default() }
}

fn identities(file: &FileView<'_>) -> Vec<Identity> {
    let mut found = Vec::new();
    for envelope in &file.contents.envelopes {
        let mut add = |kind, key: &str, name: fn(&str) -> String| {
            let text = envelope.node.get(key).and_then(Node::as_str).filter(|text| !text.trim().is_empty());
            // What an MDM fills in is another name for each device.
            if let Some(text) = text.filter(|text| !holds_variable(text)) {
                found.push(Identity { kind, name: name(text), spot: at(envelope.path.key(key)) });
            }
        };
        match envelope.kind {
            EnvelopeKind::Profile => {
                add(IdentityKind::ProfileIdentifier, "PayloadIdentifier", str::to_owned);
                add(IdentityKind::ProfileUuid, "PayloadUUID", str::to_ascii_uppercase);
            }
            EnvelopeKind::Payload => add(IdentityKind::PayloadUuid, "PayloadUUID", str::to_ascii_uppercase),
        }
    }
    if file.options.goes_to(Target::Kandji) && file.contents.carrier == Carrier::Profile {
        let folder = file.name.rsplit_once(['/', '\\']).map_or(".", |(folder, _)| folder);
        found.push(Identity {
            kind: IdentityKind::Folder,
            name: folder.to_owned(),
            spot: at(KeyPath::root()),
        });
    }
    found
}

/// What is in force of the domains that programs read. A placeholder is not what will be installed, and a key that is
/// not declared decides nothing where the others are.
fn settings(file: &FileView<'_>) -> Vec<Setting> {
    let mut found = Vec::new();
    for settings in file.domains.iter().filter(|settings| settings.domain.kind == DomainKind::Preferences) {
        let Some(catalog) = catalog(settings.domain) else { continue };
        in_force(settings.domain.name.into(), &settings.payloads, Some(catalog), &mut found);
    }
    for (name, payloads) in file.undeclared() {
        in_force(name.to_owned().into(), &payloads, None, &mut found);
    }
    found
}

/// The settings of one domain that count: of a repeated key the last. A dictionary of more keys than anybody reads
/// problems of is compared as far as that.
fn in_force(
    domain: Cow<'static, str>,
    payloads: &[&Payload<'_>],
    catalog: Option<&'static Catalog>,
    found: &mut Vec<Setting>,
) {
    let mut seen = BTreeSet::new();
    for payload in payloads.iter().rev() {
        let given = Arc::new(Given {
            domain: domain.clone(),
            declared: catalog.is_some(),
            audience: if payload.scope == Scope::User { Audience::User } else { Audience::Device },
            path: payload.path.clone(),
        });
        let counted = payload.entries().filter_map(|entry| {
            let key = match catalog {
                Some(catalog) => Cow::Borrowed(catalog.key(&entry.key)?.name.as_str()),
                None => Cow::Owned(entry.key.clone()),
            };
            Some((key, entry))
        });
        for (key, entry) in counted.collect::<Vec<_>>().into_iter().rev() {
            if found.len() >= MAX_PROBLEMS {
                return;
            }
            if seen.insert(&entry.key) && !entry.node.as_str().is_some_and(is_template_text) {
                found.push(Setting {
                    given: Arc::clone(&given),
                    key,
                    value: digest::of(&entry.node),
                    span: entry.node.span,
                    range: None,
                });
            }
        }
    }
}

/// What the payloads say, and for whom.
fn content(payloads: &[Payload<'_>]) -> u64 {
    let mut parts: Vec<u64> = payloads.iter().flat_map(said).collect();
    parts.push(u64::from(payloads.iter().any(|payload| payload.scope == Scope::User)));
    digest::of_all(parts)
}

/// The digests of everything that a payload says. A certificate stands in a payload's own content.
fn said(payload: &Payload<'_>) -> Vec<u64> {
    let domain = payload.domain.unwrap_or_default();
    let mut parts: Vec<u64> =
        payload.entries().map(|entry| digest::of_entry(domain, &entry.key, &entry.node)).collect();
    if payload.delivery == Delivery::Direct {
        let content = payload.settings.get("PayloadContent");
        parts.extend(content.map(|content| digest::of_entry(domain, "PayloadContent", content)));
    }
    parts
}

/// A recovery PIN of Okta's needs the device's certificate; one of the Latchkey agent's does not. A file that is no
/// profile holds no other payloads, and says nothing of them.
fn needs(file: &FileView<'_>) -> Vec<Need> {
    const RECOVERY: [&str; 2] = ["DeviceRecoveryPINDuration", "DeviceRecoveryValidityInDays"];
    let of = |name: &'static str| file.domains.iter().filter(move |settings| settings.domain.name == name);
    let escrows = |settings: &SettingsView<'_>| {
        settings.texts("RecoveryRecipients").is_some_and(|recipients| !recipients.is_empty())
    };
    if file.contents.carrier != Carrier::Profile || of(AGENT.name).any(escrows) {
        return Vec::new();
    }
    let asked = of(DESKTOP_MFA.name).filter_map(|settings| {
        let key = RECOVERY.into_iter().find(|key| settings.is_set(key))?;
        Some(Need { what: Offer::Certificate, key: key.to_owned(), spot: at(settings.path(key)) })
    });
    asked.collect()
}
