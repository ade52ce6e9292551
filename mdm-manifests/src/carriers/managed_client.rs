//! Settings to a configuration profile with one payload of the managed client, which enforces the preferences of
//! every domain.
//!
//! Apple, Device Management: `ManagedClient.preferences`.

use latchkey_profile_schema::carrier::MANAGED_CLIENT;
use latchkey_profile_schema::{Value, plist};

use super::mobileconfig;
use crate::artifact::{Artifact, file_name};
use crate::envelope::{self, Identity, MANAGED_CLIENT_SUFFIX, Payload};
use crate::error::EmitError;
use crate::settings_file::{Means, SettingsFile};
use crate::tree::{array, dictionary, entries};

/// `<identifier>.mcx.mobileconfig`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let identity = Identity::of(&settings.profile.identifier);
    let path = format!("{}.mcx.mobileconfig", file_name(&settings.profile.identifier));
    Ok(vec![Artifact::new(path, plist::write(&profile(settings, &identity)?)?)])
}

/// The profile, under an identity that the carrier chooses: what macOS reads itself stays in payloads of their own.
pub(super) fn profile(settings: &SettingsFile, identity: &Identity) -> Result<Value, EmitError> {
    let mut content: Vec<(String, Value)> = Vec::new();
    let mut payloads = Vec::new();
    for (index, domain) in settings.domains.iter().enumerate() {
        let (word, timestamp) = match &domain.means {
            Means::Payload => {
                payloads.push(mobileconfig::payload(domain, &mobileconfig::suffix(settings, index))?);
                continue;
            }
            Means::Enforced => ("Forced", None),
            Means::SetOnce { timestamp } => ("Set-Once", timestamp.clone()),
        };
        let mut item = vec![("mcx_preference_settings".to_owned(), dictionary(domain.values.clone()))];
        item.extend(timestamp.map(|date| ("mcx_data_timestamp".to_owned(), Value::Date(date))));
        let delivery = (word.to_owned(), array([dictionary(item)]));
        match content.iter_mut().find(|(there, _)| *there == domain.domain) {
            Some((_, Value::Dictionary(deliveries))) => deliveries.extend(entries([delivery])),
            _ => content.push((domain.domain.clone(), dictionary([delivery]))),
        }
    }
    if !content.is_empty() {
        payloads.insert(
            0,
            Payload {
                payload_type: MANAGED_CLIENT.to_owned(),
                suffix: MANAGED_CLIENT_SUFFIX.to_owned(),
                uuid: None,
                display_name: settings.profile.display_name.clone(),
                keys: vec![("PayloadContent".to_owned(), dictionary(content))],
            },
        );
    }
    Ok(envelope::profile(identity, &settings.profile, payloads))
}
