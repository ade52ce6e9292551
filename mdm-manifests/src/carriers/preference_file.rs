//! Settings to one preference file for each domain, as it lies in `/Library/Managed Preferences` and as Jamf Pro's
//! "Application & Custom Settings" takes it for upload.
//!
//! Jamf, "Application & Custom Settings".

use latchkey_profile_schema::plist;

use crate::artifact::{Artifact, file_name};
use crate::error::EmitError;
use crate::settings_file::{DomainSettings, Means, ProfileScope, SettingsFile};
use crate::tree::dictionary;

/// `<domain>.plist`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let file = |domain: &DomainSettings| {
        can_hold(settings, domain)?;
        let path = format!("{}.plist", file_name(&domain.domain));
        Ok(Artifact::new(path, plist::write(&dictionary(domain.values.clone()))?))
    };
    settings.domains.iter().map(file).collect()
}

/// Refuses what is no enforced preference of the device.
pub(super) fn can_hold(settings: &SettingsFile, domain: &DomainSettings) -> Result<(), EmitError> {
    let name = || domain.domain.clone();
    match domain.means {
        Means::Payload => Err(EmitError::NoPreferences { domain: name() }),
        Means::SetOnce { .. } => Err(EmitError::SetOnce { domain: name() }),
        Means::Enforced if settings.profile.scope == ProfileScope::User => Err(EmitError::UserScope),
        Means::Enforced => Ok(()),
    }
}
