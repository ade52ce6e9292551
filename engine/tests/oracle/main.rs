//! Holds the prover against a simulator that shares nothing with it: time goes in small steps, every state of a machine
//! is visited, and everything that may happen happens in each, for profiles with periods of a few steps.
//!
//! `LATCHKEY_CASES` says for how many profiles; `LATCHKEY_SEED` for which.

#![expect(
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a test reads the environment and fails loudly"
)]

mod answer;
mod dead;
mod model;
mod others;
mod rules;
mod written;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use answer::{Answer, answer};
use latchkey_engine::policy::{Platform, Policy};
use latchkey_engine::profile;
use latchkey_engine::prove::{Break, Proof, Property, Story, prove};
use latchkey_engine::scenario::{Profiles, Scenario, run};
use latchkey_profile_schema::Settings;
use written::{Dice, Written};

#[test]
fn the_prover_agrees_with_a_simulator_of_every_state() {
    let number = |name, default| std::env::var(name).map_or(default, |text| text.parse().unwrap());
    let (first, cases) = (number("LATCHKEY_SEED", 0_u64), number("LATCHKEY_CASES", 40_u64));
    let workers = std::thread::available_parallelism().map_or(1, usize::from) as u64;
    let shares: Vec<(u64, u64)> = std::thread::scope(|scope| {
        let work: Vec<_> = (0..workers)
            .map(|worker| {
                let seeds = (first..first + cases).filter(move |seed| seed % workers == worker);
                scope.spawn(move || {
                    seeds.map(compare).fold((0, 0), |(compared, wrong), one| match one {
                        None => (compared, wrong),
                        Some(true) => (compared + 1, wrong),
                        Some(false) => (compared + 1, wrong + 1),
                    })
                })
            })
            .collect();
        work.into_iter().map(|work| work.join().unwrap()).collect()
    });
    let (compared, wrong) = shares.iter().fold((0, 0), |sum, share| (sum.0 + share.0, sum.1 + share.1));
    assert_eq!(wrong, 0, "of {compared} profiles");
    assert!(compared * 20 >= cases * 19, "only {compared} of {cases} were small enough");
}

/// Whether both say the same; `None` where the profile has too many states to visit.
fn compare(seed: u64) -> Option<bool> {
    let written = Written::draw(&mut Dice::new(seed));
    let expected = answer(&written)?;
    let xml = written.xml();
    let (effect, problems) = profile::read(xml.as_bytes());
    let effect = effect.unwrap_or_else(|| panic!("{problems:?}\n{xml}"));
    let proof = prove(&effect.settings, Platform::MacOs).unwrap_or_else(|faults| panic!("{faults:?}\n{xml}"));
    assert!(proof.complete, "seed {seed}\n{xml}");
    let proven = of(&proof);
    let mut agree = proven == expected;
    if !agree {
        eprintln!("seed {seed}\n{xml}\n{}", differences(&proven, &expected));
    }
    for story in proof.findings.iter().flat_map(|finding| &finding.breaks) {
        if let Break::Story(story) = story
            && let Err(unmet) = replay(story, &effect.settings)
        {
            eprintln!("seed {seed}\n{xml}\n{unmet}\n");
            agree = false;
        }
    }
    Some(agree)
}

/// What both say where they differ.
fn differences(proven: &Answer, expected: &Answer) -> String {
    let mut text = String::new();
    for (property, said) in &proven.properties {
        let other = expected.properties.get(property);
        if other != Some(said) {
            let _ = writeln!(text, "{property}: the prover says {said:?}\n    the simulator says {other:?}");
        }
    }
    for dead in proven.dead.symmetric_difference(&expected.dead) {
        let by = if proven.dead.contains(dead) { "prover" } else { "simulator" };
        let _ = writeln!(text, "{dead}: dead says the {by}");
    }
    text
}

/// The proof in the words of the simulator.
fn of(proof: &Proof) -> Answer {
    let mut properties = BTreeMap::new();
    let mut dead = BTreeSet::new();
    for finding in &proof.findings {
        if finding.property == Property::DeadSetting {
            dead.extend(finding.breaks.iter().map(|found| match found {
                Break::Key(key) => key.name().to_owned(),
                Break::Factor(word) => word.clone(),
                Break::Story(_) => panic!("a story of a dead setting"),
            }));
            continue;
        }
        let bounds =
            finding.bounds.iter().map(|bound| (format!("{:?}", bound.what), bound.seconds)).collect();
        properties.insert(finding.property.word(), (bounds, !finding.breaks.is_empty()));
    }
    Answer { properties, dead }
}

/// Everything in the story must come as it says.
fn replay(story: &Story, settings: &Settings) -> Result<(), String> {
    struct One<'s>(&'s Settings);
    impl Profiles for One<'_> {
        fn policy(&self, _: &str, platform: Platform) -> Result<Option<Policy>, std::io::Error> {
            Ok(Policy::compile(self.0, platform).ok())
        }
    }
    let text = story.scenario("it.mobileconfig", Platform::MacOs, "a title");
    let scenario = Scenario::parse(&text).map_err(|error| format!("{error}\n{text}"))?;
    let lines = run(&scenario, &One(settings)).map_err(|error| format!("{error}\n{text}"))?;
    match lines.iter().find(|line| line.unmet.is_some()) {
        Some(line) => Err(format!("{line:?}\n{text}")),
        None => Ok(()),
    }
}
