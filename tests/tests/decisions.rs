//! Plays every case of `decisions/` and holds the replies against what design says must come of each attempt.
//!
//! A case is a folder with a `scenario.toml`, in the format of `policy simulate`; its profiles stand beside it or in
//! `decisions/profiles`. An administrator's case becomes a test by copying a folder here.

#![expect(
    clippy::disallowed_methods,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads files and fails loudly"
)]

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use latchkey_engine::policy::Platform;
use latchkey_engine::scenario::{Line, Profiles, Scenario, run};
use latchkey_engine::{Policy, Reason, profile};

/// Every row of the decision table, and every part of the engine that lives through several of them.
const GROUPS: &[&str] = &[
    "budget",
    "grace",
    "link",
    "memory",
    "row-01-no-policy",
    "row-02-report",
    "row-03-exempt",
    "row-04-reserved",
    "row-05-recovery",
    "row-06-budget",
    "row-07-grace",
    "row-08-grace-over",
    "row-09-online",
    "row-10-offline-forbidden",
    "row-11-offline-over",
    "row-12-offline",
    "services",
    "time",
];

/// One folder of the corpus.
struct Case {
    /// The folder, from the root of the corpus.
    name: String,
    /// Its scenario's file.
    file: PathBuf,
    scenario: Scenario,
}

/// Profiles as files, relative to the folder of a scenario.
struct Beside<'f>(&'f Path);

impl Profiles for Beside<'_> {
    fn policy(&self, path: &str, platform: Platform) -> Result<Option<Policy>, std::io::Error> {
        let bytes = std::fs::read(self.0.join(path))?;
        let (effect, _) = profile::read(&bytes);
        Ok(effect.and_then(|effect| Policy::compile(&effect.settings, platform).ok()))
    }
}

fn corpus(folder: &str) -> Vec<Case> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
    let mut files = Vec::new();
    if root.exists() {
        find(&root, &mut files);
    }
    files.sort();
    files.into_iter().map(|file| read(&root, file)).collect()
}

fn find(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
        let path = entry.unwrap().path();
        if path.is_dir() {
            find(&path, files);
        } else if path.ends_with("scenario.toml") {
            files.push(path);
        }
    }
}

fn read(root: &Path, file: PathBuf) -> Case {
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let scenario = Scenario::parse(&text).unwrap_or_else(|error| panic!("{}: {error}", file.display()));
    let name = file.parent().unwrap().strip_prefix(root).unwrap().display().to_string();
    Case { name, file, scenario }
}

fn play(case: &Case) -> Vec<Line> {
    let folder = case.file.parent().unwrap();
    run(&case.scenario, &Beside(folder)).unwrap_or_else(|error| panic!("{}: {error}", case.file.display()))
}

/// What was expected and did not come, as a line for a reader.
fn unmet(case: &Case, line: &Line) -> Option<String> {
    let expected = line.unmet.as_ref()?;
    let keys: Vec<_> = line.keys.iter().map(|key| key.name()).collect();
    Some(format!(
        "{}: step {} ({} at `{}`): expected {} `{}`, found {} `{}`, by {keys:?}",
        case.name,
        line.step,
        line.subject,
        line.service,
        expected.decision.word(),
        expected.reason,
        line.decision.word(),
        line.reason.word(),
    ))
}

#[test]
fn every_expectation_is_met() {
    let mut report = String::new();
    let mut count = 0;
    for case in corpus("decisions") {
        for line in play(&case) {
            if let Some(line) = unmet(&case, &line) {
                count += 1;
                writeln!(report, "{line}").unwrap();
            }
        }
    }
    assert!(count == 0, "{count} expectations are not met:\n{report}");
}

#[test]
fn every_attempt_says_what_it_expects() {
    let silent: Vec<_> = corpus("decisions")
        .iter()
        .flat_map(|case| {
            let steps = case.scenario.steps.iter().zip(1..);
            let silent = steps.filter(|(step, _)| step.attempt.is_some() && step.expect.is_none());
            silent.map(|(_, number)| format!("{}: step {number}", case.name)).collect::<Vec<_>>()
        })
        .collect();
    assert_eq!(silent, Vec::<String>::new());
}

#[test]
fn every_row_and_every_reason_occurs() {
    let cases = corpus("decisions");
    assert!(cases.len() >= 60, "{} cases", cases.len());

    let groups: BTreeSet<_> = cases.iter().filter_map(|case| case.name.split('/').next()).collect();
    assert_eq!(groups.into_iter().collect::<Vec<_>>(), GROUPS);

    let expected: BTreeSet<_> = cases
        .iter()
        .flat_map(|case| &case.scenario.steps)
        .filter_map(|step| step.expect.as_ref().map(|expected| expected.reason.as_str()))
        .collect();
    let missing: Vec<_> =
        Reason::ALL.iter().map(|reason| reason.word()).filter(|word| !expected.contains(word)).collect();
    assert_eq!(missing, Vec::<&str>::new(), "reasons that no case expects");
}

/// A runner that found no fault would prove nothing.
#[test]
fn a_wrong_expectation_is_found() {
    let cases = corpus("decisions");
    let case = cases.iter().find(|case| case.name == "row-01-no-policy/never-seen").unwrap();
    let text = std::fs::read_to_string(&case.file).unwrap().replace("not-managed", "exempt");
    let scenario = Scenario::parse(&text).unwrap();
    let turned = Case { name: case.name.clone(), file: case.file.clone(), scenario };
    let lines = play(&turned);
    let found: Vec<_> = lines.iter().filter_map(|line| unmet(&turned, line)).collect();
    assert_eq!(found.len(), lines.len());
    assert_eq!(
        found.first().map(String::as_str),
        Some(
            "row-01-no-policy/never-seen: step 1 (alice at `login`): \
             expected permit `exempt`, found permit `not-managed`, by []"
        )
    );
}
