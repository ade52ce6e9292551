//! Limits kept, all written or nothing.

use super::*;

fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

#[test]
fn a_large_file_is_refused_before_it_is_read() {
    let folder = folder(&[]);
    let path = folder.path().join("large.plist");
    File::create(&path).unwrap().set_len(MAX_BYTES as u64 + 1).unwrap();
    assert!(matches!(read(&path), Err(FileError::TooLarge { bytes }) if bytes == MAX_BYTES as u64 + 1));
}

#[test]
fn all_is_written_or_nothing() {
    let folder = folder(&[("b", "old")]);
    let files: Vec<(String, &[u8])> = vec![("a".into(), b"new".as_slice()), ("b".into(), b"new".as_slice())];
    let refused = write_all(folder.path(), &files, Existing::Keep);
    assert!(matches!(refused, Err(PathError { error: FileError::Exists, .. })));
    assert!(!folder.path().join("a").exists());

    write_all(folder.path(), &files, Existing::Replace).unwrap();
    assert_eq!(std::fs::read_to_string(folder.path().join("b")).unwrap(), "new");
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 2, "no temporary file is left");
}

#[test]
fn a_folder_in_the_place_of_a_file_is_refused_before_anything_is_written() {
    let folder = folder(&[("b/x", "")]);
    let files: Vec<(String, &[u8])> = vec![("a".into(), b"new".as_slice()), ("b".into(), b"new".as_slice())];
    let refused = write_all(folder.path(), &files, Existing::Replace);
    assert!(matches!(refused, Err(PathError { error: FileError::Folder, .. })));
    assert!(!folder.path().join("a").exists());
}

#[cfg(unix)]
#[test]
fn secrets_are_for_their_owner() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder(&[("a", "old")]);
    let files: Vec<(String, &[u8])> = vec![("a".into(), b"new".as_slice())];
    write_secrets(folder.path(), &files, Existing::Replace).unwrap();
    let mode = std::fs::metadata(folder.path().join("a")).unwrap().permissions().mode();
    assert_eq!(mode & 0o777, 0o600);
}

#[test]
fn a_path_stays_on_one_line() {
    let error = PathError { path: "a\nb\u{1b}[31m.plist".into(), error: FileError::Missing };
    assert_eq!(error.to_string(), "a\\nb\\u{1b}[31m.plist: there is no such file or folder");
}

#[cfg(unix)]
#[test]
fn a_file_with_several_names_is_left_alone() {
    let folder = folder(&[("a", "old")]);
    let [first, second] = ["a", "b"].map(|name| folder.path().join(name));
    std::fs::hard_link(&first, &second).unwrap();
    let refused = replace(&first, b"old", b"new").unwrap_err();
    assert!(matches!(refused.error, FileError::Linked { names: 2 }), "{refused}");
    assert_eq!(std::fs::read_to_string(&first).unwrap(), "old");
    std::fs::remove_file(&second).unwrap();
    replace(&first, b"old", b"new").unwrap();
    assert_eq!(std::fs::read_to_string(&first).unwrap(), "new");
}
