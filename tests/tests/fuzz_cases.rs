//! Replays what the fuzzer found, and what it might have, without the fuzzer.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unreachable,
    clippy::unwrap_used,
    reason = "a test reads files and ends at the first surprise"
)]

use std::fs;
use std::path::Path;
use std::process::Command;

#[path = "../fuzz/src/lib.rs"]
pub mod properties;

fn folder() -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz")
}

#[test]
fn every_case_that_was_kept_holds() {
    for (name, holds) in properties::TARGETS {
        let cases = fs::read_dir(folder().join("cases").join(name)).unwrap();
        let mut count = 0;
        for case in cases {
            let case = case.unwrap().path();
            // The harness prints this when the case panics.
            println!("{name}: {}", case.display());
            holds(&fs::read(&case).unwrap());
            count += 1;
        }
        assert!(count > 0, "{name} keeps no case");
    }
}

#[test]
fn every_target_has_cases_and_seeds_and_can_be_run() {
    let declared: Vec<String> = properties::TARGETS.iter().map(|(name, _)| (*name).to_owned()).collect();

    let mut kept: Vec<String> = fs::read_dir(folder().join("cases"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    kept.sort();
    assert_eq!(kept, declared, "the folders of tests/fuzz/cases, and TARGETS of its source");

    let run = Command::new(folder().join("run")).args(["1", "no-such-target"]).output().unwrap();
    let told = String::from_utf8(run.stderr).unwrap();
    let (_, accepted) = told.trim_end().split_once("there are ").unwrap_or_else(|| panic!("{told}"));
    let accepted: Vec<&str> = accepted.split(' ').collect();
    assert_eq!((run.status.code(), accepted), (Some(2), declared.iter().map(String::as_str).collect()));

    let made = tempfile::tempdir().unwrap();
    let seeds = Command::new(folder().join("seeds")).arg(made.path()).output().unwrap();
    assert!(seeds.status.success(), "{}", String::from_utf8_lossy(&seeds.stderr));
    for name in &declared {
        let target = made.path().join(name);
        let count = fs::read_dir(target.join("seeds")).map_or(0, Iterator::count);
        assert!(count > 0, "tests/fuzz/seeds makes none for {name}");
        assert!(target.join("dictionary").is_file(), "tests/fuzz/seeds makes no dictionary for {name}");
    }
    let made = fs::read_dir(made.path()).unwrap().count();
    assert_eq!(made, declared.len(), "tests/fuzz/seeds makes some for what is no target");
}
