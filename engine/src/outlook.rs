//! The facts of one account to when it is first denied, with the organization in reach and without.
//!
//! Exact: while nobody signs in, a denial begins only where a period ends, so each such moment is decided about by the engine
//! itself, and none between them.

use latchkey_linker::UnixTime;

use crate::decide::{Connectivity, decide, decide_for};
use crate::decision::{Decision, Reason, Verdict};
use crate::facts::Facts;
use crate::keys::KeySet;
use crate::policy::{Policy, PolicyStatus};
use crate::request::Request;
use crate::time::Moment;

/// When an account is first denied, if nothing happens to it until then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Outlook {
    /// With the organization in reach, whatever the person proves.
    pub online: Option<FirstDenial>,
    /// Without it, whatever the person proves.
    pub offline: Option<FirstDenial>,
}

/// The first moment at which an account is denied.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FirstDenial {
    /// When.
    pub at: UnixTime,
    /// Why, in one word.
    pub reason: Reason,
    /// The keys that lead to it.
    pub keys: KeySet,
}

/// When an account is first denied from the moment of its facts on, up to and with `until`. A grace that has not begun
/// begins at that moment: somebody who never tried is taken to try from then on.
#[must_use]
pub fn outlook(policy: &Policy, request: &Request<'_>, facts: &Facts, until: UnixTime) -> Outlook {
    let begins = facts.moment.now;
    let facts = Facts { grace_started: facts.grace_started.or(Some(begins)), ..*facts };
    let mut outlook = Outlook { online: None, offline: None };
    for now in moments(policy, &facts, until) {
        let facts = Facts { moment: Moment { now, ..facts.moment }, ..facts };
        let status = PolicyStatus::Present(policy);
        let online = decide(&status, request, &facts);
        outlook.online = outlook.online.or_else(|| denial(&online, now));
        // Whom nothing is asked of, nobody has to reach anything for.
        let offline = match online.verdict {
            Verdict::Challenge(_) => decide_for(&status, request, &facts, Connectivity::Offline),
            Verdict::Permit(_) | Verdict::Deny(_) => online,
        };
        outlook.offline = outlook.offline.or_else(|| denial(&offline, now));
    }
    outlook
}

fn denial(decision: &Decision, at: UnixTime) -> Option<FirstDenial> {
    let Decision { verdict, reason, keys, .. } = *decision;
    matches!(verdict, Verdict::Deny(_)).then_some(FirstDenial { at, reason, keys })
}

/// The moments at which a denial can begin, in order: now, and the ends of the grace and of the offline period. One that
/// begins ahead counts as over until it does, which denies nobody who was not denied before.
fn moments(policy: &Policy, facts: &Facts, until: UnixTime) -> impl Iterator<Item = UnixTime> {
    let from = facts.moment.now;
    let grace_ends = facts.grace_started.map(|start| start.plus(policy.grace));
    let offline_ends = facts.last_online.map(|start| start.plus(policy.offline_period));
    let mut moments = [Some(from), grace_ends, offline_ends]
        .map(|moment| moment.filter(|moment| (from..=until).contains(moment)));
    moments.sort_unstable();
    moments.into_iter().flatten()
}

#[cfg(test)]
mod tests {
    use latchkey_linker::Factor;
    use latchkey_profile_schema::Settings;

    use super::*;
    use crate::facts::performable;
    use crate::policy::Platform;
    use crate::request::{Origin, Service, Subject};
    use crate::time::Clock;

    const HOUR: u64 = 3_600;
    const NOW: UnixTime = UnixTime(1_767_603_600);
    const DAYS_30: UnixTime = UnixTime(NOW.0 + 30 * 86_400);

    fn policy() -> Policy {
        let policy = Policy::compile(&Settings::default(), Platform::MacOs).unwrap();
        Policy { grace: 48 * HOUR, offline_period: 168 * HOUR, ..policy }
    }

    fn facts() -> Facts {
        Facts {
            moment: Moment { now: NOW, clock: Clock::Trusted },
            linked: true,
            grace_started: None,
            last_online: Some(NOW),
            offline_closed: false,
            memory_lost: false,
            enrolled: [Factor::OfflineCode].into_iter().collect(),
            performable: performable(),
            budget_left: 5,
            recovery_open: false,
            recovery_escrowed: false,
        }
    }

    fn alice<'r>() -> Request<'r> {
        let subject = Subject { uid: 501, name: "alice" };
        Request { subject, service: Service::named("login"), origin: Origin::Local }
    }

    #[track_caller]
    fn check(policy: &Policy, facts: &Facts, offline: Option<(i64, Reason)>, online: Option<(i64, Reason)>) {
        let found = outlook(policy, &alice(), facts, DAYS_30);
        let short = |denial: Option<FirstDenial>| denial.map(|denial| (denial.at.since(NOW), denial.reason));
        assert_eq!((short(found.offline), short(found.online)), (offline, online));
    }

    #[test]
    fn the_first_denial_is_the_end_of_the_period() {
        let (policy, linked) = (policy(), facts());
        check(&policy, &linked, Some((168 * 3_600, Reason::OfflineOver)), None);
        let yesterday = Facts { last_online: Some(UnixTime(NOW.0 - 86_400)), ..linked };
        check(&policy, &yesterday, Some((144 * 3_600, Reason::OfflineOver)), None);
        let long_ago = Facts { last_online: Some(UnixTime(NOW.0 - 168 * 3_600)), ..linked };
        check(&policy, &long_ago, Some((0, Reason::OfflineOver)), None);
        let never = Facts { last_online: None, ..linked };
        check(&policy, &never, Some((0, Reason::OfflineOver)), None);
        let unlinked = Facts { linked: false, ..linked };
        check(&policy, &unlinked, Some((48 * 3_600, Reason::GraceOver)), None);
        let begun = Facts { grace_started: Some(UnixTime(NOW.0 - 3_600)), ..unlinked };
        check(&policy, &begun, Some((47 * 3_600, Reason::GraceOver)), None);
        check(&Policy { grace: 0, ..policy }, &unlinked, Some((0, Reason::GraceOver)), None);
    }

    #[test]
    fn what_is_not_a_matter_of_time_is_denied_at_once_or_never() {
        let (policy, linked) = (policy(), facts());
        let none = Facts { enrolled: Default::default(), ..linked };
        check(&policy, &none, Some((0, Reason::NoUsableFactor)), None);
        check(
            &Policy { offline_allowed: false, ..policy.clone() },
            &linked,
            Some((0, Reason::OfflineForbidden)),
            None,
        );
        let exempt = Policy { exempt: crate::policy::Names::All, ..policy.clone() };
        check(&exempt, &none, None, None);
        let nothing = Policy { factors: Default::default(), ..policy };
        let both = Some((0, Reason::NoUsableFactor));
        check(&nothing, &linked, both, both);
    }

    /// Every minute of the horizon, decided by itself.
    #[test]
    fn nothing_is_denied_before_the_first_denial() {
        let policy = policy();
        for hours in [-400, -168, -100, -1, 0, 1, 30, 400] {
            for linked in [true, false] {
                let start = Some(UnixTime(NOW.0 + hours * 3_600));
                let facts = Facts { linked, last_online: start, grace_started: start, ..facts() };
                let found = outlook(&policy, &alice(), &facts, DAYS_30);
                let at = |now| Facts { moment: Moment { now, ..facts.moment }, ..facts };
                let denied = |now: UnixTime| {
                    let status = PolicyStatus::Present(&policy);
                    let decision = decide_for(&status, &alice(), &at(now), Connectivity::Offline);
                    denial(&decision, now)
                };
                let stepped = (0..=30 * 24 * 60).find_map(|minute| denied(UnixTime(NOW.0 + minute * 60)));
                assert_eq!(found.offline, stepped, "{hours} h, linked: {linked}");
            }
        }
    }

    #[test]
    fn what_lies_beyond_the_horizon_is_not_told() {
        let until = |seconds: i64| outlook(&policy(), &alice(), &facts(), UnixTime(NOW.0 + seconds)).offline;
        assert_eq!(until(168 * 3_600 - 1), None);
        assert_eq!(until(168 * 3_600).map(|denial| denial.reason), Some(Reason::OfflineOver));
    }
}
