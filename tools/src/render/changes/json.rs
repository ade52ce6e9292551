//! What differs between two files to one object for programs. Its shape is frozen.

use latchkey_mdm_manifests::{Difference, DifferenceKind, Shown};
use latchkey_profile_schema::Value;
use serde::Serialize;
use serde_json::{Map, Number, Value as Json};

use crate::changes::{Change, Changes};
use crate::effect::Effect;

/// What stands in the place of a value that is a secret.
const HIDDEN: &str = "not shown";
/// What is said of a difference that has none.
const NO_EFFECT: &str = "no change in effect";

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    same: bool,
    differences: Vec<OneDifference<'a>>,
    /// How many more there are.
    further: usize,
    notes: &'a [String],
}

#[derive(Serialize)]
struct OneDifference<'a> {
    domain: &'a str,
    key_path: String,
    kind: &'static str,
    before: Json,
    after: Json,
    effect: Option<&'a str>,
}

/// Renders the differences.
pub(crate) fn render(changes: &Changes) -> serde_json::Result<String> {
    let report = Report {
        version: 1,
        same: changes.same(),
        differences: changes.changes.iter().map(one).collect(),
        further: changes.further,
        notes: &changes.notes,
    };
    Ok(serde_json::to_string(&report)? + "\n")
}

fn one(change: &Change) -> OneDifference<'_> {
    let Change { difference: Difference { domain, path, kind, before, after }, effect } = change;
    OneDifference {
        domain,
        key_path: path.to_string(),
        kind: word(*kind),
        before: value(before.as_ref()),
        after: value(after.as_ref()),
        effect: match effect {
            Effect::Words(words) => Some(words),
            Effect::Nothing => Some(NO_EFFECT),
            Effect::Unknown => None,
        },
    }
}

/// The kind; those that become notes are no differences.
const fn word(kind: DifferenceKind) -> &'static str {
    match kind {
        DifferenceKind::Added => "added",
        DifferenceKind::Removed => "removed",
        DifferenceKind::Means => "means",
        DifferenceKind::Changed | DifferenceKind::Label | DifferenceKind::Open => "changed",
    }
}

fn value(shown: Option<&Shown>) -> Json {
    match shown {
        None => Json::Null,
        Some(Shown::Hidden) => HIDDEN.into(),
        Some(Shown::Value(value)) => json(value),
    }
}

/// The value; JSON has no date, and data is told by its length.
fn json(value: &Value) -> Json {
    match value {
        Value::String(text) | Value::Date(text) => Json::String(text.clone()),
        Value::Integer(number) => i64::try_from(*number)
            .map(Json::from)
            .or_else(|_| u64::try_from(*number).map(Json::from))
            .unwrap_or_else(|_| number.to_string().into()),
        Value::Real(number) => {
            Number::from_f64(*number).map_or_else(|| number.to_string().into(), Json::Number)
        }
        Value::Boolean(truth) => Json::Bool(*truth),
        Value::Data(bytes) => format!("{} bytes of data", bytes.len()).into(),
        Value::Array(items) => items.iter().map(|item| json(&item.value)).collect(),
        Value::Dictionary(entries) => {
            let entries = entries.iter().map(|entry| (entry.key.clone(), json(&entry.node.value)));
            Json::Object(entries.collect::<Map<_, _>>())
        }
    }
}
