//! Settings to the body with which the device management that is built into Apple Business takes a custom profile.
//!
//! Apple Business API: "Create a Configuration".

use serde_json::json;

use super::mobileconfig;
use crate::artifact::{Artifact, file_name};
use crate::error::EmitError;
use crate::settings_file::SettingsFile;

/// `<identifier>.apple-business.json`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let name = file_name(&settings.profile.identifier);
    let body = json!({
        "data": {
            "type": "configurations",
            "attributes": {
                "type": "CUSTOM_SETTING",
                "name": settings.profile.display_name,
                "configuredForPlatforms": ["PLATFORM_MACOS"],
                "customSettingsValues": {
                    "configurationProfile": mobileconfig::text(settings)?,
                    "filename": format!("{name}.mobileconfig"),
                },
            },
        },
    });
    Ok(vec![Artifact::new(format!("{name}.apple-business.json"), format!("{body:#}\n"))])
}
