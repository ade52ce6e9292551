//! Where the state and the secrets of a terminal's sign-ins are, and one attempt played there.

use std::path::Path;

use latchkey_engine::attempt;
use latchkey_engine::attempt::{Conversation, Matter, Room};
use latchkey_engine::memory::Folder;
use latchkey_engine::settle::Reply;
use latchkey_linker::drive::{Clock, FolderStore, HttpClient};

use crate::{accounts, files};

/// A folder with state and secrets, and what an attempt needs beside them.
#[derive(Debug)]
pub(crate) struct Place {
    pub(crate) memory: Folder,
    secrets: FolderStore,
    clock: Clock,
    http: HttpClient,
    machine: String,
    // Removed when dropped.
    _temporary: Option<tempfile::TempDir>,
}

/// Whether the organization can be asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Network {
    There,
    Gone,
}

impl Place {
    /// Opens a folder; without one, a folder that vanishes afterwards.
    pub(crate) fn open(folder: Option<&Path>) -> anyhow::Result<Self> {
        match folder {
            Some(folder) => Self::at(folder, None),
            None => {
                let temporary = files::private_folder()?;
                let folder = temporary.path().join("state");
                Self::at(&folder, Some(temporary))
            }
        }
    }

    fn at(folder: &Path, temporary: Option<tempfile::TempDir>) -> anyhow::Result<Self> {
        let clock = Clock::open()?;
        Ok(Self {
            memory: Folder::open(folder)?,
            secrets: FolderStore::open(&folder.join("secrets"))?,
            http: HttpClient::new(clock.clone()),
            clock,
            machine: accounts::machine_name(),
            _temporary: temporary,
        })
    }

    /// The clocks.
    pub(crate) fn clock(&self) -> &Clock {
        &self.clock
    }

    /// Plays one attempt.
    pub(crate) async fn attempt<C: Conversation>(
        &self,
        network: Network,
        matter: &Matter<'_>,
        conversation: &mut C,
    ) -> Reply {
        let room = Room {
            clock: &self.clock,
            http: (network == Network::There).then_some(&self.http),
            memory: &self.memory,
            secrets: &self.secrets,
            machine: &self.machine,
        };
        attempt(&room, matter, conversation).await
    }
}
