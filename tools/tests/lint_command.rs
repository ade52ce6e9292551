//! `latchkey lint`, `rule`, `schema`, `manifest` and `build` as they are called: output and exit status.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "the built command is run on files of its own"
)]

use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

const SETTINGS: &str = "[\"com.okta.deviceaccess.servicedaemon\"]
DMFAClientID = \"0oa1b2c3d4e5f6g7h8i9\"
DMFAClientSecret = \"s3cr3t-s3cr3t\"
DMFAOrgURL = \"https://corp.example.com\"
MFARequiredList = [\"*\"]
MFANotRequiredList = [\"breakglass\"]
";

fn latchkey(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_latchkey"))
        .current_dir(folder)
        .args(arguments)
        .output()
        .expect("it runs")
}

fn status(output: &Output) -> i32 {
    output.status.code().expect("it ends by itself")
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

/// A folder with a clean file, one with a warning, one with an error, and none of ours.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let agent = |inside: &str| format!("<plist version=\"1.0\"><dict>{inside}</dict></plist>");
    let files = [
        ("clean.plist", agent("<key>Enforcement</key><string>enforce</string>")),
        ("warning.plist", agent("<key>Enforcement</key><string>enforce</string><key>Unheard</key><true/>")),
        ("error.plist", agent("<key>Enforcement</key><string>audit</string>")),
        ("page.html", "<!DOCTYPE html><html></html>".to_owned()),
        ("settings.toml", SETTINGS.to_owned()),
    ];
    for (name, text) in files {
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    std::fs::create_dir(folder.path().join("empty")).unwrap();
    folder
}

#[test]
fn lint_ends_as_the_findings_say() {
    let folder = folder();
    let cases: &[(&[&str], i32)] = &[
        (&["clean.plist"], 0),
        (&["warning.plist"], 0),
        (&["warning.plist", "--deny", "warnings"], 1),
        (&["error.plist"], 1),
        (&["clean.plist", "error.plist"], 1),
        (&["gone.plist"], 2),
        (&["gone.plist", "error.plist"], 2),
        (&["empty"], 2),
        (&["empty", "--allow-nothing"], 0),
        (&["page.html"], 2),
        (&["page.html", "clean.plist"], 1),
        (&["clean.plist", "--domain", "org.latchkey.agnet"], 2),
        (&["--no-such-option"], 2),
        (&[], 2),
    ];
    for (arguments, expected) in cases {
        let arguments = [&["lint"], *arguments].concat();
        let output = latchkey(folder.path(), &arguments);
        assert_eq!(status(&output), *expected, "{arguments:?}: {}", text(&output.stderr));
    }
}

#[test]
fn one_bad_file_hides_no_other() {
    let folder = folder();
    let output = latchkey(folder.path(), &["lint", "page.html", "gone.plist", "error.plist"]);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert!(out.contains("page.html: error[not-a-property-list]"), "{out}");
    assert!(out.contains("error.plist:1:50: error[value-not-allowed]"), "{out}");
    assert!(err.contains("gone.plist: there is no such file or folder"), "{err}");
}

#[test]
fn standard_input_is_a_dash() {
    let folder = folder();
    let mut child = Command::new(env!("CARGO_BIN_EXE_latchkey"))
        .current_dir(folder.path())
        .args(["lint", "-", "--format", "json"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let file = std::fs::read(folder.path().join("error.plist")).unwrap();
    child.stdin.take().unwrap().write_all(&file).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(status(&output), 1);
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(report["findings"][0]["file"], "-");
}

#[test]
fn what_is_built_is_clean_but_for_placeholders() {
    let folder = folder();
    let carriers =
        ["build", "settings.toml", "-o", "out", "--to", "mobileconfig", "mcx", "plist", "kandji", "intune"];
    let output = latchkey(folder.path(), &carriers);
    assert_eq!(status(&output), 0, "{}", text(&output.stderr));
    assert!(!text(&output.stderr).contains("s3cr3t"));
    let again = latchkey(folder.path(), &carriers);
    assert_eq!(status(&again), 2, "files that exist are kept");
    let forced = latchkey(folder.path(), &[&carriers[..], &["--force"]].concat());
    assert_eq!(status(&forced), 0);

    let linted = latchkey(folder.path(), &["lint", "out", "--format", "json"]);
    let report: serde_json::Value = serde_json::from_slice(&linted.stdout).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert!(findings.len() >= 4, "{findings:?}");
    // The carriers are copies of each other, and are said to be.
    let expected = ["placeholder-value", "repeat-across-files"];
    let known = |rule: &serde_json::Value| expected.iter().any(|name| rule == name);
    assert!(findings.iter().all(|finding| known(&finding["rule"])), "{findings:?}");
}

#[test]
fn settings_that_do_not_fit_are_not_built() {
    let folder = folder();
    let broken = SETTINGS.replace("https://", "http://");
    std::fs::write(folder.path().join("broken.toml"), broken).unwrap();
    let output = latchkey(folder.path(), &["build", "broken.toml", "--to", "mobileconfig", "-o", "out"]);
    assert_eq!(status(&output), 1);
    assert!(text(&output.stderr).contains("error[insecure-url]"), "{}", text(&output.stderr));
    assert!(!folder.path().join("out").exists());
}

#[test]
fn settings_that_contradict_themselves_are_not_built() {
    let folder = folder();
    let exempt = SETTINGS.replace("breakglass", "*");
    std::fs::write(folder.path().join("exempt.toml"), exempt).unwrap();
    let output = latchkey(folder.path(), &["build", "exempt.toml", "--to", "mcx", "-o", "out"]);
    assert_eq!(status(&output), 1);
    let said = text(&output.stderr);
    let key = "key: /com.okta.deviceaccess.servicedaemon/MFANotRequiredList/0";
    assert!(said.contains("error[everyone-exempt]") && said.contains(key), "{said}");
    assert!(!folder.path().join("out").exists());
}

#[test]
fn what_merely_warns_is_built_and_said() {
    let folder = folder();
    let odd = format!(
        "{SETTINGS}AlowedFactors = [\"OV_Push\"]\nDMFAClientSecrt = \"canary\"\nAdminEmail = \"$EMAIL\"\n"
    );
    std::fs::write(folder.path().join("odd.toml"), odd).unwrap();
    let output = latchkey(folder.path(), &["build", "odd.toml", "--to", "mobileconfig"]);
    assert_eq!(status(&output), 0, "{}", text(&output.stderr));
    let (out, said) = (text(&output.stdout), text(&output.stderr));
    for expected in [
        "warning[unknown-key]",
        "warning[unresolved-variable]",
        "key: /com.okta.deviceaccess.servicedaemon/AlowedFactors",
        "no errors",
    ] {
        assert!(said.contains(expected), "{expected}: {said}");
    }
    assert!(out.contains("AlowedFactors") && out.contains("$EMAIL"), "{out}");
    assert!(!out.contains("canary") && !said.contains("canary"), "{said}");
}

#[test]
fn settings_are_not_told_to_write_xml() {
    let folder = folder();
    let wrong = format!(
        "{SETTINGS}OfflineLoginAllowed = \"true\"\n[\"org.latchkey.agent\"]\nFailureBudget = \"5\"\n"
    );
    std::fs::write(folder.path().join("wrong.toml"), wrong).unwrap();
    let output = latchkey(folder.path(), &["build", "wrong.toml", "--to", "mobileconfig"]);
    let said = text(&output.stderr);
    assert_eq!(status(&output), 1);
    assert!(said.contains("help: write a boolean") && said.contains("help: write an integer"), "{said}");
    assert!(!said.contains('<'), "{said}");
}

#[test]
fn settings_and_carriers_may_stand_in_either_order() {
    let folder = folder();
    let cases: &[(&[&str], i32)] = &[
        (&["settings.toml", "--to", "mobileconfig", "kandji", "intune", "-o", "a"], 0),
        (&["--to", "mobileconfig", "settings.toml", "-o", "b"], 0),
        (&["--to", "mobileconfig,kandji", "settings.toml", "-o", "c"], 0),
        (&["--to", "mobileconfig", "--to", "kandji", "-o", "d", "settings.toml"], 0),
        (&["-o", "e", "settings.toml", "--to", "mobileconfig,mcx"], 0),
        (&["--to", "mobileconfig"], 2),
        (&["--to", "settings.toml"], 2),
        (&["settings.toml", "--to", "mobilconfig"], 2),
        (&["settings.toml"], 2),
    ];
    for (arguments, expected) in cases {
        let output = latchkey(folder.path(), &[&["build"], *arguments].concat());
        assert_eq!(status(&output), *expected, "{arguments:?}: {}", text(&output.stderr));
    }
}

#[cfg(unix)]
#[test]
fn files_with_secrets_are_for_their_owner() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let build = ["build", "settings.toml", "--to", "kandji", "-o", "out", "--with-secrets"];
    let output = latchkey(folder.path(), &build);
    assert_eq!(status(&output), 0, "{}", text(&output.stderr));
    let written = text(&output.stdout);
    assert!(written.lines().count() >= 2, "{written}");
    for line in written.lines() {
        let mode = std::fs::metadata(folder.path().join(line)).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600, "{line}");
    }
}

#[test]
fn several_manifests_are_not_printed_and_the_way_out_is_named() {
    let folder = folder();
    let output = latchkey(folder.path(), &["manifest", "jamf"]);
    let said = text(&output.stderr);
    assert_eq!(status(&output), 2);
    assert!(
        said.contains("`-o DIR`") && said.contains("`--domain`") && said.contains("org.latchkey.agent"),
        "{said}"
    );
    assert_eq!(status(&latchkey(folder.path(), &["manifest", "jamf", "-o", "out"])), 0);
}

#[test]
fn nothing_to_check_is_accepted_in_silence() {
    let folder = folder();
    let output = latchkey(folder.path(), &["lint", "empty", "--allow-nothing"]);
    assert_eq!((status(&output), text(&output.stderr)), (0, String::new()));
}

#[test]
fn one_artifact_is_printed_and_secrets_are_written_only_when_asked_for() {
    let folder = folder();
    let build = ["build", "settings.toml", "--to", "mobileconfig"];
    let output = latchkey(folder.path(), &build);
    assert_eq!(status(&output), 0, "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("YOUR_DMFA_CLIENT_SECRET"));
    assert!(!text(&output.stdout).contains("s3cr3t"));
    let output = latchkey(folder.path(), &[&build[..], &["--with-secrets"]].concat());
    assert!(text(&output.stdout).contains("s3cr3t-s3cr3t"));
}

#[test]
fn the_declaration_is_printed() {
    let folder = folder();
    let domain = "com.okta.deviceaccess.servicedaemon";
    let schema = latchkey(folder.path(), &["schema", domain]);
    let schema: serde_json::Value = serde_json::from_slice(&schema.stdout).unwrap();
    assert!(schema["properties"]["AllowedFactors"].is_object());
    let jamf = latchkey(folder.path(), &["manifest", "jamf", "--domain", domain]);
    let jamf: serde_json::Value = serde_json::from_slice(&jamf.stdout).unwrap();
    assert_eq!(jamf["__preferencedomain"], domain);
    assert_eq!(status(&latchkey(folder.path(), &["schema"])), 0);
    assert_eq!(status(&latchkey(folder.path(), &["schema", "nonsense"])), 2);
    assert_eq!(status(&latchkey(folder.path(), &["rule", "unknown-key"])), 0);
    assert_eq!(status(&latchkey(folder.path(), &["rule", "nonsense"])), 2);
    assert_eq!(status(&latchkey(folder.path(), &["manifest", "nonsense"])), 2);
}

#[cfg(unix)]
#[test]
fn an_unreadable_file_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let folder = folder();
    let path = folder.path().join("clean.plist");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o000)).unwrap();
    if std::fs::read(&path).is_ok() {
        // Root reads whatever it likes.
        return;
    }
    let output = latchkey(folder.path(), &["lint", "clean.plist", "error.plist"]);
    assert_eq!(status(&output), 2);
    assert!(text(&output.stderr).contains("clean.plist: it cannot be read"));
}
