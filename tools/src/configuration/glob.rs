//! A pattern of paths to whether it covers one: `*` within a folder, `**` through folders, a folder with all in it.

use std::path::Path;

use globset::{GlobBuilder, GlobMatcher};

/// A pattern of paths, relative to the folder of the configuration.
#[derive(Clone, Debug)]
pub(crate) struct Glob(GlobMatcher);

/// Why a text is no such pattern.
#[derive(Debug, thiserror::Error)]
pub(super) enum NotAGlob {
    /// It begins at the root of the file system, or leaves the folder.
    #[error(
        "it must stay in the folder of the configuration: without a `/` at its beginning, and without `..`"
    )]
    Outside,
    /// It does not follow the syntax.
    #[error("{0}")]
    Syntax(String),
}

impl Glob {
    /// Reads a pattern.
    pub(super) fn parse(text: &str) -> Result<Self, NotAGlob> {
        let pattern = text.strip_prefix("./").unwrap_or(text);
        if pattern.starts_with('/') || pattern.split('/').any(|step| step == "..") {
            return Err(NotAGlob::Outside);
        }
        let pattern = pattern.strip_suffix('/').unwrap_or(pattern);
        GlobBuilder::new(pattern)
            .literal_separator(true)
            .build()
            .map(|glob| Self(glob.compile_matcher()))
            .map_err(|error| NotAGlob::Syntax(error.kind().to_string()))
    }

    /// Whether the pattern names this path, or a folder that it is in.
    pub(crate) fn covers(&self, path: &str) -> bool {
        Path::new(path).ancestors().any(|part| !part.as_os_str().is_empty() && self.0.is_match(part))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pattern_covers_files_and_what_is_in_folders() {
        let covers = |pattern: &str, path: &str| Glob::parse(pattern).unwrap().covers(path);
        for (pattern, path) in [
            ("vendor/**", "vendor/a.plist"),
            ("vendor/**", "vendor/deep/a.plist"),
            ("vendor", "vendor/deep/a.plist"),
            ("vendor/", "vendor/a.plist"),
            ("./vendor", "vendor/a.plist"),
            ("*.plist", "a.plist"),
            ("**/*.plist", "a.plist"),
            ("**/*.plist", "b/c/a.plist"),
            ("**/old", "b/old/a.plist"),
            ("{a,b}.plist", "b.plist"),
        ] {
            assert!(covers(pattern, path), "{pattern} {path}");
        }
        for (pattern, path) in [
            ("vendor/*", "vendors/a.plist"),
            ("*.plist", "b/a.plist.xml"),
            ("*.plist", "b/a.plist"),
            ("a.plist", "b/a.plist"),
            ("", "a.plist"),
        ] {
            assert!(!covers(pattern, path), "{pattern} {path}");
        }
    }

    #[test]
    fn what_is_no_pattern_is_refused() {
        for text in ["[a", "{a", "/etc", "../a", "a/../b"] {
            assert!(Glob::parse(text).is_err(), "{text}");
        }
    }
}
