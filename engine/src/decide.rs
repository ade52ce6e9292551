//! The decision table: a policy, a request and the facts give a decision. First match wins; nothing is read,
//! nothing is allocated. Connectivity is no input: [`decide`] assumes that the organization can be reached, and
//! only [`settle`](mod@crate::settle) decides once more without it.

use latchkey_linker::Factor;

use crate::decision::{Challenge, Decision, Denial, Factors, Permit, Reason, Verdict, WouldBe};
use crate::facts::Facts;
use crate::keys::{KeySet, PolicyKey};
use crate::policy::{Enforcing, Policy, PolicyStatus, WhenMissing};
use crate::request::{Request, ServiceKind};
use crate::time::{Clock, left};

/// Whether the organization can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Connectivity {
    Online,
    Offline,
}

/// Decides about a request, assuming that the organization can be reached.
pub fn decide(status: &PolicyStatus<'_>, request: &Request<'_>, facts: &Facts) -> Decision {
    decide_for(status, request, facts, Connectivity::Online)
}

/// The policy's situation (rows 1a to 1c), then the policy's own rows.
pub(crate) fn decide_for(
    status: &PolicyStatus<'_>,
    request: &Request<'_>,
    facts: &Facts,
    connectivity: Connectivity,
) -> Decision {
    let table = |policy| Table { policy, request, facts, connectivity }.decide();
    match *status {
        PolicyStatus::NeverSeen => permit(Reason::NotManaged, KeySet::NONE),
        PolicyStatus::Present(policy) => table(policy),
        PolicyStatus::Gone { last_good: Some(policy) } => match policy.missing_profile {
            WhenMissing::LastKnownGood => table(policy),
            WhenMissing::Deny => deny(Reason::MissingProfile, MISSING, facts),
            WhenMissing::Permit => permit(Reason::MissingProfile, MISSING),
        },
        PolicyStatus::Gone { last_good: None } => deny(Reason::MissingProfile, KeySet::NONE, facts),
        PolicyStatus::Invalid { last_good: Some(policy) } => table(policy),
        PolicyStatus::Invalid { last_good: None } => deny(Reason::InvalidPolicy, KeySet::NONE, facts),
    }
}

const MISSING: KeySet = KeySet::NONE.with(PolicyKey::MissingProfile);
const LISTS: KeySet = KeySet::NONE.with(PolicyKey::Required).with(PolicyKey::NotRequired);

/// One walk through the table.
#[derive(Clone, Copy)]
struct Table<'t> {
    policy: &'t Policy,
    request: &'t Request<'t>,
    facts: &'t Facts,
    connectivity: Connectivity,
}

impl Table<'_> {
    /// Row 2: a policy that only reports lets everybody in and says what it would have done.
    fn decide(self) -> Decision {
        let decision = self.enforce();
        match self.policy.enforcement {
            Enforcing::Enforce => decision,
            Enforcing::Report => Decision {
                would_be: Some(WouldBe {
                    kind: decision.verdict.kind(),
                    reason: decision.reason,
                    keys: decision.keys,
                }),
                ..permit(Reason::Report, KeySet::NONE.with(PolicyKey::Enforcement))
            },
        }
    }

    fn enforce(self) -> Decision {
        self.not_asked().or_else(|| self.window_or_budget()).unwrap_or_else(|| {
            if self.facts.linked && !self.is_reserved() { self.linked() } else { self.not_linked() }
        })
    }

    /// Rows 3 and 4: who and what is not asked at all.
    fn not_asked(self) -> Option<Decision> {
        let Self { policy, request, .. } = self;
        if policy.exempt.contains(request.subject.name) {
            return Some(permit(Reason::Exempt, KeySet::NONE.with(PolicyKey::NotRequired)));
        }
        if !policy.required.contains(request.subject.name) {
            return Some(permit(Reason::NotRequired, KeySet::NONE.with(PolicyKey::Required)));
        }
        if policy.services.exempts(request.service) {
            return Some(permit(Reason::ServiceExempt, KeySet::NONE.with(PolicyKey::Services)));
        }
        if !self.is_reserved() {
            return None;
        }
        let reserved = KeySet::NONE.with(PolicyKey::Reserved);
        if request.is_local_login() {
            Some(permit(Reason::Reserved, reserved))
        } else if request.service.kind == ServiceKind::Ssh {
            Some(Decision {
                verdict: Verdict::Deny(Denial { recovery_offered: false }),
                ..deny(Reason::Reserved, reserved, self.facts)
            })
        } else {
            None
        }
    }

    /// Rows 5 and 6.
    fn window_or_budget(self) -> Option<Decision> {
        let Self { facts, .. } = self;
        if facts.recovery_open {
            return Some(permit(Reason::Recovery, KeySet::NONE.with(PolicyKey::RecoveryPinDuration)));
        }
        (facts.budget_left == 0).then(|| {
            let keys = KeySet::NONE.with(PolicyKey::FailureBudget).with(PolicyKey::FailureRefill);
            deny(Reason::Budget, keys, facts)
        })
    }

    /// Rows 7 and 8.
    fn not_linked(self) -> Decision {
        let Self { policy, request, facts, connectivity } = self;
        let started = facts.grace_started.unwrap_or(facts.moment.now);
        let grace_left = left(started, policy.grace, facts.moment.now)
            .filter(|_| facts.moment.clock.tells_time() && !facts.memory_lost);
        let keys = LISTS.with(PolicyKey::Grace);
        if self.is_reserved() {
            return Decision {
                starts_grace: facts.grace_started.is_none(),
                ..self.cannot_link(grace_left, keys.with(PolicyKey::Reserved))
            };
        }
        let decision = match (connectivity, grace_left) {
            (Connectivity::Offline, Some(_)) if request.is_local() => Decision {
                verdict: Verdict::Permit(Permit { grace_left, ..Permit::default() }),
                ..permit(Reason::Grace, keys)
            },
            (Connectivity::Offline, Some(_)) => deny(Reason::Unavailable, keys, facts),
            (Connectivity::Offline, None) => deny(Reason::GraceOver, keys, facts),
            (Connectivity::Online, _) => self.link(grace_left, keys),
        };
        Decision { starts_grace: facts.grace_started.is_none(), ..decision }
    }

    /// Row 4's rest: whoever can never link has the grace and nothing after it.
    fn cannot_link(self, grace_left: Option<u64>, keys: KeySet) -> Decision {
        match grace_left {
            Some(_) if self.request.is_local() => Decision {
                verdict: Verdict::Permit(Permit { grace_left, ..Permit::default() }),
                ..permit(Reason::Grace, keys)
            },
            _ => deny(Reason::GraceOver, keys, self.facts),
        }
    }

    fn link(self, grace_left: Option<u64>, keys: KeySet) -> Decision {
        let keys = keys.with(PolicyKey::LinkingFactor).with(PolicyKey::AllowedFactors);
        let factors = self.policy.linking.filter(|factor| self.facts.performable.contains(factor));
        if factors.is_empty() {
            return deny(Reason::NoUsableFactor, keys, self.facts);
        }
        let put_off = grace_left.filter(|_| self.request.is_local());
        let put_off_until = put_off.map(|left| self.facts.moment.now.plus(left));
        let reason = if grace_left.is_some() { Reason::Grace } else { Reason::GraceOver };
        challenge(Challenge::Link { factors, put_off_until }, reason, keys)
    }

    /// Rows 9 to 12.
    fn linked(self) -> Decision {
        let keys = LISTS.with(PolicyKey::AllowedFactors);
        let use_now = self.offline_use();
        let enrolled = self.usable(Factor::is_offline);
        // What is said about offline use has a part in this only where there is something to use.
        let keys = match use_now {
            _ if enrolled.is_empty() && self.connectivity == Connectivity::Online => keys,
            Ok(said) | Err((_, said)) => keys.union(said),
        };
        let (factors, reason) = match (self.connectivity, use_now) {
            (Connectivity::Online, Ok(_)) => (self.usable(|_| true), Reason::SignedIn),
            (Connectivity::Online, Err(_)) => (self.usable(|factor| !factor.is_offline()), Reason::SignedIn),
            (Connectivity::Offline, Err((Reason::OfflineForbidden, _))) => {
                return deny(Reason::OfflineForbidden, keys, self.facts);
            }
            (Connectivity::Offline, Err((reason, _))) if !enrolled.is_empty() => {
                return deny(reason, keys, self.facts);
            }
            (Connectivity::Offline, _) => (enrolled, Reason::Offline),
        };
        if factors.is_empty() {
            return deny(Reason::NoUsableFactor, keys, self.facts);
        }
        challenge(Challenge::SignIn { factors }, reason, keys)
    }

    /// Whether offline factors may be used now; else why not (rows 10 and 11).
    fn offline_use(self) -> Result<KeySet, (Reason, KeySet)> {
        let Self { policy, facts, .. } = self;
        let keys = KeySet::NONE.with(PolicyKey::OfflineAllowed).with(PolicyKey::OfflinePeriod);
        if !policy.offline_allowed {
            return Err((Reason::OfflineForbidden, KeySet::NONE.with(PolicyKey::OfflineAllowed)));
        }
        if policy.offline_period == 0 {
            return Err((Reason::OfflineForbidden, KeySet::NONE.with(PolicyKey::OfflinePeriod)));
        }
        if facts.offline_closed || facts.memory_lost {
            return Err((Reason::OfflineForbidden, KeySet::NONE));
        }
        if facts.moment.clock != Clock::Trusted {
            return Err((Reason::Clock, KeySet::NONE));
        }
        facts
            .last_online
            .and_then(|last| left(last, policy.offline_period, facts.moment.now))
            .map(|_| keys)
            .ok_or((Reason::OfflineOver, keys))
    }

    /// The allowed factors that can be used here, in list order.
    fn usable(self, mut which: impl FnMut(Factor) -> bool) -> Factors {
        let Self { policy, facts, .. } = self;
        policy.factors.filter(|factor| {
            which(factor)
                && facts.performable.contains(factor)
                && (!factor.is_offline() || facts.enrolled.contains(factor))
        })
    }

    fn is_reserved(self) -> bool {
        self.policy.reserved.contains(self.request.subject)
    }
}

fn permit(reason: Reason, keys: KeySet) -> Decision {
    decision(Verdict::Permit(Permit::default()), reason, keys)
}

fn challenge(challenge: Challenge, reason: Reason, keys: KeySet) -> Decision {
    decision(Verdict::Challenge(challenge), reason, keys)
}

pub(crate) fn deny(reason: Reason, keys: KeySet, facts: &Facts) -> Decision {
    decision(Verdict::Deny(Denial { recovery_offered: facts.recovery_escrowed }), reason, keys)
}

fn decision(verdict: Verdict, reason: Reason, keys: KeySet) -> Decision {
    Decision { verdict, reason, keys, starts_grace: false, would_be: None }
}

/// Whether an offline factor should be offered for enrolment after a success at the machine's own login.
#[must_use]
pub fn offers_enrolment(policy: &Policy, request: &Request<'_>, facts: &Facts) -> Option<EnrolmentOffer> {
    let missing = policy.factors.contains(Factor::OfflineCode)
        && policy.factors.filter(|factor| factor.is_offline() && facts.enrolled.contains(factor)).is_empty();
    if !(request.is_local_login() && policy.offline_allowed && policy.offline_period > 0 && missing) {
        return None;
    }
    let inside = facts.grace_started.is_some_and(|started| {
        facts.moment.clock.tells_time() && left(started, policy.grace, facts.moment.now).is_some()
    });
    Some(if inside { EnrolmentOffer::Postponable } else { EnrolmentOffer::Insistent })
}

/// How an offline factor is offered. Declining never keeps anybody out; it is offered again next time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EnrolmentOffer {
    /// *Later* is an answer.
    Postponable,
    /// It is asked for without *later*.
    Insistent,
}
