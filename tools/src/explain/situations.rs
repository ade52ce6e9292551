//! What stands above people to sentences: a policy that only reports, services that do not ask, a profile that is gone or
//! makes no policy.

use latchkey_engine::Reason;
use latchkey_engine::decision::VerdictKind;
use latchkey_engine::keys::{KeySet, PolicyKey};
use latchkey_engine::policy::Enforcing;
use latchkey_engine::scenario::{AnswerWord, Situation};

use super::accounts::SERVICES;
use super::cast::{Cast, UNKNOWN};
use super::signing_in::standing;
use super::stage::{Claim, Person, Stage, Standing};
use super::wording::{outcome, services as listed};
use super::{Class, Sentence, Subject};
use crate::phrase::quoted;

/// The class of a policy that only reports; it comes first, for it changes what all others mean.
pub(super) fn report(subject: &Subject<'_>, cast: &Cast) -> Option<Class> {
    if subject.as_it_is.enforcement == Enforcing::Enforce {
        return None;
    }
    let role =
        [&cast.required, &cast.reserved, &cast.not_required, &cast.exempt].into_iter().flatten().next()?;
    let policy = &subject.as_it_is;
    let mut stage = Stage::begin(policy, subject.platform, &role.person, Standing::New)?;
    let service = super::cast::asking_service(policy);
    let trial = stage.attempt(service, AnswerWord::None, None);
    let would = match trial.would_be.map(|would_be| (would_be.kind, would_be.reason)) {
        Some((VerdictKind::Challenge, _)) => "asked for a proof",
        Some((VerdictKind::Deny, _)) => "kept out",
        Some((VerdictKind::Permit, _)) | None => "let in",
    };
    let text = format!(
        "This policy only reports ({}): everybody is {} at every service, and the audit log says what would have been; at the \
         first sign-in of {} it would say \"{would}\". What follows is what would be, but for the last section.",
        subject.words.key(PolicyKey::Enforcement),
        outcome(&trial),
        quoted(&role.person.name)
    );
    let sentence = subject.sentence(text, trial.keys, vec![stage.claim(&trial)]);
    Some(Class {
        class: "report",
        title: "a policy that only reports",
        who: "everybody".to_owned(),
        sentences: vec![sentence],
    })
}

/// So many services are played.
const MOST_SERVICES: usize = 200;

/// The class of services.
pub(super) fn services(subject: &Subject<'_>, person: &Person) -> Option<Class> {
    let rules = &subject.settings.agent.services.0;
    let mut names: Vec<&str> = SERVICES.to_vec();
    names.extend(rules.keys().map(String::as_str).filter(|name| !SERVICES.contains(name)));
    let (mut exempt, mut asking) = (Vec::new(), Vec::new());
    let mut claims: Vec<Claim> = Vec::new();
    let more = names.len().saturating_sub(MOST_SERVICES);
    for name in names.into_iter().take(MOST_SERVICES) {
        let mut stage = Stage::begin(&subject.policy, subject.platform, person, Standing::New)?;
        let trial = stage.attempt(name, AnswerWord::None, None);
        claims.push(stage.claim(&trial));
        if trial.reason == Reason::ServiceExempt { exempt.push(name) } else { asking.push(name) }
    }
    let keys = KeySet::of(&[PolicyKey::Services]);
    let key = subject.words.key(PolicyKey::Services);
    let mut sentences: Vec<Sentence> = Vec::new();
    if !exempt.is_empty() {
        let verb = if exempt.len() == 1 { "asks" } else { "ask" };
        let text = format!("{} {verb} for nothing but the password ({key}).", listed(&exempt));
        sentences.push(subject.sentence(text, keys, claims.clone()));
    }
    let mut stage = Stage::begin(&subject.policy, subject.platform, person, Standing::New)?;
    let trial = stage.attempt(UNKNOWN, AnswerWord::Later, None);
    claims.push(stage.claim(&trial));
    let other = match trial.permits() {
        false if more == 0 => "asks as well, and counts as remote",
        false => "that is not named asks as well, and counts as remote",
        true => "asks for nothing",
    };
    let text = match asking.as_slice() {
        [] => format!("Every other service {other} ({key})."),
        [only] => format!("{} asks as said above; every other service {other} ({key}).", listed(&[only])),
        asking => format!("{} ask as said above; every other service {other} ({key}).", listed(asking)),
    };
    sentences.push(subject.sentence(text, keys, claims));
    if more > 0 {
        let text = format!(
            "{} not told here.",
            subject.words.count(PolicyKey::Services, more as u64, "more service")
        );
        sentences.push(subject.sentence(text, keys, Vec::new()));
    }
    Some(Class { class: "services", title: "services", who: String::new(), sentences })
}

/// The class of a profile that is gone, or that makes no policy.
pub(super) fn no_policy(subject: &Subject<'_>, person: &Person, service: &str) -> Option<Class> {
    let begin = || Stage::begin(&subject.as_it_is, subject.platform, person, standing(subject));
    let key = subject.words.key(PolicyKey::MissingProfile);
    let keys = KeySet::of(&[PolicyKey::MissingProfile]);
    let mut sentences = Vec::new();

    let mut as_before = begin()?;
    let factor = as_before.asks(service).first().copied();
    let proves = |stage: &mut Stage| match factor {
        Some(factor) => stage.prove(service, factor),
        None => stage.attempt(service, AnswerWord::None, None),
    };
    let before = proves(&mut as_before);
    let goes_on = |reason: Reason, permits: bool| reason == before.reason && permits == before.permits();
    let policy = "the last good policy goes on, and all that is said here holds";

    let mut gone = begin()?;
    gone.lose_profile(Situation::Gone);
    let trial = proves(&mut gone);
    let what = if goes_on(trial.reason, trial.permits()) {
        policy.to_owned()
    } else {
        format!("everybody is {}", outcome(&trial))
    };
    let text = format!("When the profile is gone from a machine that had it, {what} ({key}).");
    sentences.push(subject.sentence(text, keys.union(trial.keys), vec![gone.claim(&trial)]));

    let mut invalid = begin()?;
    invalid.lose_profile(Situation::Invalid);
    let trial = proves(&mut invalid);
    let what = if goes_on(trial.reason, trial.permits()) {
        policy.to_owned()
    } else {
        format!("everybody is {}", outcome(&trial))
    };
    let mut never = begin()?;
    never.without_policy(Situation::Invalid);
    let without = never.attempt(service, AnswerWord::None, None);
    let text = format!(
        "When a profile comes that makes no policy, {what}; where there was none before, everybody is {}.",
        outcome(&without)
    );
    sentences.push(subject.sentence(text, trial.keys, vec![invalid.claim(&trial), never.claim(&without)]));

    let mut fresh = begin()?;
    fresh.without_policy(Situation::Gone);
    let trial = fresh.attempt(service, AnswerWord::None, None);
    let text = format!("On a machine that never saw a profile everybody is {}.", outcome(&trial));
    sentences.push(subject.sentence(text, keys, vec![fresh.claim(&trial)]));
    Some(Class {
        class: "no-policy",
        title: "no profile, or one that makes no policy",
        who: "everybody".to_owned(),
        sentences,
    })
}
