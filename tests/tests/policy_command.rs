//! `latchkey policy simulate`: what is printed of a story, of several, and of one that cannot be played.

#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    reason = "a test reads and writes files, and fails loudly"
)]

use std::path::{Path, PathBuf};

use latchkey_tests::command::{Ended, Latchkey, latchkey};

/// A folder with a sound profile in it.
fn folder(files: &[(&str, &str)]) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let profiles = Path::new(env!("CARGO_MANIFEST_DIR")).join("decisions/profiles");
    for (name, profile) in
        [("standard.mobileconfig", "standard.mobileconfig"), ("broken.plist", "no-client.plist")]
    {
        std::fs::copy(profiles.join(profile), folder.path().join(name)).unwrap();
    }
    for (name, text) in files {
        let path = folder.path().join(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, text).unwrap();
    }
    folder
}

/// Plays what is under some paths of a folder; of the folder itself nothing is printed.
fn simulate(latchkey: &Latchkey, folder: &Path, arguments: &[&str]) -> Ended {
    let paths = arguments.iter().map(|argument| match argument.starts_with("--") {
        true => PathBuf::from(argument),
        false => folder.join(argument),
    });
    let words = ["policy", "simulate"].into_iter().map(PathBuf::from);
    let ended = latchkey.run(words.chain(paths));
    let without = |text: String| text.replace(&format!("{}/", folder.display()), "");
    Ended { stdout: without(ended.stdout), stderr: without(ended.stderr), ..ended }
}

/// A story of one attempt, and what is expected of it.
fn story(profile: &str, reason: &str) -> String {
    format!(
        "profile = \"{profile}\"\n[[subject]]\nname = \"alice\"\nuid = 501\n[[step]]\n\
         attempt = {{ subject = \"alice\", answer = \"approve\" }}\n\
         expect = {{ decision = \"permit\", reason = \"{reason}\" }}\n"
    )
}

const EVERYTHING: &str = r#"
profile = "standard.mobileconfig"

[[subject]]
name = "alice"
uid = 501
linked = true
enrolled = ["Offline_TOTP"]

[[step]]
network = "down"

[[step]]
at = "+1h30s"
note = "on the train"
attempt = { subject = "alice", answer = "code" }
expect = { decision = "permit", reason = "signed-in" }

[[step]]
clock = "-2h"

[[step]]
reboot = true

[[step]]
recovery = "alice"

[[step]]
attempt = { subject = "alice", service = "sudo" }
expect = { decision = "permit", reason = "recovery" }

[[step]]
profile = "broken.plist"

[[step]]
profile = "gone"

[[step]]
at = "2026-02-01T00:00:00+01:00"
wipe = true
"#;

#[test]
fn every_step_is_told_with_its_reasons() {
    let Some(latchkey) = latchkey() else { return };
    let folder = folder(&[("scenario.toml", EVERYTHING)]);
    let ended = simulate(&latchkey, folder.path(), &["scenario.toml"]);
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(1), ""));
    insta::assert_snapshot!(ended.stdout);
}

#[test]
fn the_object_for_programs_keeps_its_shape() {
    let Some(latchkey) = latchkey() else { return };
    let folder = folder(&[("a/scenario.toml", EVERYTHING), ("b/scenario.toml", "profile = 1\n")]);
    std::fs::copy(folder.path().join("standard.mobileconfig"), folder.path().join("a/standard.mobileconfig"))
        .unwrap();
    std::fs::copy(folder.path().join("broken.plist"), folder.path().join("a/broken.plist")).unwrap();
    let ended = simulate(&latchkey, folder.path(), &["a", "b", "--format=json"]);
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(2), ""));
    let value: serde_json::Value = serde_json::from_str(&ended.stdout).unwrap();
    insta::assert_snapshot!(format!("{value:#}"));
}

#[test]
fn folders_are_searched_and_all_is_counted() {
    let Some(latchkey) = latchkey() else { return };
    let corpus = Path::new(env!("CARGO_MANIFEST_DIR"));
    let ended = simulate(&latchkey, corpus, &["decisions"]);
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(0), ""), "{}", ended.stdout);
    let last = ended.stdout.lines().last().unwrap();
    let scenarios: usize = last.split(' ').next().unwrap().parse().unwrap();
    assert!(scenarios >= 60 && last.ends_with(", all expectations met"), "{last}");
    assert!(ended.stdout.contains("decisions/row-06-budget/refill/scenario.toml\n"));
}

#[test]
fn one_broken_story_does_not_hide_the_others() {
    let Some(latchkey) = latchkey() else { return };
    let unmet = story("../standard.mobileconfig", "exempt");
    let sound = story("../standard.mobileconfig", "linked");
    let lost = story("nowhere.plist", "linked");
    let folder = folder(&[
        ("a/scenario.toml", unmet.as_str()),
        ("b/scenario.toml", "profile = \"x\"\nstpe = []\n"),
        ("c/scenario.toml", sound.as_str()),
        ("d/scenario.toml", lost.as_str()),
        ("e/notes.toml", "no scenario"),
    ]);
    let ended = simulate(&latchkey, folder.path(), &["a", "c"]);
    assert_eq!(ended.status, Some(1));
    assert!(ended.stdout.ends_with("2 scenarios, 2 attempts, 1 of 2 expectations not met, in 1 scenario\n"));
    let ended = simulate(&latchkey, folder.path(), &["."]);
    assert_eq!(ended.status, Some(2));
    assert!(
        ended.stdout.ends_with("in 1 scenario; 2 more scenarios could not be played\n"),
        "{}",
        ended.stdout
    );
    assert!(ended.stderr.contains("b/scenario.toml:2:1: error: unknown key `stpe`\n"), "{}", ended.stderr);
    assert!(ended.stderr.contains("= help: perhaps `step`\n"), "{}", ended.stderr);
    let expected = "d/scenario.toml:1:11: error: the profile `nowhere.plist` cannot be read: \
                    there is no such file or folder\n";
    assert!(ended.stderr.contains(expected), "{}", ended.stderr);
    // Nothing to play is no success, whatever else was played.
    let ended = simulate(&latchkey, folder.path(), &["c", "e", "missing"]);
    assert_eq!(ended.status, Some(2));
    assert!(ended.stderr.contains("e: no `scenario.toml` is in this folder"), "{}", ended.stderr);
    assert!(ended.stderr.contains("missing: there is no such file or folder"), "{}", ended.stderr);
    assert!(ended.stdout.ends_with("1 scenario, 1 attempt, all expectations met\n"), "{}", ended.stdout);
}

#[test]
fn mistakes_are_told_with_their_places() {
    let Some(latchkey) = latchkey() else { return };
    let head = "profile = \"standard.mobileconfig\"\n[[subject]]\nname = \"alice\"\nuid = 501\n";
    for (text, expected) in [
        ("profile = ", "1:11: error: the text does not follow the syntax of TOML: "),
        ("profile = \"standard.mobileconfig\"\nstart = \"today\"\n", "2:9: error: `today` is no time\n"),
        ("[[step]]\nat = \"soon\"\nreboot = true\n", "6:6: error: `soon` is no time of a step\n"),
        ("[[step]]\nclock = \"soon\"\n", "6:9: error: `soon` is nothing that a clock can be set to\n"),
        (
            "[[step]]\nattempt = { subject = \"alcie\" }\n",
            "6:23: error: step 1 names `alcie`, who is no `[[subject]]`\n",
        ),
        ("[[step]]\nrecovery = \"bob\"\n", "6:12: error: step 1 names `bob`, who is no `[[subject]]`\n"),
        (
            "[[step]]\nreboot = true\nexpect = { decision = \"deny\", reason = \"budget\" }\n",
            "7:10: error: step 1 has `expect` but no `attempt`\n",
        ),
        (
            "[[step]]\nattempt = { subject = \"alice\" }\nexpect = { decision = \"deny\", reason = \"bugdet\" }\n",
            "7:40: error: unknown word `bugdet`\n",
        ),
        ("[[step]]\nwipe = false\n", "6:8: error: expected `true`, found `false`\n"),
        ("[[step]]\nnote = \"x\"\n", "5:1: error: expected exactly one of `attempt`, "),
        ("[[step]]\nreboot = true\nwipe = true\n", "5:1: error: expected exactly one of `attempt`, "),
        (
            "[[step]]\nat = \"2025-01-01T00:00:00Z\"\nreboot = true\n",
            "6:6: error: step 1 lies before the step before it\n",
        ),
        (
            "[[step]]\nat = \"+106751991167300d\"\nreboot = true\n",
            "6:6: error: step 1 leaves the years 1 to 9998\n",
        ),
        ("[[step]]\nclock = \"-999999999d\"\n", "6:9: error: step 1 leaves the years 1 to 9998\n"),
        ("[[step]]\nprofile = \"none.plist\"\n", "6:11: error: the profile `none.plist` cannot be read: "),
    ] {
        let whole = if text.starts_with("profile") { text.to_owned() } else { format!("{head}{text}") };
        let folder = folder(&[("scenario.toml", whole.as_str())]);
        let ended = simulate(&latchkey, folder.path(), &["scenario.toml"]);
        assert_eq!(ended.status, Some(2), "{text}");
        assert!(ended.stderr.contains(&format!("scenario.toml:{expected}")), "{text}\n{}", ended.stderr);
    }
}

#[test]
fn a_profile_that_makes_no_policy_is_told() {
    let Some(latchkey) = latchkey() else { return };
    let folder = folder(&[("scenario.toml", "profile = \"broken.plist\"\n")]);
    let ended = simulate(&latchkey, folder.path(), &["scenario.toml"]);
    assert_eq!(ended.status, Some(0), "{}", ended.stderr);
    assert!(
        ended.stdout.contains("the profile `broken.plist` makes no policy: `DMFAClientID`"),
        "{}",
        ended.stdout
    );
}

#[test]
fn a_long_story_is_played_and_an_endless_one_is_not() {
    let Some(latchkey) = latchkey() else { return };
    let steps = |count: usize| {
        let head =
            "profile = \"standard.mobileconfig\"\n[[subject]]\nname = \"alice\"\nuid = 501\nlinked = true\n";
        let step = "[[step]]\nat = \"+1h\"\nattempt = { subject = \"alice\", answer = \"approve\" }\n";
        head.to_owned() + &step.repeat(count)
    };
    let folder = folder(&[("long.toml", steps(5_000).as_str()), ("endless.toml", steps(100_001).as_str())]);
    let ended = simulate(&latchkey, folder.path(), &["long.toml"]);
    assert_eq!(ended.status, Some(0));
    assert!(ended.stdout.ends_with("1 scenario, 5000 attempts, no expectations\n"));
    let ended = simulate(&latchkey, folder.path(), &["endless.toml"]);
    assert_eq!(ended.status, Some(2));
    assert!(ended.stderr.contains("endless.toml:6:1: error: more than 100000 items\n"), "{}", ended.stderr);
}

#[test]
fn the_example_of_the_readme_is_what_is_printed() {
    let Some(latchkey) = latchkey() else { return };
    let readme = Path::new(env!("CARGO_MANIFEST_DIR")).join("../README.md");
    let readme = std::fs::read_to_string(readme).unwrap();
    let (_, section) = readme.split_once("<!-- tested: scenario -->\n```toml\n").unwrap();
    let (scenario, rest) = section.split_once("```\n").unwrap();
    let (_, rest) = rest.split_once("$ latchkey policy simulate scenario.toml\n").unwrap();
    let (printed, _) = rest.split_once("```\n").unwrap();
    let folder = folder(&[("scenario.toml", scenario)]);
    std::fs::rename(
        folder.path().join("standard.mobileconfig"),
        folder.path().join("desktop-mfa.mobileconfig"),
    )
    .unwrap();
    let ended = simulate(&latchkey, folder.path(), &["scenario.toml"]);
    assert_eq!((ended.status, ended.stderr.as_str()), (Some(1), ""));
    assert_eq!(ended.stdout, printed);
}
