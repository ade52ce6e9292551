//! Files to the folders they are in, and folders to the nearest file of a name there or above; each is looked at once.

use std::collections::HashMap;
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

/// What has been looked at so far.
#[derive(Debug)]
pub(crate) struct Above {
    name: &'static str,
    folders: HashMap<PathBuf, Arc<Path>>,
    nearest: HashMap<PathBuf, Option<Arc<Path>>>,
}

impl Above {
    /// Looks for files of this name.
    pub(crate) fn new(name: &'static str) -> Self {
        Self { name, folders: HashMap::new(), nearest: HashMap::new() }
    }

    /// The real path of the folder that a file is in, of standard input the current one; as it was given where the
    /// system does not tell.
    pub(crate) fn folder(&mut self, file: &Path) -> Arc<Path> {
        let folder = file.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        if let Some(known) = self.folders.get(folder) {
            return Arc::clone(known);
        }
        let real: Arc<Path> = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf()).into();
        self.folders.insert(folder.to_path_buf(), Arc::clone(&real));
        real
    }

    /// The nearest file of the name in a folder or above it, no higher than the folder of a repository.
    pub(crate) fn nearest(&mut self, folder: &Path) -> Option<Arc<Path>> {
        let mut passed = Vec::new();
        let mut found = None;
        for folder in folder.ancestors() {
            if let Some(known) = self.nearest.get(folder) {
                found.clone_from(known);
                break;
            }
            passed.push(folder);
            let file = folder.join(self.name);
            if file.is_file() {
                found = Some(file.into());
                break;
            }
            if folder.join(".git").symlink_metadata().is_ok() {
                break;
            }
        }
        for folder in passed {
            self.nearest.insert(folder.to_path_buf(), found.clone());
        }
        found
    }
}

/// The way from a folder to a file, with `/` between the steps. Both paths are real ones.
pub(crate) fn way(from: &Path, to: &Path) -> String {
    let mut from = from.components().peekable();
    let mut to = to.components().peekable();
    while from.peek().is_some() && from.peek() == to.peek() {
        from.next();
        to.next();
    }
    let up = from.map(|_| "..".into());
    let down = to.filter_map(|step| match step {
        Component::Normal(name) => Some(name.to_string_lossy()),
        _ => None,
    });
    up.chain(down).collect::<Vec<_>>().join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_nearest_file_counts_up_to_the_repository() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        for inside in ["a/b/c", "repository/.git", "repository/deep"] {
            std::fs::create_dir_all(root.join(inside)).unwrap();
        }
        for file in ["here.toml", "a/b/here.toml"] {
            std::fs::write(root.join(file), "").unwrap();
        }
        let mut above = Above::new("here.toml");
        let mut nearest = |inside: &str| {
            let found = above.nearest(&root.join(inside));
            found.map(|file| way(&root, &file))
        };
        for _ in 0..2 {
            assert_eq!(nearest("a/b/c").as_deref(), Some("a/b/here.toml"));
            assert_eq!(nearest("a").as_deref(), Some("here.toml"));
            assert_eq!(nearest("repository/deep"), None);
            assert_eq!(nearest("repository"), None);
        }
    }

    #[test]
    fn a_way_goes_up_before_it_goes_down() {
        let way = |from: &str, to: &str| super::way(Path::new(from), Path::new(to));
        assert_eq!(way("/a/b", "/a/b/c/d"), "c/d");
        assert_eq!(way("/a/b", "/a/x"), "../x");
        assert_eq!(way("/", "/a"), "a");
        assert_eq!(way("/a/b", "/c"), "../../c");
    }
}
