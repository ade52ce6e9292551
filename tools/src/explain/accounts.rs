//! Accounts that are not asked, and those that can never be linked, to sentences.

use latchkey_engine::keys::{KeySet, PolicyKey};
use latchkey_engine::scenario::{AnswerWord, Network};

use super::cast::{Cast, Role};
use super::stage::{Claim, Stage, Standing, Trial};
use super::wording::{capital, outcome, services};
use super::{Class, Sentence, Subject};

/// The services by our own words.
pub(super) const SERVICES: &[&str] = &["login", "unlock", "sudo", "su", "ssh"];

/// The classes of accounts that the policy treats apart; what does not occur is said where it matters.
pub(super) fn classes(subject: &Subject<'_>, cast: &Cast) -> Vec<Class> {
    let mut classes = Vec::new();
    match &cast.exempt {
        Some(role) => classes.push(Class {
            class: "exempt",
            title: "exempt accounts",
            who: role.who.clone(),
            sentences: not_asked(subject, role),
        }),
        None if !cast.narrowed => classes.push(nobody(
            subject,
            "exempt",
            "exempt accounts",
            "Nobody is exempt: there is no account that gets in when everything else fails.",
            PolicyKey::NotRequired,
        )),
        None => {}
    }
    if let Some(role) = &cast.not_required {
        classes.push(Class {
            class: "not-required",
            title: "accounts that need not use MFA",
            who: role.who.clone(),
            sentences: not_asked(subject, role),
        });
    }
    if let Some(role) = &cast.reserved {
        classes.push(Class {
            class: "reserved",
            title: "reserved accounts",
            who: role.who.clone(),
            sentences: reserved(subject, role),
        });
    }
    if cast.required.is_none() && !cast.narrowed {
        let key = if cast.not_required.is_some() { PolicyKey::Required } else { PolicyKey::NotRequired };
        let text = "Nobody has to use MFA: nothing in this profile asks anybody for a second factor.";
        classes.push(nobody(subject, "required", "accounts that must use MFA", text, key));
    }
    classes
}

fn nobody(
    subject: &Subject<'_>,
    class: &'static str,
    title: &'static str,
    text: &str,
    key: PolicyKey,
) -> Class {
    let sentences = vec![subject.sentence(text.to_owned(), KeySet::of(&[key]), Vec::new())];
    Class { class, title, who: "nobody".to_owned(), sentences }
}

/// What one attempt on a fresh stage gives.
fn at_once(subject: &Subject<'_>, role: &Role, network: Network, service: &str) -> Option<(Trial, Claim)> {
    let mut stage = Stage::begin(&subject.policy, subject.platform, &role.person, Standing::New)?;
    if network == Network::Down {
        stage.network(network);
    }
    let trial = stage.attempt(service, AnswerWord::None, None);
    let claim = stage.claim(&trial);
    Some((trial, claim))
}

/// Those whom nobody asks, everywhere; where that is not so, each service with what comes of it.
fn not_asked(subject: &Subject<'_>, role: &Role) -> Vec<Sentence> {
    let who = capital(&role.who);
    let mut groups: Vec<(String, Vec<&str>, KeySet, Vec<Claim>)> = Vec::new();
    for network in [Network::Up, Network::Down] {
        for service in SERVICES.iter().copied() {
            let Some((trial, claim)) = at_once(subject, role, network, service) else { continue };
            let outcome = outcome(&trial);
            match groups.iter_mut().find(|group| group.0 == outcome) {
                Some((_, services, keys, claims)) => {
                    if !services.contains(&service) {
                        services.push(service);
                    }
                    *keys = keys.union(trial.keys);
                    claims.push(claim);
                }
                None => groups.push((outcome, vec![service], trial.keys, vec![claim])),
            }
        }
    }
    let everywhere = groups.len() == 1;
    groups
        .into_iter()
        .map(|(outcome, at, keys, claims)| {
            let place =
                if everywhere { "at every service".to_owned() } else { format!("at {}", services(&at)) };
            let verb = if is_one(&role.who) { "is" } else { "are" };
            let text = format!(
                "{who} {verb} {outcome} {place}, always, with and without the organization in reach."
            );
            subject.sentence(text, keys, claims)
        })
        .collect()
}

/// Whether people are spoken of as one.
fn is_one(who: &str) -> bool {
    who.starts_with("everybody") || !who.contains(" and ")
}

fn reserved(subject: &Subject<'_>, role: &Role) -> Vec<Sentence> {
    let mut sentences = Vec::new();
    if let Some((trial, claim)) = at_once(subject, role, Network::Down, "login") {
        let recorded = if trial.permits() { "; each such sign-in is recorded in the audit log" } else { "" };
        let text = format!(
            "At the machine's own login a reserved account is {}, with and without the organization in reach{recorded}.",
            outcome(&trial)
        );
        let online = at_once(subject, role, Network::Up, "login").map(|(_, claim)| claim);
        sentences.push(subject.sentence(text, trial.keys, online.into_iter().chain([claim]).collect()));
    }
    if let Some((trial, claim)) = at_once(subject, role, Network::Up, "ssh") {
        let text = format!("Over SSH a reserved account is {}.", outcome(&trial));
        sentences.push(subject.sentence(text, trial.keys, vec![claim]));
    }
    sentences.extend(elsewhere(subject, role));
    sentences
}

/// What a reserved account meets at the other services of the machine, within the grace and after it.
fn elsewhere(subject: &Subject<'_>, role: &Role) -> Option<Sentence> {
    let service = ["sudo", "su", "unlock"].into_iter().find(|service| {
        !subject.policy.services.exempts(latchkey_engine::request::Service::named(service))
    })?;
    let mut stage = Stage::begin(&subject.policy, subject.platform, &role.person, Standing::New)?;
    let first = stage.attempt(service, AnswerWord::None, None);
    let mut claims = vec![stage.claim(&first)];
    stage.wait(subject.policy.grace);
    let later = stage.attempt(service, AnswerWord::None, None);
    claims.push(stage.claim(&later));
    let text = if first.permits() {
        format!(
            "At `{service}` it is {} for {} from its first attempt there; after that it is {}. A reserved account is never \
             linked, so nothing else helps it.",
            outcome(&first),
            subject.words.number(PolicyKey::Grace),
            outcome(&later),
        )
    } else {
        format!(
            "At `{service}` it is {}, since there is no grace: {}. A reserved account is never linked, so nothing helps it.",
            outcome(&first),
            subject.words.number(PolicyKey::Grace)
        )
    };
    Some(subject.sentence(text, first.keys.union(later.keys), claims))
}
