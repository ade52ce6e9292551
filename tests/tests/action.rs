//! The action for GitHub, without GitHub: its description and the README's examples against the published schemas, and
//! its steps run by the shell as a runner runs them.

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test reads and writes files, runs a shell, and fails loudly"
)]

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use latchkey_tests::command::latchkey;
use latchkey_tests::python;
use serde_json::Value;

const AGENT: &str = "org.latchkey.agent.plist";
const SLIP: &str = "<key>Enforcement</key><string>Enforce</string>";
const UNKNOWN: &str = "<key>Foo</key><true/>";

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap()
}

fn action() -> Value {
    serde_yaml_ng::from_str(&std::fs::read_to_string(root().join("action.yml")).unwrap()).unwrap()
}

fn step(action: &Value, name: &str) -> Value {
    let steps = action["runs"]["steps"].as_array().unwrap();
    steps.iter().find(|step| step["name"] == name).unwrap().clone()
}

/// What an expression refers to, such as `inputs.paths`.
type Values = BTreeMap<String, String>;

/// A text with its expressions in it replaced, each of which is a plain reference.
fn evaluated(text: &str, values: &Values) -> String {
    let mut whole = String::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${{ ") {
        let (name, behind) = after.split_once(" }}").unwrap();
        whole.extend([before, values.get(name).map_or("", String::as_str)]);
        rest = behind;
    }
    whole + rest
}

/// A folder in which steps run.
struct Runner {
    folder: tempfile::TempDir,
    values: Values,
}

/// How a step ended.
#[derive(Debug)]
struct Ended {
    status: Option<i32>,
    text: String,
    outputs: Values,
}

impl Runner {
    fn new(files: &[(&str, &str)]) -> Self {
        let runner = Self { folder: tempfile::tempdir().unwrap(), values: Values::new() };
        for name in ["workspace", "action", "temporary"] {
            std::fs::create_dir(runner.path(name)).unwrap();
        }
        for (name, inside) in files {
            let text = format!("<plist version=\"1.0\"><dict>{inside}</dict></plist>\n");
            runner.write(&format!("workspace/{name}"), &text);
        }
        runner
    }

    fn path(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn write(&self, name: &str, text: &str) {
        let path = self.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }

    fn with(mut self, inputs: &[(&str, &str)]) -> Self {
        for (name, input) in action()["inputs"].as_object().unwrap() {
            self.values.insert(format!("inputs.{name}"), input["default"].as_str().unwrap().to_owned());
        }
        for (name, value) in inputs {
            let known = self.values.insert(format!("inputs.{name}"), (*value).to_owned());
            assert!(known.is_some(), "no input {name}");
        }
        self
    }

    /// Runs a step as the runner does: the script in a file, with these options of the shell.
    fn run(&self, name: &str, programs: Option<&Path>) -> Ended {
        let step = step(&action(), name);
        self.write("script", step["run"].as_str().unwrap());
        self.write("outputs", "");
        let mut shell = Command::new("bash");
        shell.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(self.path("script"));
        shell.current_dir(self.path("workspace")).stdin(Stdio::null());
        shell.env("GITHUB_OUTPUT", self.path("outputs")).env("GITHUB_ACTION_PATH", self.path("action"));
        shell.env("RUNNER_TEMP", self.path("temporary"));
        if let Some(programs) = programs {
            let inherited = std::env::var("PATH").unwrap();
            shell.env("PATH", format!("{}:{inherited}", programs.display()));
        }
        for (name, value) in step["env"].as_object().into_iter().flatten() {
            shell.env(name, evaluated(value.as_str().unwrap(), &self.values));
        }
        let output = shell.output().unwrap();
        let text = [&output.stdout, &output.stderr].map(|bytes| String::from_utf8_lossy(bytes).into_owned());
        let outputs = std::fs::read_to_string(self.path("outputs")).unwrap();
        let pairs = outputs.lines().map(|line| line.split_once('=').unwrap());
        Ended {
            status: output.status.code(),
            text: text.concat(),
            outputs: pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).collect(),
        }
    }

    /// Runs the linter's step with a built binary.
    fn lint(self, inputs: &[(&str, &str)]) -> Option<(Self, Ended)> {
        let latchkey = latchkey()?;
        let binary = latchkey.path().display().to_string();
        let runner = self.with(&[inputs, &[("binary", &binary)]].concat());
        let ended = runner.run("Lint", None);
        Some((runner, ended))
    }
}

/// The README's blocks of YAML.
fn examples() -> Vec<String> {
    let readme = std::fs::read_to_string(root().join("README.md")).unwrap();
    let blocks = readme.split("```yaml\n").skip(1);
    blocks.map(|block| block.split("```").next().unwrap().to_owned()).collect()
}

#[test]
fn the_action_the_hooks_and_the_examples_follow_their_schemas() {
    let Some(tools) = python::tools(Path::new(env!("CARGO_TARGET_TMPDIR"))) else { return };
    let folder = tempfile::tempdir().unwrap();
    let check = |program: &str, arguments: &[&str], path: &Path| {
        let output = Command::new(tools.join(program)).args(arguments).arg(path).output().unwrap();
        assert!(output.status.success(), "{}: {output:?}", path.display());
    };
    check("check-jsonschema", &["--builtin-schema", "vendor.github-actions"], &root().join("action.yml"));
    check("pre-commit", &["validate-manifest"], &root().join(".pre-commit-hooks.yaml"));
    let (mut workflows, mut configurations) = (0, 0);
    for example in examples() {
        let path = folder.path().join("example.yaml");
        std::fs::write(&path, &example).unwrap();
        let value: Value = serde_yaml_ng::from_str(&example).unwrap();
        if value.get("jobs").is_some() {
            workflows += 1;
            check("check-jsonschema", &["--builtin-schema", "vendor.github-workflows"], &path);
            assert_inputs(&value);
        } else if value.get("repos").is_some() {
            configurations += 1;
            check("pre-commit", &["validate-config"], &path);
        }
    }
    assert_eq!((workflows, configurations), (1, 1));
}

/// The example hands the action what it knows, and reads what it gives.
fn assert_inputs(workflow: &Value) {
    let steps = workflow.pointer("/jobs/profiles/steps").and_then(Value::as_array).unwrap();
    let ours = steps.iter().find(|step| step["id"] == "latchkey").unwrap();
    for name in ours["with"].as_object().unwrap().keys() {
        assert!(action()["inputs"].get(name).is_some(), "{name}");
    }
    let upload = steps.last().unwrap();
    assert_eq!(upload["with"]["sarif_file"], "${{ steps.latchkey.outputs.sarif-file }}");
    assert!(action()["outputs"].get("sarif-file").is_some());
}

#[test]
fn no_script_holds_an_expression() {
    let action = action();
    for step in action["runs"]["steps"].as_array().unwrap() {
        let script = step["run"].as_str().unwrap_or_default();
        assert!(!script.contains("${{"), "{step}");
    }
}

#[test]
fn findings_are_annotated_and_written_as_sarif() {
    let files = [("a/org.latchkey.agent.plist", SLIP), ("b/org.latchkey.agent.plist", UNKNOWN)];
    let Some((runner, ended)) = Runner::new(&files).lint(&[("sarif-file", "out/a b.sarif")]) else { return };
    assert_eq!(ended.status, Some(1), "{ended:?}");
    assert!(ended.text.contains("::error file=a/org.latchkey.agent.plist,line=1,"), "{ended:?}");
    assert_eq!(ended.outputs["status"], "1");
    assert_eq!(ended.outputs["sarif-file"], "out/a b.sarif");
    let sarif = std::fs::read(runner.path("workspace/out/a b.sarif")).unwrap();
    let sarif: Value = serde_json::from_slice(&sarif).unwrap();
    assert_eq!(sarif["runs"][0]["results"].as_array().unwrap().len(), 2);
}

#[test]
fn each_input_reaches_the_linter() {
    /// The inputs, the exit status, and words of what is printed.
    type Case = (&'static [(&'static str, &'static str)], i32, &'static str);

    const CASES: &[Case] = &[
        (&[], 0, "::warning "),
        (&[("deny", "warnings")], 1, "::warning "),
        (&[("paths", "b c\r\n\n"), ("deny", "warnings")], 0, ""),
        (&[("paths", "b c\na"), ("deny", "warnings")], 1, "::warning file=a/"),
        (&[("paths", "")], 0, "::warning "),
        (&[("targets", "jamf, intune\nworkspace-one")], 0, "::warning "),
        (&[("targets", "nowhere")], 2, "nowhere"),
        (&[("config", "off.toml"), ("deny", "warnings")], 0, ""),
        (&[("config", "gone.toml")], 2, "gone.toml"),
        (&[("paths", "gone")], 2, "::error file=gone"),
    ];
    let files = [("a/org.latchkey.agent.plist", UNKNOWN), ("b c/org.latchkey.agent.plist", "")];
    for (inputs, status, words) in CASES {
        let runner = Runner::new(&files);
        runner.write("workspace/off.toml", "[lint.rules]\nunknown-key = \"off\"\n");
        let sarif: &[_] = &[("sarif-file", "a.sarif")];
        let Some((runner, ended)) = runner.lint(&[*inputs, sarif].concat()) else { return };
        assert_eq!(ended.status, Some(*status), "{inputs:?}: {ended:?}");
        assert_eq!(ended.outputs["status"], status.to_string(), "{inputs:?}: {ended:?}");
        assert!(ended.text.contains(words), "{inputs:?}: {ended:?}");
        // What is named is there, and holds something.
        let named = &ended.outputs["sarif-file"];
        let path = runner.path("workspace/a.sarif");
        assert_eq!(!named.is_empty(), path.exists(), "{inputs:?}: {ended:?}");
        if path.exists() {
            let _log: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
        }
    }
}

#[test]
fn no_input_is_run_and_none_becomes_an_option() {
    let attacks =
        ["$(touch pwned)", "`touch pwned`", "a'; touch pwned; '", "\"; touch pwned; \"", "--write-baseline"];
    for attack in attacks {
        for input in ["paths", "targets", "deny", "config", "sarif-file"] {
            let Some((runner, ended)) = Runner::new(&[(AGENT, SLIP)]).lint(&[(input, attack)]) else {
                return;
            };
            assert!(matches!(ended.status, Some(1 | 2)), "{input}: {ended:?}");
            assert!(!runner.path("workspace/pwned").exists(), "{input}: {attack}");
            assert_eq!(ended.outputs.len(), 2, "{input}: {ended:?}");
        }
    }
    let lines = "a.sarif\nstatus=0";
    let Some((_, ended)) = Runner::new(&[(AGENT, SLIP)]).lint(&[("sarif-file", lines)]) else { return };
    assert_eq!((ended.status, ended.outputs.len()), (Some(2), 0), "{ended:?}");
}

#[test]
fn without_a_binary_one_is_built_and_its_name_follows_the_sources() {
    let Some(latchkey) = latchkey() else { return };
    let mut runner = Runner::new(&[(AGENT, "")]).with(&[]);
    runner.write("action/Cargo.lock", "");
    let first = runner.run("Name the build", None);
    assert_eq!(first.status, Some(0), "{first:?}");
    runner.write("action/target/a", "");
    assert_eq!(runner.run("Name the build", None).outputs, first.outputs);
    runner.write("action/a b.rs", "");
    runner.write("action/c.rs", "1");
    let second = runner.run("Name the build", None);
    assert_ne!(second.outputs["key"], first.outputs["key"]);

    for (name, value) in second.outputs {
        runner.values.insert(format!("steps.build.outputs.{name}"), value);
    }
    // In the place of a build of minutes: the binary where cargo was told to put one.
    let cargo = format!(
        "#!/usr/bin/env bash\nset -e\n[ \"$PWD\" = \"$GITHUB_ACTION_PATH\" ] && [ \"$1\" = build ]\n\
         mkdir -p \"${{*: -1}}/release\" && cp '{}' \"${{*: -1}}/release/latchkey\"\n",
        latchkey.path().display()
    );
    for (name, text) in
        [("cargo", cargo.as_str()), ("rustup", "#!/bin/sh\n[ \"$1 $2\" = 'toolchain install' ]\n")]
    {
        let path = format!("programs/{name}");
        runner.write(&path, text);
        std::fs::set_permissions(runner.path(&path), PermissionsExt::from_mode(0o755)).unwrap();
    }
    let built = runner.run("Build", Some(&runner.path("programs")));
    assert_eq!(built.status, Some(0), "{built:?}");
    let ended = runner.run("Lint", None);
    assert_eq!(ended.status, Some(0), "{ended:?}");
}
