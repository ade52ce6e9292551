//! Who of a list of accounts is denied, to one object for programs. Its shape is frozen.

use latchkey_engine::policy::Enforcing;
use latchkey_linker::UnixTime;
use serde::Serialize;
use serde_json::{Map, Value};

use super::About;
use crate::inventory::{Counts, Denied, HORIZONS, Tally};
use crate::render::keys::{Shown, shown};

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    profile: &'a str,
    at: String,
    enforcement: &'static str,
    accounts: u64,
    /// Without the organization in reach.
    offline: Group,
    /// With it.
    online: Group,
    ignored_columns: &'a [String],
    wrong_rows: u64,
    /// The first of them.
    faults: Vec<Fault>,
}

#[derive(Serialize)]
struct Group {
    denied: Map<String, Value>,
    reasons: Vec<Cause>,
}

#[derive(Serialize)]
struct Cause {
    reason: &'static str,
    keys: Vec<Shown>,
    denied: Map<String, Value>,
}

#[derive(Serialize)]
struct Fault {
    line: u64,
    message: String,
}

/// Renders the summary.
pub(crate) fn render(about: &About<'_>, tally: &Tally) -> serde_json::Result<String> {
    let report = Report {
        version: 1,
        profile: about.profile,
        at: rfc3339(about.at),
        enforcement: match about.enforcing {
            Enforcing::Enforce => "enforce",
            Enforcing::Report => "report",
        },
        accounts: tally.users,
        offline: group(&tally.offline, about),
        online: group(&tally.online, about),
        ignored_columns: &tally.ignored,
        wrong_rows: tally.wrong,
        faults: tally
            .faults
            .iter()
            .map(|(line, fault)| Fault { line: *line, message: fault.to_string() })
            .collect(),
    };
    Ok(serde_json::to_string(&report)? + "\n")
}

fn group(denied: &Denied, about: &About<'_>) -> Group {
    let reasons = denied.reasons().into_iter().map(|(reason, keys, counts)| Cause {
        reason: reason.word(),
        keys: shown(keys, about.settings),
        denied: counted(counts),
    });
    Group { denied: counted(denied.counts), reasons: reasons.collect() }
}

fn counted(counts: Counts) -> Map<String, Value> {
    HORIZONS.iter().zip(counts).map(|((word, ..), count)| ((*word).to_owned(), count.into())).collect()
}

/// A time for programs, in UTC; empty where it has no date.
pub(super) fn rfc3339(time: UnixTime) -> String {
    jiff::Timestamp::from_second(time.0).map(|time| time.to_string()).unwrap_or_default()
}
