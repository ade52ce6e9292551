//! What came of stories to one object for programs, a scenario at a time. Its shape is frozen.

use std::path::Path;
use std::rc::Rc;

use jiff::Timestamp;
use latchkey_engine::scenario::{Entry, Expectation, Happened, Network, Situation};
use latchkey_linker::UnixTime;
use latchkey_profile_schema::text::{LineIndex, Position};
use serde::{Serialize, Serializer};

use super::Tally;
use super::because::Reasons;
use crate::render::keys::Shown;
use crate::scenarios::{Broken, Played};

#[derive(Serialize)]
struct Scenario<'a> {
    file: &'a str,
    start: Option<String>,
    profile: Option<Profile<'a>>,
    steps: Vec<Step<'a>>,
    errors: Vec<Fault<'a>>,
}

#[derive(Serialize)]
struct Profile<'a> {
    path: &'a str,
    standing: &'static str,
    /// Why it makes no policy.
    fault: Option<String>,
}

#[derive(Serialize)]
struct Step<'a> {
    step: usize,
    at: String,
    seconds_since_start: i64,
    note: Option<&'a str>,
    #[serde(flatten)]
    what: What<'a>,
}

#[derive(Serialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
enum What<'a> {
    Attempt {
        subject: &'a str,
        service: &'a str,
        decision: &'static str,
        reason: &'static str,
        #[serde(serialize_with = "each")]
        keys: Rc<[Shown]>,
        expected: Option<Expected<'a>>,
        met: Option<bool>,
    },
    Network {
        network: &'static str,
    },
    Clock {
        wall: String,
    },
    Reboot,
    Profile {
        profile: Profile<'a>,
    },
    Wipe,
    Recovery {
        subject: &'a str,
    },
}

#[derive(Serialize)]
struct Expected<'a> {
    decision: &'static str,
    reason: &'a str,
}

#[derive(Serialize)]
struct Fault<'a> {
    message: &'a str,
    help: Option<&'a str>,
    range: Option<Range>,
}

#[derive(Serialize)]
struct Range {
    start: Place,
    end: Place,
}

#[derive(Serialize)]
struct Place {
    line: u32,
    column: u32,
}

#[derive(Serialize)]
struct Summary {
    scenarios: usize,
    attempts: usize,
    expectations: usize,
    unmet: usize,
    broken: usize,
}

/// What stands before the first scenario.
pub(crate) const BEGIN: &str = "{\"version\":1,\"scenarios\":[";

/// A scenario that was played.
pub(crate) fn played(file: &Path, played: &Played, reasons: &Reasons<'_>) -> serde_json::Result<String> {
    let file = file.display().to_string();
    let transcript = &played.transcript;
    let steps = transcript.entries.iter().map(|entry| Step {
        step: entry.step,
        at: rfc3339(entry.at),
        seconds_since_start: entry.at.since(transcript.start),
        note: entry.note.as_deref(),
        what: what(entry, played, reasons),
    });
    serde_json::to_string(&Scenario {
        file: &file,
        start: Some(rfc3339(transcript.start)),
        profile: Some(profile(&transcript.profile, transcript.situation, reasons)),
        steps: steps.collect(),
        errors: Vec::new(),
    })
}

/// A scenario that was not.
pub(crate) fn broken(file: &Path, broken: &Broken) -> serde_json::Result<String> {
    let file = file.display().to_string();
    let index = LineIndex::new(&broken.text);
    let place = |Position { line, column }| Place { line, column };
    let errors = broken.mistakes.iter().map(|told| Fault {
        message: &told.message,
        help: told.help.as_deref(),
        range: told.span.map(|span| {
            let (start, end) = index.range(span);
            Range { start: place(start), end: place(end) }
        }),
    });
    let errors = errors.collect();
    serde_json::to_string(&Scenario { file: &file, start: None, profile: None, steps: Vec::new(), errors })
}

/// What stands after the last one.
pub(crate) fn end(tally: &Tally) -> serde_json::Result<String> {
    let Tally { scenarios, broken, attempts, expectations, unmet, .. } = *tally;
    let summary = serde_json::to_string(&Summary { scenarios, attempts, expectations, unmet, broken })?;
    Ok(format!("],\"summary\":{summary}}}\n"))
}

fn what<'a>(entry: &'a Entry, played: &'a Played, reasons: &Reasons<'_>) -> What<'a> {
    match &entry.happened {
        Happened::Attempt(line) => {
            let step = entry.step.checked_sub(1).and_then(|index| played.scenario.steps.get(index));
            let expected = step.and_then(|step| step.expect.as_ref());
            What::Attempt {
                subject: &line.subject,
                service: &line.service,
                decision: line.decision.word(),
                reason: line.reason.word(),
                keys: reasons.shown(line),
                met: expected.map(|_| line.unmet.is_none()),
                expected: expected
                    .map(|Expectation { decision, reason }| Expected { decision: decision.word(), reason }),
            }
        }
        Happened::Network(network) => What::Network {
            network: match network {
                Network::Up => "up",
                Network::Down => "down",
                Network::Refusing => "refusing",
            },
        },
        Happened::Clock { wall } => What::Clock { wall: rfc3339(*wall) },
        Happened::Reboot => What::Reboot,
        Happened::Profile { path, situation } => {
            What::Profile { profile: profile(path, *situation, reasons) }
        }
        Happened::Wipe => What::Wipe,
        Happened::Recovery { subject } => What::Recovery { subject },
    }
}

fn profile<'a>(path: &'a str, situation: Situation, reasons: &Reasons<'_>) -> Profile<'a> {
    let (standing, fault) = match situation {
        Situation::Present => ("in-force", None),
        Situation::Invalid => ("no-policy", reasons.fault(path)),
        Situation::Gone => ("gone", None),
    };
    Profile { path, standing, fault }
}

fn each<S: Serializer>(keys: &Rc<[Shown]>, serializer: S) -> Result<S::Ok, S::Error> {
    keys.as_ref().serialize(serializer)
}

/// A time for programs, in UTC.
fn rfc3339(time: UnixTime) -> String {
    // Every time of a story has a date.
    Timestamp::from_second(time.0).map(|time| time.to_string()).unwrap_or_default()
}
