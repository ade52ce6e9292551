//! The declaration to the files that are generated from it and committed.

use std::path::Path;

use latchkey_profile_schema::schema;

use crate::files::{self, Existing, PathError};

/// Writes every schema file into a folder, and gives their names.
pub(crate) fn schemas(folder: &Path) -> Result<Vec<&'static str>, PathError> {
    let generated = schema::files();
    let files: Vec<(String, &[u8])> =
        generated.iter().map(|(name, contents)| ((*name).to_owned(), contents.as_bytes())).collect();
    files::write_all(folder, &files, Existing::Replace)?;
    Ok(generated.into_iter().map(|(name, _)| name).collect())
}
