//! Judges a file or folder by its metadata: is it ours alone, and can nobody put another in its place?

use std::fs::{Metadata, symlink_metadata};
use std::os::unix::fs::MetadataExt;
use std::path::Path;

use rustix::process::geteuid;

use crate::drive::StoreError;

/// Permission bits of group and others.
const NOT_OWNER: u32 = 0o077;
/// Write permission of group and others.
const WRITE_BY_ANY: u32 = 0o022;
/// Write permission of others: many systems give each user a group of their own and let it write.
const WRITE_BY_OTHERS: u32 = 0o002;
/// In a sticky folder others can add files but not exchange ours.
const STICKY: u32 = 0o1000;

/// A regular file with one name, owned by us and closed to everybody else.
pub(super) fn file(path: &Path, metadata: &Metadata) -> Result<(), StoreError> {
    if !metadata.is_file() {
        return Err(StoreError::NotRegular { path: path.to_owned() });
    }
    if metadata.nlink() != 1 {
        return Err(StoreError::Linked { path: path.to_owned(), links: metadata.nlink() });
    }
    closed(path, metadata)
}

/// A folder owned by us and closed to everybody else.
pub(super) fn folder(path: &Path, metadata: &Metadata) -> Result<(), StoreError> {
    if !metadata.is_dir() {
        return Err(StoreError::NotFolder { path: path.to_owned() });
    }
    closed(path, metadata)
}

/// Folders, from the root down to this one, in which nobody but root and us can exchange anything.
///
/// `path` is absolute and free of symbolic links. Going down from the root makes this free of races: whoever
/// cannot change a folder cannot change what the next look finds in it.
pub(super) fn way(path: &Path) -> Result<(), StoreError> {
    let mut folders: Vec<_> = path.ancestors().collect();
    folders.reverse();
    let us = geteuid();
    let barred = if us.is_root() { WRITE_BY_ANY } else { WRITE_BY_OTHERS };
    for folder in folders {
        let metadata = symlink_metadata(folder).map_err(|source| StoreError::Io {
            operation: "look at",
            path: folder.to_owned(),
            source,
        })?;
        if !metadata.is_dir() {
            return Err(StoreError::NotFolder { path: folder.to_owned() });
        }
        let (mode, owner) = (metadata.mode() & 0o7777, metadata.uid());
        let trusted = owner == 0 || owner == us.as_raw();
        if !trusted || (mode & barred != 0 && mode & STICKY == 0) {
            return Err(StoreError::Exposed { path: folder.to_owned(), mode, owner });
        }
    }
    Ok(())
}

fn closed(path: &Path, metadata: &Metadata) -> Result<(), StoreError> {
    let (owner, expected) = (metadata.uid(), geteuid().as_raw());
    if owner != expected {
        return Err(StoreError::NotOurs { path: path.to_owned(), owner, expected });
    }
    let mode = metadata.mode() & 0o7777;
    if mode & NOT_OWNER != 0 {
        return Err(StoreError::TooOpen { path: path.to_owned(), mode });
    }
    Ok(())
}
