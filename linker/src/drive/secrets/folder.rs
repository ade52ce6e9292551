//! Keeps the secrets of each account in one file of a folder that is ours alone, `UID.json`.
//!
//! Everything is opened relative to the folder's handle and without following links, judged by that handle, and
//! replaced as a whole. File names are made from numbers only.

use std::fs::{File, canonicalize};
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::path::{Path, PathBuf, absolute};

use rustix::fs::{AtFlags, FlockOperation, Mode, OFlags};
use rustix::io::Errno;
use zeroize::Zeroizing;

use super::contents::Contents;
use super::{SecretStore, ours, word};
use crate::Secret;
use crate::drive::StoreError;
use crate::step::SecretName;

/// The longest file in bytes: a few secrets of a hundred each.
const LIMIT: u64 = 1 << 16;

const FOLDER_MODE: Mode = Mode::RWXU;
const FILE_MODE: Mode = Mode::RUSR.union(Mode::WUSR);

/// A folder of secrets that only its owner can read.
#[derive(Debug)]
pub struct FolderStore {
    path: PathBuf,
    folder: OwnedFd,
}

impl FolderStore {
    /// Opens the folder, making it if only its last part is missing.
    ///
    /// # Errors
    ///
    /// When the folder is not ours alone, when others could exchange it or a folder above it, or when the system
    /// refuses.
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        let path = without_links(folder)?;
        if let Some(above) = path.parent() {
            ours::way(above)?;
        }
        let handle = match open_folder(&path) {
            Err(Errno::NOENT) => make_folder(&path)?,
            opened => opened.map_err(|error| refused("open", &path, error))?,
        };
        let handle = File::from(handle);
        let metadata = handle.metadata().map_err(|source| failed("look at", &path, source))?;
        ours::folder(&path, &metadata)?;
        Ok(Self { path, folder: handle.into() })
    }

    fn read(&self, uid: u32) -> Result<Option<Contents>, StoreError> {
        let name = file_name(uid);
        let path = self.path.join(&name);
        // Without NONBLOCK a planted pipe would make us wait for a writer.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let file = match rustix::fs::openat(&self.folder, &name, flags, Mode::empty()) {
            Ok(file) => File::from(file),
            Err(Errno::NOENT) => return Ok(None),
            Err(Errno::LOOP) => return Err(StoreError::NotRegular { path }),
            Err(error) => return Err(refused("open", &path, error)),
        };
        let metadata = file.metadata().map_err(|source| failed("look at", &path, source))?;
        ours::file(&path, &metadata)?;
        if metadata.len() > LIMIT {
            return Err(StoreError::Malformed { path });
        }
        // One byte more than there is, so that reading to the end never grows the buffer.
        let room = usize::try_from(metadata.len()).unwrap_or_default() + 1;
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        file.take(LIMIT).read_to_end(&mut bytes).map_err(|source| failed("read", &path, source))?;
        Contents::parse(&bytes).map(Some).ok_or(StoreError::Malformed { path })
    }

    fn replace(&self, uid: u32, contents: &Contents) -> Result<(), StoreError> {
        let (name, draft) = (file_name(uid), draft_name(uid));
        let path = self.path.join(&draft);
        // A draft that a crash left, or anything planted under its name, is removed and never written through.
        self.remove(&draft)?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = rustix::fs::openat(&self.folder, &draft, flags, FILE_MODE)
            .map_err(|error| refused("make", &path, error))?;
        let mut file = File::from(file);
        let written = rustix::fs::fchmod(&file, FILE_MODE)
            .map_err(io::Error::from)
            .and_then(|()| contents.render())
            .and_then(|bytes| file.write_all(&bytes))
            .and_then(|()| file.sync_all())
            .and_then(|()| Ok(rustix::fs::renameat(&self.folder, &draft, &self.folder, &name)?));
        if let Err(source) = written {
            self.remove(&draft)?;
            return Err(failed("write", &path, source));
        }
        self.sync()
    }

    /// Removes a name from the folder, if it is there.
    fn remove(&self, name: &str) -> Result<(), StoreError> {
        match rustix::fs::unlinkat(&self.folder, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(refused("remove", &self.path.join(name), error)),
        }
    }

    fn sync(&self) -> Result<(), StoreError> {
        rustix::fs::fsync(&self.folder).map_err(|error| refused("sync", &self.path, error))
    }

    /// Keeps other writers out until dropped. A handle of its own, since locks belong to handles.
    fn lock(&self) -> Result<OwnedFd, StoreError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        rustix::fs::openat(&self.folder, ".", flags, Mode::empty())
            .and_then(|handle| {
                rustix::fs::flock(&handle, FlockOperation::LockExclusive)?;
                Ok(handle)
            })
            .map_err(|error| refused("lock", &self.path, error))
    }
}

impl SecretStore for FolderStore {
    fn load(&self, uid: u32, name: SecretName) -> Result<Option<Secret>, StoreError> {
        Ok(self.read(uid)?.and_then(|mut contents| contents.take(word(name))))
    }

    fn store(&self, uid: u32, name: SecretName, secret: &Secret) -> Result<(), StoreError> {
        let _locked = self.lock()?;
        let mut contents = self.read(uid)?.unwrap_or_default();
        contents.put(word(name), secret);
        self.replace(uid, &contents)
    }

    fn forget(&self, uid: u32) -> Result<(), StoreError> {
        let _locked = self.lock()?;
        self.remove(&draft_name(uid))?;
        self.remove(&file_name(uid))?;
        self.sync()
    }
}

fn file_name(uid: u32) -> String {
    format!("{uid}.json")
}

fn draft_name(uid: u32) -> String {
    format!("{uid}.json.new")
}

/// The absolute path of a folder, links above it followed; whether it is one itself shows when it is opened.
fn without_links(folder: &Path) -> Result<PathBuf, StoreError> {
    let whole = absolute(folder).map_err(|source| failed("find", folder, source))?;
    let (Some(above), Some(name)) = (whole.parent(), whole.file_name()) else {
        return Err(StoreError::BadPath { path: folder.to_owned() });
    };
    let above = canonicalize(above).map_err(|source| failed("find", above, source))?;
    Ok(above.join(name))
}

fn open_folder(path: &Path) -> rustix::io::Result<OwnedFd> {
    let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::NOFOLLOW | OFlags::CLOEXEC;
    rustix::fs::open(path, flags, Mode::empty())
}

fn make_folder(path: &Path) -> Result<OwnedFd, StoreError> {
    match rustix::fs::mkdir(path, FOLDER_MODE) {
        // Another process may have made it in between; it is judged like one that was there.
        Err(Errno::EXIST) => open_folder(path).map_err(|error| refused("open", path, error)),
        made => made
            .and_then(|()| open_folder(path))
            .and_then(|handle| {
                rustix::fs::fchmod(&handle, FOLDER_MODE)?;
                Ok(handle)
            })
            .map_err(|error| refused("make", path, error)),
    }
}

fn refused(operation: &'static str, path: &Path, error: Errno) -> StoreError {
    match error {
        // What DIRECTORY and NOFOLLOW answer to a file and to a symbolic link.
        Errno::NOTDIR | Errno::LOOP => StoreError::NotFolder { path: path.to_owned() },
        _ => failed(operation, path, error.into()),
    }
}

fn failed(operation: &'static str, path: &Path, source: io::Error) -> StoreError {
    StoreError::Io { operation, path: path.to_owned(), source }
}

#[cfg(test)]
mod tests;
