//! Reads a preference file that nobody but its owner could have written; the room of this crate that opens files.

use std::fs::File;
use std::io::Read as _;
use std::os::unix::fs::MetadataExt as _;
use std::path::{Path, PathBuf};

use latchkey_profile_schema::carrier::CarrierProblem;
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{Document, Place, Problem, ProblemKind, plist};
use rustix::fs::{Mode, OFlags, open};

/// Write permission of group and others.
const WRITE_BY_ANY: u32 = 0o022;

/// Whose files are believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Trusted {
    /// The owner's number; 0 on a device.
    pub uid: u32,
}

impl Trusted {
    /// Root.
    pub const ROOT: Self = Self { uid: 0 };
}

/// Why a file was not read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileFault {
    /// Somebody else owns it.
    #[error("it belongs to uid {found}, not to uid {expected}")]
    Owner {
        /// Its owner.
        found: u32,
        /// Who should own it.
        expected: u32,
    },
    /// Its group or others could write it.
    #[error("its mode {mode:o} lets others write it")]
    Writable {
        /// The permission bits.
        mode: u32,
    },
    /// A symbolic link, a folder, a device.
    #[error("it is no regular file")]
    NotRegular,
    /// Longer than a property list may be.
    #[error("it is longer than {limit} bytes")]
    TooLong {
        /// The limit.
        limit: usize,
    },
    /// The system said no.
    #[error("it could not be read")]
    Io(#[source] std::io::Error),
}

/// The bytes of a file; `None` when there is none.
pub(super) fn read(path: &Path, trusted: Trusted) -> Result<Option<Vec<u8>>, FileFault> {
    // NONBLOCK, so that a pipe in the file's place cannot make us wait.
    let flags = OFlags::RDONLY | OFlags::NOFOLLOW | OFlags::CLOEXEC | OFlags::NONBLOCK;
    let handle = match open(path, flags, Mode::empty()) {
        Ok(handle) => handle,
        Err(rustix::io::Errno::NOENT | rustix::io::Errno::NOTDIR) => return Ok(None),
        Err(rustix::io::Errno::LOOP) => return Err(FileFault::NotRegular),
        Err(errno) => return Err(FileFault::Io(errno.into())),
    };
    let file = File::from(handle);
    let metadata = file.metadata().map_err(FileFault::Io)?;
    if !metadata.is_file() {
        return Err(FileFault::NotRegular);
    }
    if metadata.uid() != trusted.uid {
        return Err(FileFault::Owner { found: metadata.uid(), expected: trusted.uid });
    }
    let mode = metadata.mode() & 0o7777;
    if mode & WRITE_BY_ANY != 0 {
        return Err(FileFault::Writable { mode });
    }
    let limit = plist::MAX_BYTES;
    let mut bytes = Vec::new();
    let most = u64::try_from(limit).unwrap_or(u64::MAX).saturating_add(1);
    file.take(most).read_to_end(&mut bytes).map_err(FileFault::Io)?;
    if bytes.len() > limit { Err(FileFault::TooLong { limit }) } else { Ok(Some(bytes)) }
}

/// What a preference file says; `None` when it is no dictionary of preferences.
pub(super) fn parse(bytes: &[u8]) -> (Option<Document>, Vec<Problem>) {
    let reading = plist::read(bytes);
    let mut problems = reading.problems;
    let document = reading.document.filter(|document| {
        let found = document.root.value.plist_type();
        let sound = found == PlistType::Dictionary;
        if !sound {
            let kind = ProblemKind::Carrier(CarrierProblem::RootNotADictionary { found });
            problems.push(Problem { place: Place::File, kind });
        }
        sound
    });
    (document, problems)
}

/// The folders in a folder; none when it cannot be listed.
#[expect(clippy::disallowed_methods, reason = "this is the room that reads preference folders")]
pub(super) fn folders(path: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(path) else { return Vec::new() };
    let mut folders: Vec<_> = entries
        .flatten()
        .filter(|entry| entry.file_type().is_ok_and(|kind| kind.is_dir()))
        .map(|entry| entry.path())
        .collect();
    folders.sort();
    folders
}

pub(super) fn exists(path: &Path) -> bool {
    path.symlink_metadata().is_ok()
}
