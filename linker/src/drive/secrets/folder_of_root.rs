//! The system's store where there is no keychain: a folder that only root can read.
//!
//! It is closed to every other user, not to whoever copies the disk: sealing its files to this machine is a
//! later step and changes nothing for callers.

use super::FolderStore;

/// The system's store: a [`FolderStore`] that root opens.
pub type SystemStore = FolderStore;
