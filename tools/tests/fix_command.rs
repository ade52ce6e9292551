//! `latchkey lint --fix`, `--diff` and `--unsafe-fixes` as they are called: what they write, print and end with.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    reason = "the built command is run on files of its own"
)]

use std::io::Write as _;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const BEFORE: &str = "<plist version=\"1.0\">\r\n<dict>\r\n  <!-- kept -->\r\n  <key>Enforcement</key>\r\n  \
                      <string>Enforce</string>\r\n  <key>SharedIdentityAllowed</key> <string>no</string>\r\n  \
                      <key>FailureBudgets</key> <integer>5</integer>\r\n</dict>\r\n</plist>\r\n";

fn after() -> String {
    BEFORE.replace(">Enforce<", ">enforce<").replace("<string>no</string>", "<false/>")
}

fn latchkey(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut child = Command::new(env!("CARGO_BIN_EXE_latchkey"))
        .current_dir(folder)
        .args(["lint", "--domain", "org.latchkey.agent"])
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("it runs");
    child.stdin.take().expect("a pipe").write_all(input.as_bytes()).expect("it reads");
    child.wait_with_output().expect("it ends")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn files_are_mended_in_place_through_links_and_keep_their_mode() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.plist");
    std::fs::write(&file, BEFORE).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("a.plist", folder.path().join("link.plist")).unwrap();
    let output = latchkey(folder.path(), &["--fix", "link.plist", "a.plist"], "");
    let told = text(&output.stderr);
    assert!(told.contains("latchkey: fixed 2 in link.plist\n"), "{told}");
    assert_eq!(std::fs::read_to_string(&file).unwrap(), after());
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
    assert!(folder.path().join("link.plist").symlink_metadata().unwrap().is_symlink());
    // What is a guess is still reported, and nothing that was mended.
    let report = text(&output.stdout);
    assert!(report.contains("unknown-key") && !report.contains("wrong-type"), "{report}");
    let again = latchkey(folder.path(), &["--fix", "a.plist"], "");
    assert!(!text(&again.stderr).contains("fixed"), "{}", text(&again.stderr));
    let all = latchkey(folder.path(), &["--fix", "--unsafe-fixes", "a.plist"], "");
    assert!(text(&all.stderr).contains("fixed 1 in a.plist"), "{}", text(&all.stderr));
    assert!(std::fs::read_to_string(&file).unwrap().contains("<key>FailureBudget</key> <integer>"));
}

#[test]
fn a_diff_is_shown_and_nothing_is_written() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("a.plist");
    std::fs::write(&file, BEFORE).unwrap();
    let output = latchkey(folder.path(), &["--diff", "--fix", "a.plist"], "");
    assert_eq!(output.status.code(), Some(1));
    let diff = text(&output.stdout);
    assert!(diff.starts_with("--- a.plist\n+++ a.plist\n@@ -2,8 +2,8 @@\n"), "{diff}");
    assert!(
        diff.contains("-  <string>Enforce</string>\r\n") && diff.contains("+  <string>enforce</string>\r\n"),
        "{diff}"
    );
    assert!(text(&output.stderr).contains("latchkey: would fix 2 in a.plist"));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), BEFORE);
    std::fs::write(&file, after()).unwrap();
    let clean = latchkey(folder.path(), &["--diff", "a.plist"], "");
    assert_eq!((clean.status.code(), text(&clean.stdout)), (Some(0), String::new()));
}

#[test]
fn a_diff_shows_no_secret() {
    let folder = tempfile::tempdir().unwrap();
    let inside = "<key>DMFAClientSecret</key>\n<string>hunter22</string>\n<key>OfflineLoginAllowed</key>\n<string>true</string>\n";
    std::fs::write(
        folder.path().join("com.okta.deviceaccess.servicedaemon.plist"),
        format!("<plist version=\"1.0\">\n<dict>\n{inside}</dict>\n</plist>\n"),
    )
    .unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_latchkey"))
        .current_dir(folder.path())
        .args(["lint", "--diff", "."])
        .output()
        .unwrap();
    let shown = text(&output.stdout) + &text(&output.stderr);
    assert!(shown.contains("+<true/>") && !shown.contains("hunter22"), "{shown}");
}

#[test]
fn a_diff_shows_no_secret_that_a_fix_spells_anew() {
    let folder = tempfile::tempdir().unwrap();
    let unescaped = "<plist version=\"1.0\">\n<dict>\n<key>DMFAClientSecret</key>\n<string>hunter2&canary</string>\n</dict>\n</plist>\n";
    std::fs::write(folder.path().join("com.okta.deviceaccess.servicedaemon.plist"), unescaped).unwrap();
    let moved = "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string><key>PayloadContent</key><array><dict>\
        <key>PayloadType</key><string>com.apple.ManagedClient.preferences</string><key>PayloadContent</key><dict>\
        <key>org.latchkey.agent</key><dict><key>Forced</key><array><dict>\n\
        <key>Password</key><string><![CDATA[hunter2&canary]]></string>\n\
        <key>mcx_preference_settings</key>\n<dict><key>FailureBudget</key><integer>5</integer></dict>\n\
        </dict></array></dict></dict></dict></array></dict></plist>";
    std::fs::write(folder.path().join("moved.mobileconfig"), moved).unwrap();
    let output = latchkey(folder.path(), &["--diff", "--unsafe-fixes", "."], "");
    let shown = text(&output.stdout) + &text(&output.stderr);
    assert!(!shown.contains("canary") && !shown.contains("hunter2"), "{shown}");
    assert!(shown.contains("+<string>… (mended)</string>"), "{shown}");
    assert!(shown.contains("-<key>Password</key><string>…</string>"), "{shown}");
}

#[test]
fn standard_input_becomes_standard_output() {
    let folder = tempfile::tempdir().unwrap();
    let output = latchkey(folder.path(), &["--fix", "-"], BEFORE);
    assert_eq!(text(&output.stdout), after());
    assert!(text(&output.stderr).contains("unknown-key"));
    let sound = after().replace("FailureBudgets", "FailureBudget");
    let output = latchkey(folder.path(), &["--fix", "-"], &sound);
    assert_eq!((text(&output.stdout), output.status.code()), (sound, Some(0)));
}

#[test]
fn what_is_not_the_files_own_text_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let mut dictionary = plist::Dictionary::new();
    dictionary.insert("Enforcement".into(), "Enforce".into());
    let binary = folder.path().join("binary.plist");
    plist::Value::Dictionary(dictionary).to_file_binary(&binary).unwrap();
    let before = std::fs::read(&binary).unwrap();
    let recoded: Vec<u8> =
        std::iter::once(0xfeff).chain(BEFORE.encode_utf16()).flat_map(u16::to_le_bytes).collect();
    std::fs::write(folder.path().join("recoded.plist"), &recoded).unwrap();
    let output = latchkey(folder.path(), &["--fix", "."], "");
    let told = text(&output.stderr);
    assert!(told.contains("binary.plist: nothing is fixed in it: ") && told.contains("convert"), "{told}");
    assert!(told.contains("recoded.plist: nothing is fixed in it: it is UTF-16; save it as UTF-8"), "{told}");
    assert_eq!(std::fs::read(&binary).unwrap(), before);
    assert_eq!(std::fs::read(folder.path().join("recoded.plist")).unwrap(), recoded);
}

#[test]
fn guesses_are_asked_for_together_with_a_way_to_make_them() {
    let output = latchkey(Path::new("."), &["--unsafe-fixes", "a.plist"], "");
    assert_eq!(output.status.code(), Some(2));
    assert!(text(&output.stderr).contains("<--fix|--diff>"));
}
