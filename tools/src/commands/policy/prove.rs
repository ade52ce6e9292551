//! `policy prove`: one profile to what holds of it, or two to what the change does.

use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use latchkey_engine::policy::Platform;
use latchkey_engine::prove::{Break, Finding, Property, Story, change, prove};

use super::profile;
use crate::cli::{Numbered, ProveArguments, ProveFormat, Waived};
use crate::commands::{Screen, Status, complain, print, print_aside};
use crate::configuration::{self, Settings};
use crate::files::{self, Above, Existing, way};
use crate::lint::of_text;
use crate::proof;
use crate::render::human;

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
    let waivers = match Waivers::read(arguments, screen)? {
        Some(waivers) => waivers,
        None => return Ok(Status::CouldNotRun),
    };
    let read = profile::read(path, platform)?;
    let Ok(proof) = prove(&read.settings, platform) else {
        bail!("`{}` makes no policy", path.display());
    };
    let waived = |finding: &Finding| waivers.reason(finding.property);
    let shown = path.display().to_string();
    print(&match arguments.format {
        ProveFormat::Human => proof::proven(&shown, &proof, &read.settings, waived, screen),
        ProveFormat::Json => {
            format!("{}\n", proof::object(&shown, &proof, &read.settings, platform, waived))
        }
        ProveFormat::Sarif => format!("{}\n", proof::log(&shown, &proof, platform, waived)),
    })?;
    let stories = proof.findings.iter().flat_map(|finding| {
        finding.breaks.iter().filter_map(|found| match found {
            Break::Story(story) => Some((finding.property.word(), story)),
            Break::Key(_) | Break::Factor(_) => None,
        })
    });
    write(arguments.stories.as_deref(), path, platform, &stories.collect::<Vec<_>>())?;
    let breaks = |finding: &Finding| !finding.breaks.is_empty() && waived(finding).is_none();
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
    let names = [&arguments.profile, after].map(|path| path.display().to_string());
    let [name_before, name_after] = &names;
    print(&match arguments.format {
        ProveFormat::Human => proof::changed(&change, screen),
        ProveFormat::Json => {
            format!("{}\n", proof::change_object(name_before, name_after, &change, platform))
        }
        ProveFormat::Sarif => format!("{}\n", proof::change_log(name_after, &change, platform)),
    })?;
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

/// What may break in a profile: by the command line, or with a reason by its configuration.
struct Waivers {
    named: Vec<Property>,
    configured: Settings,
    /// The profile from the folder of the configuration.
    path: String,
}

impl Waivers {
    /// Reads the configuration that counts for the profile; `None` where it is not in order, which is then told.
    fn read(arguments: &ProveArguments, screen: Screen) -> anyhow::Result<Option<Self>> {
        let named = arguments.waive.iter().map(|waived| waived.property()).collect();
        let mut above = Above::new(configuration::FILE_NAME);
        let folder = above.folder(&arguments.profile);
        let file: Option<Arc<Path>> = match (&arguments.config, arguments.no_config) {
            (Some(file), _) => Some(Arc::from(file.as_path())),
            (None, true) => None,
            (None, false) => above.nearest(&folder),
        };
        let Some(file) = file else {
            return Ok(Some(Self { named, configured: Settings::default(), path: String::new() }));
        };
        let bytes = files::read(&file).with_context(|| format!("`{}` cannot be used", file.display()))?;
        let (configured, mistakes) = configuration::parse(&bytes);
        if !mistakes.is_empty() {
            let report = of_text(file.display().to_string(), bytes, mistakes);
            print_aside(&human::render(&[report], screen));
            complain("nothing was proven: the configuration is not in order");
            return Ok(None);
        }
        let name = arguments.profile.file_name().unwrap_or_default();
        let path = way(&above.folder(&file), &folder.join(name));
        Ok(Some(Self { named, configured, path }))
    }

    fn reason(&self, property: Property) -> Option<String> {
        let configured = self.configured.waives(&self.path, property).map(str::to_owned);
        configured.or_else(|| self.named.contains(&property).then(|| "by `--waive`".to_owned()))
    }
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
