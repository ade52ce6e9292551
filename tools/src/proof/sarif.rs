//! A proof to SARIF 2.1.0: each property is a rule, and what breaks it a result at the profile's first line.

use latchkey_engine::policy::Platform;
use latchkey_engine::prove::{Break, Change, Finding, Proof, Property, Story};
use serde_json::{Value, json};

use super::story::sentences;
use super::words::{break_of, breaks, holds};
use crate::render::sarif::SCHEMA;
use crate::render::sarif::place::uri;

/// The rules of a change, which are no properties of one profile.
const CHANGE: [(&str, &str); 2] = [
    ("kept-out", "Nobody is kept out who got in before the change."),
    ("let-in", "Nobody gets in who was kept out before the change."),
];

/// A whole proof.
pub(crate) fn log(
    profile: &str,
    proof: &Proof,
    platform: Platform,
    waived: impl Fn(&Finding) -> Option<String>,
) -> Value {
    let rules = Property::ALL.map(|property| rule(property.word(), &sentence(holds(property))));
    let results = proof.findings.iter().flat_map(|finding| {
        let reason = waived(finding);
        finding.breaks.iter().map(move |found| {
            let property = finding.property;
            let (text, story) = match found {
                Break::Story(story) => (told(breaks(property), story), Some(story)),
                other => (sentence(&break_of(other, property).unwrap_or_default()), None),
            };
            let scenario = story.map(|story| story.scenario(profile, platform, property.word()));
            result(property.word(), &text, profile, scenario, reason.clone())
        })
    });
    run(&rules, results.collect())
}

/// What a change does.
pub(crate) fn change_log(after: &str, change: &Change, platform: Platform) -> Value {
    let rules = CHANGE.map(|(word, said)| rule(word, said));
    let stories = [&change.kept_out, &change.let_in];
    let results = CHANGE.iter().zip(stories).filter_map(|((word, _), story)| {
        let story = story.as_ref()?;
        let scenario = story.scenario(after, platform, word);
        let said = if *word == "kept-out" {
            "somebody is kept out who got in before"
        } else {
            "somebody gets in who was kept out before"
        };
        Some(result(word, &told(said, story), after, Some(scenario), None))
    });
    run(&rules, results.collect())
}

fn run(rules: &[Value], results: Vec<Value>) -> Value {
    const VERSION: &str = env!("CARGO_PKG_VERSION");
    json!({
        "$schema": SCHEMA,
        "version": "2.1.0",
        "runs": [{
            "tool": {"driver": {
                "name": "Latchkey", "version": VERSION, "semanticVersion": VERSION, "rules": rules,
            }},
            "originalUriBaseIds": {"%SRCROOT%": {"description": {"text": "The folder in which the prover was started."}}},
            "columnKind": "unicodeCodePoints",
            "results": results,
        }],
    })
}

fn rule(word: &str, said: &str) -> Value {
    json!({"id": word, "shortDescription": {"text": said}, "defaultConfiguration": {"level": "error"}})
}

fn result(word: &str, text: &str, file: &str, scenario: Option<String>, waived: Option<String>) -> Value {
    let (uri, base) = uri(file);
    let artifact = match base {
        Some(base) => json!({"uri": uri, "uriBaseId": base}),
        None => json!({"uri": uri}),
    };
    let region = json!({"startLine": 1, "startColumn": 1, "endLine": 1, "endColumn": 1});
    let suppressions: Vec<Value> =
        waived.iter().map(|reason| json!({"kind": "external", "justification": reason})).collect();
    json!({
        "ruleId": word,
        "level": "error",
        "message": {"text": text},
        "locations": [{"physicalLocation": {"artifactLocation": artifact, "region": region}}],
        "suppressions": suppressions,
        "properties": scenario.map_or_else(|| json!({}), |scenario| json!({"scenario": scenario})),
    })
}

fn told(said: &str, story: &Story) -> String {
    let steps =
        sentences(story).into_iter().enumerate().map(|(index, step)| format!("{}. {step}", index + 1));
    format!("{}\n{}", sentence(said), steps.collect::<Vec<_>>().join("\n"))
}

fn sentence(said: &str) -> String {
    let mut letters = said.chars();
    letters.next().map_or_else(String::new, |first| format!("{}{}.", first.to_uppercase(), letters.as_str()))
}
