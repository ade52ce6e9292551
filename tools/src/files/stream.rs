//! Files that are too large to hold: read as a stream, and written beside their place until they are whole.

#![expect(clippy::disallowed_methods, reason = "this is the room for files")]

use std::fs::File;
use std::io::{self, BufWriter, Read, Write};
use std::path::{Path, PathBuf};

use super::{PathError, Readers, beside, unreadable, unwritable};

/// Bytes of a file, or of standard input.
pub(crate) struct Stream {
    /// What is read from.
    pub(crate) reader: Box<dyn Read>,
    /// How many there are, where that is known.
    pub(crate) length: Option<u64>,
}

/// Opens a file, or standard input for `-`.
pub(crate) fn stream(path: &Path) -> Result<Stream, PathError> {
    if path.as_os_str() == "-" {
        return Ok(Stream { reader: Box::new(io::stdin().lock()), length: None });
    }
    let in_path = |error| PathError { path: path.to_path_buf(), error: unreadable(error) };
    let file = File::open(path).map_err(in_path)?;
    let metadata = file.metadata().map_err(in_path)?;
    if metadata.is_dir() {
        return Err(in_path(io::Error::from(io::ErrorKind::IsADirectory)));
    }
    let length = metadata.is_file().then_some(metadata.len());
    Ok(Stream { reader: Box::new(file), length })
}

/// Where a result goes: a file, which is there once it is finished and not before, or standard output.
pub(crate) enum Written {
    /// A file.
    File(Box<BufWriter<tempfile::NamedTempFile>>, PathBuf),
    /// Standard output.
    Output(BufWriter<io::Stdout>),
}

impl Written {
    /// Begins a file, or writes to standard output.
    pub(crate) fn begin(path: Option<&Path>) -> Result<Self, PathError> {
        Ok(match path {
            Some(path) => {
                let file = beside(path, &[], Readers::Anybody)?;
                Self::File(Box::new(BufWriter::new(file)), path.to_path_buf())
            }
            None => Self::Output(BufWriter::new(io::stdout())),
        })
    }

    /// Puts the file in its place.
    pub(crate) fn finish(self) -> Result<(), PathError> {
        match self {
            Self::File(writer, path) => {
                let file = writer.into_inner().map_err(|error| unwritable(&path, error.into_error()))?;
                file.persist(&path).map_err(|error| unwritable(&path, error.error))?;
                Ok(())
            }
            Self::Output(mut writer) => match writer.flush() {
                // A reader who has gone away is no failure.
                Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                    Err(unwritable(Path::new("standard output"), error))
                }
                _ => Ok(()),
            },
        }
    }
}

impl Write for Written {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match self {
            Self::File(writer, _) => writer.write(bytes),
            Self::Output(writer) => writer.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match self {
            Self::File(writer, _) => writer.flush(),
            Self::Output(writer) => writer.flush(),
        }
    }
}
