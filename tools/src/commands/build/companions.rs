//! `build --set`: settings to settings with the payloads that belong beside them.

use anyhow::{Context as _, bail};
use latchkey_mdm_manifests::SettingsFile;
use latchkey_mdm_manifests::companions::{COMPANION_SETS, CompanionSet, companion_set_named, complete};
use latchkey_profile_schema::spelling;

use crate::phrase::{one_of, quoted};

/// The settings with some sets.
pub(super) fn completed(
    settings: SettingsFile,
    names: &[String],
    file: &str,
) -> anyhow::Result<SettingsFile> {
    let sets = names.iter().map(|name| set(name)).collect::<anyhow::Result<Vec<_>>>()?;
    complete(&settings, &sets)
        .with_context(|| format!("{file}: `--set {}` needs one key more in the settings", names.join(",")))
}

fn set(name: &str) -> anyhow::Result<&'static CompanionSet> {
    if let Some(set) = companion_set_named(name) {
        return Ok(set);
    }
    let names = || COMPANION_SETS.iter().map(|set| set.name);
    match spelling::nearest(name, names()) {
        Some(nearest) => bail!("there is no set {}; perhaps {}", quoted(name), quoted(nearest)),
        None => bail!("there is no set {}; the sets are {}", quoted(name), one_of(names())),
    }
}
