//! `policy simulate`: scenarios to their transcripts.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use crate::cli::{SimulateArguments, SimulateFormat};
use crate::commands::{Screen, Status, complain, print, print_aside};
use crate::files;
use crate::phrase::one_line;
use crate::render::transcript::{self, Tally, because::Reasons};
use crate::render::{mistakes, transcript::json};
use crate::scenarios::{self, FILE_NAME, Shelf};

pub(crate) fn run(arguments: &SimulateArguments, screen: Screen) -> anyhow::Result<Status> {
    let (listed, all_found) = listed(&arguments.scenarios);
    let shelf = Shelf::default();
    let mut tally = Tally::default();
    if arguments.format == SimulateFormat::Json {
        print(json::BEGIN)?;
    }
    for (index, file) in listed.iter().enumerate() {
        match arguments.format {
            SimulateFormat::Human => print(&human(file, &shelf, &mut tally, screen))?,
            SimulateFormat::Json => {
                let comma = if index == 0 { "" } else { "," };
                print(&format!("{comma}{}", machine(file, &shelf, &mut tally)?))?;
            }
        }
    }
    match arguments.format {
        SimulateFormat::Human if listed.is_empty() => {}
        SimulateFormat::Human => print(&transcript::end(&tally, screen))?,
        SimulateFormat::Json => print(&json::end(&tally)?)?,
    }
    Ok(if !all_found || tally.broken > 0 {
        Status::CouldNotRun
    } else if tally.unmet > 0 {
        Status::Found
    } else {
        Status::Done
    })
}

/// The scenarios under some paths, each once, and whether there was one under each of them.
fn listed(paths: &[PathBuf]) -> (Vec<PathBuf>, bool) {
    let (mut listed, mut known, mut all_found) = (Vec::new(), BTreeSet::new(), true);
    for path in paths {
        match files::scenarios(path) {
            Ok(found) if found.is_empty() => {
                let folder = one_line(&path.display().to_string());
                complain(format_args!("{folder}: no `{FILE_NAME}` is in this folder, or in one below it"));
                all_found = false;
            }
            Ok(found) => listed.extend(found.into_iter().filter(|file| known.insert(file.clone()))),
            Err(error) => {
                complain(error);
                all_found = false;
            }
        }
    }
    (listed, all_found)
}

/// The transcript of a scenario; what is wrong with one that cannot be played goes to standard error.
fn human(file: &Path, shelf: &Shelf, tally: &mut Tally, screen: Screen) -> String {
    let name = file.display().to_string();
    match scenarios::play(file, shelf) {
        Ok(played) => {
            tally.count(&played);
            let reasons = Reasons::new(shelf, scenarios::folder(file));
            transcript::render(&name, &played, &reasons, screen) + "\n"
        }
        Err(broken) => {
            tally.broken += 1;
            print_aside(&mistakes::render(&name, &broken.text, &broken.mistakes, screen));
            String::new()
        }
    }
}

fn machine(file: &Path, shelf: &Shelf, tally: &mut Tally) -> serde_json::Result<String> {
    match scenarios::play(file, shelf) {
        Ok(played) => {
            tally.count(&played);
            json::played(file, &played, &Reasons::new(shelf, scenarios::folder(file)))
        }
        Err(broken) => {
            tally.broken += 1;
            json::broken(file, &broken)
        }
    }
}
