//! What stays on disk and on the screen: files that are ours alone, and no secret but where it belongs.

use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};

use crate::stage::{CLIENT_SECRET, Call, Format, OTP_SEED, Stage};
use latchkey_tests::codes::{code, wrong_code};

/// Every file and folder below, and the folder itself.
fn below(folder: &Path) -> Vec<PathBuf> {
    let mut found = vec![folder.to_owned()];
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() { found.extend(below(&path)) } else { found.push(path) }
    }
    found
}

/// A story that touches every part of the state, in one format; everything printed.
fn printed(stage: &Stage, calls: &[Call], format: Format) -> String {
    let plays = calls.iter().map(|call| stage.play(&call.clone().shown(format)));
    plays.map(|attempt| format!("{}{}", attempt.stdout, attempt.stderr)).collect()
}

#[test]
fn state_is_readable_by_its_owner_alone_and_the_seed_is_in_one_file() {
    let Some(stage) = Stage::new() else { return };
    stage.play(&stage.usual().with("--postpone")).permits("grace");
    let seed = stage.enrol();
    stage.play(&stage.usual().with("--factor push")).permits("signed-in");
    stage
        .play(&stage.usual().with(&format!("--offline --factor push --code {}", code(&seed, 1))))
        .permits("offline");

    let mut holding_the_seed = Vec::new();
    for path in below(&stage.state()) {
        let metadata = std::fs::symlink_metadata(&path).unwrap();
        let expected = if metadata.is_dir() { 0o700 } else { 0o600 };
        assert_eq!(metadata.permissions().mode() & 0o7777, expected, "{}", path.display());
        if metadata.is_file() && std::fs::read_to_string(&path).unwrap().contains(&seed) {
            holding_the_seed.push(path.strip_prefix(stage.state()).unwrap().to_owned());
        }
    }
    assert_eq!(holding_the_seed, [Path::new("secrets/1501.json")]);
}

#[test]
fn no_output_and_no_record_of_the_state_holds_a_secret_or_a_code() {
    for format in [Format::Human, Format::Json] {
        let Some(stage) = Stage::new() else { return };
        let seed = stage.enrol();
        let (wrong, otp, offline) = (wrong_code(OTP_SEED), code(OTP_SEED, 1), code(&seed, 1));
        let calls = [
            stage.usual().with("--factor push"),
            stage.usual().with(&format!("--factor otp --code {wrong}")),
            stage.usual().with(&format!("--factor otp --code {otp}")),
            stage.usual().with("--factor otp --code not-a-canary-code"),
            stage.usual().with(&format!("--offline --factor push --code {offline}")),
            stage.usual().with(&format!("--offline --factor push --code {offline}")),
            stage.usual().by(("bob", 1502)).with("--account bob@example.com"),
        ];
        let mut all = printed(&stage, &calls, format);
        let secrets = stage.state().join("secrets/1501.json");
        // The last good profile is kept whole, since it must do its work once the present one is gone or broken.
        let profile = stage.state().join("last-good.profile");
        let records = below(&stage.state());
        for record in records.iter().filter(|path| path.is_file() && ![&secrets, &profile].contains(path)) {
            all.push_str(&std::fs::read_to_string(record).unwrap());
        }
        for secret in [CLIENT_SECRET, OTP_SEED, &seed, &wrong, &otp, &offline, "canary"] {
            assert!(!all.contains(secret), "{format:?}: `{secret}` in\n{all}");
        }
        let kept = std::fs::read_to_string(secrets).unwrap();
        assert!(!kept.contains("canary") && !kept.contains(OTP_SEED), "only this machine's seed is kept");
    }
}

#[test]
fn without_a_state_folder_nothing_is_left() {
    let Some(stage) = Stage::new() else { return };
    let profile = stage.profile(crate::stage::USUAL, "").display().to_string();
    let temporary = stage.folder().join("temporary");
    std::fs::create_dir_all(&temporary).unwrap();
    let arguments = ["login", "--profile", &profile, "--user", "alice", "--uid", "1501", "--postpone"];
    let ended = stage.latchkey.start(arguments, Some(&temporary)).end();
    assert_eq!(ended.status, Some(0), "{ended:?}");
    assert_eq!(below(&temporary), [temporary]);
}
