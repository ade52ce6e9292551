//! A linked account to sentences: with the organization in reach, and without it.

use latchkey_engine::decide::EnrolmentOffer;
use latchkey_engine::keys::{KeySet, PolicyKey};
use latchkey_engine::scenario::{AnswerWord, Network};
use latchkey_linker::Factor;
use latchkey_profile_schema::domain::AllowedFactor;

use super::linking::FOREVER;
use super::stage::{Person, Stage, Standing, Trial, wrong};
use super::wording::{at, capital, factors, outcome};
use super::{Class, Sentence, Subject};

/// The best that the account can have under this policy.
pub(super) fn standing(subject: &Subject<'_>) -> Standing {
    if subject.policy.factors.contains(Factor::OfflineCode) { Standing::Enrolled } else { Standing::Linked }
}

/// The class of a linked account with the organization in reach.
pub(super) fn online(subject: &Subject<'_>, person: &Person, service: &str) -> Option<Class> {
    let begin = |standing| Stage::begin(&subject.policy, subject.platform, person, standing);
    let mut sentences = vec![asked(subject, &begin(standing(subject))?, service)];
    sentences.extend(refused(subject, begin(standing(subject))?, service));
    sentences.extend(offered(subject, begin(Standing::Linked)?, service));
    sentences.extend(performed(subject));
    Some(Class {
        class: "online",
        title: "linked, with the organization in reach",
        who: String::new(),
        sentences,
    })
}

/// Which factors are asked for.
fn asked(subject: &Subject<'_>, stage: &Stage, service: &str) -> Sentence {
    let asked = stage.asks(service);
    let trials: Vec<(Trial, _)> = asked
        .iter()
        .map(|&factor| {
            let mut stage = stage.clone();
            let trial = stage.prove(service, factor);
            let claim = stage.claim(&trial);
            (trial, claim)
        })
        .collect();
    let Some((first, _)) = trials.first() else {
        let mut stage = stage.clone();
        let trial = stage.attempt(service, AnswerWord::None, None);
        let text = format!("{} the account is {}.", capital(&at(service)), outcome(&trial));
        return subject.sentence(text, trial.keys, vec![stage.claim(&trial)]);
    };
    let how = if asked.len() > 1 { "one of these, offered in this order: " } else { "" };
    let code = asked.contains(&Factor::OfflineCode);
    let code = if code { " (the code once it is set up)" } else { "" };
    let text = format!(
        "{} every sign-in asks for {how}{}{code}; who gives it is {}.",
        capital(&at(service)),
        factors(&asked),
        outcome(first)
    );
    subject.sentence(text, first.keys, trials.into_iter().map(|(_, claim)| claim).collect())
}

/// What a refusal does: of an answer, and of the identity.
fn refused(subject: &Subject<'_>, stage: Stage, service: &str) -> Vec<Sentence> {
    let asked = stage.asks(service);
    let Some(&factor) = asked.first() else { return Vec::new() };
    let word = super::stage::right(factor).1;
    let (mut wrongly, mut silent, mut closed) = (stage.clone(), stage.clone(), stage);
    let answered = wrongly.attempt(service, wrong(factor), Some(word));
    let nothing = silent.attempt(service, AnswerWord::None, None);
    let text = format!(
        "Who gives a wrong answer, or declines a push, is {}. No answer ends the attempt after {}, and \
         the account is {}.",
        outcome(&answered),
        subject.words.number(PolicyKey::PromptTimeout),
        outcome(&nothing)
    );
    let keys = answered.keys.with(PolicyKey::PromptTimeout);
    let claims = vec![wrongly.claim(&answered), silent.claim(&nothing)];
    let mut sentences = vec![subject.sentence(text, keys, claims)];

    // Whom the organization refuses is not helped by pulling the plug.
    let Some(online) = asked.iter().copied().find(|factor| !factor.is_offline()) else { return sentences };
    closed.network(Network::Refusing);
    let refused = closed.prove(service, online);
    let mut claims = vec![closed.claim(&refused)];
    closed.network(Network::Down);
    let afterwards = closed.attempt(service, AnswerWord::Code, Some(AllowedFactor::OfflineCode));
    claims.push(closed.claim(&afterwards));
    let text = format!(
        "If the organization refuses the identity itself, the account is {}; without the organization in reach it is then {}, \
         until the next success online.",
        outcome(&refused),
        outcome(&afterwards)
    );
    sentences.push(subject.sentence(text, refused.keys.union(afterwards.keys), claims));
    sentences
}

/// Whether the device access code is offered.
fn offered(subject: &Subject<'_>, stage: Stage, service: &str) -> Option<Sentence> {
    let offer = stage.offer("login")?;
    let mut over = stage.clone();
    over.wait(subject.policy.grace);
    let text = match (offer, over.offer("login")) {
        (EnrolmentOffer::Postponable, Some(EnrolmentOffer::Insistent)) => format!(
            "After a sign-in at the machine's own login the device access code is offered for use without the organization; \
             within the grace of {} it can be put off, and whoever declines it later is let in all the same and asked again.",
            subject.words.number(PolicyKey::Grace)
        ),
        (EnrolmentOffer::Postponable, _) => {
            "After a sign-in at the machine's own login the device access code is offered for use without the organization; it \
             can be put off."
                .to_owned()
        }
        (EnrolmentOffer::Insistent, _) => {
            "After each sign-in at the machine's own login the device access code is asked to be set up for use without the \
             organization; whoever declines is let in all the same and asked again."
                .to_owned()
        }
    };
    let keys = KeySet::of(&[
        PolicyKey::AllowedFactors,
        PolicyKey::Grace,
        PolicyKey::OfflineAllowed,
        PolicyKey::OfflinePeriod,
    ]);
    let mut signed_in = stage;
    let factor = signed_in.asks(service).into_iter().next();
    let claims = factor.map(|factor| {
        let trial = signed_in.prove(service, factor);
        signed_in.claim(&trial)
    });
    Some(subject.sentence(text, keys, claims.into_iter().collect()))
}

/// What is listed and not performed.
fn performed(subject: &Subject<'_>) -> Option<Sentence> {
    let able = latchkey_engine::facts::performable();
    let idle: Vec<Factor> = subject.policy.factors.iter().filter(|factor| !able.contains(*factor)).collect();
    if idle.is_empty() {
        return None;
    }
    let text = format!(
        "This profile also allows {}, which this version of Latchkey does not ask for.",
        factors(&idle).replace(" or ", " and ")
    );
    Some(subject.sentence(text, KeySet::of(&[PolicyKey::AllowedFactors]), Vec::new()))
}

/// The class of a linked account without the organization.
pub(super) fn offline(subject: &Subject<'_>, person: &Person, service: &str) -> Option<Class> {
    let begin = |standing| {
        let mut stage = Stage::begin(&subject.policy, subject.platform, person, standing)?;
        stage.network(Network::Down);
        Some(stage)
    };
    let stage = begin(standing(subject))?;
    let asked = stage.asks(service);
    let mut sentences = Vec::new();
    if asked.is_empty() {
        let mut stage = stage;
        let trial = stage.attempt(service, AnswerWord::Code, Some(AllowedFactor::OfflineCode));
        let text = format!("Without the organization in reach the account is {}.", outcome(&trial));
        sentences.push(subject.sentence(text, trial.keys, vec![stage.claim(&trial)]));
    } else {
        sentences.extend(period(subject, &stage, service, &asked));
        sentences.extend(extended(subject, person, service));
        let mut bare = begin(Standing::Linked)?;
        let trial = bare.attempt(service, AnswerWord::None, None);
        let text = format!("Where no device access code was set up, the account is {}.", outcome(&trial));
        sentences.push(subject.sentence(text, trial.keys, vec![bare.claim(&trial)]));
    }
    Some(Class {
        class: "offline",
        title: "linked, without the organization in reach",
        who: String::new(),
        sentences,
    })
}

/// How long an offline factor works, and what comes then.
fn period(subject: &Subject<'_>, stage: &Stage, service: &str, asked: &[Factor]) -> Vec<Sentence> {
    let period = subject.policy.offline_period;
    let number = subject.words.number(PolicyKey::OfflinePeriod);
    let mut now = stage.clone();
    let code = Some(AllowedFactor::OfflineCode);
    let inside = now.attempt(service, AnswerWord::Code, code);
    let mut claims = vec![now.claim(&inside)];
    let mut again = stage.clone();
    let replayed = again.attempt(service, AnswerWord::Replay, code);
    claims.push(again.claim(&replayed));
    let mut text = format!(
        "For {number} after the last sign-in online, {} is asked for, and who gives it is {}; who gives a code a second time is \
         {}.",
        factors(asked),
        outcome(&inside),
        outcome(&replayed)
    );
    if period > FOREVER {
        text.push_str(" That ends in no person's lifetime.");
        return vec![subject.sentence(text, inside.keys, claims)];
    }
    let (mut last, mut over) = (stage.clone(), stage.clone());
    last.wait(period.saturating_sub(1));
    let still = last.attempt(service, AnswerWord::Code, code);
    claims.push(last.claim(&still));
    let mut sentences = vec![subject.sentence(text, inside.keys, claims)];
    over.wait(period);
    let ended = over.attempt(service, AnswerWord::Code, code);
    let text = format!("Once {number} have passed, the account is {}.", outcome(&ended));
    sentences.push(subject.sentence(text, ended.keys, vec![over.claim(&ended)]));
    sentences
}

/// What begins the period anew, and what does not.
fn extended(subject: &Subject<'_>, person: &Person, service: &str) -> Vec<Sentence> {
    let period = subject.policy.offline_period;
    if !(2..=FOREVER).contains(&period) {
        return Vec::new();
    }
    let later = |begin: &dyn Fn(&mut Stage) -> Option<Trial>| {
        let mut stage = Stage::begin(&subject.policy, subject.platform, person, Standing::Enrolled)?;
        stage.wait(period / 2);
        begin(&mut stage)?;
        stage.network(Network::Down);
        stage.wait(period - period / 2);
        let trial = stage.attempt(service, AnswerWord::Code, Some(AllowedFactor::OfflineCode));
        let claim = stage.claim(&trial);
        Some((trial, claim))
    };
    let online = later(&|stage| {
        let factor = stage.asks(service).into_iter().find(|factor| !factor.is_offline())?;
        Some(stage.prove(service, factor))
    });
    let code = later(&|stage| Some(stage.prove(service, Factor::OfflineCode)));
    let mut sentences = Vec::new();
    let keys = KeySet::of(&[PolicyKey::OfflinePeriod]);
    match online {
        Some((trial, claim)) if trial.permits() => sentences.push(subject.sentence(
            format!(
                "Each sign-in online with a factor that the organization checks begins the {} anew.",
                subject.words.number(PolicyKey::OfflinePeriod)
            ),
            trial.keys,
            vec![claim],
        )),
        Some((trial, claim)) => sentences.push(subject.sentence(
            format!("A sign-in online does not begin it anew: the account is {}.", outcome(&trial)),
            trial.keys,
            vec![claim],
        )),
        None => sentences.push(subject.sentence(
            "Nothing begins it anew: no factor that the organization checks is allowed here.".to_owned(),
            keys.with(PolicyKey::AllowedFactors),
            Vec::new(),
        )),
    }
    if let Some((trial, claim)) = code {
        let text = if trial.permits() {
            "The device access code begins it anew as well.".to_owned()
        } else {
            "The device access code does not, even where the organization is in reach.".to_owned()
        };
        sentences.push(subject.sentence(text, trial.keys, vec![claim]));
    }
    sentences
}
