//! The hooks for pre-commit, run by pre-commit itself in a repository of profiles: what passes a commit, and what
//! stops one.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test makes repositories, runs programs in them, and fails loudly"
)]

use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use latchkey_tests::command::latchkey;
use latchkey_tests::python;

const AGENT: &str = "org.latchkey.agent.plist";
const SLIP: &str = "<key>Enforcement</key><string>Enforce</string>";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn xml(inside: &str) -> Vec<u8> {
    format!("<plist version=\"1.0\"><dict>{inside}</dict></plist>\n").into_bytes()
}

fn binary(inside: &str) -> Vec<u8> {
    let value = plist::Value::from_reader(std::io::Cursor::new(xml(inside))).unwrap();
    let mut bytes = Vec::new();
    value.to_writer_binary(&mut bytes).unwrap();
    bytes
}

/// A signed file; `altered` changes what it holds after it was signed.
fn signed(altered: bool) -> Vec<u8> {
    let path = root().join("profile-schema/src/opening/fixtures/rsa-sha256.base64");
    let text: String = std::fs::read_to_string(path).unwrap().split_whitespace().collect();
    let mut bytes = STANDARD.decode(text).unwrap();
    let at = bytes.windows(10).position(|window| window == b"OktaDomain").unwrap();
    if altered {
        *bytes.get_mut(at).unwrap() = b'o';
    }
    bytes
}

/// What is in a repository, by path.
type Files = Vec<(&'static str, Vec<u8>)>;

/// A repository of profiles, the hook that is run in it, and what must come of it.
struct Case {
    name: &'static str,
    hook: &'static str,
    /// Further lines of the hook in the configuration of pre-commit.
    more: &'static str,
    files: Files,
    /// Words of the output, where it must fail.
    fails: Option<&'static [&'static str]>,
}

fn case(name: &'static str, files: Files, fails: Option<&'static [&'static str]>) -> Case {
    Case { name, hook: "latchkey-lint", more: "", files, fails }
}

fn cases() -> Vec<Case> {
    let slip = || vec![("slip/org.latchkey.agent.plist", xml(SLIP))];
    let exclude = |name| [slip(), vec![(name, b"[lint]\nexclude = [\"slip\"]\n".to_vec())]].concat();
    let enforcement = |word: &str| xml(&format!("<key>Enforcement</key><string>{word}</string>"));
    // More than pre-commit hands to one of several processes.
    let names = ["1.plist", "2.plist", "3.plist", "4.plist", "5.plist", "6.plist", "7.plist", "8.plist"];
    let [one, other] = ["enforce", "report"].map(enforcement);
    let many = [
        names.map(|name| (name, xml(""))).to_vec(),
        vec![("a/org.latchkey.agent.plist", one), ("b/org.latchkey.agent.plist", other)],
    ]
    .concat();
    vec![
        case(
            "what is in order, and what is something else",
            vec![
                ("xml/org.latchkey.agent.plist", xml("")),
                ("binary/org.latchkey.agent.plist", binary("")),
                ("signed/org.latchkey.agent.plist", signed(false)),
                ("a b/--é \".plist", b"bplist00".to_vec()),
                ("pom.xml", b"<project/>".to_vec()),
                ("package.json", b"{\"properties\": {}}".to_vec()),
                // The signed sample names an organization that is an example.
                (
                    "latchkey.toml",
                    b"[lint]\nexclude = [\"a b\"]\nrules = { placeholder-value = \"warning\" }\n".to_vec(),
                ),
            ],
            None,
        ),
        case("nothing but something else", vec![("pom.xml", b"<project/>".to_vec())], None),
        case("a slip in XML", slip(), Some(&["value-not-allowed", "slip/org.latchkey.agent.plist:1:"])),
        case("a slip in binary", vec![(AGENT, binary(SLIP))], Some(&["value-not-allowed"])),
        case("content altered after signing", vec![(AGENT, signed(true))], Some(&["broken-signature"])),
        case("a name like an option", vec![("--fix.plist", b"bplist00".to_vec())], Some(&["--fix.plist"])),
        case("a configuration that leaves it out", exclude("latchkey.toml"), None),
        case("a configuration elsewhere", exclude("other/latchkey.toml"), Some(&["value-not-allowed"])),
        case(
            "a configuration that is not in order",
            vec![("latchkey.toml", b"[lint]\nexlude = []\n".to_vec())],
            Some(&["latchkey.toml:2:1", "exlude"]),
        ),
        case("files that contradict each other", many, Some(&["conflict-across-files", "10 files checked"])),
        case("a warning", vec![(AGENT, xml("<key>Foo</key><true/>"))], None),
        Case {
            more: "        args: [--deny, warnings, --]\n",
            ..case("a denied warning", vec![(AGENT, xml("<key>Foo</key><true/>"))], Some(&["unknown-key"]))
        },
        Case { hook: "latchkey-fix", ..case("a slip to mend", slip(), Some(&["files were modified"])) },
        Case { hook: "latchkey-fix", ..case("nothing to mend", vec![(AGENT, xml(""))], None) },
    ]
}

/// Runs a program to its end, and gives what it printed.
fn run(command: &mut Command) -> (Output, String) {
    let output = command.output().unwrap();
    let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
    (output, text.concat())
}

fn git(folder: &Path, arguments: &[&str]) -> String {
    let identity = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "commit.gpgsign=false"];
    let mut git = Command::new("git");
    git.args(identity).args(arguments).current_dir(folder).env("GIT_CONFIG_GLOBAL", "/dev/null");
    let (output, text) = run(&mut git);
    assert!(output.status.success(), "{arguments:?}: {text}");
    text.trim().to_owned()
}

/// A repository with these files, all of them committed.
fn repository(folder: &Path, files: &[(&str, Vec<u8>)]) {
    std::fs::create_dir(folder).unwrap();
    git(folder, &["init", "--quiet"]);
    for (name, bytes) in files {
        let path = folder.join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    git(folder, &["add", "--all"]);
}

/// What pre-commit clones: the hooks as they stand here, and nothing that takes long.
fn hooks(folder: &Path) -> String {
    let copied = |name| (name, std::fs::read(root().join(name)).unwrap());
    repository(folder, &[copied(".pre-commit-hooks.yaml"), copied("tools/hook")]);
    let mode = std::fs::metadata(root().join("tools/hook")).unwrap().permissions();
    assert_eq!(mode.mode() & 0o111, 0o111, "the hook is a program");
    std::fs::set_permissions(folder.join("tools/hook"), mode).unwrap();
    git(folder, &["add", "--all"]);
    git(folder, &["commit", "--quiet", "--message", "hooks"]);
    git(folder, &["rev-parse", "HEAD"])
}

#[test]
fn what_git_has_is_judged_before_it_is_committed() {
    let Some(latchkey) = latchkey() else { return };
    let Some(tools) = python::tools(Path::new(env!("CARGO_TARGET_TMPDIR"))) else { return };
    let temporary = tempfile::tempdir().unwrap();
    let from = temporary.path().join("hooks");
    let revision = hooks(&from);
    let mut wrong = String::new();
    for (index, Case { name, hook, more, files, fails }) in cases().into_iter().enumerate() {
        let folder = temporary.path().join(index.to_string());
        let configuration = format!(
            "repos:\n  - repo: {}\n    rev: {revision}\n    hooks:\n      - id: {hook}\n{more}",
            from.display()
        );
        repository(&folder, &[files, vec![(".pre-commit-config.yaml", configuration.into())]].concat());
        let mut command = Command::new(tools.join("pre-commit"));
        command.args(["run", "--all-files", "--color=never"]).current_dir(&folder);
        command.env("PRE_COMMIT_HOME", temporary.path().join("kept")).env("LATCHKEY", latchkey.path());
        command.env("GIT_CONFIG_GLOBAL", "/dev/null");
        let (output, text) = run(&mut command);
        let is_right = match fails {
            None => output.status.success() && text.contains("Passed"),
            Some(words) => output.status.code() == Some(1) && words.iter().all(|word| text.contains(word)),
        };
        if !is_right {
            wrong.extend(["\n== ", name, "\n", &text]);
        }
        if name == "a slip to mend" {
            let mended = std::fs::read(folder.join("slip").join(AGENT)).unwrap();
            assert_eq!(mended, xml("<key>Enforcement</key><string>enforce</string>"));
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn the_hook_builds_what_it_runs() {
    let Some(latchkey) = latchkey() else { return };
    let temporary = tempfile::tempdir().unwrap();
    let checkout = temporary.path().join("a checkout");
    hooks(&checkout);
    let programs = temporary.path().join("programs");
    std::fs::create_dir(&programs).unwrap();
    let everywhere = std::env::var_os("PATH").unwrap();
    for program in ["bash", "dirname"] {
        let folders = std::env::split_paths(&everywhere);
        let path: PathBuf = folders.map(|folder| folder.join(program)).find(|path| path.is_file()).unwrap();
        symlink(path, programs.join(program)).unwrap();
    }
    let hook = |arguments: &[&str]| {
        let mut command = Command::new(checkout.join("tools/hook"));
        command.args(arguments).env_remove("LATCHKEY").env("PATH", &programs).current_dir(temporary.path());
        run(&mut command)
    };
    let (output, text) = hook(&["lint"]);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("install Rust"), "{text}");

    // In the place of a build of minutes: what cargo is told, and a program where cargo would put it.
    let built = checkout.join("target/release");
    std::fs::create_dir_all(&built).unwrap();
    let cargo = "#!/bin/bash\necho \"$PWD: $*\"\n";
    std::fs::write(programs.join("cargo"), cargo).unwrap();
    std::fs::set_permissions(programs.join("cargo"), PermissionsExt::from_mode(0o755)).unwrap();
    symlink(latchkey.path(), built.join("latchkey")).unwrap();
    std::fs::write(temporary.path().join(AGENT), xml(SLIP)).unwrap();
    let (output, text) = hook(&["lint", "--format", "json", "--", AGENT]);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(output.stdout.starts_with(b"{\"version\":1"), "{text}");
    let told = String::from_utf8_lossy(&output.stderr);
    assert!(told.contains("a checkout: build --quiet --release --locked --package latchkey"), "{told}");
}
