//! Settings to what Workspace ONE UEM takes as "Custom Settings": each payload alone, as a dictionary without a property
//! list around it. Device or user is chosen in the console.
//!
//! Omnissa has no document of the form; it is as administrators paste it.

use latchkey_profile_schema::plist;

use super::mobileconfig;
use crate::artifact::{Artifact, file_name};
use crate::envelope::{self, Identity};
use crate::error::EmitError;
use crate::settings_file::{ProfileScope, SettingsFile};

/// `<domain>.workspace-one.xml`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    if settings.profile.scope == ProfileScope::User {
        return Err(EmitError::UserScope);
    }
    let identity = Identity::of(&settings.profile.identifier);
    let file = |(index, domain)| {
        let suffix = mobileconfig::suffix(settings, index);
        let path = format!("{}.workspace-one.xml", file_name(&suffix));
        let payload = mobileconfig::payload(domain, &suffix)?;
        let entries = envelope::payload(&identity, &settings.profile, payload);
        Ok(Artifact::new(path, plist::write_dictionary(&entries)?))
    };
    settings.domains.iter().enumerate().map(file).collect()
}
