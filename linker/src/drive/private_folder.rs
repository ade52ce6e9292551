//! A folder that is ours alone, and files in it that are read and replaced as a whole.
//!
//! Everything is opened relative to the folder's handle and without following links, judged by that handle, and
//! replaced in one durable act. Secrets and state are kept this way.

mod ours;

use std::fs::{File, canonicalize};
use std::io::{self, Read, Write};
use std::os::fd::OwnedFd;
use std::path::{Component, Path, PathBuf, absolute};

use rustix::fs::{AtFlags, FlockOperation, Mode, OFlags};
use rustix::io::Errno;
use zeroize::Zeroizing;

use crate::drive::StoreError;

const FOLDER_MODE: Mode = Mode::RWXU;
const FILE_MODE: Mode = Mode::RUSR.union(Mode::WUSR);

/// A folder that only its owner can read.
#[derive(Debug)]
pub struct PrivateFolder {
    path: PathBuf,
    folder: OwnedFd,
}

/// Keeps other writers out until dropped.
#[derive(Debug)]
#[must_use]
pub struct Locked {
    _handle: OwnedFd,
}

impl PrivateFolder {
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

    /// Where a file of the folder is, for messages.
    #[must_use]
    pub fn path_of(&self, name: &str) -> PathBuf {
        self.path.join(name)
    }

    /// The bytes of a file, at most `limit` of them; `None` when there is no such file. They are overwritten when
    /// dropped.
    ///
    /// # Errors
    ///
    /// When the file is not ours alone, not a regular file, longer than `limit`, or when the system refuses.
    pub fn read(&self, name: &str, limit: u64) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        let path = self.inside(name)?;
        // Without NONBLOCK a planted pipe would make us wait for a writer.
        let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
        let file = match rustix::fs::openat(&self.folder, name, flags, Mode::empty()) {
            Ok(file) => File::from(file),
            Err(Errno::NOENT) => return Ok(None),
            Err(Errno::LOOP) => return Err(StoreError::NotRegular { path }),
            Err(error) => return Err(refused("open", &path, error)),
        };
        let metadata = file.metadata().map_err(|source| failed("look at", &path, source))?;
        ours::file(&path, &metadata)?;
        if metadata.len() > limit {
            return Err(StoreError::Malformed { path });
        }
        // One byte more than there is, so that reading to the end never grows the buffer.
        let room = usize::try_from(metadata.len()).unwrap_or_default() + 1;
        let mut bytes = Zeroizing::new(Vec::with_capacity(room));
        file.take(limit).read_to_end(&mut bytes).map_err(|source| failed("read", &path, source))?;
        Ok(Some(bytes))
    }

    /// Puts these bytes in place of a file's; `name` is one part, such as `501.json`. After a crash there are the older ones or these, whole.
    ///
    /// # Errors
    ///
    /// When the system refuses; the older bytes are there then, or these, whole.
    pub fn replace(&self, name: &str, bytes: &[u8]) -> Result<(), StoreError> {
        self.inside(name)?;
        let draft = draft_of(name);
        let path = self.path.join(&draft);
        // A draft that a crash left, or anything planted under its name, is removed and never written through.
        self.unlink(&draft)?;
        let flags = OFlags::WRONLY | OFlags::CREATE | OFlags::EXCL | OFlags::NOFOLLOW | OFlags::CLOEXEC;
        let file = rustix::fs::openat(&self.folder, &draft, flags, FILE_MODE)
            .map_err(|error| refused("make", &path, error))?;
        let mut file = File::from(file);
        let written = rustix::fs::fchmod(&file, FILE_MODE)
            .map_err(io::Error::from)
            .and_then(|()| file.write_all(bytes))
            .and_then(|()| file.sync_all())
            .and_then(|()| Ok(rustix::fs::renameat(&self.folder, &draft, &self.folder, name)?));
        if let Err(source) = written {
            self.unlink(&draft)?;
            return Err(failed("write", &path, source));
        }
        self.sync()
    }

    /// Removes a file and what a crash may have left of it, if there is any.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub fn remove(&self, name: &str) -> Result<(), StoreError> {
        self.inside(name)?;
        self.unlink(&draft_of(name))?;
        self.unlink(name)?;
        self.sync()
    }

    /// Keeps other writers out until dropped. A handle of its own, since locks belong to handles.
    ///
    /// # Errors
    ///
    /// When the system refuses.
    pub fn lock(&self) -> Result<Locked, StoreError> {
        let flags = OFlags::RDONLY | OFlags::DIRECTORY | OFlags::CLOEXEC;
        rustix::fs::openat(&self.folder, ".", flags, Mode::empty())
            .and_then(|handle| {
                rustix::fs::flock(&handle, FlockOperation::LockExclusive)?;
                Ok(Locked { _handle: handle })
            })
            .map_err(|error| refused("lock", &self.path, error))
    }

    // INVARIANT: a name stays inside the folder; the system would walk out along `..` and `/`.
    fn inside(&self, name: &str) -> Result<PathBuf, StoreError> {
        let path = self.path.join(name);
        let mut parts = Path::new(name).components();
        match (parts.next(), parts.next()) {
            (Some(Component::Normal(part)), None) if part == name => Ok(path),
            _ => Err(StoreError::BadPath { path }),
        }
    }

    /// Removes a name from the folder, if it is there.
    fn unlink(&self, name: &str) -> Result<(), StoreError> {
        match rustix::fs::unlinkat(&self.folder, name, AtFlags::empty()) {
            Ok(()) | Err(Errno::NOENT) => Ok(()),
            Err(error) => Err(refused("remove", &self.path.join(name), error)),
        }
    }

    fn sync(&self) -> Result<(), StoreError> {
        rustix::fs::fsync(&self.folder).map_err(|error| refused("sync", &self.path, error))
    }
}

fn draft_of(name: &str) -> String {
    format!("{name}.new")
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
mod tests {
    use super::*;

    #[test]
    fn a_name_that_leads_out_of_the_folder_is_refused() {
        let above = tempfile::Builder::new()
            .permissions(std::os::unix::fs::PermissionsExt::from_mode(0o700))
            .tempdir()
            .unwrap();
        let folder = PrivateFolder::open(&above.path().join("inner")).unwrap();
        for name in ["", ".", "..", "../x", "x/y", "/x", "x/", "./x"] {
            assert!(matches!(folder.read(name, 9), Err(StoreError::BadPath { .. })), "`{name}`");
            assert!(matches!(folder.replace(name, b""), Err(StoreError::BadPath { .. })), "`{name}`");
            assert!(matches!(folder.remove(name), Err(StoreError::BadPath { .. })), "`{name}`");
        }
        folder.replace("x", b"kept").unwrap();
        assert_eq!(folder.read("x", 9).unwrap().unwrap().as_slice(), b"kept");
    }
}
