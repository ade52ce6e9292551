//! Between a decision and its settling things change; what the decision rested on must still hold.

use latchkey_linker::Outcome;

use super::*;
use crate::decide::decide;
use crate::decision::Factors;
use crate::policy::Platform;
use crate::profile;
use crate::request::{Origin, Service, Subject};
use crate::scenario::Supposed;
use crate::time::{Clock, Moment};

const START: UnixTime = UnixTime(1_767_603_600);
const HOUR: u64 = 3_600;

const PROFILE: &str = "<plist version=\"1.0\"><dict>\
    <key>DMFAClientID</key><string>0oa1</string><key>DMFAClientSecret</key><string>s3cret</string>\
    <key>DMFAOrgURL</key><string>https://corp.example.com</string>\
    <key>LoginPeriodWithoutEnrolledFactor</key><real>48</real>\
    <key>LoginPeriodWithOfflineFactor</key><real>168</real>\
    </dict></plist>";

fn policy() -> Policy {
    let (effect, _) = profile::read(PROFILE.as_bytes());
    Policy::compile(&effect.unwrap().settings, Platform::MacOs).unwrap()
}

fn unlinked() -> Facts {
    Facts {
        moment: Moment { now: START, clock: Clock::Trusted },
        linked: false,
        grace_started: Some(START),
        last_online: None,
        offline_closed: false,
        memory_lost: false,
        enrolled: Factors::NONE,
        performable: crate::facts::performable(),
        budget_left: 5,
        recovery_open: false,
        recovery_escrowed: false,
    }
}

fn linked() -> Facts {
    let enrolled = [Factor::OfflineCode].into_iter().collect();
    Facts { linked: true, last_online: Some(START), enrolled, ..unlinked() }
}

fn identity(subject: &str) -> Identity {
    Identity { issuer: "https://corp.example.com".to_owned(), subject: subject.to_owned(), username: None }
}

fn proof(factor: Factor) -> Outcome<Supposed> {
    let issued_at = (!factor.is_offline()).then_some(START);
    Outcome::Granted(Supposed { factor, identity: identity("alice"), issued_at })
}

/// Decides by the facts of then, settles by the facts of now: `permit` or `deny`, and why.
#[track_caller]
fn check(then: &Facts, outcome: Outcome<Supposed>, now: &Facts, expected: &str) -> Vec<Change> {
    let policy = policy();
    let status = PolicyStatus::Present(&policy);
    let subject = Subject { uid: 501, name: "alice" };
    let request = Request { subject, service: Service::named("login"), origin: Origin::Local };
    let decision = decide(&status, &request, then);
    let record = LinkRecord { identity: identity("alice"), username: "alice".to_owned(), at: START };
    let link = now.linked.then_some(&record);
    let case = Case { status, request: &request, facts: now, link };
    match settle(&case, &decision, outcome, |identity| identity.subject == "taken") {
        Settled::Over { reply: Reply::Permit { reason, .. }, changes } => {
            assert_eq!(format!("permit {}", reason.word()), expected);
            changes
        }
        Settled::Over { reply: Reply::Deny { reason, cause, .. }, changes } => {
            let cause = cause.map(|cause| format!(" {cause:?}")).unwrap_or_default();
            assert_eq!(format!("deny {}{cause}", reason.word()), expected);
            changes
        }
        Settled::AskOffline { .. } => {
            assert_eq!("ask offline", expected);
            Vec::new()
        }
    }
}

fn later(facts: Facts, seconds: u64) -> Facts {
    Facts { moment: Moment { now: START.plus(seconds), ..facts.moment }, ..facts }
}

#[test]
fn a_proof_settles_what_it_was_asked_for() {
    check(&linked(), proof(Factor::Push), &linked(), "permit signed-in");
    check(&linked(), proof(Factor::OfflineCode), &linked(), "permit offline");
    let changes = check(&unlinked(), proof(Factor::Push), &unlinked(), "permit linked");
    assert!(matches!(&*changes, [Change::Link(_), Change::OnlineSuccess { .. }]));
}

#[test]
fn an_offline_period_that_ends_at_the_prompt_is_over() {
    let now = later(linked(), 168 * HOUR);
    check(&linked(), proof(Factor::OfflineCode), &now, "deny offline-over");
    check(&linked(), proof(Factor::Push), &now, "permit signed-in");
}

#[test]
fn what_another_attempt_closed_stays_closed() {
    let now = Facts { offline_closed: true, ..linked() };
    check(&linked(), proof(Factor::OfflineCode), &now, "deny offline-forbidden");
}

#[test]
fn a_clock_that_is_moved_at_the_prompt_opens_nothing() {
    let now = Facts { moment: Moment { now: START, clock: Clock::Wrong }, ..linked() };
    check(&linked(), proof(Factor::OfflineCode), &now, "deny clock");
}

#[test]
fn a_grace_that_ends_at_the_prompt_is_over() {
    let put_off = || Outcome::Refused(Refusal::PutOff);
    check(&unlinked(), put_off(), &later(unlinked(), 48 * HOUR - 1), "permit grace");
    check(&unlinked(), put_off(), &later(unlinked(), 48 * HOUR), "deny refused Refused(PutOff)");
}

#[test]
fn an_account_that_was_linked_meanwhile_is_not_linked_again() {
    let changes = check(&unlinked(), proof(Factor::Push), &linked(), "deny refused Overtaken");
    assert_eq!(changes, []);
    let changes = check(&linked(), proof(Factor::Push), &unlinked(), "deny refused Overtaken");
    assert_eq!(changes, []);
}

#[test]
fn a_budget_that_others_spent_meanwhile_keeps_no_right_answer_out() {
    let now = Facts { budget_left: 0, ..linked() };
    check(&linked(), proof(Factor::Push), &now, "permit signed-in");
}

#[test]
fn unavailable_is_decided_by_the_offline_rows() {
    let unavailable = || Outcome::Unavailable(Unavailability::Unreachable);
    check(&linked(), unavailable(), &linked(), "ask offline");
    let closed = Facts { offline_closed: true, ..linked() };
    check(&linked(), unavailable(), &closed, "deny offline-forbidden Unavailable(Unreachable)");
    check(&unlinked(), unavailable(), &unlinked(), "permit grace");
    let over = later(unlinked(), 48 * HOUR);
    check(&unlinked(), unavailable(), &over, "deny grace-over Unavailable(Unreachable)");
}

#[test]
fn a_refusal_is_never_decided_again_as_offline() {
    let refused = Refusal::IdentityRefused { code: "access_denied".to_owned() };
    let expected = r#"deny refused Refused(IdentityRefused { code: "access_denied" })"#;
    let changes = check(&linked(), Outcome::Refused(refused), &linked(), expected);
    assert_eq!(changes, [Change::CloseOffline]);
    for refusal in [Refusal::Declined, Refusal::Expired, Refusal::WrongCode(Factor::OfflineCode)] {
        let expected = format!("deny refused Refused({refusal:?})");
        assert_eq!(check(&linked(), Outcome::Refused(refusal), &linked(), &expected), []);
    }
}
