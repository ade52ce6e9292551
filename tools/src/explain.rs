//! A profile to what it does to people: sentences for each class of user, and the story of a first week, both from what
//! the engine decides and none from a reading of the settings.

mod accounts;
mod cast;
mod clock;
mod drawing;
mod human;
mod json;
mod lanes;
mod limits;
mod linking;
mod signing_in;
mod situations;
mod stage;
#[cfg(test)]
mod tests;
mod timeline;
mod wording;

use std::sync::Arc;

use latchkey_engine::because::Because;
use latchkey_engine::keys::KeySet;
use latchkey_engine::policy::{Enforcing, LinkRule, Names, Platform, Policy, Reserved};
use latchkey_profile_schema::Settings;

pub(crate) use cast::Kind;
use cast::{Cast, Role};
pub(crate) use drawing::draw;
pub(crate) use human::render;
pub(crate) use json::render as render_json;
pub(crate) use stage::{Claim, Person};
pub(crate) use timeline::Story;
use wording::Words;

/// What a profile does to people.
#[derive(Debug)]
pub(crate) struct Explanation {
    /// The file, as it was named.
    pub(crate) profile: String,
    /// Whether the policy decides, or only reports.
    pub(crate) enforcing: Enforcing,
    /// The user it is about, and what they are to the policy; nobody means everybody.
    pub(crate) user: Option<(Person, Kind)>,
    /// The classes that can occur, in a fixed order.
    pub(crate) classes: Vec<Class>,
    /// The stories of a first week.
    pub(crate) timeline: Vec<Story>,
}

/// What is said about people, or a situation, of one kind.
#[derive(Debug)]
pub(crate) struct Class {
    /// The word, frozen.
    pub(crate) class: &'static str,
    /// What it is about, as a heading.
    pub(crate) title: &'static str,
    /// Whom it is about.
    pub(crate) who: String,
    pub(crate) sentences: Vec<Sentence>,
}

/// One sentence that somebody can sign.
#[derive(Debug)]
pub(crate) struct Sentence {
    pub(crate) text: String,
    /// The keys that led to it, with values.
    pub(crate) keys: Vec<Because>,
    /// What it says, for the engine to be held against.
    #[cfg_attr(not(test), expect(dead_code, reason = "read where sentences are held against the engine"))]
    pub(crate) claims: Vec<Claim>,
}

/// Everything a sentence is made from.
struct Subject<'s> {
    settings: &'s Settings,
    /// The policy as if it decided; that it only reports is told first.
    policy: Arc<Policy>,
    /// The policy as it is.
    as_it_is: Arc<Policy>,
    platform: Platform,
    words: Words,
}

impl Subject<'_> {
    /// A sentence of this text, these keys and what was played.
    fn sentence(&self, text: String, keys: KeySet, claims: Vec<Claim>) -> Sentence {
        Sentence { text, keys: self.words.because(keys), claims }
    }
}

/// Explains the policy of these settings, to everybody or about one user.
pub(crate) fn explain(
    profile: &str,
    settings: &Settings,
    policy: &Policy,
    platform: Platform,
    user: Option<Person>,
) -> Explanation {
    let deciding = |policy: &Policy| Policy { enforcement: Enforcing::Enforce, ..policy.clone() };
    let cast = Cast::of(&deciding(policy), platform, user.as_ref());
    let as_it_is = playable(policy, &cast);
    let subject = Subject {
        settings,
        policy: Arc::new(deciding(&as_it_is)),
        as_it_is: Arc::new(as_it_is),
        platform,
        words: Words::new(settings),
    };
    let mut classes = Vec::new();
    classes.extend(situations::report(&subject, &cast));
    classes.extend(accounts::classes(&subject, &cast));
    if let Some(Role { person, who }) = &cast.required {
        let service = cast::asking_service(&subject.policy);
        let parts = [
            linking::class(&subject, person, service),
            signing_in::online(&subject, person, service),
            signing_in::offline(&subject, person, service),
            clock::class(&subject, person, service),
            limits::memory(&subject, person, service),
            limits::budget(&subject, person, service),
            limits::recovery(&subject, person, service),
            situations::services(&subject, person),
            situations::no_policy(&subject, person, service),
        ];
        classes.extend(parts.into_iter().flatten().map(|part| part.about(who)));
    }
    let timeline = timeline::stories(&subject, &cast);
    let user = user.map(|person| {
        let kind = cast::kind(&subject.policy, &person);
        (person, kind)
    });
    Explanation { profile: profile.to_owned(), enforcing: policy.enforcement, user, classes, timeline }
}

/// A policy that decides the same about these people and can be played many times: nobody else is in its lists, and no
/// organization knows a username that is longer than this.
fn playable(policy: &Policy, cast: &Cast) -> Policy {
    const LONGEST: usize = 1_000;
    let played = |name: &String| cast.roles().any(|role| role.person.name == *name);
    let few = |names: &Names| match names {
        Names::All => Names::All,
        Names::These(names) => Names::These(names.iter().filter(|name| played(name)).cloned().collect()),
    };
    let short = |template: &String| {
        if template.len() > LONGEST { "{user}".to_owned() } else { template.clone() }
    };
    Policy {
        required: few(&policy.required),
        exempt: few(&policy.exempt),
        reserved: match &policy.reserved {
            Reserved::Named(names) => {
                Reserved::Named(names.iter().filter(|name| played(name)).cloned().collect())
            }
            system @ Reserved::System(_) => system.clone(),
        },
        link_rule: match &policy.link_rule {
            LinkRule::AccountName(template) => LinkRule::AccountName(short(template)),
            LinkRule::Any { suggestion } => LinkRule::Any { suggestion: short(suggestion) },
        },
        ..policy.clone()
    }
}

impl Class {
    /// The class with these people, where it names none itself.
    fn about(self, who: &str) -> Self {
        if self.who.is_empty() { Self { who: who.to_owned(), ..self } } else { self }
    }
}
