//! A file with a private key to its bytes, and to whether others can read it too.

use std::fs::File;
use std::path::Path;

use zeroize::Zeroizing;

use super::{FileError, PathError, Readers};

/// Reads a file that is to be kept from others, or standard input for `-`. The bytes are wiped when they are dropped.
pub(crate) fn read_key(path: &Path) -> Result<(Zeroizing<Vec<u8>>, Readers), PathError> {
    let in_path = |error| PathError { path: path.to_path_buf(), error };
    let bytes = Zeroizing::new(super::read(path).map_err(in_path)?);
    let readers = if path.as_os_str() == "-" { Readers::Owner } else { readers(path).map_err(in_path)? };
    Ok((bytes, readers))
}

/// Who can read a file. What is no ordinary file, such as a pipe, is its owner's: nothing of it stays.
#[cfg(unix)]
fn readers(path: &Path) -> Result<Readers, FileError> {
    use std::os::unix::fs::PermissionsExt as _;

    /// The group's and everybody's permission to read.
    const OTHERS: u32 = 0o044;
    let metadata = File::open(path).and_then(|file| file.metadata()).map_err(super::unreadable)?;
    let shared = metadata.is_file() && metadata.permissions().mode() & OTHERS != 0;
    Ok(if shared { Readers::Anybody } else { Readers::Owner })
}

#[cfg(not(unix))]
fn readers(_: &Path) -> Result<Readers, FileError> {
    Ok(Readers::Owner)
}
