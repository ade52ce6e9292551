//! Paths to bytes and bytes to paths: the one room of the command line that reads and writes files.

#![expect(clippy::disallowed_methods, reason = "this is the room for files")]

mod above;
mod gitignore;
mod key;
mod stream;
mod walk;

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use latchkey_profile_schema::plist::MAX_BYTES;

use crate::phrase::one_line;

pub(crate) use above::{Above, way};
pub(crate) use key::read_key;
pub(crate) use stream::{Stream, Written, stream};
pub(crate) use walk::{Gitignored, Listed, Listing, Named, Seek, is_looked_at, list};

/// How files are called that hold schemas.
const SCHEMA_EXTENSIONS: &[&str] = &["yaml", "yml", "plist"];

/// How a scenario is called in a folder.
const SCENARIO: &str = "scenario.toml";

/// Why a path gave no bytes, or took none.
#[derive(Debug, thiserror::Error)]
pub(crate) enum FileError {
    /// It is not there.
    #[error("there is no such file or folder")]
    Missing,
    /// It cannot be read.
    #[error("it cannot be read: {0}")]
    Unreadable(io::Error),
    /// It is larger than what is read.
    #[error("it has {bytes} bytes, and no more than {MAX_BYTES} are read")]
    TooLarge {
        /// Its size, as far as it was looked at.
        bytes: u64,
    },
    /// Its text is not UTF-8.
    #[error("it is not UTF-8 text")]
    NotText,
    /// It is there already.
    #[error("it exists already; `--force` replaces it")]
    Exists,
    /// A folder has its name.
    #[error("it is a folder, and no file replaces a folder")]
    Folder,
    /// Something else wrote to it meanwhile.
    #[error("it has changed since it was read, and is left alone")]
    Changed,
    /// It is a device, a pipe or the like.
    #[error("it is no ordinary file, and is not rewritten")]
    NotAFile,
    /// It has other names, which would keep the old content.
    #[error(
        "it has {names} names (hard links), which a new file would part; mend it by hand, or copy it first"
    )]
    Linked {
        /// How many.
        names: u64,
    },
    /// It cannot be written.
    #[error("it cannot be written: {0}")]
    Unwritable(io::Error),
}

/// A path, and what went wrong with it.
#[derive(Debug, thiserror::Error)]
#[error("{path}: {error}", path = one_line(&path.display().to_string()))]
pub(crate) struct PathError {
    /// The path.
    pub(crate) path: PathBuf,
    /// What went wrong.
    pub(crate) error: FileError,
}

/// Lists every file under some paths that may hold a schema, whatever Git makes of it.
pub(crate) fn schemas(paths: &[PathBuf]) -> Result<Vec<PathBuf>, PathError> {
    let seek = Seek { extensions: SCHEMA_EXTENSIONS, named: Named::Taken, gitignored: Gitignored::LookedAt };
    let Listing { files, failures, .. } = walk::list(paths, seek);
    match failures.into_iter().next() {
        Some(failure) => Err(failure),
        None => Ok(files.into_iter().map(|file| file.path).collect()),
    }
}

/// Lists a scenario that is named, or those in a folder; whatever Git makes of them.
pub(crate) fn scenarios(path: &Path) -> Result<Vec<PathBuf>, PathError> {
    let seek = Seek { extensions: &["toml"], named: Named::Taken, gitignored: Gitignored::LookedAt };
    let Listing { files, failures, .. } = walk::list(&[path.to_path_buf()], seek);
    match failures.into_iter().next() {
        Some(failure) => Err(failure),
        None => {
            let scenarios = files.into_iter().filter(|file| file.asked_for || file.path.ends_with(SCENARIO));
            Ok(scenarios.map(|file| file.path).collect())
        }
    }
}

/// Reads a file, or standard input for `-`, no further than what is ever looked at.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, FileError> {
    if path.as_os_str() == "-" {
        return take(io::stdin().lock(), 0);
    }
    let file = File::open(path).map_err(unreadable)?;
    let metadata = file.metadata().map_err(unreadable)?;
    if metadata.is_file() && metadata.len() > MAX_BYTES as u64 {
        return Err(FileError::TooLarge { bytes: metadata.len() });
    }
    take(file, usize::try_from(metadata.len()).unwrap_or(0).min(MAX_BYTES))
}

/// Whether there is something of this name.
pub(crate) fn exists(path: &Path) -> bool {
    path.exists()
}

/// Reads a text file, or standard input for `-`.
pub(crate) fn read_text(path: &Path) -> Result<String, PathError> {
    let in_path = |error| PathError { path: path.to_path_buf(), error };
    String::from_utf8(read(path).map_err(in_path)?).map_err(|_| in_path(FileError::NotText))
}

fn take(reader: impl Read, expected: usize) -> Result<Vec<u8>, FileError> {
    let mut bytes = Vec::with_capacity(expected + 1);
    reader.take(MAX_BYTES as u64 + 1).read_to_end(&mut bytes).map_err(unreadable)?;
    if bytes.len() > MAX_BYTES {
        return Err(FileError::TooLarge { bytes: bytes.len() as u64 });
    }
    Ok(bytes)
}

fn unreadable(error: io::Error) -> FileError {
    match error.kind() {
        io::ErrorKind::NotFound => FileError::Missing,
        _ => FileError::Unreadable(error),
    }
}

/// A folder for this process alone, which vanishes when dropped.
pub(crate) fn private_folder() -> anyhow::Result<tempfile::TempDir> {
    use std::os::unix::fs::PermissionsExt as _;

    // Without this the umask decides, and secrets refuse a folder that others can enter.
    let only_ours = std::fs::Permissions::from_mode(0o700);
    tempfile::Builder::new()
        .prefix("latchkey-")
        .permissions(only_ours)
        .tempdir()
        .context("no temporary folder can be made")
}

/// Whether files that exist are replaced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Existing {
    /// They are left alone, and nothing is written.
    Keep,
    /// They are replaced.
    Replace,
}

/// Who may read a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Readers {
    /// Others too; of a file that is written, whomever the umask lets.
    Anybody,
    /// Its owner.
    Owner,
}

/// Writes all files into a folder, or none: everything is written beside its place first and renamed then.
pub(crate) fn write_all(
    folder: &Path,
    files: &[(String, &[u8])],
    existing: Existing,
) -> Result<(), PathError> {
    write(folder, files, existing, Readers::Anybody)
}

/// The same for files that hold secrets: their owner alone can read them.
pub(crate) fn write_secrets(
    folder: &Path,
    files: &[(String, &[u8])],
    existing: Existing,
) -> Result<(), PathError> {
    write(folder, files, existing, Readers::Owner)
}

fn write(
    folder: &Path,
    files: &[(String, &[u8])],
    existing: Existing,
    readers: Readers,
) -> Result<(), PathError> {
    let places: Vec<(PathBuf, &[u8])> =
        files.iter().map(|(name, bytes)| (folder.join(name), *bytes)).collect();
    if existing == Existing::Keep
        && let Some((path, _)) = places.iter().find(|(path, _)| path.symlink_metadata().is_ok())
    {
        return Err(PathError { path: path.clone(), error: FileError::Exists });
    }
    if let Some((path, _)) = places.iter().find(|(path, _)| path.is_dir()) {
        return Err(PathError { path: path.clone(), error: FileError::Folder });
    }
    let mut waiting = Vec::with_capacity(places.len());
    for (path, bytes) in &places {
        waiting.push((beside(path, bytes, readers)?, path));
    }
    for (file, path) in waiting {
        file.persist(path).map_err(|error| unwritable(path, error.error))?;
    }
    Ok(())
}

/// Replaces a file at once by a new one with this content, following symbolic links to the file itself.
///
/// Mode and owner are taken over; access control lists, extended attributes and the time of creation are not. A file
/// that has several names, or no longer holds what was read, is left alone.
pub(crate) fn replace(path: &Path, read: &[u8], bytes: &[u8]) -> Result<(), PathError> {
    let in_path = |error| PathError { path: path.to_path_buf(), error };
    let target = std::fs::canonicalize(path).map_err(|error| in_path(unreadable(error)))?;
    // Opened for writing, so that a file which nobody may write to is not replaced by a folder's permission.
    let file = std::fs::OpenOptions::new().read(true).append(true).open(&target);
    let file = file.map_err(|error| unwritable(path, error))?;
    let metadata = file.metadata().map_err(|error| in_path(unreadable(error)))?;
    if !metadata.is_file() {
        return Err(in_path(FileError::NotAFile));
    }
    if let names @ 2.. = names(&metadata) {
        return Err(in_path(FileError::Linked { names }));
    }
    let current = take(file, bytes.len()).map_err(in_path)?;
    if current == bytes {
        return Ok(());
    }
    if current != read {
        return Err(in_path(FileError::Changed));
    }
    let folder = target.parent().unwrap_or(Path::new("/"));
    let mut waiting = tempfile::Builder::new()
        .prefix(".latchkey-")
        .tempfile_in(folder)
        .map_err(|error| unwritable(folder, error))?;
    let written = waiting.write_all(bytes).and_then(|()| take_over(waiting.as_file(), &metadata));
    written.and_then(|()| waiting.as_file().sync_all()).map_err(|error| unwritable(path, error))?;
    waiting.persist(&target).map_err(|error| unwritable(path, error.error))?;
    Ok(())
}

/// Gives a file the owner and the mode of another; the owner first, since a change of owner takes mode bits away.
#[cfg(unix)]
fn take_over(file: &File, like: &std::fs::Metadata) -> io::Result<()> {
    use std::os::unix::fs::MetadataExt as _;

    let ours = file.metadata()?;
    if (ours.uid(), ours.gid()) != (like.uid(), like.gid()) {
        std::os::unix::fs::fchown(file, Some(like.uid()), Some(like.gid()))?;
    }
    file.set_permissions(like.permissions())
}

#[cfg(not(unix))]
fn take_over(file: &File, like: &std::fs::Metadata) -> io::Result<()> {
    file.set_permissions(like.permissions())
}

/// How many names a file has.
#[cfg(unix)]
fn names(metadata: &std::fs::Metadata) -> u64 {
    std::os::unix::fs::MetadataExt::nlink(metadata)
}

#[cfg(not(unix))]
fn names(_: &std::fs::Metadata) -> u64 {
    1
}

/// A file with this content in the folder where `path` is going to be; it vanishes unless it is renamed.
fn beside(path: &Path, bytes: &[u8], readers: Readers) -> Result<tempfile::NamedTempFile, PathError> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, error))?;
    let mut builder = tempfile::Builder::new();
    builder.prefix(".latchkey-");
    if readers == Readers::Anybody {
        plain_mode(&mut builder);
    }
    let mut file = builder.tempfile_in(folder).map_err(|error| unwritable(folder, error))?;
    file.write_all(bytes).map_err(|error| unwritable(path, error))?;
    Ok(file)
}

/// A temporary file is its owner's alone, and artifacts are for the MDM and its administrators too: the umask decides.
#[cfg(unix)]
fn plain_mode(builder: &mut tempfile::Builder<'_, '_>) {
    use std::os::unix::fs::PermissionsExt;
    builder.permissions(std::fs::Permissions::from_mode(0o666));
}

#[cfg(not(unix))]
fn plain_mode(_: &mut tempfile::Builder<'_, '_>) {}

fn unwritable(path: &Path, error: io::Error) -> PathError {
    PathError { path: path.to_path_buf(), error: FileError::Unwritable(error) }
}

#[cfg(test)]
mod tests;
