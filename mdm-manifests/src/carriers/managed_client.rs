//! Settings to a configuration profile with one payload of the managed client, which enforces the preferences of
//! every domain.
//!
//! Apple, Device Management: `ManagedClient.preferences`.

use latchkey_profile_schema::carrier::MANAGED_CLIENT;
use latchkey_profile_schema::plist;

use crate::artifact::{Artifact, file_name};
use crate::envelope::{self, Identity, Payload};
use crate::error::EmitError;
use crate::settings_file::SettingsFile;
use crate::tree::{array, dictionary};

/// `<identifier>.mcx.mobileconfig`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let domains = settings.domains.iter().map(|domain| {
        let item = dictionary([("mcx_preference_settings".to_owned(), dictionary(domain.values.clone()))]);
        (domain.domain.clone(), dictionary([("Forced".to_owned(), array([item]))]))
    });
    let payload = Payload {
        payload_type: MANAGED_CLIENT.to_owned(),
        suffix: "managed-client".to_owned(),
        display_name: settings.profile.display_name.clone(),
        keys: vec![("PayloadContent".to_owned(), dictionary(domains))],
    };
    let identity = Identity::of(&settings.profile.identifier);
    let root = envelope::profile(&identity, &settings.profile, vec![payload]);
    let path = format!("{}.mcx.mobileconfig", file_name(&settings.profile.identifier));
    Ok(vec![Artifact::new(path, plist::write(&root)?)])
}
