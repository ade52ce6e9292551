//! A machine whose clock cannot be believed to sentences.

use latchkey_engine::keys::PolicyKey;
use latchkey_engine::scenario::{AnswerWord, Network};
use latchkey_engine::time::TOLERANCE;
use latchkey_profile_schema::domain::AllowedFactor;

use super::signing_in::standing;
use super::stage::{Person, Stage, Standing, Trial};
use super::wording::outcome;
use super::{Class, Sentence, Subject};

/// A wall clock that is wrong beyond every doubt, in seconds.
const WRONG: i64 = 7_200;

/// The class of a machine whose clock is wrong.
pub(super) fn class(subject: &Subject<'_>, person: &Person, service: &str) -> Option<Class> {
    let begin = |standing| Stage::begin(&subject.policy, subject.platform, person, standing);
    let code = Some(AllowedFactor::OfflineCode);
    let mut sentences = Vec::new();
    let mut claims = Vec::new();
    let mut told: Option<Trial> = None;
    let mut mended = None;
    for wrong in [-WRONG, WRONG] {
        let mut stage = begin(standing(subject))?;
        stage.network(Network::Down);
        stage.clock(wrong);
        let trial = stage.attempt(service, AnswerWord::Code, code);
        claims.push(stage.claim(&trial));
        stage.clock(-wrong);
        let right = stage.attempt(service, AnswerWord::Code, code);
        claims.push(stage.claim(&right));
        told = Some(trial);
        mended = Some(right);
    }
    let (told, mended) = (told?, mended?);
    // Who gets in at no time without the organization has nothing to lose here.
    if mended.permits() {
        let then = if told.permits() { "" } else { "; once it is set right, the account is let in" };
        let text = format!(
            "While the clock is wrong by more than {} minutes (built in, no key), back or ahead, a linked account without the \
             organization in reach is {}{then}.",
            TOLERANCE / 60,
            outcome(&told)
        );
        sentences.push(subject.sentence(text, told.keys, claims));
    }

    let mut stage = begin(standing(subject))?;
    stage.clock(WRONG);
    if let Some(factor) = stage.asks(service).into_iter().find(|factor| !factor.is_offline()) {
        let trial = stage.prove(service, factor);
        let mut claims = vec![stage.claim(&trial)];
        stage.clock(-WRONG);
        let right = stage.prove(service, factor);
        claims.push(stage.claim(&right));
        let text = format!(
            "While the clock is wrong by more than {} minutes (built in, no key), a linked account with the organization in \
             reach is {}; once the clock is set right, it is {}.",
            TOLERANCE / 60,
            outcome(&trial),
            outcome(&right)
        );
        sentences.push(subject.sentence(text, trial.keys, claims));
    }
    sentences.extend(unlinked(subject, begin(Standing::New)?, service));
    (!sentences.is_empty()).then_some(Class {
        class: "lost-clock",
        title: "a clock that is wrong",
        who: String::new(),
        sentences,
    })
}

/// The grace of an account that is not linked, once nobody knows the time any more.
fn unlinked(subject: &Subject<'_>, mut stage: Stage, service: &str) -> Option<Sentence> {
    if !stage.attempt(service, AnswerWord::Later, None).permits() {
        return None;
    }
    stage.clock(-WRONG);
    stage.restart();
    stage.network(Network::Down);
    let trial = stage.attempt(service, AnswerWord::None, None);
    let text = format!(
        "Where the machine has also been restarted with such a clock, an account that is not linked is, without the \
         organization in reach, {} within the grace of {} too.",
        outcome(&trial),
        subject.words.number(PolicyKey::Grace)
    );
    Some(subject.sentence(text, trial.keys, vec![stage.claim(&trial)]))
}
