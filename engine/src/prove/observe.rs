//! A situation to what would be decided in it: at every service, with the organization in reach and without.

use latchkey_linker::Factor;

use super::people::{Door, Person};
use crate::decide::{Connectivity, EnrolmentOffer, decide_for, offers_enrolment};
use crate::decision::{Challenge, Decision, Factors, Verdict, VerdictKind};
use crate::facts::Facts;
use crate::policy::{LinkRule, Policy, PolicyStatus};
use crate::scenario::World;
use crate::state::SubjectState;

/// A decision without what it rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen {
    kind: VerdictKind,
    factors: Factors,
    may_put_off: bool,
    recovery_offered: bool,
    enrolment: Option<EnrolmentOffer>,
    /// Whether any identity may be linked, and whether one of another account.
    link_rule: Option<(bool, bool)>,
}

/// What is known of the account in this situation.
pub(super) fn facts(world: &World, person: &Person, policy: &Policy) -> Facts {
    let nothing = SubjectState::default();
    let subject = world.state.subjects.get(&person.uid).unwrap_or(&nothing);
    Facts::of(Some(policy), &world.state.machine, subject, &world.reading())
}

/// What the policy decides, online; and offline, where the organization would be asked and cannot be reached.
pub(super) fn decisions(
    policy: &Policy,
    facts: &Facts,
    person: &Person,
    door: &Door,
) -> (Decision, Option<Decision>) {
    let status = PolicyStatus::Present(policy);
    let decide = |connectivity| decide_for(&status, &person.at(door), facts, connectivity);
    let online = decide(Connectivity::Online);
    let offline = asks_the_organization(&online).then(|| decide(Connectivity::Offline));
    (online, offline)
}

fn asks_the_organization(decision: &Decision) -> bool {
    match decision.verdict {
        Verdict::Challenge(challenge) => challenge.factors().iter().any(|factor| !factor.is_offline()),
        Verdict::Permit(_) | Verdict::Deny(_) => false,
    }
}

/// Everything that can be told apart in a situation, on a machine that can perform every factor and on which any may be
/// enrolled.
pub(super) fn everything(policy: &Policy, facts: &Facts, person: &Person, doors: &[Door]) -> Vec<Seen> {
    let mut seen = Vec::with_capacity(doors.len() * 4);
    let performable = Factor::ALL.into_iter().collect();
    let with_key = facts.enrolled.iter().chain([Factor::OfflineSecurityKey]).collect();
    for enrolled in [facts.enrolled, with_key] {
        let facts = Facts { performable, enrolled, ..*facts };
        for door in doors {
            let (online, offline) = decisions(policy, &facts, person, door);
            let enrolment = || offers_enrolment(policy, &person.at(door), &facts);
            let mut online = Seen::of(&online, policy);
            // What follows a proof is no part of what asks for none.
            if online.kind == VerdictKind::Challenge {
                online.enrolment = enrolment();
            }
            seen.push(online);
            seen.extend(offline.map(|offline| Seen::of(&offline, policy)));
        }
    }
    seen
}

impl Seen {
    fn of(decision: &Decision, policy: &Policy) -> Self {
        let blank = Self {
            kind: decision.verdict.kind(),
            factors: Factors::NONE,
            may_put_off: false,
            recovery_offered: false,
            enrolment: None,
            link_rule: None,
        };
        match decision.verdict {
            Verdict::Permit(_) => blank,
            Verdict::Deny(denial) => Self { recovery_offered: denial.recovery_offered, ..blank },
            Verdict::Challenge(Challenge::SignIn { factors }) => Self { factors, ..blank },
            Verdict::Challenge(Challenge::Link { factors, put_off_until }) => {
                let any = matches!(policy.link_rule, LinkRule::Any { .. });
                let link_rule = Some((any, policy.shared_identity_allowed));
                Self { factors, may_put_off: put_off_until.is_some(), link_rule, ..blank }
            }
        }
    }
}
