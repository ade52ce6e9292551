//! The linter from outside: a set of small files, one defect each or none, against the findings they must yield.
//!
//! `tests/profiles/RULE/` is about one rule. Files that begin with `fails.` have its defect, those with `passes.` are
//! the nearest file without; the second word is the carrier. `case.toml` says how they are linted and what most of
//! them are made of, so that every carrier holds the same settings. `expected.jsonl` is what is found.
//!
//! `UPDATE_PROFILES=1` writes the files anew, `UPDATE_EXPECTED=1` what is expected of them. Read what changes.

#![expect(
    clippy::disallowed_methods,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test reads and writes files, and fails loudly"
)]

mod administrator;
mod carrier;
mod case;
mod fixes;
mod one_carrier;
mod sizes;
mod verdict;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use latchkey_tests::command::{Latchkey, latchkey};
use serde_json::Value;

use carrier::{CARRIERS, Carrier, Shape, Wrapper};
use case::{Case, Side, carrier_of, cases};
use verdict::{Verdict, lint, text};

/// A file, or the files of one call, and what is found.
struct Linted {
    side: Side,
    input: PathBuf,
    verdict: Verdict,
}

static CASES: LazyLock<Vec<Case>> = LazyLock::new(cases);

/// A case and the verdicts on its files.
type OfCase = (&'static Case, Vec<Linted>);

/// Every case with the verdicts on its files; none without the binary.
static LINTED: LazyLock<Option<Vec<OfCase>>> = LazyLock::new(|| {
    let latchkey = latchkey()?;
    Some(in_parallel(&CASES, |case| (case, linted(&latchkey, case))))
});

fn linted(latchkey: &Latchkey, case: &Case) -> Vec<Linted> {
    let inputs = |side| case.inputs(side).into_iter().map(move |input| (side, input));
    let linted = Side::ALL.into_iter().flat_map(inputs).map(|(side, input)| {
        let verdict = lint(latchkey, &case.options(side), &case::files(&input));
        Linted { side, input, verdict }
    });
    linted.collect()
}

/// Calls a function with each item, some at the same time; the programs under test do the waiting.
fn in_parallel<T: Sync, R: Send>(items: &'static [T], function: impl Fn(&'static T) -> R + Sync) -> Vec<R> {
    let function = &function;
    std::thread::scope(|scope| {
        let chunk = items.len().div_ceil(4).max(1);
        let workers: Vec<_> = items
            .chunks(chunk)
            .map(|chunk| scope.spawn(move || chunk.iter().map(function).collect::<Vec<R>>()))
            .collect();
        workers.into_iter().flat_map(|worker| worker.join().expect("no worker panics")).collect()
    })
}

fn is_set(variable: &str) -> bool {
    std::env::var_os(variable).is_some()
}

#[test]
fn files_are_what_their_cases_describe() {
    let mut differing = Vec::new();
    let mut write = |path: PathBuf, bytes: Vec<u8>| {
        if std::fs::read(&path).ok().as_ref() == Some(&bytes) {
            return;
        }
        if is_set("UPDATE_PROFILES") {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, bytes).unwrap();
        } else {
            differing.push(path);
        }
    };
    for case in CASES.iter() {
        for side in Side::ALL {
            let described = case.side(side);
            for carrier in described.carriers.iter().map(|name| carrier::named(name)) {
                let stem = format!("{}.{}", side.word(), carrier.name);
                for (number, (name, file)) in described.files.iter().enumerate() {
                    assert!(carrier.holds(file), "{}: {} cannot hold it", case.name, carrier.name);
                    let path = match name.as_str() {
                        "" => format!("{stem}.{}", carrier.ending),
                        name => format!("{stem}/{name}.{}", carrier.ending),
                    };
                    let bytes = carrier.make(file, number);
                    let bytes = bytes.unwrap_or_else(|| panic!("{}: {stem} cannot be made", case.name));
                    write(case.folder.join(path), bytes);
                }
            }
        }
    }
    assert!(differing.is_empty(), "`UPDATE_PROFILES=1` writes these anew: {differing:#?}");
}

#[test]
fn findings_are_the_expected_ones() {
    let Some(linted) = LINTED.as_ref() else { return };
    let mut differing = Vec::new();
    for (case, files) in linted {
        let lines: Vec<String> =
            files.iter().flat_map(|file| file.verdict.lines(&case.folder, &file.input)).collect();
        let found = lines.join("\n") + "\n";
        let path = case.folder.join("expected.jsonl");
        let expected = std::fs::read_to_string(&path).unwrap_or_default();
        if found == expected {
            continue;
        }
        if is_set("UPDATE_EXPECTED") {
            std::fs::write(&path, &found).unwrap();
        }
        let known: BTreeSet<&str> = expected.lines().collect();
        let now: BTreeSet<&str> = found.lines().collect();
        let gone = known.difference(&now).map(|line| format!("- {line}"));
        let new = now.difference(&known).map(|line| format!("+ {line}"));
        differing.push(format!("{}\n{}", case.name, gone.chain(new).collect::<Vec<_>>().join("\n")));
    }
    assert!(
        differing.is_empty() || is_set("UPDATE_EXPECTED"),
        "`UPDATE_EXPECTED=1` writes these anew; read every line\n{}",
        differing.join("\n")
    );
}

#[test]
fn every_file_has_the_defect_of_its_case_alone_or_none() {
    let Some(linted) = LINTED.as_ref() else { return };
    let mut wrong = Vec::new();
    let told = |case: &Case, file: &Linted, what: String| {
        format!("{}/{}: {what}", case.name, case::name(&file.input))
    };
    for (case, files) in linted {
        let fails = || files.iter().filter(|file| file.side == Side::Fails);
        for idle in case.also.iter().filter(|rule| !fails().any(|file| file.verdict.has(rule))) {
            wrong.push(format!("{}: `also` names `{idle}`, which finds nothing", case.name));
        }
        for file in files {
            let grave = file.verdict.grave();
            match file.side {
                Side::Fails => {
                    if !file.verdict.has(&case.name) {
                        wrong.push(told(case, file, format!("does not fail, but {grave:?}")));
                    }
                    let others = grave.iter().filter(|rule| **rule != case.name && !case.also.contains(rule));
                    let others: Vec<_> = others.collect();
                    if !others.is_empty() {
                        wrong.push(told(case, file, format!("fails by {others:?} too")));
                    }
                }
                Side::Passes => {
                    if file.verdict.has(&case.name) || !grave.is_empty() {
                        wrong.push(told(case, file, format!("does not pass, but has {grave:?}")));
                    }
                    // What is not looked at passes everything.
                    let unchecked = file.verdict.unchecked(&case.unchecked);
                    if !unchecked.is_empty() {
                        wrong.push(told(case, file, format!("is not all checked: {unchecked:?}")));
                    }
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_rule_fails_and_passes_in_two_carriers() {
    let Some(latchkey) = latchkey() else { return };
    let list: Value = serde_json::from_str(&latchkey.run(["rule", "--format", "json"]).stdout).unwrap();
    let rules: Vec<String> =
        list["rules"].as_array().unwrap().iter().map(|rule| text(&rule["name"])).collect();
    assert!(rules.len() > 100, "{} rules", rules.len());
    let mut wrong = Vec::new();
    for rule in &rules {
        let case = CASES.iter().find(|case| case.name == *rule);
        let reason = one_carrier::REASONS.iter().find(|(name, _)| name == rule);
        for side in Side::ALL {
            let inputs = case.map(|case| case.inputs(side)).unwrap_or_default();
            let carriers: BTreeSet<String> = inputs.iter().map(|input| carrier_of(input)).collect();
            match (carriers.len(), reason) {
                (2.., None) => {}
                (1, Some((_, one_carrier::Reason::OneCarrier(_)))) => {}
                (2.., Some((_, one_carrier::Reason::OneCarrier(_)))) if side == Side::Passes => {}
                (0, Some((_, one_carrier::Reason::NoCase(_)))) => {}
                (count, reason) => {
                    wrong.push(format!("{rule}: {} in {count} carriers, {reason:?}", side.word()));
                }
            }
        }
    }
    let known: BTreeSet<&str> = rules.iter().map(String::as_str).collect();
    let unknown = CASES.iter().map(|case| case.name.as_str()).filter(|name| !known.contains(name));
    wrong.extend(unknown.map(|name| format!("{name}: no rule is called that")));
    let files: usize = CASES.iter().flat_map(|case| Side::ALL.map(|side| case.inputs(side).len())).sum();
    assert!(files >= 150, "{files} files");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Rules about what stands around the settings, or could stand beside them: a preference file and a payload of its own
/// have no room for a certificate, and say nothing of the profile that has one.
const OF_THE_CARRIER: &[&str] = &[
    "incomplete-companions",
    "missing-profile",
    "missing-twin",
    "recovery-without-certificate",
    "signed-profile",
    "unwanted-envelope",
    "unwanted-plist-root",
];

/// Rules about settings that some carriers cannot be held to, and why.
const NOT_IN_EVERY_CARRIER: &[(&str, &str)] = &[
    ("refused-boolean", "Workspace ONE takes payloads, and no preference files"),
    ("variable-in-signed-profile", "the others are not signed"),
];

#[test]
fn every_carrier_of_the_same_settings_gives_the_same_verdict() {
    let Some(latchkey) = latchkey() else { return };
    let wrong: Vec<String> = in_parallel(&CASES, |case| one_verdict(&latchkey, case)).concat();
    assert!(wrong.is_empty(), "{}", wrong.join("\n\n"));
}

/// The ways in which carriers differ on the failing settings of a case.
fn one_verdict(latchkey: &Latchkey, case: &Case) -> Vec<String> {
    let Some(file) = case.fails.files.get("").filter(|file| {
        let envelope = [&file.profile, &file.payload, &file.payloads].iter().any(|keys| !keys.is_empty());
        let about_text = file.file.is_some() || !file.replace.is_empty() || file.cut > 0;
        let excepted = NOT_IN_EVERY_CARRIER.iter().any(|(rule, _)| *rule == case.name);
        let lacks_keys = file.without.iter().any(|key| key.contains("Payload"));
        !(about_text || excepted || envelope || lacks_keys)
    }) else {
        return Vec::new();
    };
    let folder = tempfile::tempdir().unwrap();
    let mut verdicts: BTreeMap<Vec<String>, Vec<&str>> = BTreeMap::new();
    for carrier in CARRIERS.iter().filter(|carrier| carrier.holds(file)) {
        let comments = file.domains.values().any(|keys| keys.contains("<!--"));
        let Some(bytes) = carrier.make(file, 0).filter(|_| !(comments && carrier.wrapper == Wrapper::Binary))
        else {
            continue;
        };
        let path = folder.path().join(format!("{}.{}", carrier.name, carrier.ending));
        std::fs::write(&path, bytes).unwrap();
        let mut options = case.options(Side::Fails);
        let bare = matches!(carrier.shape, Shape::PreferenceFile | Shape::Fragment);
        if bare && !options.contains(&"--domain".to_owned()) {
            options.extend(["--domain".to_owned(), file.domains.keys().next().unwrap().clone()]);
        }
        let verdict = lint(latchkey, &options, std::slice::from_ref(&path));
        verdicts.entry(relative(carrier, file, &verdict, &path)).or_default().push(carrier.name);
    }
    if verdicts.len() <= 1 {
        return Vec::new();
    }
    let told: Vec<String> = verdicts
        .iter()
        .map(|(verdict, carriers)| format!("{carriers:?}\n  {}", verdict.join("\n  ")))
        .collect();
    vec![format!("{}\n{}", case.name, told.join("\n"))]
}

/// What was found within the settings: rule, domain, path from there on, message.
fn relative(carrier: &Carrier, file: &case::Description, verdict: &Verdict, of: &Path) -> Vec<String> {
    let mut lines: Vec<String> = verdict
        .findings
        .iter()
        .filter(|finding| finding["file"] == of.to_str().unwrap())
        .filter(|finding| !OF_THE_CARRIER.contains(&finding["rule"].as_str().unwrap()))
        .filter_map(|finding| {
            let path = finding["key_path"].as_str();
            let place = match path {
                Some(path) => format!("{:?}", carrier.within(file, path)?),
                None => "file".to_owned(),
            };
            Some(format!("{} {place} {}", finding["rule"], finding["message"]))
        })
        .collect();
    lines.sort();
    lines
}
