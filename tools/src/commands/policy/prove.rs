//! `policy prove`: one profile to what holds of it, or two to what the change does.

use std::path::Path;

use anyhow::{Context as _, bail};
use latchkey_engine::policy::Platform;
use latchkey_engine::prove::{Break, Finding, Property, Story, change, prove};

use super::profile;
use crate::cli::{Numbered, ProveArguments, ProveFormat, Waived};
use crate::commands::{Screen, Status, complain, print};
use crate::files::{self, Existing};
use crate::proof;

pub(crate) fn run(arguments: &ProveArguments, screen: Screen) -> anyhow::Result<Status> {
    let platform = match arguments.platform {
        Numbered::Macos => Platform::MacOs,
        Numbered::Linux => Platform::Linux,
    };
    match &arguments.after {
        None => one(arguments, platform, screen),
        Some(after) => two(arguments, after, platform, screen),
    }
}

fn one(arguments: &ProveArguments, platform: Platform, screen: Screen) -> anyhow::Result<Status> {
    let path = &arguments.profile;
    let read = profile::read(path, platform)?;
    let Ok(proof) = prove(&read.settings, platform) else {
        bail!("`{}` makes no policy", path.display());
    };
    let is_waived = |property: Property| arguments.waive.iter().any(|waived| waived.property() == property);
    let waived = |finding: &Finding| is_waived(finding.property).then(|| "by `--waive`".to_owned());
    let shown = path.display().to_string();
    match arguments.format {
        ProveFormat::Human => print(&proof::proven(&shown, &proof, &read.settings, waived, screen))?,
        ProveFormat::Json => {
            print(&format!("{}\n", proof::object(&shown, &proof, &read.settings, platform, waived)))?;
        }
    }
    let stories = proof.findings.iter().flat_map(|finding| {
        finding.breaks.iter().filter_map(|found| match found {
            Break::Story(story) => Some((finding.property.word(), story)),
            Break::Key(_) | Break::Factor(_) => None,
        })
    });
    write(arguments.stories.as_deref(), path, platform, &stories.collect::<Vec<_>>())?;
    let breaks = |finding: &Finding| !finding.breaks.is_empty() && !is_waived(finding.property);
    Ok(match () {
        () if !proof.complete => {
            complain("not every situation was visited, so nothing is proven");
            Status::CouldNotRun
        }
        () if proof.findings.iter().any(breaks) => Status::Found,
        () => Status::Done,
    })
}

fn two(
    arguments: &ProveArguments,
    after: &Path,
    platform: Platform,
    screen: Screen,
) -> anyhow::Result<Status> {
    let (one, other) = (profile::read(&arguments.profile, platform)?, profile::read(after, platform)?);
    let Ok(change) = change(&one.settings, &other.settings, platform) else {
        bail!("one of the profiles makes no policy");
    };
    match arguments.format {
        ProveFormat::Human => print(&proof::changed(&change, screen))?,
        ProveFormat::Json => {
            let names = [&arguments.profile, after].map(|path| path.display().to_string());
            let [before, after] = &names;
            print(&format!("{}\n", proof::change_object(before, after, &change, platform)))?;
        }
    }
    let stories = [("kept-out", &change.kept_out), ("let-in", &change.let_in)];
    let told: Vec<(&str, &Story)> =
        stories.into_iter().filter_map(|(word, story)| Some((word, story.as_ref()?))).collect();
    write(arguments.stories.as_deref(), after, platform, &told)?;
    Ok(match () {
        () if !change.complete => {
            complain("not every situation was visited, so nothing is proven");
            Status::CouldNotRun
        }
        () if !told.is_empty() => Status::Found,
        () => Status::Done,
    })
}

/// Writes stories as scenarios, which name the profile by its whole path: they stand elsewhere.
fn write(
    folder: Option<&Path>,
    profile: &Path,
    platform: Platform,
    stories: &[(&str, &Story)],
) -> anyhow::Result<()> {
    let Some(folder) = folder else { return Ok(()) };
    let whole = std::path::absolute(profile)
        .with_context(|| format!("the folder of `{}` cannot be found out", profile.display()))?;
    let texts: Vec<(String, String)> = stories
        .iter()
        .map(|(word, story)| {
            let text = story.scenario(&whole.display().to_string(), platform, word);
            (format!("{word}/scenario.toml"), text)
        })
        .collect();
    let written: Vec<(String, &[u8])> =
        texts.iter().map(|(path, text)| (path.clone(), text.as_bytes())).collect();
    files::write_all(folder, &written, Existing::Replace)?;
    Ok(())
}

impl Waived {
    const fn property(self) -> Property {
        match self {
            Self::LockOut => Property::LockOut,
            Self::WayPast => Property::WayPast,
            Self::UnboundedOffline => Property::UnboundedOffline,
            Self::DeadSetting => Property::DeadSetting,
            Self::UnsafeTime => Property::UnsafeTime,
        }
    }
}
