//! One file's bytes to everything that is wrong with them. Pure; files do not know of each other.

mod across;
mod batch;
mod domains;
mod report;
mod secret;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod unread;
mod wording;

use std::cell::LazyCell;
use std::cmp::Reverse;

use latchkey_mdm_manifests::holds_variable;
use latchkey_profile_schema::carrier::{self, Carrier, Contents, Envelope, EnvelopeKind};
use latchkey_profile_schema::check::{self, Beside, Delivered};
use latchkey_profile_schema::domain::{self, PAYLOAD, PROFILE};
use latchkey_profile_schema::plist::{self, MAX_PROBLEMS, ParseProblem, Reading};
use latchkey_profile_schema::{
    Document, KeyProblem, Node, Part, Place, Problem, ProblemKind, Segment, Span, Value,
};

use crate::finding::{Finding, value_at};
use crate::options::Options;
use crate::rules::{self, Check, RULES, unresolved_variable, wrong_type};
use crate::view::{FileView, PayloadView, SettingsView};

use report::Found;

pub(crate) use across::across;
pub(crate) use batch::each;
pub(crate) use report::{FileReport, Unchecked};

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Source {
    /// What it is called in reports.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

/// Checks one file.
pub(crate) fn lint(source: Source, options: &Options) -> FileReport {
    let reading = plist::read(&source.bytes);
    let secrets = LazyCell::new(|| secret::spans(&reading, &source.bytes));
    let mut found = Found::default();
    judge_bytes(&mut found, &reading, &source.bytes, &secrets);
    if let Some(document) = &reading.document {
        judge_document(&mut found, document, &reading, &source.name, options);
    }
    limit(&mut found.findings);
    let secrets = if found.findings.is_empty() { Vec::new() } else { secrets.clone() };
    report::locate(source, &reading, secrets, found, options)
}

/// Keeps the gravest findings where there are more than anybody reads, and says so.
fn limit(findings: &mut Vec<Finding>) {
    if findings.len() <= MAX_PROBLEMS {
        return;
    }
    findings.sort_by_key(|finding| Reverse(finding.rule.level));
    findings.truncate(MAX_PROBLEMS);
    if !findings.iter().any(|finding| std::ptr::eq(finding.rule, &rules::too_large::RULE)) {
        findings.push(wording::parse(Place::File, &ParseProblem::TooManyProblems));
    }
}

/// The report of a file that is larger than what is read.
pub(crate) fn refuse_size(name: String, bytes: u64) -> FileReport {
    let finding = rules::too_large::file(Place::File, bytes);
    report::without_text(name, vec![finding])
}

/// The report of settings that stand in no property list; the paths of their problems begin with the domain.
pub(crate) fn of_settings(name: String, problems: &[Problem]) -> FileReport {
    let findings = problems.iter().filter_map(|problem| {
        let (ProblemKind::Key(kind), Place::Path(path, _)) = (&problem.kind, &problem.place) else {
            return None;
        };
        let domain = match path.segments().first() {
            Some(Segment::Key(name)) => domain::named(name),
            _ => None,
        };
        let finding = wording::key(problem.place.clone(), path, kind, domain, 1);
        Some(match kind {
            KeyProblem::WrongType { expected, .. } => finding.help(wrong_type::advice_in_words(*expected)),
            _ => finding,
        })
    });
    report::without_text(name, findings.collect())
}

/// Whether reading the file has found that the value of a problem's key is not what its element says.
fn is_unreadable(problem: &Problem, document: &Document, reading: &Reading) -> bool {
    let Place::Path(path, Part::Value) = &problem.place else { return false };
    let earlier = || reading.problems.iter().filter(|earlier| wording::is_unreadable(earlier));
    if earlier().next().is_none() {
        return false;
    }
    // A dictionary around an unreadable value has problems of its own.
    let is_scalar = |node: &&Node| !matches!(node.value, Value::Array(_) | Value::Dictionary(_));
    let span = document.at(path).filter(is_scalar).and_then(|node| node.span);
    earlier().any(|earlier| match &earlier.place {
        Place::Bytes(inner) => span.is_some_and(|outer| outer.start <= inner.start && inner.end <= outer.end),
        place => *place == problem.place,
    })
}

fn judge_bytes(
    found: &mut Found,
    reading: &Reading,
    bytes: &[u8],
    secrets: &LazyCell<Vec<Span>, impl FnOnce() -> Vec<Span>>,
) {
    found.checked = true;
    for problem in &reading.problems {
        let ProblemKind::Parse(kind) = &problem.kind else { continue };
        match unread::judge(kind) {
            unread::Unread::No => {
                let hidden = secret::is_quoted(problem, kind, reading.document.as_ref(), secrets, bytes);
                let kind = if hidden { &secret::redacted(kind) } else { kind };
                found.findings.push(wording::parse(problem.place.clone(), kind));
            }
            unread::Unread::Mistake { reason } => {
                found.checked = false;
                found.findings.push(wording::parse(problem.place.clone(), kind));
                found.unchecked.push((None, reason));
            }
            unread::Unread::Format { reason } => {
                found.checked = false;
                found.unchecked.push((None, reason));
            }
        }
    }
}

fn judge_document(found: &mut Found, document: &Document, reading: &Reading, name: &str, options: &Options) {
    let contents = carrier::open(document);
    judge_carrier(found, &contents, name);
    for envelope in &contents.envelopes {
        judge_envelope(found, envelope, &contents.problems);
    }
    let mut declared = Vec::new();
    for payload in &contents.payloads {
        match domains::of(payload, name, options.domain) {
            Ok(domain) => declared.push((domain, payload)),
            Err(reason) => {
                found.checked &= payload.envelope.is_some();
                found.unchecked.push((Some(payload.path.clone()), reason));
            }
        }
    }
    let delivered: Vec<Delivered<'_>> =
        declared.iter().map(|(domain, payload)| Delivered::to(domain, payload)).collect();
    let problems = check::together(&delivered);
    let payloads: Vec<PayloadView<'_>> = declared
        .iter()
        .map(|(domain, payload)| PayloadView { options, domain, payload, problems: &problems })
        .collect();
    for problem in &problems {
        // The text of an unreadable value stands in the tree as a string; its type is not a second mistake.
        if let (ProblemKind::Key(kind), Place::Path(path, _), false) =
            (&problem.kind, &problem.place, is_unreadable(problem, document, reading))
        {
            let theirs = domains::around(&payloads, path);
            let depth = theirs.map_or(0, |theirs| theirs.payload.path.segments().len());
            let domain = theirs.map(|theirs| theirs.domain);
            let variable =
                kind.is_about_text() && document.at(path).and_then(Node::as_str).is_some_and(holds_variable);
            found.findings.push(if variable {
                unresolved_variable::word(problem.place.clone(), path)
            } else {
                wording::key(problem.place.clone(), path, kind, domain, depth)
            });
        }
    }
    let domains = SettingsView::of(&payloads);
    run_rules(
        found,
        &FileView { name, options, document, contents: &contents, payloads: &payloads, domains: &domains },
    );
}

fn judge_carrier(found: &mut Found, contents: &Contents<'_>, name: &str) {
    if let (Carrier::SinglePayload, [Envelope { payload_type: Some(payload_type), path, .. }]) =
        (contents.carrier, contents.envelopes.as_slice())
        && name.to_ascii_lowercase().ends_with(".mobileconfig")
    {
        let place = value_at(path.key("PayloadType"));
        found.findings.push(rules::wrong_payload_type::lone_payload(place, payload_type));
    }
    for problem in &contents.problems {
        let ProblemKind::Carrier(kind) = &problem.kind else { continue };
        match unread::carrier(kind) {
            Some(reason) => {
                let path = match &problem.place {
                    Place::Path(path, _) => Some(path.clone()),
                    Place::Bytes(_) | Place::File => None,
                };
                found.unchecked.push((path, reason));
            }
            None => found.findings.extend(wording::carrier(problem.place.clone(), kind)),
        }
    }
}

fn judge_envelope(found: &mut Found, envelope: &Envelope<'_>, carrier_problems: &[Problem]) {
    let (domain, whose) = match envelope.kind {
        EnvelopeKind::Profile => (&PROFILE, "profile"),
        EnvelopeKind::Payload => (&PAYLOAD, "payload"),
    };
    let problems = check::check(domain, envelope.node, &envelope.path, Beside::Nothing);
    if problems.is_empty() {
        return;
    }
    let type_path = envelope.path.key("PayloadType");
    let type_is_said = carrier_problems.iter().any(|problem| match &problem.place {
        Place::Path(path, _) => {
            wording::is_about_type(problem) && (*path == type_path || *path == envelope.path)
        }
        Place::Bytes(_) | Place::File => false,
    });
    for problem in problems {
        let (ProblemKind::Key(kind), Place::Path(path, _)) = (&problem.kind, &problem.place) else {
            continue;
        };
        if !(type_is_said && wording::concerns(kind, path, "PayloadType")) {
            found.findings.push(wording::envelope(problem.place.clone(), path, kind, domain, whose));
        }
    }
}

fn run_rules(found: &mut Found, file: &FileView<'_>) {
    for listed in RULES {
        match &listed.check {
            Check::Problems | Check::Files(_) => {}
            Check::File(check) => found.findings.extend(check(file)),
            Check::Payload(check) => found.findings.extend(file.payloads.iter().flat_map(check)),
            Check::Domain(domain, check) => {
                let theirs = file.domains.iter().filter(|settings| settings.domain.name == domain.name);
                found.findings.extend(theirs.flat_map(check));
            }
        }
    }
}
