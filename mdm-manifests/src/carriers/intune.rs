//! Settings to what Microsoft Intune takes: for each domain the bare keys of a preference file and the Graph body of
//! one, and the Graph body of a custom profile with all of them.
//!
//! Microsoft, "Add a property list file to macOS devices using Microsoft Intune" and "Use custom settings for macOS
//! devices in Microsoft Intune"; Graph: `macOSCustomAppConfiguration`, `macOSCustomConfiguration`.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use latchkey_profile_schema::plist;
use serde_json::{Value, json};

use super::mobileconfig;
use super::preference_file::can_hold;
use crate::artifact::{Artifact, file_name};
use crate::error::EmitError;
use crate::settings_file::{DomainSettings, ProfileScope, SettingsFile};
use crate::tree::entries;

/// The Graph type of a preference file.
const PREFERENCE_FILE: &str = "#microsoft.graph.macOSCustomAppConfiguration";
/// The Graph type of a custom profile.
pub(crate) const CUSTOM_PROFILE: &str = "#microsoft.graph.macOSCustomConfiguration";

/// The `deploymentChannel` of what goes to users.
pub(crate) const USER_CHANNEL: &str = "userChannel";

/// The most bytes of a file, "Use custom settings for macOS devices". Nothing is said about preference files, so they
/// are held to the same.
pub(crate) const LIMIT: usize = 1_000_000;

/// `<domain>.intune.plist` and `<domain>.graph-app.json` for each domain, and `<identifier>.graph-custom.json`.
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let mut artifacts = Vec::new();
    // The whole profile carries what no preference file can.
    let preferences = settings.domains.iter().filter(|domain| can_hold(settings, domain).is_ok());
    for domain in preferences {
        let name = file_name(&domain.domain);
        let fragment = limited(Artifact::new(
            format!("{name}.intune.plist"),
            plist::write_fragment(&entries(domain.values.clone()))?,
        ))?;
        let body = preference_file(settings, domain, &fragment.bytes);
        artifacts.push(fragment);
        artifacts.push(Artifact::new(format!("{name}.graph-app.json"), pretty(&body)));
    }
    let name = file_name(&settings.profile.identifier);
    let (_, body) = custom_profile(settings)?;
    artifacts.push(Artifact::new(format!("{name}.graph-custom.json"), pretty(&body)));
    Ok(artifacts)
}

fn preference_file(settings: &SettingsFile, domain: &DomainSettings, fragment: &[u8]) -> Value {
    json!({
        "@odata.type": PREFERENCE_FILE,
        "displayName": format!("{}{}", settings.profile.display_name, suffix(&domain.domain)),
        "description": format!("Preferences of {}", domain.domain),
        "roleScopeTagIds": ["0"],
        "bundleId": domain.domain,
        "fileName": format!("{}.plist", file_name(&domain.domain)),
        "configurationXml": STANDARD.encode(fragment),
    })
}

/// The whole profile, as the file whose name the body says, and the body.
pub(super) fn custom_profile(settings: &SettingsFile) -> Result<(Artifact, Value), EmitError> {
    let path = format!("{}.mobileconfig", file_name(&settings.profile.identifier));
    let profile = limited(Artifact::new(path, mobileconfig::text(settings)?))?;
    let body = json!({
        "@odata.type": CUSTOM_PROFILE,
        "displayName": settings.profile.display_name,
        "description": format!("Configuration profile {}", settings.profile.identifier),
        "roleScopeTagIds": ["0"],
        "payloadName": settings.profile.display_name,
        "payloadFileName": profile.path,
        "payload": STANDARD.encode(&profile.bytes),
        "deploymentChannel": channel(settings),
    });
    Ok((profile, body))
}

/// The property `deploymentChannel`.
pub(super) const fn channel(settings: &SettingsFile) -> &'static str {
    match settings.profile.scope {
        ProfileScope::System => "deviceChannel",
        ProfileScope::User => USER_CHANNEL,
    }
}

/// What the name of a preference file has after the profile's.
pub(crate) fn suffix(domain: &str) -> String {
    format!(" ({domain})")
}

/// A body as it is written to a file.
pub(crate) fn pretty(body: &Value) -> String {
    format!("{body:#}\n")
}

/// Refuses what is too large.
pub(super) fn limited(artifact: Artifact) -> Result<Artifact, EmitError> {
    match artifact.bytes.len() {
        bytes if bytes > LIMIT => Err(EmitError::TooLarge { path: artifact.path, bytes, limit: LIMIT }),
        _ => Ok(artifact),
    }
}
