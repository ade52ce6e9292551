//! Keeps the secrets of accounts where only the user this program runs as can read them.
//!
//! [`SystemStore`] is the system's place for them, for the daemon: the System keychain on macOS, a folder of
//! root's elsewhere. [`FolderStore`] works everywhere, for whoever names a folder.

mod contents;
mod folder;
#[cfg(target_os = "macos")]
#[path = "secrets/keychain.rs"]
mod system;
#[cfg(not(target_os = "macos"))]
#[path = "secrets/folder_of_root.rs"]
mod system;

use crate::Secret;
use crate::drive::StoreError;
use crate::step::SecretName;

pub use folder::FolderStore;
pub use system::SystemStore;

/// A durable place for secrets. Accounts are named by user ID alone: names can change hands.
pub trait SecretStore {
    /// The secret, if it was stored.
    ///
    /// # Errors
    ///
    /// When the place is not as safe as it was made, or the system refuses to read it.
    fn load(&self, uid: u32, name: SecretName) -> Result<Option<Secret>, StoreError>;

    /// Keeps the secret in place of an older one. After a crash there is the older one or this one, whole.
    ///
    /// # Errors
    ///
    /// When the place is not as safe as it was made, or the system refuses to write it. The older
    /// secret is there then, or this one, whole.
    fn store(&self, uid: u32, name: SecretName, secret: &Secret) -> Result<(), StoreError>;

    /// Forgets every secret of the account, if there is any.
    ///
    /// # Errors
    ///
    /// When the system refuses to remove them.
    fn forget(&self, uid: u32) -> Result<(), StoreError>;
}

/// The name of a secret as stored; never renamed.
const fn word(name: SecretName) -> &'static str {
    match name {
        SecretName::OfflineCode => "offline-code",
    }
}
