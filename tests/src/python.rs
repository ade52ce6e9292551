//! Tools from Python's registry, as a folder of programs that is made once and kept.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::print_stderr,
    reason = "it serves tests: it runs Python, and fails loudly where that must be there"
)]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Mutex, PoisonError};

/// What is installed: hooks are run by the first, and the second holds files against published schemas.
const TOOLS: [&str; 2] = ["pre-commit==4.7.0", "check-jsonschema==0.39.0"];

static ONE_AT_A_TIME: Mutex<()> = Mutex::new(());

/// The folder of the programs, made under `folder`. `None` says that the test is passed over.
///
/// # Panics
///
/// When they cannot be installed where `CI` is set.
#[must_use]
pub fn tools(folder: &Path) -> Option<PathBuf> {
    let _alone = ONE_AT_A_TIME.lock().unwrap_or_else(PoisonError::into_inner);
    let place = folder.join("python");
    let programs = place.join("bin");
    // Written last, so that an installation that was cut short is made again.
    let marker = place.join("installed");
    if std::fs::read_to_string(&marker).is_ok_and(|text| text == TOOLS.concat()) {
        return Some(programs);
    }
    let made = run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&place));
    let pip = || Command::new(programs.join("python"));
    if made && run(pip().args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]).args(TOOLS))
    {
        std::fs::write(&marker, TOOLS.concat()).expect("the folder was just made");
        return Some(programs);
    }
    assert!(std::env::var_os("CI").is_none(), "{} cannot be installed", TOOLS.join(" and "));
    eprintln!("passed over: {} cannot be installed", TOOLS.join(" and "));
    None
}

fn run(command: &mut Command) -> bool {
    command.stdin(Stdio::null()).status().is_ok_and(|status| status.success())
}
