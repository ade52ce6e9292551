//! The state as one JSON file, `state.json`, in a folder that only its owner can read; beside it the last profile
//! that was a policy.

use std::path::Path;

use latchkey_linker::drive::{PrivateFolder, StoreError};
use latchkey_profile_schema::plist;
use zeroize::Zeroizing;

use super::Memory;
use crate::state::State;

/// The file's name.
const NAME: &str = "state.json";

/// The last profile that was a policy, as it was read.
const LAST_GOOD: &str = "last-good.profile";

/// The longest file in bytes: some 300 bytes an account, and a machine has a few accounts.
const LIMIT: u64 = 1 << 20;

/// A folder that holds the state.
#[derive(Debug)]
pub struct Folder {
    folder: PrivateFolder,
}

impl Folder {
    /// Opens the folder, making it if only its last part is missing.
    ///
    /// # Errors
    ///
    /// As [`PrivateFolder::open`].
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        Ok(Self { folder: PrivateFolder::open(path)? })
    }

    /// Keeps the bytes of a profile that is a policy.
    ///
    /// # Errors
    ///
    /// When they cannot be kept.
    pub fn keep_last_good(&self, profile: &[u8]) -> Result<(), StoreError> {
        let _locked = self.folder.lock()?;
        if self.last_good()?.is_some_and(|kept| **kept == *profile) {
            return Ok(());
        }
        // The state is there first: a profile without one means that the state was lost.
        if self.folder.read(NAME, LIMIT)?.is_none() {
            self.write(&self.read()?)?;
        }
        self.folder.replace(LAST_GOOD, profile)
    }

    /// The bytes of the last profile that was a policy, if there was one. They are overwritten when dropped, since a
    /// profile may hold a client secret.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    pub fn last_good(&self) -> Result<Option<Zeroizing<Vec<u8>>>, StoreError> {
        self.folder.read(LAST_GOOD, plist::MAX_BYTES as u64)
    }

    fn write(&self, state: &State) -> Result<(), StoreError> {
        let bytes = serde_json::to_vec_pretty(state).map_err(|source| StoreError::Io {
            operation: "write",
            path: self.folder.path_of(NAME),
            source: source.into(),
        })?;
        self.folder.replace(NAME, &bytes)
    }
}

impl Memory for Folder {
    fn read(&self) -> Result<State, StoreError> {
        let Some(bytes) = self.folder.read(NAME, LIMIT)? else {
            let mut state = State::default();
            let lost = self.last_good()?.is_some();
            (state.machine.memory_lost, state.machine.policy_seen) = (lost, lost);
            return Ok(state);
        };
        serde_json::from_slice(&bytes).map_err(|_| StoreError::Malformed { path: self.folder.path_of(NAME) })
    }

    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> Result<T, StoreError> {
        let _locked = self.folder.lock()?;
        let mut state = self.read()?;
        let before = state.clone();
        let gives = change(&mut state);
        if state != before {
            self.write(&state)?;
        }
        Ok(gives)
    }
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt as _;

    use super::*;

    fn folder() -> (tempfile::TempDir, Folder) {
        let mode = std::fs::Permissions::from_mode(0o700);
        let above = tempfile::Builder::new().permissions(mode).tempdir().unwrap();
        let folder = Folder::open(&above.path().join("state")).unwrap();
        (above, folder)
    }

    #[test]
    fn a_change_is_there_for_the_next_reader() {
        let (above, folder) = folder();
        folder.change(|state| state.machine.policy_seen = true).unwrap();
        let again = Folder::open(&above.path().join("state")).unwrap();
        assert!(again.read().unwrap().machine.policy_seen);
    }

    #[test]
    fn the_last_good_profile_is_kept_until_the_next_one() {
        let (_above, folder) = folder();
        assert!(folder.last_good().unwrap().is_none());
        for profile in [b"first", b"first", b"other"] {
            folder.keep_last_good(profile).unwrap();
            assert_eq!(**folder.last_good().unwrap().unwrap(), *profile);
        }
    }

    #[test]
    fn a_state_that_is_gone_while_a_profile_is_kept_was_lost() {
        let (_above, folder) = folder();
        assert!(!folder.read().unwrap().machine.memory_lost);
        folder.keep_last_good(b"profile").unwrap();
        assert!(!folder.read().unwrap().machine.memory_lost);
        folder.folder.remove(NAME).unwrap();
        assert!(folder.read().unwrap().machine.memory_lost);
    }

    #[test]
    fn a_state_that_cannot_be_read_is_not_taken_for_empty() {
        let (_above, folder) = folder();
        for damaged in ["{\"machine\":", "{}", "", "null"] {
            folder.folder.replace(NAME, damaged.as_bytes()).unwrap();
            assert!(matches!(folder.read(), Err(StoreError::Malformed { .. })), "{damaged}");
        }
        assert!(matches!(folder.change(|_| ()), Err(StoreError::Malformed { .. })));
    }
}
