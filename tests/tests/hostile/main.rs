//! Any bytes get an answer in bounded memory: for every format that is read the worst files that we know of, as large as
//! what is read, through the linter in every format that it writes.
//!
//! The files have a thirty-second of the size and go through two formats; `LATCHKEY_HOSTILE=1` makes them whole and takes
//! all formats, for a linter that is optimized, and `LATCHKEY_CASES=YAML` runs those alone whose names hold the word. How
//! long each took is printed and fails nothing.

#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    clippy::unwrap_used,
    reason = "a test writes files, prints what they cost, and fails loudly"
)]

mod described;
mod plists;
mod size;
mod wrapped;

use std::cell::RefCell;
use std::path::Path;

use latchkey_tests::command::{Latchkey, latchkey};
use nix::sys::resource::{UsageWho, getrusage};

use size::Size;

const FORMATS: &[&str] = &["json", "sarif", "human", "github", "junit"];
/// Design section 10, and what the program takes before it has seen a byte.
const MOST: u64 = 200 * 1024 * 1024;
const ALONE: u64 = 32 * 1024 * 1024;

/// A file that is hard to lint.
struct Case {
    name: &'static str,
    /// What the file is called.
    file: &'static str,
    make: fn(Size) -> Vec<u8>,
}

/// A schema that is hard to read, and a profile that is held against it.
struct Brought {
    name: &'static str,
    /// What the schema is called.
    schema: &'static str,
    make: fn(Size) -> Vec<u8>,
    profile: fn(Size) -> Vec<u8>,
}

#[test]
fn any_bytes_get_an_answer_in_bounded_memory() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let word = std::env::var("LATCHKEY_CASES").unwrap_or_default();
    let run = Run { latchkey, folder: folder.path(), size: size(), over: RefCell::default() };
    let cases = plists::CASES.iter().chain(wrapped::CASES).chain(described::CASES);
    for Case { name, file, make } in cases.filter(|case| case.name.contains(&word)) {
        run.lint(name, file, &make(run.size), None);
    }
    for Brought { name, schema, make, profile } in
        described::BROUGHT.iter().filter(|case| case.name.contains(&word))
    {
        run.lint(name, "profile.mobileconfig", &profile(run.size), Some((schema, make(run.size))));
    }
    let over = run.over.take();
    assert!(over.is_empty(), "the first of these at the least: {over:#?}");
}

/// The whole, or what an unoptimized program goes through in a minute or two.
fn size() -> Size {
    let parts = std::env::var("LATCHKEY_HOSTILE").map_or(32, |parts| parts.parse().unwrap());
    Size::one_of(parts)
}

struct Run<'a> {
    latchkey: Latchkey,
    folder: &'a Path,
    size: Size,
    /// What took more memory than it may; the most of any child so far is all that the system tells.
    over: RefCell<Vec<String>>,
}

impl Run<'_> {
    fn lint(&self, name: &str, file: &str, bytes: &[u8], schema: Option<(&str, Vec<u8>)>) {
        let path = self.folder.join(file);
        std::fs::write(&path, bytes).unwrap();
        let schemas = self.folder.join("schemas");
        if let Some((schema, bytes)) = &schema {
            std::fs::create_dir_all(&schemas).unwrap();
            std::fs::write(schemas.join(schema), bytes).unwrap();
        }
        let largest = bytes.len().max(schema.as_ref().map_or(0, |(_, bytes)| bytes.len()));
        assert!(largest <= self.size.bytes(), "{name} has {largest} bytes");
        let formats = if self.size.is_whole() { FORMATS.len() } else { 2 };
        for format in FORMATS.iter().take(formats) {
            let mut command = std::process::Command::new(self.latchkey.path());
            command.args(["lint", "--format", format]).arg(&path);
            if schema.is_some() {
                command.arg("--schemas").arg(&schemas);
            }
            for target in ["device", "jamf", "kandji", "intune", "fleet", "workspace-one", "apple-business"] {
                command.args(["--target", target]);
            }
            let before = seconds();
            let output = command.output().unwrap();
            let took = seconds() - before;
            let peak = peak();
            println!(
                "{took:6.2} s  {:4} MB  {:7} bytes  {format:6}  {name}",
                peak >> 20,
                output.stdout.len()
            );
            let complaint = String::from_utf8_lossy(&output.stderr);
            let answered = matches!(output.status.code(), Some(0..=2)) && !complaint.contains("panicked");
            assert!(answered, "{name}, {format}: {:?}: {complaint}", output.status);
            if peak > self.size.share(MOST, ALONE) {
                self.over.borrow_mut().push(format!("{name}, {format}: {peak} bytes of memory"));
            }
        }
        std::fs::remove_file(path).unwrap();
        if schema.is_some() {
            std::fs::remove_dir_all(schemas).unwrap();
        }
    }
}

/// What all children so far have had of the processor.
fn seconds() -> f64 {
    let usage = getrusage(UsageWho::RUSAGE_CHILDREN).unwrap();
    let [user, system] = [usage.user_time(), usage.system_time()];
    [user, system].iter().map(|time| time.tv_sec() as f64 + time.tv_usec() as f64 / 1e6).sum()
}

/// The most memory that any child had so far, in bytes.
fn peak() -> u64 {
    // Kibibytes, but on macOS.
    let unit = if cfg!(target_os = "macos") { 1 } else { 1024 };
    u64::try_from(getrusage(UsageWho::RUSAGE_CHILDREN).unwrap().max_rss()).unwrap() * unit
}
