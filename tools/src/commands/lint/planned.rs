//! A file that is going to be checked, and its place among others.

use std::path::Path;
use std::sync::Arc;

use crate::files::{Listed, way};

/// A file that is going to be checked.
#[derive(Debug)]
pub(super) struct Planned {
    /// The file.
    pub(super) listed: Listed,
    /// What is in force for it, by index.
    pub(super) in_force: usize,
    /// Its path from the folder of the configuration; empty without one.
    pub(super) path: String,
    /// The real path of its folder.
    pub(super) folder: Arc<Path>,
}

impl Planned {
    /// Its path from another folder.
    pub(super) fn from(&self, folder: &Path) -> String {
        let name = self.listed.path.file_name().unwrap_or(self.listed.path.as_os_str());
        way(folder, &self.folder.join(name))
    }
}
