//! An explanation to one object for programs. Its shape is frozen.

use latchkey_engine::because::Because;
use latchkey_engine::policy::Enforcing;
use serde::Serialize;
use serde_json::Value;

use super::timeline::moment;
use super::{Class, Explanation, Story};

#[derive(Serialize)]
struct Report<'e> {
    version: u32,
    profile: &'e str,
    enforcement: &'static str,
    user: Option<User<'e>>,
    classes: Vec<OneClass<'e>>,
    timeline: Vec<OneStory<'e>>,
}

#[derive(Serialize)]
struct User<'e> {
    name: &'e str,
    uid: u32,
    class: &'static str,
}

#[derive(Serialize)]
struct OneClass<'e> {
    class: &'static str,
    who: &'e str,
    sentences: Vec<OneSentence<'e>>,
}

#[derive(Serialize)]
struct OneSentence<'e> {
    text: &'e str,
    keys: Vec<Key<'e>>,
}

#[derive(Serialize)]
struct Key<'e> {
    /// The domain and the key, as an RFC 6901 pointer.
    path: String,
    value: &'e Value,
    unit: Option<&'e str>,
    layer: &'static str,
}

#[derive(Serialize)]
struct OneStory<'e> {
    story: &'static str,
    title: &'e str,
    events: Vec<OneEvent<'e>>,
    /// From when to when each way in works, in seconds.
    lanes: Lanes<'e>,
    seconds: u64,
    note: Option<&'e str>,
}

#[derive(Serialize)]
struct Lanes<'e> {
    online: &'e [(u64, u64)],
    offline_code: &'e [(u64, u64)],
    password_alone: &'e [(u64, u64)],
}

#[derive(Serialize)]
struct OneEvent<'e> {
    seconds: u64,
    day: String,
    time: String,
    text: &'e str,
    decision: Option<&'static str>,
    reason: Option<&'static str>,
    keys: Vec<Key<'e>>,
}

/// Renders the explanation.
pub(crate) fn render(explanation: &Explanation) -> serde_json::Result<String> {
    let Explanation { profile, enforcing, user, classes, timeline } = explanation;
    let report = Report {
        version: 1,
        profile,
        enforcement: match enforcing {
            Enforcing::Enforce => "enforce",
            Enforcing::Report => "report",
        },
        user: user.as_ref().map(|(person, kind)| User {
            name: &person.name,
            uid: person.uid,
            class: kind.word(),
        }),
        classes: classes.iter().map(class).collect(),
        timeline: timeline.iter().map(story).collect(),
    };
    Ok(serde_json::to_string(&report)? + "\n")
}

fn class(class: &Class) -> OneClass<'_> {
    OneClass {
        class: class.class,
        who: &class.who,
        sentences: class
            .sentences
            .iter()
            .map(|sentence| OneSentence { text: &sentence.text, keys: keys(&sentence.keys) })
            .collect(),
    }
}

fn keys(keys: &[Because]) -> Vec<Key<'_>> {
    keys.iter()
        .map(|because| Key {
            path: format!("/{}/{}", because.key.domain(), because.key.name()),
            value: &because.value,
            unit: because.unit.as_deref(),
            layer: because.layer.name(),
        })
        .collect()
}

fn story(story: &Story) -> OneStory<'_> {
    OneStory {
        story: story.story,
        title: &story.title,
        events: story
            .events
            .iter()
            .map(|event| {
                let (day, time) = moment(event.seconds);
                OneEvent {
                    seconds: event.seconds,
                    day,
                    time,
                    text: &event.text,
                    decision: event.outcome.map(|(decision, _)| decision.word()),
                    reason: event.outcome.map(|(_, reason)| reason.word()),
                    keys: keys(&event.keys),
                }
            })
            .collect(),
        lanes: Lanes {
            online: &story.lanes.online,
            offline_code: &story.lanes.code,
            password_alone: &story.lanes.password,
        },
        seconds: story.lanes.end,
        note: story.note.as_deref(),
    }
}
