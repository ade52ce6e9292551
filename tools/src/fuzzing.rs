//! What fuzz targets call: any bytes must get an answer.

use crate::configuration;

/// Reads a configuration, and judges a path by it.
pub fn configuration(bytes: &[u8]) {
    let (settings, mistakes) = configuration::parse(bytes);
    let _ = (settings.excludes("a/b.plist"), settings.levels_of_path("a/b.plist"), mistakes.len());
}
