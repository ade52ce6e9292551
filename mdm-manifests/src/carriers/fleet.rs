//! Settings to what a GitOps repository of Fleet holds: a profile, and the configuration that lists it.
//!
//! Fleet, "YAML files": `controls.apple_settings.configuration_profiles`; "Secrets in scripts and configuration
//! profiles"; what is refused: `server/mdm/apple/mobileconfig`.

use serde::Serialize;

use super::mobileconfig;
use crate::artifact::{Artifact, file_name};
use crate::error::EmitError;
use crate::settings_file::SettingsFile;

/// The identifiers of Fleet's own profiles.
pub const RESERVED_IDENTIFIERS: &[&str] =
    &["com.fleetdm.fleet.mdm.filevault", "com.fleetdm.fleetd.config", "com.fleetdm.caroot"];
/// Their display names.
pub const RESERVED_NAMES: &[&str] = &["Fleetd configuration", "Disk encryption", "Fleet macOS OS Updates"];

/// Payloads of disk encryption.
const REFUSED: &[&str] = &[
    "com.apple.MCX.FileVault2",
    "com.apple.security.FDERecoveryKeyEscrow",
    "com.apple.security.FDERecoveryRedirect",
];
/// Keys of `com.apple.MCX` that are of disk encryption.
const FILE_VAULT: &[&str] = &["dontAllowFDEDisable", "dontAllowFDEEnable", "DestroyFVKeyOnStandby"];

/// Whether Fleet refuses a payload of this type, with the keys that it has, since it delivers such itself.
#[must_use]
pub fn refuses(payload_type: &str, has: impl Fn(&str) -> bool) -> bool {
    REFUSED.contains(&payload_type)
        || (payload_type == "com.apple.MCX" && FILE_VAULT.iter().any(|key| has(key)))
}

/// A part of the configuration of a team.
#[derive(Serialize)]
struct Configuration<'a> {
    controls: Controls<'a>,
}

#[derive(Serialize)]
struct Controls<'a> {
    apple_settings: AppleSettings<'a>,
}

#[derive(Serialize)]
struct AppleSettings<'a> {
    configuration_profiles: [Listed<'a>; 1],
}

#[derive(Serialize)]
struct Listed<'a> {
    path: &'a str,
}

/// `fleet/<identifier>.yml` and `fleet/<identifier>.mobileconfig`
pub(crate) fn write(settings: &SettingsFile) -> Result<Vec<Artifact>, EmitError> {
    let profile = &settings.profile;
    for (name, reserved) in
        [(&profile.identifier, RESERVED_IDENTIFIERS), (&profile.display_name, RESERVED_NAMES)]
    {
        if reserved.contains(&name.as_str()) {
            return Err(EmitError::ReservedName { name: name.clone() });
        }
    }
    let refused = settings.domains.iter().find(|settings| {
        refuses(&settings.domain, |key| settings.values.iter().any(|(there, _)| there == key))
    });
    if let Some(refused) = refused {
        return Err(EmitError::RefusedPayload { domain: refused.domain.clone() });
    }
    let name = file_name(&profile.identifier);
    let path = format!("{name}.mobileconfig");
    let listed = Configuration {
        controls: Controls {
            apple_settings: AppleSettings { configuration_profiles: [Listed { path: &path }] },
        },
    };
    let listed = serde_yaml_ng::to_string(&listed).map_err(|error| EmitError::Info(error.to_string()))?;
    Ok(vec![
        Artifact::new(format!("fleet/{name}.yml"), listed),
        Artifact::new(format!("fleet/{path}"), mobileconfig::text(settings)?),
    ])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn payloads_of_disk_encryption_are_refused() {
        assert!(refuses("com.apple.MCX.FileVault2", |_| false));
        assert!(refuses("com.apple.MCX", |key| key == "dontAllowFDEDisable"));
        assert!(!refuses("com.apple.MCX", |key| key == "EnableGuestAccount"));
        assert!(!refuses("org.latchkey.agent", |_| true));
    }
}
