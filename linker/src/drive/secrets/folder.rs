//! Keeps the secrets of each account in one file of a folder that is ours alone, `UID.json`.

use std::path::Path;

use super::contents::Contents;
use super::{SecretStore, word};
use crate::Secret;
use crate::drive::{PrivateFolder, StoreError};
use crate::step::SecretName;

/// The longest file in bytes: a few secrets of a hundred each.
const LIMIT: u64 = 1 << 16;

/// A folder of secrets that only its owner can read. File names are made from numbers only.
#[derive(Debug)]
pub struct FolderStore {
    folder: PrivateFolder,
}

impl FolderStore {
    /// Opens the folder, making it if only its last part is missing.
    ///
    /// # Errors
    ///
    /// As [`PrivateFolder::open`].
    pub fn open(folder: &Path) -> Result<Self, StoreError> {
        Ok(Self { folder: PrivateFolder::open(folder)? })
    }

    fn read(&self, uid: u32) -> Result<Option<Contents>, StoreError> {
        let name = file_name(uid);
        let Some(bytes) = self.folder.read(&name, LIMIT)? else { return Ok(None) };
        let malformed = || StoreError::Malformed { path: self.folder.path_of(&name) };
        Contents::parse(&bytes).map(Some).ok_or_else(malformed)
    }
}

impl SecretStore for FolderStore {
    fn load(&self, uid: u32, name: SecretName) -> Result<Option<Secret>, StoreError> {
        Ok(self.read(uid)?.and_then(|mut contents| contents.take(word(name))))
    }

    fn store(&self, uid: u32, name: SecretName, secret: &Secret) -> Result<(), StoreError> {
        let _locked = self.folder.lock()?;
        let mut contents = self.read(uid)?.unwrap_or_default();
        contents.put(word(name), secret);
        let file = file_name(uid);
        let bytes = contents.render().map_err(|source| StoreError::Io {
            operation: "write",
            path: self.folder.path_of(&file),
            source,
        })?;
        self.folder.replace(&file, &bytes)
    }

    fn forget(&self, uid: u32) -> Result<(), StoreError> {
        let _locked = self.folder.lock()?;
        self.folder.remove(&file_name(uid))
    }
}

fn file_name(uid: u32) -> String {
    format!("{uid}.json")
}

#[cfg(test)]
mod tests;
