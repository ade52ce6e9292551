//! Settings to a custom profile as a Kandji (Iru) repository holds it: a folder with `info.yaml` and the profile.
//!
//! Iru, iructl wiki: "Custom Profiles".

use latchkey_profile_schema::plist;
use serde::Serialize;
use uuid::Uuid;

use super::mobileconfig;
use crate::artifact::{Artifact, file_name};
use crate::envelope::{Identity, uuid_of};
use crate::error::EmitError;
use crate::settings_file::SettingsFile;

/// What the identifier of every custom profile begins with.
const IDENTIFIER: &str = "com.kandji.profile.custom.";

/// `info.yaml`. What only the server knows, time stamps and the hash of the last synchronization, is not there.
#[derive(Serialize)]
#[expect(clippy::struct_excessive_bools, reason = "the keys are Iru's")]
struct Info<'a> {
    id: &'a str,
    name: &'a str,
    active: bool,
    mdm_identifier: &'a str,
    runs_on_mac: bool,
    runs_on_iphone: bool,
    runs_on_ipad: bool,
    runs_on_tv: bool,
    runs_on_vision: bool,
    runs_on_android: bool,
    runs_on_windows: bool,
}

/// `profiles/<name>/info.yaml` and `profiles/<name>/<name>.mobileconfig`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let id = id(&settings.profile.identifier);
    let identity = Identity::called(format!("{IDENTIFIER}{id}"), id);
    let info = Info {
        id: &identity.uuid,
        name: &settings.profile.display_name,
        // Assigning it to devices is a step that somebody takes on purpose.
        active: false,
        mdm_identifier: &identity.identifier,
        runs_on_mac: true,
        runs_on_iphone: false,
        runs_on_ipad: false,
        runs_on_tv: false,
        runs_on_vision: false,
        runs_on_android: false,
        runs_on_windows: false,
    };
    let info = serde_yaml_ng::to_string(&info).map_err(|error| EmitError::Info(error.to_string()))?;
    let profile = plist::write(&mobileconfig::profile(settings, &identity)?)?;
    let name = file_name(&settings.profile.display_name);
    Ok(vec![
        Artifact::new(format!("profiles/{name}/info.yaml"), info),
        Artifact::new(format!("profiles/{name}/{name}.mobileconfig"), profile),
    ])
}

/// The ID of a profile that came from Kandji is in its identifier; any other gets one of its own,
/// which is not the UUID that the profile has elsewhere.
fn id(identifier: &str) -> String {
    let given = identifier.strip_prefix(IDENTIFIER).and_then(|id| Uuid::try_parse(id).ok());
    given.unwrap_or_else(|| uuid_of(&format!("{IDENTIFIER}{identifier}"))).hyphenated().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_from_kandji_keeps_its_id() {
        let id_of_ours = id("com.example.latchkey");
        assert_eq!(id(&format!("{IDENTIFIER}{id_of_ours}")), id_of_ours);
        assert_eq!(id_of_ours, id_of_ours.to_lowercase());
        assert_ne!(id(&format!("{IDENTIFIER}not-a-uuid")), "not-a-uuid");
    }
}
