//! The declaration to the files that are generated from it and committed.

use std::path::Path;

use latchkey_profile_schema::schema;

use crate::files::{self, Existing, PathError};
use crate::render::manual;

/// Writes every schema file into a folder, and gives their names.
pub(crate) fn schemas(folder: &Path) -> Result<Vec<&'static str>, PathError> {
    let generated = schema::files();
    let files: Vec<(String, &[u8])> =
        generated.iter().map(|(name, contents)| ((*name).to_owned(), contents.as_bytes())).collect();
    files::write_all(folder, &files, Existing::Replace)?;
    Ok(generated.into_iter().map(|(name, _)| name).collect())
}

/// Writes the manual page of the rules.
pub(crate) fn rules(file: &Path) -> Result<(), PathError> {
    let folder = file.parent().unwrap_or(Path::new(""));
    let name = file.file_name().unwrap_or_default().to_string_lossy().into_owned();
    files::write_all(folder, &[(name, manual::render().as_bytes())], Existing::Replace)
}
