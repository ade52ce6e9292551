//! Every output format of the linter, from outside: SARIF and JUnit against their schemas, GitHub's annotations as its
//! runner reads them, and all of them against what the frozen JSON says of the same run.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test reads and writes files, runs a validator, and fails loudly"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use latchkey_tests::command::{Latchkey, latchkey};
use serde_json::Value;

const OKTA: &str = "com.okta.deviceaccess.servicedaemon.plist";
const AGENT: &str = "org.latchkey.agent.plist";

/// Files whose names and contents are hard on a format: where, and what is in it.
fn cases() -> Vec<(String, Vec<u8>)> {
    let file =
        |inside: &str| format!("<plist version=\"1.0\">\n<dict>\n{inside}\n</dict>\n</plist>\n").into_bytes();
    let key = |value: &str| format!("<key>DMFAOrgURL</key>\n<string>{value}</string>");
    vec![
        (format!("clean/{AGENT}"), file("")),
        (format!("a b#1%20,c:d&<é>\"'/{OKTA}"), file(&key("corp.okta.com/app"))),
        (
            format!("several lines/{OKTA}"),
            file("<key>MFARequiredList</key>\n<dict>\n<key>a</key><true/>\n</dict>"),
        ),
        (format!("twice/{AGENT}"), file("<key>Issuer</key><true/>\n<key>Issuer</key><true/>")),
        (
            format!("secret/{OKTA}"),
            file(
                "<key>DMFAClientSecret</key><string>canary one</string><key>DMFAClientSecrt</key><string>canary</string>",
            ),
        ),
        (format!("control/{OKTA}"), file(&key("100% &#9;]]>\u{7f}\u{85}\u{ffff}{{name}} [x](1)"))),
        (format!("variable/{OKTA}"), file(&key("{{org}}"))),
        ("page.mobileconfig".to_owned(), b"<!DOCTYPE html><html></html>".to_vec()),
        ("empty.plist".to_owned(), Vec::new()),
        ("cut.plist".to_owned(), b"bplist00".to_vec()),
        (
            "latin1.plist".to_owned(),
            b"<plist version=\"1.0\"><dict><key>\xe4</key><true/></dict></plist>".to_vec(),
        ),
        ("deep.plist".to_owned(), b"<array>".repeat(1_000)),
        ("marked.plist".to_owned(), [b"\xef\xbb\xbf".to_vec(), file("<key>Foo</key><true/>")].concat()),
        ("dock.mobileconfig".to_owned(), file(DOCK)),
    ]
}

/// A profile with a payload that nobody declared.
const DOCK: &str = "<key>PayloadType</key><string>Configuration</string><key>PayloadVersion</key><integer>1</integer>
<key>PayloadIdentifier</key><string>com.example</string><key>PayloadContent</key><array><dict>
<key>PayloadType</key><string>com.apple.dock</string><key>orientation</key><string>left</string></dict></array>";

/// Runs of the linter: what they are called, and their paths.
fn runs(folder: &Path) -> Vec<(&'static str, Vec<String>)> {
    for (name, bytes) in cases() {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    std::fs::create_dir(folder.join("nothing")).unwrap();
    let path = |name: &str| folder.join(name).display().to_string();
    let mut runs = vec![
        ("nothing", vec![path("nothing")]),
        ("clean", vec![path("clean")]),
        ("hard cases and a missing path", vec![path(""), path("missing, \n100%.plist")]),
    ];
    runs.push(("small files", small_files()));
    let corpora = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../shared/corpora");
    if corpora.is_dir() {
        runs.push(("corpora", vec![corpora.display().to_string()]));
    } else {
        assert!(std::env::var_os("CI").is_none(), "{} is missing", corpora.display());
        eprintln!("passed over: {} is not there", corpora.display());
    }
    runs
}

/// The set of small files, one defect each, for every target: options and paths.
fn small_files() -> Vec<String> {
    let targets = ["jamf", "kandji", "intune", "fleet", "workspace-one", "apple-business"];
    let mut words: Vec<String> =
        targets.iter().flat_map(|target| ["--target", target]).map(str::to_owned).collect();
    // Walking a folder passes over JSON.
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("profiles")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            if path.is_dir() {
                folders.push(path);
            } else if !(name.ends_with(".toml") || name.ends_with(".jsonl")) {
                words.push(path.display().to_string());
            }
        }
    }
    words.sort_by_key(|word| word.contains('/'));
    assert!(words.len() > 500, "{} files", words.len());
    words
}

fn printed(latchkey: &Latchkey, format: &str, paths: &[String]) -> String {
    let ended =
        latchkey.run([&["lint", "--allow-nothing", "--format", format].map(str::to_owned), paths].concat());
    assert!(matches!(ended.status, Some(0..=2)), "{ended:?}");
    assert!(!ended.stdout.contains("canary"), "{format} prints a secret");
    ended.stdout
}

/// Calls a function with the frozen JSON of each run and the text of another format.
fn each(format: &str, mut check: impl FnMut(&str, &Value, &str)) {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    for (name, paths) in runs(folder.path()) {
        let json: Value = serde_json::from_str(&printed(&latchkey, "json", &paths)).unwrap();
        check(name, &json, &printed(&latchkey, format, &paths));
    }
}

fn array(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

/// How many findings have each level, in the words of another format.
fn levels(json: &Value, note: &str) -> BTreeMap<String, usize> {
    let mut levels = BTreeMap::new();
    for finding in array(&json["findings"]) {
        let level = finding["level"].as_str().unwrap();
        *levels.entry(if level == "info" { note.to_owned() } else { level.to_owned() }).or_default() += 1;
    }
    levels
}

fn schema(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas").join(name)
}

#[test]
fn sarif_is_valid_and_says_what_json_says() {
    // The published pattern of a language ends with a bracket that nothing opens, which no strict reader takes.
    let text = std::fs::read_to_string(schema("sarif-2.1.0.json")).unwrap().replace("{2}]?$", "{2}$");
    let schema: Value = serde_json::from_str(&text).unwrap();
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    each("sarif", |name, json, text| {
        let log: Value = serde_json::from_str(text).unwrap();
        let errors: Vec<String> =
            validator.iter_errors(&log).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{name}: {errors:#?}");

        let run = &log["runs"][0];
        let mut found = BTreeMap::new();
        for result in array(&run["results"]) {
            // What is ignored with a reason is told as suppressed, and not at all elsewhere.
            if !array(&result["suppressions"]).is_empty() {
                continue;
            }
            *found.entry(result["level"].as_str().unwrap().to_owned()).or_default() += 1;
            let rule = &run["tool"]["driver"]["rules"][result["ruleIndex"].as_u64().unwrap() as usize];
            assert_eq!(rule["id"], result["ruleId"], "{name}");
            // GitHub refuses results without a place.
            let place = &result["locations"][0]["physicalLocation"];
            assert!(place["region"]["startLine"].as_u64() >= Some(1), "{name}: {result}");
            let artifact = &place["artifactLocation"];
            let listed = &run["artifacts"][artifact["index"].as_u64().unwrap() as usize]["location"];
            assert_eq!(listed["uri"], artifact["uri"], "{name}");
        }
        assert_eq!(found, levels(json, "note"), "{name}");
        let notifications = array(&run["invocations"][0]["toolExecutionNotifications"]);
        assert_eq!(notifications.len(), array(&json["unchecked"]).len(), "{name}");
    });
}

#[test]
fn results_of_one_file_have_fingerprints_of_their_own() {
    each("sarif", |name, _, text| {
        let log: Value = serde_json::from_str(text).unwrap();
        let mut seen = BTreeMap::new();
        for result in array(&log["runs"][0]["results"]) {
            let uri = &result["locations"][0]["physicalLocation"]["artifactLocation"]["uri"];
            let fingerprint = &result["partialFingerprints"]["latchkeyFinding/v1"];
            let earlier =
                seen.insert((uri.to_string(), fingerprint.to_string(), result["ruleId"].to_string()), ());
            assert!(earlier.is_none(), "{name}: {result}");
        }
    });
}

#[test]
fn github_reads_as_many_annotations_as_json_has_findings() {
    let unescaped = |text: &str, property: bool| {
        let text = if property { text.replace("%3A", ":").replace("%2C", ",") } else { text.to_owned() };
        text.replace("%0D", "\r").replace("%0A", "\n").replace("%25", "%")
    };
    each("github", |name, json, text| {
        let mut found = BTreeMap::new();
        let mut messages = Vec::new();
        for line in text.lines() {
            // The runner takes the first `::` after the name as the end of the properties.
            let (head, message) = line.strip_prefix("::").and_then(|rest| rest.split_once("::")).unwrap();
            let (level, properties) = head.split_once(' ').unwrap();
            let properties: BTreeMap<&str, String> = properties
                .split(',')
                .map(|pair| pair.split_once('=').unwrap())
                .map(|(name, value)| (name, unescaped(value, true)))
                .collect();
            let one_line = properties.get("line") == properties.get("endLine");
            assert!(one_line || !properties.contains_key("endColumn"), "{line}");
            if !["not checked", "not read"].contains(&properties["title"].as_str()) {
                *found.entry(level.to_owned()).or_default() += 1;
                let said = unescaped(message, false);
                messages.push((properties["file"].clone(), properties["title"].clone(), said));
            }
        }
        assert_eq!(found, levels(json, "notice"), "{name}");
        for (finding, (file, title, message)) in array(&json["findings"]).iter().zip(&messages) {
            assert_eq!((&finding["file"], &finding["rule"]), (&file.as_str().into(), &title.as_str().into()));
            assert!(message.starts_with(finding["message"].as_str().unwrap()), "{name}: {message}");
        }
    });
}

#[test]
fn junit_is_valid_and_says_what_json_says() {
    each("junit", |name, json, text| {
        let Some(complaint) = xmllint(text) else { return };
        assert!(complaint.is_empty(), "{name}: {complaint}\n{text}");
        let count = |what: &str| text.matches(what).count();
        let levels = levels(json, "info");
        let of = |level: &str| levels.get(level).copied().unwrap_or_default();
        assert_eq!(count("<failure "), of("error"), "{name}");
        assert_eq!(count("<system-out>"), of("warning") + of("info"), "{name}");
        // What wraps a file may have a suite beside that of its content.
        assert!(count("<testsuite ") >= json["summary"]["files"].as_u64().unwrap() as usize, "{name}");
        for suite in text.split("<testsuite ").skip(1) {
            let names: Vec<&str> =
                suite.lines().filter_map(|line| line.split("<testcase name=").nth(1)).collect();
            let unique: BTreeSet<&&str> = names.iter().collect();
            assert_eq!(unique.len(), names.len(), "{name}: cases of one name in {suite}");
        }
        assert_eq!(count("<skipped>") + count("<error "), array(&json["unchecked"]).len(), "{name}");
    });
}

/// What libxml2 has against a report; none where it is not installed.
fn xmllint(text: &str) -> Option<String> {
    let mut command = Command::new("xmllint");
    command.arg("--noout").arg("--nonet").arg("--schema").arg(schema("junit.xsd")).arg("-");
    let Ok(mut child) = command.stdin(Stdio::piped()).stderr(Stdio::piped()).spawn() else {
        assert!(std::env::var_os("CI").is_none(), "xmllint is missing; `tests/run` installs it");
        eprintln!("passed over: xmllint is not there");
        return None;
    };
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    let ended = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr).into_owned();
    Some(if ended.status.success() { String::new() } else { said })
}

#[test]
fn rules_are_listed_for_programs() {
    let Some(latchkey) = latchkey() else { return };
    let list: Value = serde_json::from_str(&latchkey.run(["rule", "--format", "json"]).stdout).unwrap();
    assert_eq!(list["version"], 1);
    assert_eq!(array(&list["rules"]).len(), latchkey.run(["rule"]).stdout.lines().count());
    let one: Value =
        serde_json::from_str(&latchkey.run(["rule", "unknown-key", "--format", "json"]).stdout).unwrap();
    assert_eq!(one["rules"][0]["name"], "unknown-key");
}

#[test]
fn the_written_manual_page_is_the_committed_one() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("rules.md");
    let ended = latchkey.run(["rule".as_ref(), "--write".as_ref(), file.as_os_str()]);
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""));
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../tools/rules.md");
    let same = std::fs::read(file).unwrap() == std::fs::read(committed).unwrap();
    assert!(same, "`cargo run -- rule --write` brings tools/rules.md up to date");
}
