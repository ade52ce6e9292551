//! The editor server under a real client library: one session of an editor, each message of it compared.
//!
//! `tests/editor/session.py` plays it with pygls, which is installed into the target folder on first use. Without
//! Python or a package index that says so and is passed over; with `CI` set it fails.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test starts an interpreter and fails loudly"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use latchkey_tests::command::latchkey;

/// The folder of the session and of what it needs.
fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("editor")
}

/// An interpreter that has the client library, installed where the binary was built; or why there is none.
fn interpreter(target: &Path) -> Result<PathBuf, String> {
    let environment = target.join("editor-client");
    let python = environment.join("bin/python");
    let requirements = folder().join("requirements.txt");
    let wanted = std::fs::read_to_string(&requirements).unwrap();
    let installed = environment.join("installed.txt");
    if std::fs::read_to_string(&installed).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    finish(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--retries", "1"]);
    finish(install.args(["--timeout", "20", "--requirement"]).arg(&requirements))?;
    std::fs::write(&installed, wanted).unwrap();
    Ok(python)
}

fn finish(command: &mut Command) -> Result<Output, String> {
    let output = command.output().map_err(|error| format!("{command:?}: {error}"))?;
    if output.status.success() {
        Ok(output)
    } else {
        Err(format!("{command:?}: {}", String::from_utf8_lossy(&output.stderr)))
    }
}

#[test]
fn a_session_with_a_real_client_goes_as_recorded() {
    let Some(latchkey) = latchkey() else { return };
    // The binary is in the folder of its profile, which is in the target folder.
    let target = latchkey.path().ancestors().nth(2).unwrap();
    let python = match interpreter(target) {
        Ok(python) => python,
        Err(why) => {
            assert!(std::env::var_os("CI").is_none(), "the client library cannot be had: {why}");
            eprintln!("passed over: the client library of the editor session cannot be had: {why}");
            return;
        }
    };
    let workspace = tempfile::tempdir().unwrap();
    let mut play = Command::new(python);
    play.arg(folder().join("session.py")).arg(latchkey.path());
    let output = finish(play.arg(workspace.path()).arg(folder().join("session.plist")));
    let transcript = String::from_utf8(output.unwrap().stdout).unwrap();
    insta::assert_snapshot!(transcript);
}
