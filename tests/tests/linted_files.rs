//! What a run of the linter says and leaves behind when files cannot be written, are named twice, or nobody reads it.

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test reads and writes files, and fails loudly"
)]

use std::fs::{self, File};
use std::path::Path;
use std::process::{Command, Stdio};

use latchkey_tests::command::{Latchkey, latchkey};
use serde_json::Value;

/// A preference file with a key in the wrong case, which is mended for certain.
const MISCASED: &str = "<plist version=\"1.0\">\n<dict>\n\t<key>enforcement</key>\n\t<string>enforce</string>\n</dict>\n</plist>\n";

fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("org.latchkey.agent.plist"), MISCASED).unwrap();
    folder
}

fn run(latchkey: &Latchkey, folder: &Path, arguments: &[&str]) -> (Option<i32>, String, String) {
    let mut command = Command::new(latchkey.path());
    let output = command.arg("lint").args(arguments).current_dir(folder).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code(), text(output.stdout), text(output.stderr))
}

fn rules(json: &str) -> Vec<String> {
    let report: Value = serde_json::from_str(json).unwrap();
    let findings = report["findings"].as_array().unwrap();
    findings.iter().map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn what_could_not_be_written_is_reported_as_it_is() {
    let Some(latchkey) = latchkey() else { return };
    let folder = folder();
    let file = folder.path().join("org.latchkey.agent.plist");
    fs::hard_link(&file, folder.path().join("other-name")).unwrap();
    let (status, report, complaint) =
        run(&latchkey, folder.path(), &["--fix", "--format", "json", "org.latchkey.agent.plist"]);
    assert_eq!(status, Some(2), "{complaint}");
    assert!(complaint.contains("hard links"), "{complaint}");
    assert_eq!(rules(&report), ["miscased-key"]);
    assert_eq!(fs::read_to_string(&file).unwrap(), MISCASED);
}

#[test]
fn a_file_that_is_named_twice_is_checked_once() {
    let Some(latchkey) = latchkey() else { return };
    let folder = folder();
    let twice = ["--format", "json", ".", "./org.latchkey.agent.plist", "org.latchkey.agent.plist"];
    let (status, report, _) = run(&latchkey, folder.path(), &twice);
    assert_eq!((status, rules(&report)), (Some(1), vec!["miscased-key".to_owned()]));
    let (_, _, complaint) = run(&latchkey, folder.path(), &["--fix", ".", "org.latchkey.agent.plist"]);
    assert_eq!(complaint.matches("fixed 1 in").count(), 1, "{complaint}");
}

#[test]
fn a_program_reads_the_report_while_the_difference_stands_aside() {
    let Some(latchkey) = latchkey() else { return };
    let folder = folder();
    let (status, report, aside) = run(&latchkey, folder.path(), &["--diff", "--format", "json", "."]);
    assert_eq!(status, Some(1));
    assert_eq!(rules(&report), Vec::<String>::new(), "what is left once the difference is applied");
    assert!(aside.contains("+\t<key>Enforcement</key>"), "{aside}");
}

#[cfg(target_os = "linux")]
#[test]
fn complaints_that_nobody_reads_change_no_status() {
    let Some(latchkey) = latchkey() else { return };
    let folder = folder();
    let full = File::options().write(true).open("/dev/full").unwrap();
    let mut command = Command::new(latchkey.path());
    command.args(["lint", "missing.plist"]).current_dir(folder.path());
    let status = command.stdout(Stdio::null()).stderr(full).status().unwrap();
    assert_eq!(status.code(), Some(2));
}

#[test]
fn a_reason_has_a_character_that_is_seen() {
    let Some(latchkey) = latchkey() else { return };
    let folder = folder();
    let ignore = "[[lint.ignore]]\nrule = \"miscased-key\"\nreason = \"  \"\n";
    fs::write(folder.path().join("latchkey.toml"), ignore).unwrap();
    let (status, report, _) = run(&latchkey, folder.path(), &["."]);
    assert_eq!(status, Some(2));
    assert!(report.contains("latchkey.toml:3:10") && report.contains("found an empty one"), "{report}");
}
