//! Folders of schemas to what the checks read of them; the same folders are looked through once.

use std::path::PathBuf;
use std::sync::Arc;

use anyhow::ensure;
use latchkey_profile_schema::library::Library;

use crate::files::{self, PathError};

/// The schemas of a run.
#[derive(Debug, Default)]
pub(crate) struct Schemas(Vec<(Vec<PathBuf>, Arc<Library>)>);

impl Schemas {
    /// The schemas in some folders; every file that may hold one is looked at.
    pub(crate) fn open(&mut self, folders: Vec<PathBuf>) -> anyhow::Result<Option<Arc<Library>>> {
        if folders.is_empty() {
            return Ok(None);
        }
        if let Some((_, library)) = self.0.iter().find(|(known, _)| *known == folders) {
            return Ok(Some(Arc::clone(library)));
        }
        let mut texts = Vec::new();
        for path in files::schemas(&folders)? {
            let bytes = files::read(&path).map_err(|error| PathError { path: path.clone(), error })?;
            texts.push((path.display().to_string(), bytes));
        }
        let library = Library::index(texts);
        ensure!(
            !library.is_empty(),
            "no schema was found in the folders for schemas; name a checkout of Apple's device-management schema, or a \
             folder of manifests"
        );
        let library = Arc::new(library);
        self.0.push((folders, Arc::clone(&library)));
        Ok(Some(library))
    }
}
