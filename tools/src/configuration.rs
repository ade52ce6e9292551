//! The bytes of a `latchkey.toml` to the settings of a run and every mistake in them, each with its place.
//!
//! What is written ([`options`]) has a generated JSON Schema. The file is held against it, so that all mistakes are
//! told at once; only a file without mistakes becomes settings.

mod check;
mod glob;
mod keywords;
mod level;
mod options;
mod pattern;
pub(crate) mod schema;
mod settings;
mod wording;

pub(crate) use options::Deny;
pub(crate) use settings::{Levels, Settings};

use crate::located::Located;

/// How the file is called.
pub(crate) const FILE_NAME: &str = "latchkey.toml";

/// Reads a configuration. With mistakes the settings are those of a run without one.
#[must_use]
pub(crate) fn parse(bytes: &[u8]) -> (Settings, Vec<Located>) {
    match check::check(bytes) {
        Ok(options) => (Settings::of(options), Vec::new()),
        Err(mistakes) => (Settings::default(), wording::located(&mistakes, bytes)),
    }
}

#[cfg(test)]
mod tests;
