//! A proof to one object for programs; its shape is frozen.

use latchkey_engine::because::because;
use latchkey_engine::policy::Platform;
use latchkey_engine::prove::{Bound, Break, Change, Class, Finding, Limit, Proof, Story};
use latchkey_profile_schema::Settings;
use serde_json::{Value, json};

use super::story::sentences;
use super::words::{ASSUMPTIONS, bound as words, break_of};

/// A whole proof.
pub(crate) fn object(
    profile: &str,
    proof: &Proof,
    settings: &Settings,
    platform: Platform,
    waived: impl Fn(&Finding) -> Option<String>,
) -> Value {
    let property = |finding: &Finding| {
        let breaks = finding.breaks.iter().map(|found| match found {
            Break::Story(told) => story(told, profile, platform, finding.property.word()),
            Break::Key(key) => json!({"kind": "key", "key": key.name(), "domain": key.domain(),
                "text": break_of(found, finding.property)}),
            Break::Factor(word) => {
                json!({"kind": "factor", "factor": word, "text": break_of(found, finding.property)})
            }
        });
        json!({
            "property": finding.property.word(),
            "holds": finding.breaks.is_empty(),
            "waived": waived(finding).filter(|_| !finding.breaks.is_empty()),
            "bounds": finding.bounds.iter().map(|known| bound(known, settings)).collect::<Vec<_>>(),
            "breaks": breaks.collect::<Vec<_>>(),
        })
    };
    let person = |person: &latchkey_engine::prove::Person| json!({"class": class(person.class), "name": person.name, "uid": person.uid});
    json!({
        "version": 1,
        "profile": profile,
        "situations": proof.situations,
        "complete": proof.complete,
        "accounts": proof.people.iter().map(person).collect::<Vec<_>>(),
        "properties": proof.findings.iter().map(property).collect::<Vec<_>>(),
        "assumptions": ASSUMPTIONS,
    })
}

/// What a change does.
pub(crate) fn change_object(before: &str, after: &str, change: &Change, platform: Platform) -> Value {
    let told =
        |told: &Option<Story>, word: &str| told.as_ref().map(|told| story(told, after, platform, word));
    json!({
        "version": 1,
        "before": before,
        "after": after,
        "situations": change.situations,
        "complete": change.complete,
        "kept_out": told(&change.kept_out, "kept out by the change"),
        "let_in": told(&change.let_in, "let in by the change"),
    })
}

fn story(story: &Story, profile: &str, platform: Platform, title: &str) -> Value {
    json!({
        "kind": "story",
        "account": story.person.name,
        "steps": sentences(story),
        "scenario": story.scenario(profile, platform, title),
    })
}

fn bound(bound: &Bound, settings: &Settings) -> Value {
    let keys = because(bound.keys, settings);
    let keys = keys.iter().map(|because| {
        json!({"domain": because.key.domain(), "key": because.key.name(), "value": because.value, "unit": because.unit})
    });
    let (what, service) = match &bound.what {
        Limit::NobodyAsked => ("nobody-asked", None),
        Limit::WaitAtMost => ("wait", None),
        Limit::Password(class) => (self::class(*class), None),
        Limit::Service(service) => ("service", Some(service)),
        Limit::Grace => ("grace", None),
        Limit::Recovery => ("recovery", None),
        Limit::Report => ("report", None),
        Limit::Offline => ("offline", None),
        Limit::NeverOffline => ("never-offline", None),
    };
    json!({
        "what": what,
        "service": service,
        "seconds": bound.seconds,
        "text": words(bound, settings),
        "keys": keys.collect::<Vec<_>>(),
    })
}

const fn class(class: Class) -> &'static str {
    match class {
        Class::Required => "required",
        Class::Exempt => "exempt",
        Class::NotRequired => "not-required",
        Class::Reserved => "reserved",
    }
}
