//! Named files and folders to the files that are looked at, and the count of those that are passed over.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::ffi::OsStr;
use std::fs::DirEntry;
use std::io;
use std::path::{Path, PathBuf};

use super::gitignore::{FILE_NAME, Ignored, REPOSITORY};
use super::{PathError, unreadable};

/// How files are called that hold profiles or preferences.
const EXTENSIONS: &[&str] = &["mobileconfig", "plist", "xml", "json"];

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Seek {
    /// How the files end in folders.
    pub(super) extensions: &'static [&'static str],
    /// What is done with files that are named.
    pub(super) named: Named,
    /// What is done with files in folders that a `.gitignore` names.
    pub(super) gitignored: Gitignored,
}

impl Seek {
    /// Looks for files that may hold a profile.
    pub(crate) const fn profiles(named: Named, gitignored: Gitignored) -> Self {
        Self { extensions: EXTENSIONS, named, gitignored }
    }
}

/// What is done with files that are named.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Named {
    /// They are taken, whatever they are called.
    Taken,
    /// They are looked at as if they had been found in a folder.
    Sifted,
}

/// What is done with files in folders that a `.gitignore` names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Gitignored {
    /// They are passed over.
    PassedOver,
    /// They are looked at.
    LookedAt,
}

/// A file to look at.
#[derive(Debug)]
pub(crate) struct Listed {
    /// Its path; `-` is standard input.
    pub(crate) path: PathBuf,
    /// Whether somebody asked for this very file.
    pub(crate) asked_for: bool,
}

/// The files under some paths.
#[derive(Debug, Default)]
pub(crate) struct Listing {
    /// Named files in their order; those of a folder by name.
    pub(crate) files: Vec<Listed>,
    /// Paths that could not be looked at.
    pub(crate) failures: Vec<PathError>,
    /// How many files are called something else.
    pub(crate) others: usize,
    /// How many files and folders a `.gitignore` names.
    pub(crate) gitignored: usize,
    /// The files by their real paths, so that one that is reached twice is looked at once.
    known: HashMap<PathBuf, usize>,
}

impl Listing {
    fn add(&mut self, path: PathBuf, real: PathBuf, asked_for: bool) {
        match self.known.entry(real) {
            Entry::Occupied(there) => {
                if let Some(file) = self.files.get_mut(*there.get()) {
                    file.asked_for |= asked_for;
                }
            }
            Entry::Vacant(place) => {
                place.insert(self.files.len());
                self.files.push(Listed { path, asked_for });
            }
        }
    }
}

/// Lists named files and, of folders, every file that is sought. What is hidden, and links to folders, are left out.
pub(crate) fn list(paths: &[PathBuf], seek: Seek) -> Listing {
    let mut listing = Listing::default();
    let mut folder = Folder::default();
    for path in paths {
        if path.as_os_str() == "-" {
            listing.add(path.clone(), path.clone(), true);
            continue;
        }
        let found = std::fs::symlink_metadata(path).and_then(|metadata| match metadata.is_symlink() {
            true => Ok((std::fs::metadata(path)?, true)),
            false => Ok((metadata, false)),
        });
        match found {
            Ok((metadata, _)) if metadata.is_dir() => walk(path, seek, &mut listing),
            Ok((_, is_link)) if seek.named == Named::Taken => {
                listing.add(path.clone(), folder.real(path, is_link), true);
            }
            Ok((metadata, is_link)) => {
                let name = path.file_name().unwrap_or_default();
                take(
                    path.clone(),
                    || folder.real(path, is_link),
                    name,
                    metadata.is_file(),
                    seek,
                    &mut listing,
                );
            }
            Err(error) => listing.failures.push(PathError { path: path.clone(), error: unreadable(error) }),
        }
    }
    listing
}

/// The folder of a named file. Named files often stand in one, whose real path is then found out once.
#[derive(Default)]
struct Folder {
    path: PathBuf,
    real: PathBuf,
}

impl Folder {
    /// The real path of a file, without links.
    fn real(&mut self, path: &Path, is_link: bool) -> PathBuf {
        let (Some(folder), Some(name), false) = (path.parent(), path.file_name(), is_link) else {
            return std::fs::canonicalize(path).unwrap_or_else(|_| path.to_path_buf());
        };
        let folder = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        if self.path != folder {
            *self = Self {
                path: folder.to_path_buf(),
                real: std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf()),
            };
        }
        self.real.join(name)
    }
}

/// A folder that is yet to be read.
struct Open {
    /// Its path as it is shown; nothing for the current folder, whose files are shown as Git names them.
    path: PathBuf,
    /// Its real path, without links.
    real: PathBuf,
    /// What counts above it.
    above: Ignored,
}

fn walk(folder: &Path, seek: Seek, listing: &mut Listing) {
    let real = std::fs::canonicalize(folder).unwrap_or_else(|_| folder.to_path_buf());
    let above = match seek.gitignored {
        Gitignored::PassedOver => Ignored::above(&real),
        Gitignored::LookedAt => Ignored::Outside,
    };
    let path = folder.strip_prefix(".").unwrap_or(folder).to_path_buf();
    let mut open = vec![Open { path, real, above }];
    while let Some(folder) = open.pop() {
        let entries = std::fs::read_dir(&folder.real).and_then(Iterator::collect::<io::Result<Vec<_>>>);
        match entries {
            Ok(entries) => {
                let inside = read(&folder, entries, seek, listing);
                open.extend(inside.into_iter().rev());
            }
            Err(error) => {
                let path = if folder.path.as_os_str().is_empty() { PathBuf::from(".") } else { folder.path };
                listing.failures.push(PathError { path, error: unreadable(error) });
            }
        }
    }
}

/// Lists the files of one folder, and gives the folders in it.
fn read(folder: &Open, mut entries: Vec<DirEntry>, seek: Seek, listing: &mut Listing) -> Vec<Open> {
    entries.sort_by_cached_key(DirEntry::file_name);
    let holds = |name: &str| entries.iter().any(|entry| entry.file_name() == name);
    let mut ignored = folder.above.clone();
    if seek.gitignored == Gitignored::PassedOver && holds(REPOSITORY) {
        ignored = Ignored::anew();
    }
    if holds(FILE_NAME) {
        ignored = ignored.and(&folder.real);
    }
    let mut folders = Vec::new();
    for entry in entries {
        let name = entry.file_name();
        let (path, real) = (folder.path.join(&name), folder.real.join(&name));
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && is_hidden(&name) => {}
            Ok(kind) if ignored.names(&real, kind.is_dir()) => listing.gitignored += 1,
            Ok(kind) if kind.is_dir() => folders.push(Open { path, real, above: ignored.clone() }),
            Ok(kind) => {
                let is_file = kind.is_file() || path.is_file();
                let of_link = || std::fs::canonicalize(&real).unwrap_or_else(|_| real.clone());
                let real = || if kind.is_symlink() { of_link() } else { real.clone() };
                take(path, real, &name, is_file, seek, listing);
            }
            Err(error) => listing.failures.push(PathError { path, error: unreadable(error) }),
        }
    }
    folders
}

/// Lists a file that was found, when it is called as what is sought.
fn take(
    path: PathBuf,
    real: impl FnOnce() -> PathBuf,
    name: &OsStr,
    is_file: bool,
    seek: Seek,
    listing: &mut Listing,
) {
    // macOS puts `._name.plist` beside a file on foreign volumes, and it is no property list.
    if is_file && !is_hidden(name) && has_extension(&path, seek.extensions) {
        listing.add(path, real(), false);
    } else {
        listing.others += 1;
    }
}

fn is_hidden(name: &OsStr) -> bool {
    name.as_encoded_bytes().starts_with(b".")
}

/// Whether the linter looks at a file of a folder, by its name.
pub(crate) fn is_looked_at(path: &Path) -> bool {
    has_extension(path, EXTENSIONS)
}

fn has_extension(path: &Path, extensions: &[&str]) -> bool {
    path.extension()
        .and_then(OsStr::to_str)
        .is_some_and(|extension| extensions.iter().any(|known| extension.eq_ignore_ascii_case(known)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::files::FileError;

    const PROFILES: Seek = Seek::profiles(Named::Taken, Gitignored::PassedOver);

    fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in files {
            let path = folder.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        folder
    }

    fn names(listing: &Listing, folder: &Path) -> Vec<String> {
        let name = |file: &Listed| file.path.strip_prefix(folder).unwrap().display().to_string();
        listing.files.iter().map(name).collect()
    }

    #[test]
    fn a_folder_is_walked_in_order() {
        let folder = folder(&[
            ("b.plist", ""),
            ("a/z.MOBILECONFIG", ""),
            ("a/notes.txt", ""),
            (".git/config.plist", ""),
            ("._b.plist", ""),
            ("c.xml", ""),
            ("graph.json", ""),
            ("--fix.plist", ""),
        ]);
        let listing = list(&[folder.path().to_path_buf()], PROFILES);
        let expected = ["--fix.plist", "b.plist", "c.xml", "graph.json", "a/z.MOBILECONFIG"];
        assert_eq!(names(&listing, folder.path()), expected);
        assert_eq!((listing.others, listing.gitignored, listing.failures.len()), (2, 0, 0));
    }

    #[test]
    fn a_named_file_is_taken_whatever_its_name() {
        let folder = folder(&[("export.txt", "")]);
        let path = folder.path().join("export.txt");
        let listing = list(&[path.clone(), PathBuf::from("-")], PROFILES);
        assert!(listing.files.iter().all(|file| file.asked_for));
        assert_eq!(listing.files.len(), 2);
        let missing = list(&[folder.path().join("gone")], PROFILES);
        assert!(matches!(missing.failures.as_slice(), [PathError { error: FileError::Missing, .. }]));
    }

    #[cfg(unix)]
    #[test]
    fn a_file_that_is_reached_twice_is_listed_once() {
        let folder = folder(&[("a/b.plist", ""), ("c.txt", "")]);
        std::os::unix::fs::symlink(folder.path().join("a/b.plist"), folder.path().join("link.plist"))
            .unwrap();
        let paths = ["", "a", "a/../c.txt", "./a/b.plist", "c.txt"].map(|path| folder.path().join(path));
        let listing = list(&paths, PROFILES);
        assert_eq!(names(&listing, folder.path()), ["link.plist", "a/../c.txt"]);
        assert!(listing.files[0].asked_for, "somebody named it too");
        assert_eq!(list(&["-", "-"].map(PathBuf::from), PROFILES).files.len(), 1);
    }

    #[test]
    fn a_named_file_is_sifted_where_that_is_asked_for() {
        let folder = folder(&[("a.txt", ""), ("a.plist", ""), (".a.plist", "")]);
        let paths: Vec<_> = ["a.txt", "a.plist", ".a.plist"].map(|name| folder.path().join(name)).into();
        let listing = list(&paths, Seek { named: Named::Sifted, ..PROFILES });
        assert_eq!(names(&listing, folder.path()), ["a.plist"]);
        assert!(!listing.files[0].asked_for);
        assert_eq!(listing.others, 2);
    }

    #[test]
    fn what_a_gitignore_names_is_passed_over_and_counted() {
        let files = [
            (".git/HEAD", ""),
            (".gitignore", "\u{feff}/out/\n*.xml\n[\n# !c.xml\n"),
            ("a.plist", ""),
            ("a.xml", ""),
            ("out/a.plist", ""),
            ("in/.gitignore", "!kept.xml\nb.plist"),
            ("in/kept.xml", ""),
            ("in/b.plist", ""),
            ("in/out/a.plist", ""),
            ("in/clone/.git", "gitdir: elsewhere"),
            ("in/clone/a.xml", ""),
        ];
        let folder = folder(&files);
        let whole = [folder.path().to_path_buf()];
        let listing = list(&whole, PROFILES);
        let expected = ["a.plist", "in/kept.xml", "in/clone/a.xml", "in/out/a.plist"];
        assert_eq!(names(&listing, folder.path()), expected);
        assert_eq!(listing.gitignored, 3);

        let within = list(&[folder.path().join("in")], PROFILES);
        assert_eq!(names(&within, folder.path()), expected[1..]);
        let named = list(&[folder.path().join("out"), folder.path().join("a.xml")], PROFILES);
        assert_eq!(names(&named, folder.path()), ["out/a.plist", "a.xml"], "what is named is looked at");
        let all = list(&whole, Seek { gitignored: Gitignored::LookedAt, ..PROFILES });
        assert_eq!((all.files.len(), all.gitignored), (7, 0));
    }

    #[test]
    fn outside_of_a_repository_a_gitignore_counts_for_nothing() {
        let folder = folder(&[(".gitignore", "*.plist"), ("a.plist", "")]);
        let listing = list(&[folder.path().to_path_buf()], PROFILES);
        assert_eq!((listing.files.len(), listing.gitignored), (1, 0));
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn names_of_odd_bytes_are_listed() {
        use std::os::unix::ffi::OsStrExt as _;
        let folder = folder(&[(".git/HEAD", ""), (".gitignore", "*.xml"), ("a\nb \u{1b}.plist", "")]);
        std::fs::write(folder.path().join(OsStr::from_bytes(b"\xff.plist")), "").unwrap();
        std::fs::write(folder.path().join(OsStr::from_bytes(b"\xff.xml")), "").unwrap();
        let listing = list(&[folder.path().to_path_buf()], PROFILES);
        assert_eq!((listing.files.len(), listing.gitignored), (2, 1));
    }
}
