//! `latchkey lint` with configurations, comments and baselines: what is found, what is left, and the exit status.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "the built command is run on files of its own"
)]

use std::path::Path;
use std::process::Command;

fn agent(inside: &str) -> String {
    format!("<plist version=\"1.0\">\n<dict>\n{inside}\n</dict>\n</plist>\n")
}

const UNHEARD: &str = "<key>LinkMatch</key><string>account-name</string>\n<key>Unheard</key><true/>";
const WRONG: &str = "<key>Enforcement</key><string>audit</string>";

/// A folder, a repository of its own, with these files.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    std::fs::create_dir(folder.path().join(".git")).unwrap();
    for (name, text) in files {
        write(folder.path(), name, text);
    }
    folder
}

fn write(folder: &Path, name: &str, text: &str) {
    let path = folder.join(name);
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    std::fs::write(path, text).unwrap();
}

struct Ended {
    status: i32,
    stdout: String,
    stderr: String,
}

fn lint(folder: &Path, arguments: &[&str]) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_latchkey"));
    let output = command.current_dir(folder).arg("lint").args(arguments).output().expect("it runs");
    Ended {
        status: output.status.code().expect("it ends by itself"),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}

fn check(folder: &Path, arguments: &[&str], status: i32, summary: &str) {
    let ended = lint(folder, arguments);
    assert_eq!(ended.status, status, "{arguments:?}: {}{}", ended.stdout, ended.stderr);
    assert!(ended.stdout.trim_end().ends_with(summary), "{arguments:?}: {}", ended.stdout);
}

#[test]
fn the_nearest_configuration_counts_for_each_file() {
    let (warning, wrong) = (agent(UNHEARD), agent(WRONG));
    let folder = folder(&[
        ("latchkey.toml", "[lint.rules]\nunknown-key = \"error\"\n"),
        ("a.plist", &warning),
        ("deep/er/b.plist", &warning),
        ("other/latchkey.toml", "[lint.rules]\nvalue-not-allowed = \"info\"\n"),
        ("other/c.plist", &wrong),
        ("other/d.plist", &warning),
        ("repository/.git/HEAD", ""),
        ("repository/e.plist", &warning),
    ]);
    check(folder.path(), &["a.plist"], 1, "1 file checked: 1 error, no warnings");
    check(folder.path(), &["deep"], 1, "1 file checked: 1 error, no warnings");
    check(folder.path(), &["other"], 0, "2 files checked: no errors, 1 warning, 1 note");
    check(folder.path(), &["repository"], 0, "1 file checked: no errors, 1 warning");
    check(folder.path(), &["."], 1, "5 files checked: 2 errors, 2 warnings, 4 notes");
    check(folder.path(), &["a.plist", "--no-config"], 0, "no errors, 1 warning");
    check(folder.path(), &["a.plist", "--config", "other/latchkey.toml"], 0, "no errors, 1 warning");
    check(&folder.path().join("deep/er"), &["b.plist"], 1, "1 error, no warnings");
    check(&folder.path().join("deep/er"), &["../../other/d.plist"], 0, "no errors, 1 warning");
    assert_eq!(lint(folder.path(), &["a.plist", "--config", "gone.toml"]).status, 2);
}

#[test]
fn everything_in_the_configuration_is_used() {
    let (warning, wrong) = (agent(UNHEARD), agent(WRONG));
    let folder = folder(&[
        (
            "latchkey.toml",
            "[lint]\ndeny = \"warnings\"\nexclude = [\"vendor\"]\n\
             [[lint.paths]]\npaths = [\"old/**\"]\nrules = { value-not-allowed = \"off\" }\n\
             [[lint.ignore]]\nrule = \"unknown-key\"\npath = \"ours/**\"\nkey-path = \"/Unheard\"\nreason = \"ours\"\n",
        ),
        ("a.plist", &warning),
        ("vendor/b.plist", &wrong),
        ("old/c.plist", &wrong),
        ("ours/d.plist", &warning),
    ]);
    check(folder.path(), &["a.plist"], 1, "no errors, 1 warning");
    check(folder.path(), &["old"], 0, "no errors, no warnings");
    check(folder.path(), &["ours"], 0, "no errors, no warnings (1 ignored)");
    check(folder.path(), &["."], 1, "3 files checked: no errors, 1 warning, 1 note (1 ignored)");
    // Whoever names a file wants it checked.
    check(folder.path(), &["vendor/b.plist"], 1, "1 error, no warnings");
    let ended = lint(folder.path(), &["vendor"]);
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.contains("1 that the configuration excludes"), "{}", ended.stderr);
}

#[test]
fn a_configuration_that_is_not_in_order_ends_the_run() {
    let folder = folder(&[("latchkey.toml", "[lint]\ntargts = []\n"), ("a.plist", &agent(UNHEARD))]);
    let ended = lint(folder.path(), &["."]);
    assert_eq!(ended.status, 2);
    let first = ended.stdout.lines().next().unwrap_or_default();
    assert_eq!(first, "latchkey.toml:2:1: error[broken-configuration]: unknown key `targts`");
    assert!(ended.stdout.contains("perhaps `targets`") && !ended.stdout.contains("unknown-key"));
    let ended = lint(folder.path(), &[".", "--format", "json"]);
    let value: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!(value["findings"][0]["key_path"], "/lint/targts");
    assert_eq!(lint(folder.path(), &[".", "--no-config"]).status, 0);
}

#[test]
fn the_command_line_wins() {
    let folder = folder(&[
        ("latchkey.toml", "[lint]\ntargets = [\"jamf\"]\nbaseline = \"gone.json\"\n"),
        ("a.plist", &agent(UNHEARD)),
        ("empty.json", "{\"version\":1,\"findings\":[]}"),
    ]);
    let ended = lint(folder.path(), &["a.plist"]);
    assert_eq!(ended.status, 2);
    assert!(ended.stderr.contains("--write-baseline"), "{}", ended.stderr);
    check(folder.path(), &["a.plist", "--baseline", "empty.json"], 0, "no errors, 1 warning");
    check(folder.path(), &["a.plist", "--write-baseline"], 0, "(1 in the baseline)");
    write(folder.path(), "a.plist", &agent("<key>LinkMatch</key><string>account-name</string>"));
    let ended = lint(folder.path(), &["a.plist"]);
    assert!(ended.stdout.starts_with("gone.json:2:1: warning[stale-baseline]"), "{}", ended.stdout);
}

#[test]
fn a_baseline_accepts_an_estate_and_tells_what_is_new_and_what_is_gone() {
    let folder = folder(&[("a.plist", &agent(UNHEARD)), ("deep/b.plist", &agent(WRONG))]);
    let path = folder.path();
    let baseline = ["--baseline", "accepted.json"];
    let with = |more: &[&'static str]| [more, &baseline].concat();
    assert_eq!(lint(path, &with(&["."])).status, 2);
    check(path, &with(&[".", "--write-baseline"]), 0, "no errors, no warnings (2 in the baseline)");
    let text = std::fs::read_to_string(path.join("accepted.json")).unwrap();
    assert!(
        text.contains("\n{\"file\":\"a.plist\",\"rule\":\"unknown-key\",\"key_path\":\"/Unheard\","),
        "{text}"
    );
    assert!(text.contains("\n{\"file\":\"deep/b.plist\","), "{text}");
    check(path, &with(&[".", "--deny", "warnings"]), 0, "no errors, no warnings (2 in the baseline)");
    // Seen from another folder the files are the same.
    check(&path.join("deep"), &["b.plist", "--baseline", "../accepted.json"], 0, "(1 in the baseline)");
    check(path, &with(&["deep"]), 0, "(1 in the baseline)");

    write(path, "a.plist", &agent(&format!("\n\n{UNHEARD}\n<key>Unseen</key><true/>")));
    check(path, &with(&["."]), 0, "no errors, 1 warning (2 in the baseline)");
    write(path, "a.plist", &agent("<key>LinkMatch</key><string>account-name</string>"));
    let ended = lint(path, &with(&[".", "--deny", "warnings"]));
    assert_eq!(ended.status, 1);
    assert!(ended.stdout.contains("accepted.json:2:1: warning[stale-baseline]"), "{}", ended.stdout);
    std::fs::remove_file(path.join("deep/b.plist")).unwrap();
    check(path, &with(&["a.plist"]), 0, "no errors, 2 warnings");
    check(path, &with(&["a.plist", "--write-baseline"]), 0, "no errors, no warnings");
    let text = std::fs::read_to_string(path.join("accepted.json")).unwrap();
    assert_eq!(text, "{\"version\":1,\"findings\":[\n]}\n");
}

#[test]
fn what_is_no_baseline_ends_the_run() {
    let folder = folder(&[("a.plist", &agent(UNHEARD)), ("b.json", "{\"version\":1,\n\"found\":[]}")]);
    for more in [&[][..], &["--write-baseline"]] {
        let ended = lint(folder.path(), &[&["a.plist", "--baseline", "b.json"], more].concat());
        assert_eq!(ended.status, 2);
        assert!(ended.stderr.contains("b.json") && ended.stderr.contains("line 2"), "{}", ended.stderr);
    }
    assert_eq!(lint(folder.path(), &["a.plist", "--write-baseline"]).status, 2);
}

#[test]
fn a_comment_with_a_reason_accepts_a_finding() {
    let ignored = "<!-- latchkey: ignore value-not-allowed: a test of ours -->";
    let folder = folder(&[("a.plist", &agent(&format!("{ignored}\n{WRONG}")))]);
    check(folder.path(), &["a.plist"], 0, "1 file checked: no errors, no warnings (1 ignored)");
}

const SECURE: &str = "<key>DMFAOrgURL</key><string>https://a.okta.com</string>";

fn payload(budget: u8) -> String {
    agent(&format!("{SECURE}<key>AdminEmail</key><string>{budget}@a.example</string>"))
}

#[test]
fn a_comparison_is_accepted_from_wherever_it_is_run_and_not_stale_without_the_other_file() {
    const NAME: &str = "com.okta.deviceaccess.servicedaemon.plist";
    let (first, second) = (format!("profiles/a/{NAME}"), format!("profiles/b/{NAME}"));
    let folder = folder(&[(&first, &payload(1)), (&second, &payload(2))]);
    let path = folder.path();
    let run = |within: &str, arguments: &[&str]| lint(&path.join(within), arguments);
    let found = run("", &["."]);
    assert!(found.stdout.contains("conflict-across-files"), "{}", found.stdout);
    assert_eq!(run("", &[".", "--baseline", "accepted.json", "--write-baseline"]).status, 0);
    let text = || std::fs::read_to_string(path.join("accepted.json")).unwrap();
    let written = text();
    assert!(written.contains(&format!("\"with\":[\"{first}\"]")), "{written}");
    let clean = |within: &str, arguments: &[&str]| {
        let ended = run(within, arguments);
        let is_clean = !ended.stdout.contains("across-files") && !ended.stdout.contains("stale-baseline");
        assert!(ended.status == 0 && is_clean, "{within} {arguments:?}: {}{}", ended.stdout, ended.stderr);
    };
    clean("", &[".", "--baseline", "accepted.json"]);
    clean("", &["profiles", "--baseline", "accepted.json"]);
    clean("profiles", &[".", "--baseline", "../accepted.json"]);
    clean("", &[&first, "--baseline", "accepted.json"]);
    clean("", &[&second, "--baseline", "accepted.json"]);
    // Written again without the other file, nothing of it is lost.
    clean("", &[&second, "--baseline", "accepted.json", "--write-baseline"]);
    assert_eq!(text(), written);
    write(path, &second, &payload(1));
    let ended = run("", &[".", "--baseline", "accepted.json"]);
    assert!(ended.stdout.contains("stale-baseline"), "{}", ended.stdout);
}

#[test]
fn what_a_baseline_accepts_is_not_mended() {
    let wrong = agent("<key>Enforcement</key><string>Enforce</string>");
    let folder = folder(&[("a.plist", &wrong)]);
    let path = folder.path();
    let arguments = ["a.plist", "--domain", "org.latchkey.agent", "--baseline", "accepted.json"];
    assert_eq!(lint(path, &[&arguments[..], &["--write-baseline"]].concat()).status, 0);
    let ended = lint(path, &[&arguments[..], &["--fix"]].concat());
    assert!(
        !ended.stderr.contains("fixed") && !ended.stdout.contains("stale"),
        "{}{}",
        ended.stdout,
        ended.stderr
    );
    assert_eq!(std::fs::read_to_string(path.join("a.plist")).unwrap(), wrong);
    let ended = lint(path, &["a.plist", "--domain", "org.latchkey.agent", "--fix"]);
    assert!(ended.stderr.contains("fixed 1"), "{}", ended.stderr);
}

#[test]
fn schemas_are_judged_by_their_path_from_the_configuration() {
    let profile = "<plist version=\"1.0\"><dict><key>PayloadType</key><string>Configuration</string>\
                   <key>PayloadContent</key><array><dict><key>PayloadType</key><string>com.example.foreign</string>\
                   <key>Name</key><string>a</string></dict></array></dict></plist>";
    let broken = "title: x\npayload:\n  payloadtype: com.example.foreign\npayloadkeys: [\n";
    let off = "[[lint.paths]]\npaths = [\"schemas/**\"]\nrules = { broken-schema = \"off\" }\n";
    let folder = folder(&[
        ("off/latchkey.toml", &format!("[lint]\nschemas = [\"schemas\"]\n{off}")),
        ("off/schemas/com.example.foreign.yaml", broken),
        ("off/a.mobileconfig", profile),
        ("on/latchkey.toml", "[lint]\nschemas = [\"../off/schemas\"]\n"),
        ("on/a.mobileconfig", profile),
    ]);
    let tells = |arguments: &[&str]| lint(folder.path(), arguments).stdout.contains("[broken-schema]");
    assert!(tells(&["on"]));
    assert!(!tells(&["off"]));
    assert!(
        tells(&["off", "on", "--schemas", "off/schemas"]),
        "as grave as under the configuration that minds it most"
    );
    assert!(!tells(&["off", "--schemas", "off/schemas"]), "files without a configuration do not mind");
}
