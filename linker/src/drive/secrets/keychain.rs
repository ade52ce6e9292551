//! The system's store of macOS: the System keychain, which a daemon can use before anybody signs in.
//!
//! It is the file-based keychain, named explicitly: the data-protection keychain exists only in a user's session.
//! It keeps other users out, not root and not whoever holds the unlocked disk.

use std::fmt;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use security_framework::base::Error;
use security_framework::os::macos::keychain::{KeychainUserInteractionLock, SecKeychain};
use security_framework::os::macos::keychain_item::SecKeychainItem;
use security_framework::os::macos::passwords::SecKeychainItemPassword;

use super::{SecretStore, word};
use crate::Secret;
use crate::drive::StoreError;
use crate::step::SecretName;

const KEYCHAIN: &str = "/Library/Keychains/System.keychain";
const SERVICE: &str = "org.latchkey.agent";
/// `errSecItemNotFound`.
const NOT_FOUND: i32 = -25300;
/// Every secret an account can have; [`word`] breaks the build when one is added.
const NAMES: [SecretName; 1] = [SecretName::OfflineCode];

/// The system's store: the System keychain. One generic password a secret, account `UID/NAME`.
pub struct SystemStore {
    keychain: SecKeychain,
    // While this is held, the system refuses what it would ask a person: a daemon has nobody to ask.
    _silent: KeychainUserInteractionLock,
}

impl SystemStore {
    /// Opens the System keychain; the folder is for systems without one.
    ///
    /// # Errors
    ///
    /// When the keychain cannot be opened without asking a person.
    pub fn open(_folder: &Path) -> Result<Self, StoreError> {
        let silent = SecKeychain::disable_user_interaction().map_err(refused)?;
        let keychain = SecKeychain::open(KEYCHAIN).map_err(refused)?;
        Ok(Self { keychain, _silent: silent })
    }

    fn find(&self, account: &str) -> Result<Option<(SecKeychainItemPassword, SecKeychainItem)>, StoreError> {
        match self.keychain.find_generic_password(SERVICE, account) {
            Ok(found) => Ok(Some(found)),
            Err(error) if error.code() == NOT_FOUND => Ok(None),
            Err(error) => Err(refused(error)),
        }
    }
}

impl fmt::Debug for SystemStore {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("SystemStore").finish_non_exhaustive()
    }
}

impl SecretStore for SystemStore {
    fn load(&self, uid: u32, name: SecretName) -> Result<Option<Secret>, StoreError> {
        let Some((password, _)) = self.find(&account(uid, name))? else { return Ok(None) };
        let text = std::str::from_utf8(&password)
            .map_err(|_| StoreError::Malformed { path: PathBuf::from(KEYCHAIN) })?;
        Ok(Some(Secret::new(text.to_owned())))
    }

    fn store(&self, uid: u32, name: SecretName, secret: &Secret) -> Result<(), StoreError> {
        self.keychain
            .set_generic_password(SERVICE, &account(uid, name), secret.expose().as_bytes())
            .map_err(refused)
    }

    fn forget(&self, uid: u32) -> Result<(), StoreError> {
        for name in NAMES {
            let account = account(uid, name);
            if let Some((_, item)) = self.find(&account)? {
                // The library does not pass on whether that worked, so look again.
                item.delete();
                if self.find(&account)?.is_some() {
                    return Err(StoreError::Io {
                        operation: "remove a secret from",
                        path: PathBuf::from(KEYCHAIN),
                        source: ErrorKind::PermissionDenied.into(),
                    });
                }
            }
        }
        Ok(())
    }
}

fn account(uid: u32, name: SecretName) -> String {
    format!("{uid}/{}", word(name))
}

fn refused(error: Error) -> StoreError {
    StoreError::Keychain { status: error.code() }
}
