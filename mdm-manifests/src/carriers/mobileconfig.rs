//! Settings to a configuration profile in which each domain is a payload of its own, the settings beside the
//! envelope's keys.
//!
//! Apple, "Configuring Multiple Devices Using Profiles"; Device Management: `TopLevel`, `CommonPayloadKeys`.

use latchkey_profile_schema::carrier::is_envelope_key;
use latchkey_profile_schema::{Catalog, Value, domain, plist};

use crate::artifact::{Artifact, file_name};
use crate::envelope::{self, Identity, Payload};
use crate::error::EmitError;
use crate::settings_file::{DomainSettings, SettingsFile};

/// `<identifier>.mobileconfig`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let identity = Identity::of(&settings.profile.identifier);
    let path = format!("{}.mobileconfig", file_name(&settings.profile.identifier));
    Ok(vec![Artifact::new(path, plist::write(&profile(settings, &identity)?)?)])
}

/// The profile, under an identity that the carrier chooses.
pub(super) fn profile(settings: &SettingsFile, identity: &Identity) -> Result<Value, EmitError> {
    let payloads = settings.domains.iter().map(payload).collect::<Result<_, _>>()?;
    Ok(envelope::profile(identity, &settings.profile, payloads))
}

fn payload(settings: &DomainSettings) -> Result<Payload, EmitError> {
    if let Some((key, _)) =
        settings.values.iter().find(|(key, _)| is_envelope_key(domain::known(&settings.domain), key))
    {
        return Err(EmitError::EnvelopeKey { domain: settings.domain.clone(), key: key.clone() });
    }
    Ok(Payload {
        payload_type: settings.domain.clone(),
        suffix: settings.domain.clone(),
        display_name: title(&settings.domain),
        keys: settings.values.clone(),
    })
}

/// What a domain is called; one that nobody declared has no other name.
fn title(domain: &str) -> String {
    domain::named(domain).map_or_else(|| domain.to_owned(), |declared| Catalog::of(declared).title)
}
