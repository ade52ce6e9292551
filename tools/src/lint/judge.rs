//! A property list to findings: its bytes, its carrier, its envelopes, its settings, then every rule that looks at it.

use std::cell::LazyCell;
use std::collections::HashSet;

use latchkey_engine::profile;
use latchkey_profile_schema::carrier::{self, Carrier, Contents, Delivery, Envelope, EnvelopeKind, Payload};
use latchkey_profile_schema::check::{self, Beside, Delivered};
use latchkey_profile_schema::domain::{KeyNames, PAYLOAD, PROFILE, named};
use latchkey_profile_schema::library::{self, Against, Author};
use latchkey_profile_schema::plist::Reading;
use latchkey_profile_schema::{
    Document, KeyPath, KeyProblem, Node, Part, Place, Places, Problem, ProblemKind, Span, Value,
};

use super::domains::ByPath;
use super::report::{Found, Unchecked};
use super::wrapped::Wrapped;
use super::{domains, manifest, secret, unread, wording};
use crate::facts::Facts;
use crate::finding::value_at;
use crate::options::Options;
use crate::phrase::quoted;
use crate::rules::generated_uuid::Uuids;
use crate::rules::nested_settings::Explanation;
use crate::rules::variables::{holds_variable, is_for_an_mdm};
use crate::rules::{
    self, Check, RULES, integer_for_boolean, malformed_uuid, placeholder_value, unresolved_variable,
    variable_for_other_type,
};
use crate::view::{FileView, PayloadView, SettingsView};

/// Whether reading the file has found that the value of a problem's key is not what its element says.
fn is_unreadable(problem: &Problem, places: &Places<'_>, reading: &Reading) -> bool {
    let Place::Path(path, Part::Value) = &problem.place else { return false };
    let earlier = || reading.problems.iter().filter(|earlier| wording::is_unreadable(earlier));
    if earlier().next().is_none() {
        return false;
    }
    // A dictionary around an unreadable value has problems of its own.
    let is_scalar = |node: &&Node| !matches!(node.value, Value::Array(_) | Value::Dictionary(_));
    let span = places.at(path).filter(is_scalar).and_then(|node| node.span);
    earlier().any(|earlier| match &earlier.place {
        Place::Bytes(inner) => span.is_some_and(|outer| outer.start <= inner.start && inner.end <= outer.end),
        place => *place == problem.place,
    })
}

/// What is wrong with the bytes.
pub(super) fn bytes(
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
                found.findings.push(wording::parse(problem.place.clone(), kind, reading.document.as_ref()));
            }
            unread::Unread::Mistake { reason } => {
                found.checked = false;
                found.findings.push(wording::parse(problem.place.clone(), kind, None));
                found.unchecked.push(Unchecked::new(None, reason));
            }
            unread::Unread::Format { reason } => {
                found.checked = false;
                found.unchecked.push(Unchecked::new(None, reason));
            }
        }
    }
}

/// What is wrong with what they say.
pub(super) fn document(
    found: &mut Found,
    document: &Document,
    reading: &Reading,
    wrapped: &Wrapped<'_>,
    options: &Options,
) {
    let name = wrapped.name;
    if let Some(findings) = manifest::of_plist(document, name) {
        return found.findings.extend(findings);
    }
    let contents = carrier::open_deployed(document, wrapped.deployment);
    judge_carrier(found, &contents, document, name);
    let uuids = Uuids::of(document);
    for envelope in &contents.envelopes {
        judge_envelope(found, envelope, &contents.problems, &uuids, options);
    }
    let mut declared = Vec::with_capacity(contents.payloads.len());
    for payload in &contents.payloads {
        match domains::of(payload, wrapped, options) {
            Ok(domain) => declared.push((domain, payload)),
            Err(domains::Unknown { domain, reason }) => {
                if !domain
                    .is_some_and(|domain| against_library(found, payload, domain, document, options, &[]))
                {
                    found.checked &= payload.envelope.is_some();
                    let schema =
                        domain.zip(options.schemas.as_deref()).and_then(|(name, library)| library.of(name));
                    let undescribed = domain.filter(|_| schema.is_none()).map(str::to_owned);
                    let reason = schema.map_or(reason, |schema| of_payloads_alone(&schema.payload_type));
                    let key_path = Some(payload.path.clone());
                    found.unchecked.push(Unchecked { key_path, undescribed, reason });
                }
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
    let places = Places::of(document);
    let by_path = LazyCell::new(|| ByPath::of(&payloads));
    let mut nested = Explanation::default();
    for problem in &problems {
        // The text of an unreadable value stands in the tree as a string; its type is not a second mistake.
        if let (ProblemKind::Key(kind), Place::Path(path, _), false) =
            (&problem.kind, &problem.place, is_unreadable(problem, &places, reading))
        {
            let theirs = by_path.around(path);
            let depth = theirs.map_or(0, |theirs| theirs.payload.path.segments().len());
            let domain = theirs.map(|theirs| theirs.domain);
            let text = places.at(path).and_then(Node::as_str);
            if theirs.is_some_and(|theirs| nested.explains(theirs, path, kind)) {
                continue;
            }
            let is_about_url = matches!(kind, KeyProblem::BadUrl { .. } | KeyProblem::InsecureUrl { .. });
            if is_about_url && text.is_some_and(|text| placeholder_value::tells(path, text)) {
                continue;
            }
            if let Some(expected) = variable_for_other_type::expected(kind, text) {
                found.findings.push(variable_for_other_type::word(problem.place.clone(), path, expected));
            } else if let Some(text) = text.filter(|text| kind.is_about_text() && holds_variable(text)) {
                found.findings.extend(unresolved_variable::word(problem.place.clone(), path, text, options));
            } else {
                found.findings.push(wording::key(
                    problem.place.clone(),
                    path,
                    kind,
                    domain,
                    depth,
                    Some(document),
                ));
            }
        }
    }
    // Where not every key is declared here, a schema that the user brought knows more.
    for (domain, payload) in declared.iter().filter(|(domain, _)| domain.keys == KeyNames::Partial) {
        against_library(found, payload, domain.name, document, options, &problems);
    }
    let domains = SettingsView::of(&payloads);
    let file = FileView {
        name,
        bytes: wrapped.bytes,
        layers: &wrapped.layers,
        deployment: wrapped.deployment,
        domain: wrapped.domain.or_else(|| domains::described(wrapped.name, options)),
        root: reading.root,
        beginning: wrapped.beginning,
        options,
        document,
        contents: &contents,
        payloads: &payloads,
        domains: &domains,
    };
    found.facts = Facts::of(&file);
    run_rules(found, &file);
    if found.findings.iter().any(|finding| finding.is_told_by_proof) {
        let ours = declared.iter().filter(|(domain, _)| named(domain.name).is_some());
        found.in_force = Some(profile::values(ours.copied()));
    }
}

/// Why Apple's description of a payload type says nothing of preferences by the same name.
fn of_payloads_alone(name: &str) -> String {
    format!(
        "Apple's description of {} is of the payload, and not of preferences by that name, whose keys were not checked",
        quoted(name)
    )
}

/// Compares a payload with a schema that the user brought; false where none describes it. Apple's describe payloads
/// and not the raw preferences of that name. Where something is told already, nothing is added.
fn against_library(
    found: &mut Found,
    payload: &Payload<'_>,
    domain: &str,
    document: &Document,
    options: &Options,
    told: &[Problem],
) -> bool {
    let Some(schema) = options.schemas.as_deref().and_then(|library| library.of(domain)) else {
        return false;
    };
    let direct = payload.delivery == Delivery::Direct;
    if !direct && schema.author == Author::Apple {
        return false;
    }
    let beside = if direct { Beside::EnvelopeKeys } else { Beside::Nothing };
    let against = Against { beside, macos: None, application: None };
    let places = Places::of(document);
    let known: HashSet<&KeyPath> = told.iter().filter_map(told_at).collect();
    for problem in library::check(schema, payload.settings, &payload.path, against) {
        if let (ProblemKind::Key(kind), Place::Path(path, _)) = (&problem.kind, &problem.place) {
            // A dictionary may lack several keys.
            let lacks = matches!(kind, KeyProblem::MissingKey { .. });
            let is_told = known.contains(path) && (!lacks || told.contains(&problem));
            if is_told || integer_for_boolean::tells(domain, path, kind) {
                continue;
            }
            // Where nothing but schemas of others says what the key holds, a text that no MDM replaces is a value.
            let text = if kind.is_about_text() { places.at(path).and_then(Node::as_str) } else { None };
            if let Some(text) = text.filter(|text| is_for_an_mdm(text)) {
                found.findings.extend(unresolved_variable::word(problem.place.clone(), path, text, options));
                continue;
            }
            let depth = payload.path.segments().len();
            found.findings.push(wording::of_schema(
                problem.place.clone(),
                path,
                kind,
                schema,
                depth,
                document,
            ));
        }
    }
    true
}

const fn told_at(problem: &Problem) -> Option<&KeyPath> {
    match &problem.place {
        Place::Path(path, _) => Some(path),
        Place::Bytes(_) | Place::File => None,
    }
}

fn judge_carrier(found: &mut Found, contents: &Contents<'_>, document: &Document, name: &str) {
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
                found.unchecked.push(Unchecked::new(path, reason));
            }
            None => found.findings.extend(wording::carrier(problem.place.clone(), kind, document)),
        }
    }
}

fn judge_envelope(
    found: &mut Found,
    envelope: &Envelope<'_>,
    carrier_problems: &[Problem],
    uuids: &Uuids<'_>,
    options: &Options,
) {
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
        let is_said = type_is_said && wording::concerns(kind, path, "PayloadType");
        if !is_said && !malformed_uuid::is_replaced(path, kind, options) {
            found.findings.push(wording::envelope(problem.place.clone(), path, kind, domain, whose, uuids));
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
