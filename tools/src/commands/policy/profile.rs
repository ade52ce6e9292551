//! The file of one profile to the policy it makes, or to what has to be mended first.

use std::path::Path;

use anyhow::{Context as _, bail};
use latchkey_engine::Policy;
use latchkey_engine::policy::Platform;
use latchkey_engine::profile;
use latchkey_profile_schema::Settings;

use crate::files;

/// A profile that makes a policy.
pub(crate) struct Profile {
    /// Its settings, defaults filled in.
    pub(crate) settings: Settings,
    /// Its policy.
    pub(crate) policy: Policy,
}

/// Reads a profile in any carrier.
///
/// # Errors
///
/// A file that cannot be read, that sets nothing of ours for the device, or whose settings are no policy. What exactly is
/// wrong with a profile is `lint`'s to tell.
pub(crate) fn read(path: &Path, platform: Platform) -> anyhow::Result<Profile> {
    let shown = path.display();
    let bytes = files::read(path).with_context(|| format!("`{shown}` is not used"))?;
    let (effect, _) = profile::read(&bytes);
    let Some(effect) = effect else {
        bail!("`{shown}` is no sound profile; `latchkey lint {shown}` says why");
    };
    if effect.domains.is_empty() {
        bail!(
            "`{shown}` sets nothing of Desktop MFA for the device; `latchkey lint {shown}` says what it holds"
        );
    }
    match Policy::compile(&effect.settings, platform) {
        Ok(policy) => Ok(Profile { settings: effect.settings, policy }),
        Err(faults) => {
            let faults: Vec<String> = faults.iter().map(|fault| format!("\n  {fault}")).collect();
            bail!(
                "`{shown}` makes no policy, and a device would never use it:{}\n`latchkey lint {shown}` says where",
                faults.concat()
            );
        }
    }
}
