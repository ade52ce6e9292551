//! One file a subcommand: its arguments to an exit status.

pub(crate) mod build;
mod carried;
pub(crate) mod convert;
pub(crate) mod diff;
mod fix;
pub(crate) mod lint;
pub(crate) mod login;
pub(crate) mod lsp;
pub(crate) mod manifest;
pub(crate) mod new;
pub(crate) mod policy;
pub(crate) mod practice_org;
pub(crate) mod rule;
pub(crate) mod schema;
mod still_to_do;
pub(crate) mod try_it;

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use latchkey_mdm_manifests::Artifact;
use tokio::signal::unix::{SignalKind, signal};

use crate::files::{self, Existing, PathError};
use crate::phrase::quoted;

/// How a subcommand ended; design section 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Status {
    /// Clean, or done.
    Done,
    /// Something was found.
    Found,
    /// It could not run, or nothing was there to run on.
    CouldNotRun,
}

impl Status {
    /// The exit status.
    pub(crate) const fn code(self) -> u8 {
        match self {
            Self::Done => 0,
            Self::Found => 1,
            Self::CouldNotRun => 2,
        }
    }
}

/// Whether output may hold colours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Screen {
    /// A terminal whose user wants colours.
    Coloured,
    /// A file, a pipe, or a user who wants none.
    Plain,
}

/// Writes to standard output; a reader who has gone away is no failure.
pub(crate) fn print(text: &str) -> anyhow::Result<()> {
    print_bytes(text.as_bytes())
}

/// Writes artifacts into a folder, all or none; without a folder the only one to standard output.
pub(crate) fn deliver(
    artifacts: &[Artifact],
    folder: Option<&Path>,
    existing: Existing,
) -> anyhow::Result<()> {
    hand_over(artifacts, folder, |folder, files| files::write_all(folder, files, existing))
}

/// The same for artifacts that hold secrets: in a folder, their owner alone can read them.
pub(crate) fn deliver_secrets(
    artifacts: &[Artifact],
    folder: Option<&Path>,
    existing: Existing,
) -> anyhow::Result<()> {
    hand_over(artifacts, folder, |folder, files| files::write_secrets(folder, files, existing))
}

fn hand_over(
    artifacts: &[Artifact],
    folder: Option<&Path>,
    write: impl FnOnce(&Path, &[(String, &[u8])]) -> Result<(), PathError>,
) -> anyhow::Result<()> {
    match (folder, artifacts) {
        (None, [artifact]) => print_bytes(&artifact.bytes),
        (None, _) => bail!(
            "{} files cannot be printed; name a folder with `-o`, or ask for one of them",
            artifacts.len()
        ),
        (Some(folder), _) => {
            let files = distinct(artifacts)?;
            write(folder, &files)?;
            let written: Vec<String> =
                files.iter().map(|(path, _)| format!("{}\n", folder.join(path).display())).collect();
            print(&written.concat())
        }
    }
}

/// The files of artifacts, each once. Two that differ never have one name, also where a file system takes capitals and
/// small letters for the same: one would replace the other in silence.
fn distinct(artifacts: &[Artifact]) -> anyhow::Result<Vec<(String, &[u8])>> {
    let mut seen: BTreeMap<String, &Artifact> = BTreeMap::new();
    let mut files = Vec::with_capacity(artifacts.len());
    for artifact in artifacts {
        match seen.insert(artifact.path.to_lowercase(), artifact) {
            None => files.push((artifact.path.clone(), artifact.bytes.as_slice())),
            Some(there) if there == artifact => {}
            Some(_) => bail!(
                "two different files would be called {}; make them one after the other, each in a folder of its own",
                quoted(&artifact.path)
            ),
        }
    }
    Ok(files)
}

fn print_bytes(bytes: &[u8]) -> anyhow::Result<()> {
    let mut output = std::io::stdout().lock();
    match output.write_all(bytes).and_then(|()| output.flush()) {
        Err(error) if error.kind() == std::io::ErrorKind::BrokenPipe => Ok(()),
        written => written.context("standard output cannot be written"),
    }
}

/// Tells on standard error what went wrong.
pub(crate) fn complain(what: impl std::fmt::Display) {
    print_aside(&format!("latchkey: {what}\n"));
}

/// Writes what stands beside the output proper to standard error. Where nobody reads that, nobody can be told.
pub(crate) fn print_aside(text: &str) {
    let _ = std::io::stderr().lock().write_all(text.as_bytes());
}

/// Timers and sockets on one thread: a sign-in waits far more than it works.
pub(crate) fn runtime() -> anyhow::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .context("timers and sockets cannot be had from the system")
}

/// Goes on with something until the user or the system stops the program, so that what is temporary is removed then
/// too.
pub(crate) async fn unless_stopped<T>(work: impl Future<Output = T>) -> anyhow::Result<T> {
    let watched = |kind| signal(kind).context("signals cannot be had from the system");
    // Both before the work begins, so that nothing is shown while a signal would still end the program at once.
    let (mut terminate, mut interrupt) =
        (watched(SignalKind::terminate())?, watched(SignalKind::interrupt())?);
    tokio::select! {
        done = work => Ok(done),
        _ = interrupt.recv() => Err(anyhow!("stopped")),
        _ = terminate.recv() => Err(anyhow!("stopped")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_file_replaces_another_of_the_same_call() {
        let artifact = |path: &str, bytes: &str| Artifact { path: path.to_owned(), bytes: bytes.into() };
        let names = |artifacts: &[Artifact]| {
            let files = distinct(artifacts).map_err(|error| error.to_string())?;
            Ok::<_, String>(files.into_iter().map(|(path, _)| path).collect::<Vec<_>>())
        };
        assert_eq!(names(&[artifact("b", "1"), artifact("a", "1")]).unwrap(), ["b", "a"]);
        assert_eq!(names(&[artifact("a", "1"), artifact("a", "1")]).unwrap(), ["a"]);
        for other in ["a.json", "A.json"] {
            let refused = names(&[artifact("a.json", "1"), artifact(other, "2")]).unwrap_err();
            assert!(refused.contains(&format!("would be called `{other}`")), "{refused}");
        }
    }
}
