//! `policy explain`: a profile to what it does to people.

use std::path::Path;

use anyhow::{Context as _, bail};
use latchkey_engine::policy::Platform;

use super::profile;
use crate::cli::{ExplainArguments, ExplainFormat, Numbered};
use crate::commands::{Screen, Status, print};
use crate::explain::{self, Person};
use crate::files::{self, Existing};
use crate::terminal;

/// Lines are no longer, however wide the terminal is.
const WIDTH: usize = 100;

pub(crate) fn run(arguments: &ExplainArguments, screen: Screen) -> anyhow::Result<Status> {
    let ExplainArguments { profile: path, user, uid, platform, format, output, .. } = arguments;
    let (platform, first) = match platform {
        Numbered::Macos => (Platform::MacOs, 501),
        Numbered::Linux => (Platform::Linux, 1_000),
    };
    if output.as_ref() == Some(path) {
        bail!("`{}` would be written over itself; name another file with `-o`", path.display());
    }
    let profile = profile::read(path, platform)?;
    let user = user.as_ref().map(|name| Person { name: name.clone(), uid: uid.unwrap_or(first) });
    let name = path.display().to_string();
    let explanation = explain::explain(&name, &profile.settings, &profile.policy, platform, user);
    let (width, screen) = match output {
        Some(_) => (WIDTH, Screen::Plain),
        None => (WIDTH.min(terminal::columns().unwrap_or(WIDTH)), screen),
    };
    let text = match format {
        ExplainFormat::Human => explain::render(&explanation, width, screen),
        ExplainFormat::Json => explain::render_json(&explanation)?,
        ExplainFormat::Svg => explain::draw(&explanation),
        ExplainFormat::Csv => {
            bail!("`csv` has a row for each account of a list; name one with `--inventory`")
        }
    };
    match output {
        Some(path) => write(path, &text)?,
        None => print(&text)?,
    }
    Ok(Status::Done)
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    let name = path.file_name().and_then(|name| name.to_str());
    let name = name.with_context(|| format!("`{}` names no file that can be written", path.display()))?;
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    files::write_all(folder, &[(name.to_owned(), text.as_bytes())], Existing::Replace)?;
    Ok(())
}
