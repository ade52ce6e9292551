//! Settings to one preference file for each domain, as it lies in `/Library/Managed Preferences` and as Jamf Pro's
//! "Application & Custom Settings" takes it for upload.
//!
//! Jamf, "Application & Custom Settings".

use latchkey_profile_schema::plist;

use crate::artifact::{Artifact, file_name};
use crate::error::EmitError;
use crate::settings_file::{DomainSettings, SettingsFile};
use crate::tree::dictionary;

/// `<domain>.plist`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let file = |domain: &DomainSettings| {
        let path = format!("{}.plist", file_name(&domain.domain));
        Ok(Artifact::new(path, plist::write(&dictionary(domain.values.clone()))?))
    };
    settings.domains.iter().map(file).collect()
}
