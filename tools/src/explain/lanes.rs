//! A stage to the ways in that work on it, time by time: each is tried on a copy.

use latchkey_engine::Reason;
use latchkey_engine::scenario::AnswerWord;
use latchkey_linker::Factor;

use super::stage::Stage;

/// The ways in, and from when to when each works, in seconds; what touches is one.
#[derive(Debug, Default)]
pub(crate) struct Lanes {
    pub(crate) online: Vec<(u64, u64)>,
    pub(crate) code: Vec<(u64, u64)>,
    pub(crate) password: Vec<(u64, u64)>,
    /// From the beginning to the end.
    pub(crate) end: u64,
}

impl Lanes {
    /// Adds the ways that work from now on for this long, during which nothing changes.
    pub(super) fn extend(&mut self, stage: &Stage, service: &str, now: u64, length: u64) {
        let mut between = stage.clone();
        between.wait(length / 2);
        let until = now.saturating_add(length);
        self.end = until;
        let ways = [
            (online(&between, service), &mut self.online),
            (code(&between, service), &mut self.code),
            (password(&between, service), &mut self.password),
        ];
        for (works, lane) in ways {
            match lane.last_mut() {
                Some(last) if works && last.1 == now => last.1 = until,
                _ if works => lane.push((now, until)),
                _ => {}
            }
        }
    }
}

fn online(stage: &Stage, service: &str) -> bool {
    let factor = stage.asks(service).into_iter().find(|factor| !factor.is_offline());
    factor.is_some_and(|factor| {
        let trial = stage.clone().prove(service, factor);
        trial.permits() && trial.proven
    })
}

fn code(stage: &Stage, service: &str) -> bool {
    let trial = stage.clone().prove(service, Factor::OfflineCode);
    trial.permits() && trial.proven && trial.reason == Reason::Offline
}

fn password(stage: &Stage, service: &str) -> bool {
    let trial = stage.clone().attempt(service, AnswerWord::Later, None);
    trial.permits() && !trial.proven
}
