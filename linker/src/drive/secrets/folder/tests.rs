#![expect(clippy::disallowed_methods, reason = "files are planted to see them refused")]

use std::fs::{self, Permissions};
use std::os::unix::fs::{MetadataExt, PermissionsExt, chown, symlink};

use rustix::fs::Mode;
use tempfile::TempDir;

use super::*;

const UID: u32 = 501;
const NAME: SecretName = SecretName::OfflineCode;
/// A user ID that is neither root nor us.
const STRANGER: u32 = 65533;

// Closed to others even while a test has no umask.
fn temporary() -> TempDir {
    tempfile::Builder::new().permissions(Permissions::from_mode(0o700)).tempdir().unwrap()
}

fn store() -> (TempDir, FolderStore) {
    let above = temporary();
    let store = FolderStore::open(&above.path().join("secrets")).unwrap();
    (above, store)
}

fn secret(text: &str) -> Secret {
    Secret::new(text.to_owned())
}

fn text(store: &FolderStore) -> Option<String> {
    store.load(UID, NAME).unwrap().map(|secret| secret.expose().to_owned())
}

fn mode(path: &Path) -> u32 {
    fs::symlink_metadata(path).unwrap().mode() & 0o7777
}

fn set_mode(path: &Path, mode: u32) {
    fs::set_permissions(path, Permissions::from_mode(mode)).unwrap();
}

/// Gives a path away; `false` where only root could.
fn give_away(path: &Path) -> bool {
    rustix::process::geteuid().is_root() && chown(path, Some(STRANGER), None).is_ok()
}

#[test]
fn a_secret_is_loaded_as_it_was_stored_and_can_be_replaced_and_forgotten() {
    let (_above, store) = store();
    assert_eq!(text(&store), None);
    store.store(UID, NAME, &secret("first")).unwrap();
    store.store(UID, NAME, &secret("second")).unwrap();
    store.store(UID + 1, NAME, &secret("another account's")).unwrap();
    assert_eq!(text(&store).as_deref(), Some("second"));
    assert_eq!(text(&FolderStore::open(&store.folder.path_of("")).unwrap()).as_deref(), Some("second"));
    store.forget(UID).unwrap();
    store.forget(UID).unwrap();
    assert_eq!(text(&store), None);
    assert_eq!(store.load(UID + 1, NAME).unwrap().unwrap().expose(), "another account's");
}

#[test]
fn folder_and_files_are_closed_whatever_the_umask() {
    let before = rustix::process::umask(Mode::empty());
    let (_above, store) = store();
    store.store(UID, NAME, &secret("s")).unwrap();
    rustix::process::umask(before);
    assert_eq!(mode(&store.folder.path_of("")), 0o700);
    assert_eq!(mode(&store.folder.path_of("501.json")), 0o600);
    assert_eq!(fs::read_dir(store.folder.path_of("")).unwrap().count(), 1);
}

#[test]
fn a_crash_between_writing_and_renaming_leaves_the_older_secret() {
    let (_above, store) = store();
    store.store(UID, NAME, &secret("older")).unwrap();
    let draft = store.folder.path_of("501.json.new");
    fs::write(&draft, br#"{"offline-co"#).unwrap();
    set_mode(&draft, 0o644);
    assert_eq!(text(&store).as_deref(), Some("older"));
    store.store(UID, NAME, &secret("newer")).unwrap();
    assert_eq!(text(&store).as_deref(), Some("newer"));
    assert_eq!(mode(&store.folder.path_of("501.json")), 0o600);
    assert!(!draft.exists());
}

#[test]
fn a_planted_link_is_neither_read_nor_written_through() {
    let (above, store) = store();
    let victim = above.path().join("victim");
    fs::write(&victim, br#"{"offline-code":"planted"}"#).unwrap();
    set_mode(&victim, 0o600);
    symlink(&victim, store.folder.path_of("501.json")).unwrap();
    assert!(matches!(store.load(UID, NAME), Err(StoreError::NotRegular { .. })));
    assert!(matches!(store.store(UID, NAME, &secret("s")), Err(StoreError::NotRegular { .. })));
    store.forget(UID).unwrap();
    symlink(&victim, store.folder.path_of("501.json.new")).unwrap();
    store.store(UID, NAME, &secret("ours")).unwrap();
    assert_eq!(text(&store).as_deref(), Some("ours"));
    assert_eq!(fs::read(&victim).unwrap(), br#"{"offline-code":"planted"}"#);
}

#[test]
fn a_file_with_a_second_name_is_refused() {
    let (above, store) = store();
    store.store(UID, NAME, &secret("s")).unwrap();
    fs::hard_link(store.folder.path_of("501.json"), above.path().join("second")).unwrap();
    assert!(matches!(store.load(UID, NAME), Err(StoreError::Linked { links: 2, .. })));
}

#[test]
fn a_file_that_others_can_read_is_refused() {
    let (_above, store) = store();
    store.store(UID, NAME, &secret("s")).unwrap();
    for open in [0o640, 0o604, 0o620, 0o601, 0o777] {
        set_mode(&store.folder.path_of("501.json"), open);
        let refused = store.load(UID, NAME).unwrap_err();
        assert!(matches!(refused, StoreError::TooOpen { mode, .. } if mode == open), "{open:o}: {refused}");
    }
    set_mode(&store.folder.path_of("501.json"), 0o400);
    assert_eq!(text(&store).as_deref(), Some("s"));
}

#[test]
fn a_file_of_somebody_else_is_refused() {
    let (_above, store) = store();
    store.store(UID, NAME, &secret("s")).unwrap();
    if give_away(&store.folder.path_of("501.json")) {
        let refused = store.load(UID, NAME).unwrap_err();
        assert!(matches!(refused, StoreError::NotOurs { owner: STRANGER, .. }), "{refused}");
    }
}

#[test]
fn a_folder_or_a_pipe_in_place_of_the_file_is_refused_at_once() {
    let (_above, store) = store();
    fs::create_dir_all(store.folder.path_of("501.json")).unwrap();
    assert!(matches!(store.load(UID, NAME), Err(StoreError::NotRegular { .. })));
    fs::remove_dir(store.folder.path_of("501.json")).unwrap();
    #[cfg(target_os = "linux")]
    {
        use rustix::fs::FileType;
        let path = store.folder.path_of("501.json");
        rustix::fs::mknodat(rustix::fs::CWD, &path, FileType::Fifo, Mode::RUSR | Mode::WUSR, 0).unwrap();
        assert!(matches!(store.load(UID, NAME), Err(StoreError::NotRegular { .. })));
    }
}

#[test]
fn a_file_in_another_form_or_far_too_long_is_refused_and_kept() {
    let (_above, store) = store();
    let path = store.folder.path_of("501.json");
    let long = format!(r#"{{"offline-code":"{}"}}"#, "s".repeat(1 << 16));
    for odd in ["", "[]", "not json", &long] {
        fs::write(&path, odd).unwrap();
        set_mode(&path, 0o600);
        assert!(matches!(store.load(UID, NAME), Err(StoreError::Malformed { .. })));
        assert!(matches!(store.store(UID, NAME, &secret("s")), Err(StoreError::Malformed { .. })));
        assert_eq!(fs::read_to_string(&path).unwrap(), odd);
    }
}

#[test]
fn a_folder_that_is_not_ours_alone_is_refused() {
    let above = temporary();
    let path = above.path().join("secrets");
    fs::create_dir_all(&path).unwrap();
    for open in [0o750, 0o701, 0o777] {
        set_mode(&path, open);
        let refused = FolderStore::open(&path).unwrap_err();
        assert!(matches!(refused, StoreError::TooOpen { mode, .. } if mode == open), "{refused}");
        assert_eq!(mode(&path), open);
    }
    set_mode(&path, 0o700);
    if give_away(&path) {
        assert!(matches!(FolderStore::open(&path), Err(StoreError::NotOurs { owner: STRANGER, .. })));
    }
}

#[test]
fn a_link_or_a_file_in_place_of_the_folder_is_refused() {
    let above = temporary();
    let elsewhere = temporary();
    symlink(elsewhere.path(), above.path().join("link")).unwrap();
    symlink(elsewhere.path().join("absent"), above.path().join("dangling")).unwrap();
    fs::write(above.path().join("file"), b"").unwrap();
    for name in ["link", "dangling", "file"] {
        let refused = FolderStore::open(&above.path().join(name)).unwrap_err();
        assert!(matches!(refused, StoreError::NotFolder { .. }), "{name}: {refused}");
    }
    assert_eq!(fs::read_dir(elsewhere.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_below_one_that_others_can_write_is_refused() {
    let above = temporary();
    let shared = above.path().join("shared");
    fs::create_dir_all(&shared).unwrap();
    let barred_for_root = rustix::process::geteuid().is_root().then_some(0o775);
    for open in [0o777, 0o757].into_iter().chain(barred_for_root) {
        set_mode(&shared, open);
        let refused = FolderStore::open(&shared.join("secrets")).unwrap_err();
        assert!(matches!(refused, StoreError::Exposed { mode, .. } if mode == open), "{refused}");
    }
    assert_eq!(fs::read_dir(&shared).unwrap().count(), 0);
    set_mode(&shared, 0o1777);
    FolderStore::open(&shared.join("secrets")).unwrap();
    if give_away(&shared) {
        let refused = FolderStore::open(&shared.join("secrets")).unwrap_err();
        assert!(matches!(refused, StoreError::Exposed { owner: STRANGER, .. }), "{refused}");
    }
}

#[test]
fn only_the_last_part_of_the_path_is_made() {
    let above = temporary();
    let refused = FolderStore::open(&above.path().join("absent/secrets")).unwrap_err();
    assert!(matches!(refused, StoreError::Io { operation: "find", .. }), "{refused}");
    for odd in ["/", ""] {
        assert!(FolderStore::open(Path::new(odd)).is_err(), "`{odd}`");
    }
}

#[test]
fn writers_at_the_same_time_lose_nothing() {
    let (_above, store) = store();
    std::thread::scope(|scope| {
        for uid in 0..8 {
            let store = &store;
            scope.spawn(move || (0..8).for_each(|_| store.store(uid % 2, NAME, &secret("s")).unwrap()));
        }
    });
    assert_eq!(store.load(0, NAME).unwrap().unwrap().expose(), "s");
    assert_eq!(store.load(1, NAME).unwrap().unwrap().expose(), "s");
}

#[test]
fn errors_name_the_path_and_what_was_found() {
    let (_above, store) = store();
    store.store(UID, NAME, &secret("hush")).unwrap();
    let path = store.folder.path_of("501.json");
    set_mode(&path, 0o644);
    assert_eq!(
        store.load(UID, NAME).unwrap_err().to_string(),
        format!("`{}` has mode 0644, expected nothing for group and others", path.display())
    );
}
