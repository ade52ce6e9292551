//! The `.gitignore` files of a repository to whether they name a path.
//!
//! Those of the repository's own folders alone: what else Git reads is not the same for everybody who has a clone.

use std::path::Path;
use std::sync::Arc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

use super::read;

/// How the file is called.
pub(super) const FILE_NAME: &str = ".gitignore";
/// What the folder of a repository holds.
pub(super) const REPOSITORY: &str = ".git";

/// The `.gitignore` files that count in a folder.
#[derive(Clone, Debug)]
pub(super) enum Ignored {
    /// The folder is in no repository, and none count.
    Outside,
    /// The innermost of them, if there is any.
    Inside(Option<Arc<Level>>),
}

/// One of them, and those further out.
#[derive(Debug)]
pub(super) struct Level {
    rules: Gitignore,
    further: Option<Arc<Self>>,
}

impl Ignored {
    /// Those above a folder, by its real path.
    pub(super) fn above(folder: &Path) -> Self {
        let is_repository = |folder: &&Path| folder.join(REPOSITORY).symlink_metadata().is_ok();
        let Some(root) = folder.ancestors().find(is_repository) else { return Self::Outside };
        let mut between: Vec<&Path> =
            folder.ancestors().skip(1).take_while(|above| above.starts_with(root)).collect();
        between.reverse();
        between.into_iter().fold(Self::Inside(None), |above, folder| above.and(folder))
    }

    /// Those of a repository that begins in a folder.
    pub(super) const fn anew() -> Self {
        Self::Inside(None)
    }

    /// These, and that of a folder.
    pub(super) fn and(self, folder: &Path) -> Self {
        let Self::Inside(further) = self else { return self };
        // One that cannot be read names nothing, as with Git.
        let Ok(text) = read(&folder.join(FILE_NAME)) else { return Self::Inside(further) };
        let text = String::from_utf8_lossy(&text);
        let mut builder = GitignoreBuilder::new(folder);
        for line in text.strip_prefix('\u{feff}').unwrap_or(&text).lines() {
            // Git passes over a line that is no pattern.
            let _no_pattern = builder.add_line(None, line);
        }
        match builder.build() {
            Ok(rules) if !rules.is_empty() => Self::Inside(Some(Arc::new(Level { rules, further }))),
            _ => Self::Inside(further),
        }
    }

    /// Whether they name a path in the folder, by its real path. The innermost that speaks of it decides.
    pub(super) fn names(&self, path: &Path, is_folder: bool) -> bool {
        let Self::Inside(innermost) = self else { return false };
        let mut next = innermost.as_ref();
        while let Some(level) = next {
            match level.rules.matched(path, is_folder) {
                Match::Ignore(_) => return true,
                Match::Whitelist(_) => return false,
                Match::None => next = level.further.as_ref(),
            }
        }
        false
    }
}
