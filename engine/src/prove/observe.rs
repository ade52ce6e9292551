//! A situation to what would be decided in it: at every service, with the organization in reach and without.

use latchkey_linker::Factor;

use super::people::{Door, Person};
use crate::decide::{Connectivity, EnrolmentOffer, decide_for, offers_enrolment};
use crate::decision::{Challenge, Decision, Factors, Verdict, VerdictKind};
use crate::facts::Facts;
use crate::policy::{Policy, PolicyStatus};
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
}

/// What is known of the account in this situation.
pub(super) fn facts(world: &World, person: &Person, policy: &Policy) -> Facts {
    let nothing = SubjectState::default();
    let subject = world.state.subjects.get(&person.uid).unwrap_or(&nothing);
    Facts::of(Some(policy), &world.state.machine, subject, &world.reading())
}

/// What the policy decides about the password alone, online and offline.
pub(super) fn decisions(policy: &Policy, facts: &Facts, person: &Person, door: &Door) -> [Decision; 2] {
    let status = PolicyStatus::Present(policy);
    [Connectivity::Online, Connectivity::Offline]
        .map(|connectivity| decide_for(&status, &person.at(door), facts, connectivity))
}

/// Everything that can be told apart in a situation, on a machine that can perform every factor and on which any may be
/// enrolled.
pub(super) fn everything(policy: &Policy, facts: &Facts, person: &Person, doors: &[Door]) -> Vec<Seen> {
    let mut seen = Vec::new();
    let performable = Factor::ALL.into_iter().collect();
    let with_key = facts.enrolled.iter().chain([Factor::OfflineSecurityKey]).collect();
    for enrolled in [facts.enrolled, with_key] {
        let facts = Facts { performable, enrolled, ..*facts };
        for door in doors {
            let enrolment = offers_enrolment(policy, &person.at(door), &facts);
            seen.extend(
                decisions(policy, &facts, person, door).map(|decision| Seen::of(&decision, enrolment)),
            );
        }
    }
    seen
}

impl Seen {
    fn of(decision: &Decision, enrolment: Option<EnrolmentOffer>) -> Self {
        let kind = decision.verdict.kind();
        // What follows a proof is no part of what asks for none.
        let enrolment = enrolment.filter(|_| kind == VerdictKind::Challenge);
        let blank =
            Self { kind, factors: Factors::NONE, may_put_off: false, recovery_offered: false, enrolment };
        match decision.verdict {
            Verdict::Permit(_) => blank,
            Verdict::Deny(denial) => Self { recovery_offered: denial.recovery_offered, ..blank },
            Verdict::Challenge(Challenge::SignIn { factors }) => Self { factors, ..blank },
            Verdict::Challenge(Challenge::Link { factors, put_off_until }) => {
                Self { factors, may_put_off: put_off_until.is_some(), ..blank }
            }
        }
    }
}
