//! What can go wrong behind a step, as facts; the machine learns only that it did.

use std::error::Error;
use std::io;
use std::path::PathBuf;

/// Why something was not kept, or not found where it was kept.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum StoreError {
    /// A file or folder of the store belongs to somebody else.
    #[error("`{}` belongs to user ID {owner}, expected {expected}", path.display())]
    NotOurs {
        /// The file or folder.
        path: PathBuf,
        /// Its owner.
        owner: u32,
        /// The user ID this process acts as.
        expected: u32,
    },
    /// A file or folder of the store is open to its group or to others.
    #[error("`{}` has mode {mode:04o}, expected nothing for group and others", path.display())]
    TooOpen {
        /// The file or folder.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
    },
    /// A folder above the store could be exchanged by others.
    #[error("`{}` above the store can be written by others: mode {mode:04o}, user ID {owner}", path.display())]
    Exposed {
        /// The folder.
        path: PathBuf,
        /// Its permission bits.
        mode: u32,
        /// Its owner.
        owner: u32,
    },
    /// A symbolic link, a folder or a device stands where a file should.
    #[error("`{}` is not a regular file", path.display())]
    NotRegular {
        /// The path.
        path: PathBuf,
    },
    /// A symbolic link or a file stands where the store's folder should.
    #[error("`{}` is not a folder", path.display())]
    NotFolder {
        /// The path.
        path: PathBuf,
    },
    /// The file has a second name somewhere.
    #[error("`{}` has {links} hard links, expected 1", path.display())]
    Linked {
        /// The file.
        path: PathBuf,
        /// How many names it has.
        links: u64,
    },
    /// The path names no single place: it is empty, ends in `..`, or leads out of the store's folder.
    #[error("`{}` does not name a place for the store", path.display())]
    BadPath {
        /// The path as given.
        path: PathBuf,
    },
    /// The file does not hold what this program keeps there, in the form that it keeps it in.
    #[error("`{}` does not hold what was kept there; it was changed or damaged", path.display())]
    Malformed {
        /// The file.
        path: PathBuf,
    },
    /// The system refused an operation.
    #[error("could not {operation} `{}`", path.display())]
    Io {
        /// What was tried: a verb.
        operation: &'static str,
        /// On what.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// The keychain of macOS answered a status other than success.
    #[error("the keychain answered status {status}")]
    Keychain {
        /// The status of the Security framework.
        status: i32,
    },
    /// The world's own state failed: accepted time steps, budget.
    #[error("the state was not kept")]
    State {
        /// What the state said.
        source: Box<dyn Error + Send + Sync>,
    },
}

/// A machine did not end. Never a reason to let anybody in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("the login did not end within {steps} steps")]
pub struct Stuck {
    /// How many steps it was given.
    pub steps: usize,
}
