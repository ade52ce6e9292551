//! The sample profile: settings as an administrator writes them, built into a profile by the same code that `build`
//! runs.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use latchkey_mdm_manifests::{Secrets, SettingsFile, Syntax, build, carriers};
use latchkey_practice_org::{Client, ClientAuthentication, Grant, Secret};

use crate::files::{self, Existing};

const CLIENT_ID: &str = "0oaPractice000000000";
/// No secret at all: it is good on this machine, for as long as the rehearsal lasts.
const CLIENT_SECRET: &str = "practice-only-not-a-secret-practice-only-not-a-secret";

/// The client that the profile makes of this machine.
pub(super) fn client() -> Client {
    Client {
        id: CLIENT_ID.to_owned(),
        authentication: ClientAuthentication::Secret(Secret::new(CLIENT_SECRET)),
        grants: Grant::ALL.to_vec(),
    }
}

/// Writes the profile into a folder.
pub(super) fn write(organization: &str, folder: &Path) -> anyhow::Result<PathBuf> {
    let settings = SettingsFile::read(&settings(organization), Syntax::Toml)?;
    let carrier = carriers::carrier_named("mobileconfig").context("there is no carrier `mobileconfig`")?;
    let build = build(&settings, carrier, Secrets::Write)?;
    let artifact = build.artifacts.first().context("the carrier made no file")?;
    files::write_all(folder, &[(artifact.path.clone(), &artifact.bytes)], Existing::Keep)?;
    Ok(folder.join(&artifact.path))
}

fn settings(organization: &str) -> String {
    format!(
        r#"
[profile]
identifier = "org.latchkey.rehearsal"
display_name = "Desktop MFA rehearsal"
organization = "Practice"

["com.okta.deviceaccess.servicedaemon"]
DMFAOrgURL = "{organization}"
DMFAClientID = "{CLIENT_ID}"
DMFAClientSecret = "{CLIENT_SECRET}"
AllowedFactors = ["OV_Push", "OV_TOTP", "Offline_TOTP"]
LoginPeriodWithoutEnrolledFactor = 48
LoginPeriodWithOfflineFactor = 168
MFARequiredList = ["*"]
MFANotRequiredList = ["breakglass"]
"#
    )
}
