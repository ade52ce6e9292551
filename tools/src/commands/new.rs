//! `latchkey new`: the answers of an administrator, from options or asked for, to settings and what an MDM takes.

mod answer;
mod draft;
mod files;
mod interview;
mod question;
mod questions;
mod summary;
#[cfg(test)]
mod tests;

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use latchkey_mdm_manifests::{CarrierTarget, wrapped};

use self::draft::Draft;
use self::files::{Ready, SETTINGS};
use self::interview::Interview;
use super::{Status, print, runtime, unless_stopped};
use crate::cli::NewArguments;
use crate::files::{Existing, FileError, PathError, exists, write_all};
use crate::terminal::input::Input;

/// Where files are written when nobody says where.
const FOLDER: &str = "desktop-mfa";

/// Asks what no option answers, and writes all files or none.
pub(crate) fn run(arguments: &NewArguments) -> anyhow::Result<Status> {
    let person = std::io::stdin().is_terminal() && std::io::stdout().is_terminal();
    let mut show = |text: &str| drop(print(text));
    let mut interview = Interview::new(person.then(Input::standard), &mut show);
    let runtime = runtime()?;
    // Signals are caught from here on, so that nothing is left half-written when the user stops it at the end.
    let done = runtime.block_on(unless_stopped(all(arguments, &mut interview)));
    runtime.shutdown_background();
    done.context("nothing was written")??;
    Ok(Status::Done)
}

/// Questions, summary, files.
async fn all(arguments: &NewArguments, interview: &mut Interview<'_>) -> anyhow::Result<()> {
    let existing = if arguments.force { Existing::Replace } else { Existing::Keep };
    let named = match &arguments.output {
        None if interview.has_person() => None,
        named => Some(named.clone().unwrap_or_else(|| PathBuf::from(FOLDER))),
    };
    if let Some(folder) = &named {
        is_free(folder, existing)?;
    }
    let draft = interview.policy(arguments).await?;
    let carriers = interview.carriers(arguments).await?;
    let ready = files::ready(&draft, &carriers)?;
    interview.say(&told(&draft));
    let folder = match named {
        Some(folder) => {
            write(&ready, &folder, existing)?;
            folder
        }
        None => loop {
            let folder = interview.folder(FOLDER).await?;
            match write(&ready, &folder, existing) {
                Ok(()) => break folder,
                Err(error) => interview.say(&format!("  {error}\n")),
            }
        },
    };
    interview.say(&written(&ready, &folder, &carriers));
    Ok(())
}

/// Nobody should answer every question for files that cannot be written.
fn is_free(folder: &Path, existing: Existing) -> Result<(), PathError> {
    let path = folder.join(SETTINGS);
    if existing == Existing::Keep && exists(&path) {
        return Err(PathError { path, error: FileError::Exists });
    }
    Ok(())
}

fn write(ready: &Ready, folder: &Path, existing: Existing) -> Result<(), PathError> {
    let files: Vec<(String, &[u8])> =
        ready.artifacts.iter().map(|artifact| (artifact.path.clone(), artifact.bytes.as_slice())).collect();
    write_all(folder, &files, existing)
}

fn told(draft: &Draft) -> String {
    let mut text = String::from("\nThe policy:\n");
    for line in summary::summary(draft) {
        for (index, part) in wrapped(&line, 76).iter().enumerate() {
            text.extend([if index == 0 { "- " } else { "  " }, part, "\n"]);
        }
    }
    text
}

fn written(ready: &Ready, folder: &Path, carriers: &[&'static CarrierTarget]) -> String {
    let mut text = String::from("\nWritten:\n");
    for artifact in &ready.artifacts {
        text.push_str(&format!("  {}\n", folder.join(&artifact.path).display()));
    }
    text + &ready.next(folder, carriers)
}
