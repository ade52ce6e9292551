//! `latchkey diff`: two files in any carrier to what differs between their settings, and what that does.

use std::path::Path;

use anyhow::bail;
use latchkey_mdm_manifests::{Envelopes, Secrets, SettingsFile, build, carriers, completed, read_back};

use super::carried::{self, Carried, NotRead};
use super::{Screen, Status, complain, print};
use crate::changes::Changes;
use crate::cli::{DiffArguments, DiffFormat};
use crate::render;

/// Tells what differs between two files.
pub(crate) fn run(arguments: &DiffArguments, screen: Screen) -> anyhow::Result<Status> {
    let DiffArguments { before, after, format, domain } = arguments;
    if before.as_os_str() == "-" && after.as_os_str() == "-" {
        bail!("standard input can be read only once; name a file for one of the two");
    }
    let before = read(before, domain.as_deref(), screen)?;
    let after = read(after, domain.as_deref(), screen)?;
    let (Some(before), Some(after)) = (before, after) else { return Ok(Status::CouldNotRun) };
    let both = before.wrapping.profile && after.wrapping.profile;
    let envelopes = if both { Envelopes::Compared } else { Envelopes::LeftOut };
    let changes = Changes::between(&before.settings, &after.settings, envelopes);
    print(&match format {
        DiffFormat::Human => render::changes::render((&before.name, &after.name), &changes, screen),
        DiffFormat::Json => render::changes::json::render(&changes)?,
    })?;
    Ok(if changes.same() { Status::Done } else { Status::Found })
}

/// A side; none where it is not sound, which is told.
fn read(path: &Path, domain: Option<&str>, screen: Screen) -> anyhow::Result<Option<Carried>> {
    match carried::read(path, domain) {
        Ok(side) if side.wrapping.written => Ok(Some(Carried { settings: built(side.settings), ..side })),
        Ok(side) => Ok(Some(side)),
        Err(NotRead::Error(error)) => Err(error),
        Err(NotRead::Findings(reports)) => {
            complain(format_args!(
                "{} is not sound, and nothing is compared\n{}",
                path.display(),
                render::human::render(&reports, screen).trim_end()
            ));
            Ok(None)
        }
    }
}

/// What `build` makes of settings, with the secrets that they hold; placeholders stand in it for those that must be set
/// and are not. Settings of which it makes nothing are compared as they are.
fn built(settings: SettingsFile) -> SettingsFile {
    let settings = completed(settings);
    let built = carriers::carrier_named("mcx").and_then(|mcx| build(&settings, mcx, Secrets::Write).ok());
    let artifact = built.and_then(|built| built.artifacts.into_iter().next());
    let read = artifact.and_then(|artifact| read_back(&artifact.path, &artifact.bytes).ok());
    read.unwrap_or(settings)
}
