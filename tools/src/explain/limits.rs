//! What runs out and what helps then, to sentences: wrong answers, a memory that is lost, the help desk's window.

use latchkey_engine::Reason;
use latchkey_engine::keys::{KeySet, PolicyKey};
use latchkey_engine::scenario::{AnswerWord, Network};
use latchkey_profile_schema::domain::AllowedFactor;

use super::linking::FOREVER;
use super::signing_in::standing;
use super::stage::{Person, Stage, Standing, Trial, right, wrong};
use super::wording::outcome;
use super::{Class, Sentence, Subject};

/// More wrong answers than a profile may allow.
const MOST_ANSWERS: u32 = 2_000;

/// A day, in seconds.
const DAY: i64 = 86_400;

/// The class of wrong answers.
pub(super) fn budget(subject: &Subject<'_>, person: &Person, service: &str) -> Option<Class> {
    let (mut stage, factor) = [standing(subject), Standing::New].into_iter().find_map(|standing| {
        let stage = Stage::begin(&subject.policy, subject.platform, person, standing)?;
        let factor = stage.asks(service).into_iter().next()?;
        Some((stage, factor))
    })?;
    let (answer, word) = (wrong(factor), right(factor).1);
    let mut given = 0;
    let spent = loop {
        let trial = stage.attempt(service, answer, Some(word));
        if trial.reason == Reason::Budget || given >= MOST_ANSWERS {
            break trial;
        }
        given += 1;
    };
    let mut claims = vec![stage.claim(&spent)];
    let refill = subject.policy.budget.refill.as_secs();
    let mut early = stage.clone();
    early.wait(refill.saturating_sub(1));
    let still = early.prove(service, factor);
    claims.push(early.claim(&still));
    let mut restarted = stage.clone();
    restarted.clock(DAY);
    restarted.restart();
    let no_sooner = restarted.prove(service, factor);
    claims.push(restarted.claim(&no_sooner));
    let restart = if no_sooner.permits() {
        "A restart gives them back"
    } else {
        "A restart gives nothing back, nor does setting the clock"
    };
    stage.wait(refill);
    let again = stage.prove(service, factor);
    claims.push(stage.claim(&again));
    let text = format!(
        "After {}, given at all services together, the account is {}, whatever is answered.",
        subject.words.count(PolicyKey::FailureBudget, u64::from(given), "wrong answer"),
        outcome(&spent)
    );
    let sentences = vec![
        subject.sentence(text, spent.keys, claims.clone()),
        subject.sentence(
            format!(
                "One answer is given back for each {} that the machine runs; who then answers right is {}. {restart}.",
                subject.words.number(PolicyKey::FailureRefill),
                outcome(&again)
            ),
            spent.keys,
            claims,
        ),
        uncounted(subject, person, service)?,
    ];
    Some(Class { class: "wrong-answers", title: "wrong answers", who: String::new(), sentences })
}

/// What is no wrong answer.
fn uncounted(subject: &Subject<'_>, person: &Person, service: &str) -> Option<Sentence> {
    let mut stage = Stage::begin(&subject.policy, subject.platform, person, standing(subject))?;
    let mut counted = false;
    for _ in 0..=subject.policy.budget.budget.min(MOST_ANSWERS) {
        counted |= stage.attempt(service, AnswerWord::None, None).reason == Reason::Budget;
    }
    let last = stage.attempt(service, AnswerWord::None, None);
    let counts = if counted { "counts" } else { "does not count" };
    let text = format!("An attempt that is given up, or that nobody answers, {counts}.");
    let keys = KeySet::of(&[PolicyKey::FailureBudget]);
    Some(subject.sentence(text, keys, vec![stage.claim(&last)]))
}

/// The class of a machine that lost what it remembered.
pub(super) fn memory(subject: &Subject<'_>, person: &Person, service: &str) -> Option<Class> {
    let mut stage = Stage::begin(&subject.policy, subject.platform, person, standing(subject))?;
    stage.lose_memory();
    let mut cut_off = stage.clone();
    cut_off.network(Network::Down);
    let offline = cut_off.attempt(service, AnswerWord::Code, Some(AllowedFactor::OfflineCode));
    let off = stage.attempt(service, AnswerWord::Later, None);
    let mut claims = vec![cut_off.claim(&offline), stage.claim(&off)];
    let linked = stage.asks(service).first().copied().map(|factor| stage.prove(service, factor));
    claims.extend(linked.as_ref().map(|linked| stage.claim(linked)));
    let links =
        linked.map_or_else(String::new, |linked| format!("; who links it again is {}", outcome(&linked)));
    let text = format!(
        "If what the machine remembers is lost or set back, every account counts as not linked, without grace: with the \
         organization in reach, who puts linking off is {}{links}; without it, the account is {}.",
        outcome(&off),
        outcome(&offline)
    );
    let sentence = subject.sentence(text, off.keys.union(offline.keys), claims);
    Some(Class {
        class: "lost-memory",
        title: "a memory that is lost",
        who: String::new(),
        sentences: vec![sentence],
    })
}

/// The class of the help desk's window.
pub(super) fn recovery(subject: &Subject<'_>, person: &Person, service: &str) -> Option<Class> {
    let begin = || {
        let mut stage = Stage::begin(&subject.policy, subject.platform, person, standing(subject))?;
        stage.network(Network::Down);
        Some(stage)
    };
    let class = |sentences| Class {
        class: "recovery",
        title: "recovery by the help desk",
        who: String::new(),
        sentences,
    };
    let recipients = subject.settings.agent.recovery_recipients.len();
    let keys = KeySet::of(&[PolicyKey::RecoveryRecipients]);
    if recipients == 0 {
        let text = format!(
            "The help desk can let nobody in: no recipient is named ({}), so no recovery PIN can be made. Whoever is kept out for \
             good needs an administrator.",
            subject.words.key(PolicyKey::RecoveryRecipients)
        );
        return Some(class(vec![subject.sentence(text, keys, Vec::new())]));
    }
    let mut denied = begin()?;
    denied.world.state.machine.recovery_escrowed = true;
    denied.wait(subject.policy.offline_period.min(FOREVER));
    let kept_out = denied.attempt(service, AnswerWord::None, None);
    let offered = if kept_out.recovery_offered { "is offered" } else { "is not offered" };
    let number = subject.words.number(PolicyKey::RecoveryPinDuration);
    let mut sentences = vec![subject.sentence(
        format!(
            "Who is kept out {offered} recovery: whoever holds a recovery key gives a PIN that is good once. The profile names {}.",
            subject.words.count(PolicyKey::RecoveryRecipients, recipients as u64, "recovery key")
        ),
        kept_out.keys.union(keys),
        vec![denied.claim(&kept_out)],
    )];
    let window = subject.policy.recovery_window;
    let mut stage = begin()?;
    stage.wait(subject.policy.offline_period.min(FOREVER));
    stage.open_window();
    let (mut last, mut over) = (stage.clone(), stage);
    last.wait(window.saturating_sub(1).min(FOREVER));
    let inside = last.attempt(service, AnswerWord::None, None);
    over.wait(window.min(FOREVER));
    let after: Trial = over.attempt(service, AnswerWord::None, None);
    let claims = vec![last.claim(&inside), over.claim(&after)];
    let text = format!(
        "For {number} after that PIN the account is {}, at every service, whatever else holds; then it is as before, and {}.",
        outcome(&inside),
        outcome(&after)
    );
    sentences.push(subject.sentence(text, inside.keys.union(after.keys), claims));
    let text = format!(
        "The secret that PINs are made from is replaced after {}.",
        subject.words.number(PolicyKey::RecoveryValidity)
    );
    sentences.push(subject.sentence(text, KeySet::of(&[PolicyKey::RecoveryValidity]), Vec::new()));
    Some(class(sentences))
}
