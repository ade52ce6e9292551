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
