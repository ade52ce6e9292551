//! Sentences held against the engine, over every profile of the decision corpus; and what they read like.

use std::path::PathBuf;

use latchkey_engine::policy::{Enforcing, Names, Platform};
use latchkey_engine::scenario::{Profiles, run};
use latchkey_engine::{Policy, profile};
use latchkey_profile_schema::Settings;

use super::stage::{INVALID, PROFILE};
use super::{Claim, Explanation, Person, explain};
use crate::commands::Screen;

/// The profiles of the decision corpus that make a policy.
#[expect(clippy::disallowed_methods, reason = "a test reads the profiles of the corpus")]
fn corpus(platform: Platform) -> Vec<(String, Settings, Policy)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../tests/decisions/profiles");
    let mut paths: Vec<PathBuf> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let mut profiles = Vec::new();
    for path in paths {
        let (Some(effect), _) = profile::read(&std::fs::read(&path).unwrap()) else { continue };
        if let Ok(policy) = Policy::compile(&effect.settings, platform) {
            let name = path.file_name().unwrap().to_str().unwrap().to_owned();
            profiles.push((name, effect.settings, policy));
        }
    }
    assert!(profiles.len() > 25, "{}", profiles.len());
    profiles
}

fn named(name: &str) -> (Settings, Policy) {
    let (_, settings, policy) =
        corpus(Platform::MacOs).into_iter().find(|profile| profile.0 == name).unwrap();
    (settings, policy)
}

fn explained(name: &str, user: Option<(&str, u32)>) -> Explanation {
    let (settings, policy) = named(name);
    let user = user.map(|(name, uid)| Person { name: name.to_owned(), uid });
    explain(name, &settings, &policy, Platform::MacOs, user)
}

struct One<'p>(&'p Policy);

impl Profiles for One<'_> {
    fn policy(&self, path: &str, _: Platform) -> Result<Option<Policy>, std::io::Error> {
        match path {
            PROFILE => Ok(Some(self.0.clone())),
            INVALID => Ok(None),
            other => Err(std::io::Error::other(other.to_owned())),
        }
    }
}

/// Every claim with the sentence it stands behind; what is said of the policy as it is, is marked.
fn claims(explanation: &Explanation) -> Vec<(&str, bool, &Claim)> {
    let classes = explanation.classes.iter().flat_map(|class| {
        class.sentences.iter().flat_map(move |sentence| {
            sentence.claims.iter().map(move |claim| {
                (sentence.text.as_str(), matches!(class.class, "report" | "no-policy"), claim)
            })
        })
    });
    let events = explanation.timeline.iter().flat_map(|story| &story.events);
    let events =
        events.filter_map(|event| event.claim.as_ref().map(|claim| (event.text.as_str(), false, claim)));
    classes.chain(events).collect()
}

/// The sentences that a policy does not hold to.
fn false_sentences(explanation: &Explanation, policy: &Policy) -> Vec<String> {
    let deciding = Policy { enforcement: Enforcing::Enforce, ..policy.clone() };
    let holds = |as_it_is: bool, claim: &Claim| {
        let lines = run(&claim.scenario, &One(if as_it_is { policy } else { &deciding })).unwrap();
        lines.iter().all(|line| line.unmet.is_none()) && !lines.is_empty()
    };
    claims(explanation)
        .into_iter()
        .filter(|(_, as_it_is, claim)| !holds(*as_it_is, claim))
        .map(|(text, ..)| text.to_owned())
        .collect()
}

#[test]
fn every_sentence_agrees_with_a_scenario() {
    for platform in [Platform::MacOs, Platform::Linux] {
        for (name, settings, policy) in corpus(platform) {
            let people = [("alice", 501), ("root", 0), ("breakglass", 1_000)];
            let people = people.map(|(name, uid)| Some(Person { name: name.to_owned(), uid }));
            for user in people.into_iter().chain([None]) {
                let explanation = explain(&name, &settings, &policy, platform, user);
                assert!(!claims(&explanation).is_empty(), "{name}");
                let wrong = false_sentences(&explanation, &policy);
                assert!(wrong.is_empty(), "{name}: {wrong:#?}");
            }
        }
    }
}

#[test]
fn a_sentence_about_another_policy_is_found_out() {
    for (one, other) in [
        ("grace-24.plist", "grace-72.plist"),
        ("offline-period-24.plist", "defaults.plist"),
        ("small-budget.mobileconfig", "standard.mobileconfig"),
        ("recovery-30.plist", "push-only.plist"),
        ("account-name.mobileconfig", "account-name-any.mobileconfig"),
        ("missing-deny.mobileconfig", "missing-permit.mobileconfig"),
        ("services-ssh-exempt.mobileconfig", "standard.mobileconfig"),
        ("lists.mobileconfig", "exempt-for-everybody.plist"),
    ] {
        let explanation = explained(one, None);
        assert!(!false_sentences(&explanation, &named(other).1).is_empty(), "{one} as {other}");
    }
}

#[test]
fn every_number_in_a_sentence_names_its_key() {
    for (name, settings, policy) in corpus(Platform::MacOs) {
        let explanation = explain(&name, &settings, &policy, Platform::MacOs, None);
        for sentence in explanation.classes.iter().flat_map(|class| &class.sentences) {
            let words: Vec<&str> = sentence.text.split_whitespace().collect();
            for (index, word) in words.iter().enumerate() {
                // Names and templates are quoted; uids of ranges stand in headings.
                if !word.starts_with(|letter: char| letter.is_ascii_digit()) {
                    continue;
                }
                let mut after = words.iter().skip(index + 1).take(3);
                let told = after.any(|word| word.starts_with("(`") || word.starts_with("(built"));
                assert!(told, "{name}: `{word}` in {}", sentence.text);
            }
        }
    }
}

#[test]
fn one_user_is_of_one_class() {
    let classes = |name, user| -> Vec<&str> {
        let explanation = explained(name, Some(user));
        explanation.classes.iter().map(|class| class.class).collect()
    };
    assert_eq!(classes("lists.mobileconfig", ("breakglass", 501)).len(), 1);
    assert_eq!(classes("standard.mobileconfig", ("breakglass", 501)), ["exempt"]);
    assert_eq!(classes("standard.mobileconfig", ("root", 0)), ["reserved"]);
    assert_eq!(
        classes("standard.mobileconfig", ("kim", 501)),
        [
            "unlinked",
            "online",
            "offline",
            "lost-clock",
            "lost-memory",
            "wrong-answers",
            "recovery",
            "services",
            "no-policy"
        ]
    );
}

#[test]
fn where_nothing_is_asked_the_week_says_so() {
    for name in ["exempt-for-everybody.plist", "required-for-nobody.plist"] {
        let explanation = explained(name, None);
        assert_eq!(explanation.timeline.len(), 1, "{name}");
        let note = explanation.timeline[0].note.as_deref().unwrap_or_default();
        assert!(note.starts_with("Nothing else happens"), "{name}: {note}");
    }
}

#[test]
fn a_policy_that_only_reports_says_so_first() {
    let explanation = explained("report.mobileconfig", None);
    assert_eq!(explanation.classes[0].class, "report");
    assert!(explanation.classes.len() > 5);
}

#[test]
fn the_shape_for_programs_is_frozen() {
    let explanation = explained("standard.mobileconfig", Some(("root", 0)));
    let json: serde_json::Value = serde_json::from_str(&super::render_json(&explanation).unwrap()).unwrap();
    insta::assert_snapshot!(serde_json::to_string_pretty(&json).unwrap());
}

#[test]
fn an_ordinary_profile_reads_like_this() {
    let explanation = explained("standard.mobileconfig", None);
    insta::assert_snapshot!(super::render(&explanation, 100, Screen::Plain));
}

#[test]
fn no_line_is_broader_than_asked_for() {
    for (name, ..) in corpus(Platform::MacOs) {
        let text = super::render(&explained(&name, None), 80, Screen::Plain);
        let broad: Vec<&str> = text.lines().filter(|line| line.chars().count() > 80).collect();
        assert_eq!(broad, Vec::<&str>::new(), "{name}");
    }
}

#[test]
fn a_picture_stands_by_itself_and_holds_no_mark_up_of_a_name() {
    let (settings, policy) = named("standard.mobileconfig");
    let user = Person { name: "<script>&\"'\u{7}".to_owned(), uid: 501 };
    let explanation = explain("<b>.plist", &settings, &policy, Platform::MacOs, Some(user));
    let picture = super::draw(&explanation);
    for foreign in ["<script", "<b>", "href", "url(http", "@import", "@font-face", "\u{7}"] {
        assert!(!picture.contains(foreign), "{foreign}");
    }
    for wanted in ["<title id", "<desc id", "prefers-color-scheme", "&lt;script&gt;"] {
        assert!(picture.contains(wanted), "{wanted}");
    }
}

#[test]
fn long_lists_and_names_are_answered_soon() {
    let (settings, policy) = named("standard.mobileconfig");
    let mut names: Vec<String> = (0..100_000).map(|number| format!("user{number}")).collect();
    names.push("x".repeat(1_000_000));
    let policy = Policy {
        exempt: Names::These(names.clone()),
        required: Names::These(names.into_iter().chain(["kim".to_owned()]).collect()),
        ..policy
    };
    let explanation = explain("many.plist", &settings, &policy, Platform::MacOs, None);
    let said = |class: &str| explanation.classes.iter().find(|known| known.class == class).unwrap();
    assert_eq!(said("unlinked").who, "`kim`");
    assert!(said("not-required").who.len() < 300);
}
