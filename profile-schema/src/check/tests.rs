mod companions;
mod envelopes;
mod names;
mod required;
mod values;

use super::*;
use crate::carrier::Delivery;
use crate::document::{Entry, PlistType, Value};
use crate::domain::{AGENT, DESKTOP_MFA, DOMAINS, ENVELOPES, PAYLOAD, PROFILE};

fn node(value: Value) -> Node {
    Node { value, span: None }
}

fn text(text: &str) -> Node {
    node(Value::String(text.to_owned()))
}

fn array<const N: usize>(items: [&str; N]) -> Node {
    node(Value::Array(items.map(text).to_vec()))
}

fn integer(number: i128) -> Node {
    node(Value::Integer(number))
}

fn real(number: f64) -> Node {
    node(Value::Real(number))
}

fn boolean(truth: bool) -> Node {
    node(Value::Boolean(truth))
}

fn dictionary<const N: usize>(entries: [(&str, Node); N]) -> Node {
    node(Value::Dictionary(
        entries.map(|(key, node)| Entry { key: key.to_owned(), key_span: None, node }).to_vec(),
    ))
}

/// The sample of a complete policy.
fn sample() -> Vec<(&'static str, Node)> {
    vec![
        ("DMFAClientID", text("0oaEXAMPLE0000000000")),
        ("DMFAClientSecret", text("hunter2")),
        ("DMFAOrgURL", text("https://corp.example.com")),
        ("AllowedFactors", array(["OV_Push", "FIDO2_USB_key", "Offline_TOTP"])),
        ("LoginPeriodWithoutEnrolledFactor", real(48.0)),
        ("LoginPeriodWithOfflineFactor", real(168.0)),
        ("MFARequiredList", array(["*"])),
        ("MFANotRequiredList", array(["breakglass"])),
        ("OfflineLoginAllowed", boolean(true)),
    ]
}

/// The sample with one key set otherwise, or added.
fn sample_with(key: &'static str, value: Node) -> Node {
    let mut entries = sample();
    entries.retain(|(name, _)| *name != key);
    entries.push((key, value));
    settings(entries)
}

fn settings(entries: Vec<(&str, Node)>) -> Node {
    node(Value::Dictionary(
        entries.into_iter().map(|(key, node)| Entry { key: key.to_owned(), key_span: None, node }).collect(),
    ))
}

/// Path, part and problem of everything wrong with the settings.
fn found(domain: &Domain, settings: &Node) -> Vec<(String, Part, KeyProblem)> {
    told(check(domain, settings, &KeyPath::root(), Beside::Nothing))
}

fn told(problems: Vec<Problem>) -> Vec<(String, Part, KeyProblem)> {
    problems
        .into_iter()
        .map(|problem| match (problem.place, problem.kind) {
            (Place::Path(path, part), ProblemKind::Key(kind)) => (path.to_string(), part, kind),
            other => panic!("{other:?}"),
        })
        .collect()
}

#[track_caller]
fn one(domain: &Domain, settings: &Node, path: &str, problem: KeyProblem) {
    assert_eq!(found(domain, settings), [(path.to_owned(), Part::Value, problem)]);
}

fn not_allowed(found: &str, allowed: &[&str], nearest: Option<&str>) -> KeyProblem {
    KeyProblem::NotAllowed {
        found: Some(found.to_owned()),
        allowed: allowed.iter().map(|word| (*word).to_owned()).collect(),
        nearest: nearest.map(str::to_owned),
    }
}
