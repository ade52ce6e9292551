//! Settings to the folders from which IntuneManagement and IntuneCD import the custom profile into Intune.
//!
//! IntuneManagement, "Export" (`DeviceConfiguration`); IntuneCD, "Device Configurations". Both import whatever lies
//! there, so it is the whole profile alone: preference files beside it would manage the same domains twice.

use super::intune::{self, pretty};
use crate::artifact::{Artifact, file_name};
use crate::error::EmitError;
use crate::settings_file::SettingsFile;

/// `DeviceConfiguration/<display name>.json`
pub(crate) fn management(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let (_, body) = intune::custom_profile(settings)?;
    let name = file_name(&settings.profile.display_name);
    Ok(vec![Artifact::new(format!("DeviceConfiguration/{name}.json"), pretty(&body))])
}

/// `Device Configurations/<display name>.json` and `Device Configurations/mobileconfig/<identifier>.mobileconfig`
pub(crate) fn cd(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    const FOLDER: &str = "Device Configurations";
    let (profile, body) = intune::custom_profile(settings)?;
    let name = file_name(&settings.profile.display_name);
    Ok(vec![
        Artifact::new(format!("{FOLDER}/{name}.json"), pretty(&body)),
        Artifact::new(format!("{FOLDER}/mobileconfig/{}", profile.path), profile.bytes),
    ])
}
