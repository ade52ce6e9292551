//! A required account that is not linked yet, to sentences: the grace, how the identity is proven, and what comes after.

use latchkey_engine::Reason;
use latchkey_engine::decision::Challenge;
use latchkey_engine::keys::{KeySet, PolicyKey};
use latchkey_engine::policy::LinkRule;
use latchkey_engine::scenario::{AnswerWord, Network};

use super::stage::{Person, Stage, Standing};
use super::wording::{at, factors, outcome};
use super::{Class, Sentence, Subject};
use crate::phrase::quoted;

/// Longer than anybody waits for: periods beyond it are not played to their end.
pub(super) const FOREVER: u64 = 100 * 365 * 86_400;

/// The class of accounts that are not linked.
pub(super) fn class(subject: &Subject<'_>, person: &Person, service: &str) -> Option<Class> {
    let begin = || Stage::begin(&subject.policy, subject.platform, person, Standing::New);
    let mut sentences = vec![first(subject, begin()?, service)];
    if !begin()?.asks(service).is_empty() {
        sentences.extend(identity(subject, begin()?, person, service));
        sentences.push(taken(subject, begin()?, person, service));
    }
    sentences.extend(grace(subject, begin()?, service));
    sentences.extend(remote(subject, begin()?));
    Some(Class { class: "unlinked", title: "required, and not linked yet", who: String::new(), sentences })
}

/// The first sign-in with the organization in reach.
fn first(subject: &Subject<'_>, mut stage: Stage, service: &str) -> Sentence {
    let asked = stage.asks(service);
    let Some(&factor) = asked.first() else {
        let trial = stage.attempt(service, AnswerWord::None, None);
        let text = format!(
            "At the first sign-in {} the account cannot be linked, and is {}.",
            at(service),
            outcome(&trial)
        );
        return subject.sentence(text, trial.keys, vec![stage.claim(&trial)]);
    };
    let trial = stage.prove(service, factor);
    let text = format!(
        "At the first sign-in {} with the organization in reach, the account must be linked to its identity there, proven by \
         {}; it is then {}.",
        at(service),
        factors(&asked),
        outcome(&trial)
    );
    subject.sentence(text, trial.keys, vec![stage.claim(&trial)])
}

/// Which identity fits.
fn identity(subject: &Subject<'_>, mut stage: Stage, person: &Person, service: &str) -> Option<Sentence> {
    let factor = *stage.asks(service).first()?;
    stage.prove_as("somebody-else");
    let trial = stage.prove(service, factor);
    let rule = &subject.policy.link_rule;
    let keys = KeySet::of(&[PolicyKey::LinkMatch, PolicyKey::AccountName]).union(trial.keys);
    let text = match rule {
        LinkRule::AccountName(_) => format!(
            "The identity must have the username {} ({}), whole or before its `@`; for {} that is {}. Who proves another one is \
             {}.",
            quoted(&subject.settings.agent.account_name),
            subject.words.key(PolicyKey::AccountName),
            quoted(&person.name),
            quoted(&rule.username(&person.name)),
            outcome(&trial)
        ),
        LinkRule::Any { .. } => format!(
            "Any identity of the organization will do ({}): who proves somebody else's is {} too.",
            subject.words.key(PolicyKey::LinkMatch),
            outcome(&trial)
        ),
    };
    Some(subject.sentence(text, keys, vec![stage.claim(&trial)]))
}

/// Whether one identity opens two accounts.
fn taken(subject: &Subject<'_>, mut stage: Stage, person: &Person, service: &str) -> Sentence {
    let other = Person { name: format!("{}-other", person.name), uid: person.uid.wrapping_add(1) };
    let factor = stage.asks(service).first().copied();
    stage.add(&other, &subject.policy.link_rule.username(&person.name), Standing::Linked);
    let trial = match factor {
        Some(factor) => stage.prove(service, factor),
        None => stage.attempt(service, AnswerWord::None, None),
    };
    let keys = trial.keys.with(PolicyKey::SharedIdentity);
    let text = format!(
        "Who proves an identity that is linked to another account of the machine is {} ({}).",
        outcome(&trial),
        subject.words.key(PolicyKey::SharedIdentity)
    );
    subject.sentence(text, keys, vec![stage.claim(&trial)])
}

/// What putting it off gives, and being without the network, within the grace and after it.
fn grace(subject: &Subject<'_>, mut stage: Stage, service: &str) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    let number = subject.words.number(PolicyKey::Grace);
    let beginning = stage.clone();
    let off = stage.attempt(service, AnswerWord::Later, None);
    let may_put_off = matches!(off.asked, Some(Challenge::Link { put_off_until: Some(_), .. }));
    let mut claims = vec![stage.claim(&off)];
    let mut without = beginning;
    without.network(Network::Down);
    let cut_off = without.attempt(service, AnswerWord::None, None);
    claims.push(without.claim(&cut_off));
    let keys = off.keys.union(cut_off.keys);
    if may_put_off {
        let text = format!(
            "For {number} from the first attempt, linking may be put off at the machine: who does so is {}. Without the \
             organization in reach the account is {} for as long.",
            outcome(&off),
            outcome(&cut_off)
        );
        sentences.push(subject.sentence(text, keys, claims));
    } else {
        let why = match (off.asked, subject.policy.grace) {
            (Some(_), 0) => format!("Linking cannot be put off: the grace is {number}, and who wants to"),
            (Some(_), _) => format!("Linking cannot be put off {}: who wants to", at(service)),
            (None, _) => format!("The grace of {number} changes nothing: the account"),
        };
        let text = format!(
            "{why} is {}. Without the organization in reach the account is {}.",
            outcome(&off),
            outcome(&cut_off)
        );
        sentences.push(subject.sentence(text, keys.with(PolicyKey::Grace), claims));
        return sentences;
    }
    if subject.policy.grace > FOREVER {
        let text = format!("The grace of {number} is over in no person's lifetime.");
        sentences.push(subject.sentence(text, KeySet::of(&[PolicyKey::Grace]), Vec::new()));
        return sentences;
    }
    stage.wait(subject.policy.grace);
    let (mut online, mut offline) = (stage.clone(), stage);
    let off = online.attempt(service, AnswerWord::Later, None);
    let mut claims = vec![online.claim(&off)];
    let linked = online.asks(service).first().copied().map(|factor| online.prove(service, factor));
    claims.extend(linked.as_ref().map(|linked| online.claim(linked)));
    offline.network(Network::Down);
    let cut_off = offline.attempt(service, AnswerWord::None, None);
    claims.push(offline.claim(&cut_off));
    let links = linked.map_or_else(String::new, |linked| format!(", and who links is {}", outcome(&linked)));
    let text = format!(
        "Once {number} have passed, who puts it off is {}{links}. Without the organization in reach the account is {}. The \
         grace is never given again.",
        outcome(&off),
        outcome(&cut_off)
    );
    sentences.push(subject.sentence(text, off.keys.union(cut_off.keys), claims));
    sentences
}

/// What an account that is not linked meets from afar.
fn remote(subject: &Subject<'_>, mut stage: Stage) -> Option<Sentence> {
    let mut without = stage.clone();
    let off = stage.attempt("ssh", AnswerWord::Later, None);
    // Where SSH does not ask, the services say so; and who cannot link has nothing to put off.
    if off.reason == Reason::ServiceExempt || off.asked.is_none() {
        return None;
    }
    without.network(Network::Down);
    let cut_off = without.attempt("ssh", AnswerWord::None, None);
    let text = format!(
        "Over SSH linking can be put off at no time: who wants to is {}; without the organization in reach the \
         account is {}.",
        outcome(&off),
        outcome(&cut_off)
    );
    Some(subject.sentence(
        text,
        off.keys.union(cut_off.keys),
        vec![stage.claim(&off), without.claim(&cut_off)],
    ))
}
