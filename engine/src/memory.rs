//! Keeps the state between attempts, durably and in one piece: a change is on disk before anything counts on it.

mod folder;

use crate::state::State;

pub use folder::Folder;
pub use latchkey_linker::drive::StoreError;

/// A durable place for the state.
pub trait Memory {
    /// The state as it is.
    ///
    /// # Errors
    ///
    /// When it cannot be read; what cannot be read is never taken for empty.
    fn read(&self) -> Result<State, StoreError>;

    /// Changes the state in one durable act, with every other writer kept out, and gives what `change` gave.
    ///
    /// # Errors
    ///
    /// When it cannot be read or kept; then nothing has changed.
    fn change<T>(&self, change: impl FnOnce(&mut State) -> T) -> Result<T, StoreError>;
}
