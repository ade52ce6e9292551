//! `policy simulate`: scenarios to their transcripts.

use std::path::{Path, PathBuf};

use anyhow::Context as _;
use latchkey_engine::policy::Platform;
use latchkey_engine::scenario::{Line, Profiles, Scenario, run as play};
use latchkey_engine::{Policy, profile};

use crate::cli::SimulateArguments;
use crate::commands::{Screen, Status, print};
use crate::files;

/// The profiles that a scenario names, from its own folder.
struct Beside<'f>(&'f Path);

impl Profiles for Beside<'_> {
    fn policy(&self, path: &str, platform: Platform) -> Result<Option<Policy>, std::io::Error> {
        let bytes = files::read(&self.0.join(path)).map_err(std::io::Error::other)?;
        let (effect, _) = profile::read(&bytes);
        Ok(effect.and_then(|effect| Policy::compile(&effect.settings, platform).ok()))
    }
}

pub(crate) fn run(arguments: &SimulateArguments, _screen: Screen) -> anyhow::Result<Status> {
    let mut status = Status::Done;
    for path in &arguments.scenarios {
        let file = scenario_file(path);
        let lines = transcript(&file).with_context(|| format!("`{}` cannot be played", file.display()))?;
        let text: Vec<String> = lines.iter().map(shown).collect();
        print(&format!("{}\n{}", file.display(), text.concat()))?;
        if lines.iter().any(|line| line.unmet.is_some()) {
            status = Status::Found;
        }
    }
    Ok(status)
}

/// A folder with a `scenario.toml` is one scenario.
fn scenario_file(path: &Path) -> PathBuf {
    let inside = path.join("scenario.toml");
    if files::exists(&inside) { inside } else { path.to_path_buf() }
}

fn transcript(file: &Path) -> anyhow::Result<Vec<Line>> {
    let scenario = Scenario::parse(&files::read_text(file)?)?;
    let folder = file.parent().unwrap_or(Path::new("."));
    Ok(play(&scenario, &Beside(folder))?)
}

fn shown(line: &Line) -> String {
    let expected = line
        .unmet
        .as_ref()
        .map(|expected| format!("; expected {} `{}`", expected.decision.word(), expected.reason));
    let keys: Vec<&str> = line.keys.iter().map(|key| key.name()).collect();
    format!(
        "  step {} `{}` at `{}`: {} `{}`{} ({})\n",
        line.step,
        line.subject,
        line.service,
        line.decision.word(),
        line.reason.word(),
        expected.unwrap_or_default(),
        keys.join(", "),
    )
}
