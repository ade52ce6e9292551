//! Settings to a configuration profile in which each domain is a payload of its own, the settings beside the
//! envelope's keys.
//!
//! Apple, "Configuring Multiple Devices Using Profiles"; Device Management: `TopLevel`, `CommonPayloadKeys`.

use latchkey_profile_schema::carrier::is_no_setting;
use latchkey_profile_schema::{Catalog, Value, domain, plist};

use crate::artifact::{Artifact, file_name};
use crate::envelope::{self, Identity, Payload};
use crate::error::EmitError;
use crate::settings_file::{DomainSettings, Means, SettingsFile};

/// `<identifier>.mobileconfig`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let path = format!("{}.mobileconfig", file_name(&settings.profile.identifier));
    Ok(vec![Artifact::new(path, text(settings)?)])
}

/// `<identifier>.<mdm>.mobileconfig`, for an MDM that takes the profile as it is and has ways of its own with secrets.
pub(crate) fn write_for(mdm: &str, settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let path = format!("{}.{mdm}.mobileconfig", file_name(&settings.profile.identifier));
    Ok(vec![Artifact::new(path, text(settings)?)])
}

/// The text of the profile, under the identity that its identifier gives it.
pub(super) fn text(settings: &SettingsFile) -> Result<String, EmitError> {
    let identity = Identity::of(&settings.profile.identifier);
    Ok(plist::write(&profile(settings, &identity)?)?)
}

/// The profile, under an identity that the carrier chooses.
pub(super) fn profile(settings: &SettingsFile, identity: &Identity) -> Result<Value, EmitError> {
    let payloads = settings
        .domains
        .iter()
        .enumerate()
        .map(|(index, domain)| payload(domain, &suffix(settings, index)))
        .collect::<Result<_, _>>()?;
    Ok(envelope::profile(identity, &settings.profile, payloads))
}

/// What the identifier of a payload has after the profile's: its type, and from the second of a type on its number.
pub(super) fn suffix(settings: &SettingsFile, index: usize) -> String {
    let Some(DomainSettings { domain, .. }) = settings.domains.get(index) else { return String::new() };
    match settings.domains.iter().take(index).filter(|other| other.domain == *domain).count() {
        0 => domain.clone(),
        before => format!("{domain}.{}", before + 1),
    }
}

/// Settings as a payload of their own.
pub(super) fn payload(settings: &DomainSettings, suffix: &str) -> Result<Payload, EmitError> {
    let domain = settings.domain.clone();
    match settings.means {
        Means::Payload => {}
        Means::SetOnce { .. } => return Err(EmitError::SetOnce { domain }),
        Means::Enforced if is_of_apple(&domain) => return Err(EmitError::ApplePreferences { domain }),
        Means::Enforced => {}
    }
    if let Some((key, _)) = settings.values.iter().find(|(key, _)| is_no_setting(&domain, key)) {
        return Err(EmitError::EnvelopeKey { domain, key: key.clone() });
    }
    Ok(Payload {
        payload_type: domain,
        suffix: suffix.to_owned(),
        uuid: settings.uuid.clone(),
        display_name: title(&settings.domain),
        keys: settings.values.clone(),
    })
}

/// Whether macOS takes a payload of this type for one of its own.
pub(crate) fn is_of_apple(payload_type: &str) -> bool {
    payload_type.starts_with("com.apple.") || payload_type == ".GlobalPreferences"
}

/// What a domain is called; one that nobody declared has no other name.
fn title(domain: &str) -> String {
    domain::known(domain).map_or_else(|| domain.to_owned(), |declared| Catalog::of(declared).title.clone())
}
