//! `policy prove` as an administrator calls it: what holds, what breaks, and a story that `policy simulate` replays.

#![expect(clippy::disallowed_methods, reason = "a test reads and writes files")]

use std::path::Path;

use latchkey_tests::command::latchkey;
use serde_json::Value;

fn profile(name: &str) -> String {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("decisions/profiles").join(name).display().to_string()
}

#[test]
fn a_sound_profile_holds_and_a_broken_one_is_told_by_a_story_that_replays() {
    let Some(latchkey) = latchkey() else { return };
    let sound = latchkey.run(["policy", "prove", &profile("standard.mobileconfig")]);
    assert_eq!(sound.status, Some(0), "{sound:?}");
    assert_eq!(sound.stdout.matches(" holds ").count(), 5, "{}", sound.stdout);

    let folder = tempfile::tempdir().unwrap();
    let stories = folder.path().display().to_string();
    let broken = profile("offline-code-only.plist");
    let proven = latchkey.run(["policy", "prove", &broken, "--stories", &stories]);
    assert_eq!(proven.status, Some(1), "{proven:?}");
    assert!(proven.stdout.contains("lock-out          BREAKS"), "{}", proven.stdout);
    let replayed = latchkey.run(["policy", "simulate", &format!("{stories}/lock-out")]);
    assert_eq!(replayed.status, Some(0), "{replayed:?}");
    assert!(replayed.stdout.contains("no-usable-factor"), "{}", replayed.stdout);

    let waived = latchkey.run(["policy", "prove", &broken, "--waive", "lock-out"]);
    assert_eq!(waived.status, Some(0), "{waived:?}");
    assert!(waived.stdout.contains("waived"), "{}", waived.stdout);
}

#[test]
fn the_linter_tells_the_story_of_the_proof() {
    let Some(latchkey) = latchkey() else { return };
    let broken = profile("offline-code-only.plist");
    let proven = latchkey.run(["policy", "prove", &broken, "--format", "json"]);
    let proven: Value = serde_json::from_str(&proven.stdout).unwrap();
    let steps = &proven["properties"][0]["breaks"][0]["steps"];
    let steps: Vec<&str> = steps.as_array().unwrap().iter().filter_map(Value::as_str).collect();
    assert!(!steps.is_empty(), "{proven}");
    let linted = latchkey.run(["lint", &broken, "--format", "json"]);
    let linted: Value = serde_json::from_str(&linted.stdout).unwrap();
    let findings = linted["findings"].as_array().unwrap();
    let found = findings.iter().find(|finding| finding["rule"] == "no-usable-factor").unwrap();
    let told = found["related"][0]["message"].as_str().unwrap();
    assert!(told.ends_with(&steps.join("; ")), "{told}");
    assert_eq!(found["related"][0]["key_path"], found["key_path"]);
}

#[test]
fn a_change_is_proven_by_itself() {
    let Some(latchkey) = latchkey() else { return };
    let (week, day) = (profile("standard.plist"), profile("offline-period-24.plist"));
    let shorter = latchkey.run(["policy", "prove", &week, &day, "--format", "json"]);
    assert_eq!(shorter.status, Some(1), "{shorter:?}");
    let object: Value = serde_json::from_str(&shorter.stdout).unwrap();
    assert!(object["kept_out"]["scenario"].as_str().unwrap().contains("offline-over"), "{object}");
    assert_eq!(object["let_in"], Value::Null);
    assert_eq!(latchkey.run(["policy", "prove", &week, &week]).status, Some(0));
}

#[test]
fn programs_get_one_object() {
    let Some(latchkey) = latchkey() else { return };
    let ended =
        latchkey.run(["policy", "prove", &profile("offline-forbidden.mobileconfig"), "--format", "json"]);
    let object: Value = serde_json::from_str(&ended.stdout).unwrap();
    assert_eq!((ended.status, &object["version"], &object["complete"]), (Some(1), &1.into(), &true.into()));
    let of = |word: &str| {
        let all = object["properties"].as_array().unwrap();
        all.iter().find(|property| property["property"] == word).unwrap()
    };
    assert_eq!(of("lock-out")["holds"], true);
    let dead: Vec<&str> = of("dead-setting")["breaks"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|found| found["kind"].as_str())
        .collect();
    assert_eq!(dead, ["key", "factor"]);
    let bounds = of("way-past")["bounds"].as_array().unwrap();
    let grace = bounds.iter().find(|bound| bound["what"] == "grace").unwrap();
    assert_eq!(grace["seconds"], 172_800);
    let keys = grace["keys"].as_array().unwrap();
    assert!(
        keys.iter().any(|key| key["key"] == "LoginPeriodWithoutEnrolledFactor" && key["unit"] == "hours"),
        "{grace}"
    );
}

#[test]
fn what_makes_no_policy_is_not_proven() {
    let Some(latchkey) = latchkey() else { return };
    for (name, said) in
        [("no-client.plist", "makes no policy"), ("truncated.mobileconfig", "no sound profile")]
    {
        let ended = latchkey.run(["policy", "prove", &profile(name)]);
        assert_eq!(ended.status, Some(2), "{ended:?}");
        assert!(ended.stderr.contains(said) && ended.stderr.contains("latchkey lint"), "{}", ended.stderr);
    }
}

#[test]
fn sarif_is_valid_and_names_what_breaks() {
    let Some(latchkey) = latchkey() else { return };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("schemas/sarif-2.1.0.json");
    // The published pattern of `language` is no regular expression.
    let text = std::fs::read_to_string(path).unwrap().replace("{2}]?$", "{2}$");
    let schema = jsonschema::options().offline().build(&serde_json::from_str(&text).unwrap()).unwrap();
    let (week, day) = (profile("standard.plist"), profile("offline-period-24.plist"));
    let broken = profile("offline-code-only.plist");
    for (files, rules) in [
        (&[broken.as_str()][..], &["lock-out"][..]),
        (&[&profile("offline-forbidden.mobileconfig")], &["dead-setting", "dead-setting"]),
        (&[&week], &[]),
        (&[&week, &day], &["kept-out"]),
    ] {
        let ended = latchkey.run([&["policy", "prove", "--format", "sarif"], files].concat());
        let log: Value = serde_json::from_str(&ended.stdout).unwrap();
        assert!(schema.is_valid(&log), "{:?}", schema.iter_errors(&log).next());
        let results = log["runs"][0]["results"].as_array().unwrap();
        let found: Vec<&str> = results.iter().filter_map(|result| result["ruleId"].as_str()).collect();
        assert_eq!(found, rules);
    }
}

#[test]
fn what_may_break_stands_in_the_configuration_with_a_reason() {
    let Some(latchkey) = latchkey() else { return };
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str, text: &[u8]| {
        let path = folder.path().join(name);
        std::fs::write(&path, text).unwrap();
        path.display().to_string()
    };
    let bytes = std::fs::read(profile("offline-code-only.plist")).unwrap();
    let (profile, other) = (write("a.plist", &bytes), write("b.plist", &bytes));
    let waive = "[[prove.waive]]\nproperty = \"lock-out\"\npath = \"a.plist\"\nreason = \"a kiosk, wiped every night\"\n";
    write("latchkey.toml", waive.as_bytes());
    let waived = latchkey.run(["policy", "prove", &profile]);
    assert_eq!(waived.status, Some(0), "{waived:?}");
    assert!(waived.stdout.contains("accepted: a kiosk, wiped every night"), "{}", waived.stdout);
    assert_eq!(latchkey.run(["policy", "prove", &other]).status, Some(1));
    assert_eq!(latchkey.run(["policy", "prove", &profile, "--no-config"]).status, Some(1));
    write("latchkey.toml", b"[[prove.waive]]\nproperty = \"lockout\"\nreason = \"x\"\n");
    let broken = latchkey.run(["policy", "prove", &profile]);
    assert_eq!(broken.status, Some(2), "{broken:?}");
    assert!(
        broken.stderr.contains("latchkey.toml:2:12") && broken.stderr.contains("lock-out"),
        "{}",
        broken.stderr
    );
}
