//! Every situation of an account to the four properties that are about getting in.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::explore::{Explored, Node};
use super::moves::{End, Move, Try};
use super::observe::{decisions, facts};
use super::people::{Class, Door, Person};
use super::property::{Bound, Limit};
use super::story::Story;
use crate::decision::{Challenge, Decision, Reason, Verdict};
use crate::keys::{KeySet, PolicyKey};
use crate::policy::Policy;
use crate::scenario::{AnswerWord, DecisionWord, Network};

/// What was seen of one account, in every situation.
#[derive(Debug, Default)]
pub(super) struct SignIns {
    /// From where it never gets in again.
    pub(super) locked_out: Option<Story>,
    /// How it gets in on the password alone, and must not.
    pub(super) way_past: Option<Story>,
    /// How it goes on without the organization for longer than is said.
    pub(super) unbounded: Option<Story>,
    /// How a wrong clock helps it.
    pub(super) unsafe_time: Option<Story>,
    /// What is true of it.
    pub(super) bounds: Vec<Bound>,
    /// The longest time that it waits.
    pub(super) wait: u64,
}

/// One account, everything that can happen to it, and where it signs in.
pub(super) struct Account<'a> {
    pub(super) policy: &'a Policy,
    pub(super) person: &'a Person,
    pub(super) doors: &'a [Door],
    /// The places of one of each kind of them.
    pub(super) places: &'a [usize],
    pub(super) explored: &'a Explored,
}

impl Account<'_> {
    /// Looks at everything.
    pub(super) fn look(&self) -> SignIns {
        let mut found = SignIns::default();
        if self.person.class == Class::Required {
            self.lock_out(&mut found);
        }
        for (index, node) in self.explored.nodes.iter().enumerate() {
            self.passwords(index, node, &mut found);
        }
        for step in &self.explored.steps {
            let Some(node) = self.explored.nodes.get(step.from) else { continue };
            self.proofs(step.from, node, step.moved, step.end, &mut found);
        }
        found.bounds.sort_by(|left, right| left.what.cmp(&right.what));
        found.bounds.dedup();
        found
    }

    fn story(&self, node: usize) -> Story {
        Story::to(self.explored, node, self.person, self.doors, self.policy.budget.budget)
    }

    /// From every situation some way leads to one where the right answer lets in; how long it takes at most.
    fn lock_out(&self, found: &mut SignIns) {
        let Explored { nodes, steps, .. } = self.explored;
        let mut backward: Vec<Vec<(usize, u64)>> = vec![Vec::new(); nodes.len()];
        let mut waits: Vec<Option<u64>> = vec![None; nodes.len()];
        let mut open = BinaryHeap::new();
        for step in steps.iter().filter(|step| step.moved.helps()) {
            let lets_in = step.end.is_some_and(|end| end.decision == DecisionWord::Permit && lets_stay(&end));
            if lets_in && let Some(wait @ None) = waits.get_mut(step.from) {
                *wait = Some(0);
                open.push(Reverse((0, step.from)));
            }
            let seconds = if let Move::Wait(seconds) = step.moved { seconds } else { 0 };
            if let Some(into) = backward.get_mut(step.to) {
                into.push((step.from, seconds));
            }
        }
        while let Some(Reverse((wait, node))) = open.pop() {
            if waits.get(node).copied().flatten() != Some(wait) {
                continue;
            }
            for &(from, seconds) in backward.get(node).into_iter().flatten() {
                let longer = wait.saturating_add(seconds);
                if let Some(known) = waits.get_mut(from)
                    && known.is_none_or(|known| longer < known)
                {
                    *known = Some(longer);
                    open.push(Reverse((longer, from)));
                }
            }
        }
        found.wait = waits.iter().flatten().copied().max().unwrap_or(0);
        if let Some(node) = waits.iter().position(Option::is_none) {
            let is_online = |moved: &Move| matches!(moved, Move::Attempt(attempt) if attempt.network == Network::Up && attempt.factor.is_some());
            let mut denied = steps.iter().filter(|step| step.from == node && is_online(&step.moved));
            let story = self.story(node);
            found.locked_out = Some(match denied.next() {
                Some(step) => story.and(step.moved, step.end),
                None => story,
            });
        }
    }

    /// Who gets in on the password alone.
    fn passwords(&self, index: usize, node: &Node, found: &mut SignIns) {
        let facts = facts(&node.world, self.person, self.policy);
        for &at in self.places {
            let Some(door) = self.doors.get(at) else { continue };
            let (online, offline) = decisions(self.policy, &facts, self.person, door);
            let offline = offline.map(|offline| (offline, Network::Down));
            for (decision, network) in [(online, Network::Up)].into_iter().chain(offline) {
                let Some(reason) = on_the_password(&decision) else { continue };
                self.named(reason, decision.keys, found);
                let truth = node.truth;
                let over = truth.first.is_some_and(|first| node.world.now >= first.plus(self.policy.grace));
                let story = || {
                    let attempt = Try::password(at, network, AnswerWord::Later);
                    let end = attempt.play(&mut node.world.clone(), self.person, door);
                    self.story(index).and(Move::Attempt(attempt), Some(end))
                };
                match reason {
                    Reason::Grace if over && truth.tampered => {
                        found.unsafe_time.get_or_insert_with(story);
                    }
                    Reason::Grace if over => {
                        found.way_past.get_or_insert_with(story);
                    }
                    Reason::Report if self.person.class == Class::Required => {
                        found.unbounded.get_or_insert_with(story);
                    }
                    Reason::Exempt
                    | Reason::NotRequired
                    | Reason::ServiceExempt
                    | Reason::Reserved
                    | Reason::Grace
                    | Reason::Recovery
                    | Reason::Report => {}
                    _ => {
                        found.way_past.get_or_insert_with(story);
                    }
                }
            }
        }
    }

    /// What the policy names as a way in on the password alone.
    fn named(&self, reason: Reason, keys: KeySet, found: &mut SignIns) {
        let policy = self.policy;
        let (what, seconds) = match reason {
            Reason::Exempt | Reason::NotRequired | Reason::Reserved => {
                (Limit::Password(self.person.class), None)
            }
            Reason::ServiceExempt => return self.exempt_services(keys, found),
            Reason::Report => (Limit::Report, None),
            Reason::Grace => (Limit::Grace, Some(policy.grace)),
            Reason::Recovery => (Limit::Recovery, Some(policy.recovery_window)),
            _ => return,
        };
        if !found.bounds.iter().any(|bound| bound.what == what) {
            found.bounds.push(Bound { what, seconds, keys });
        }
    }

    /// Every service that asks nobody, once.
    fn exempt_services(&self, keys: KeySet, found: &mut SignIns) {
        if found.bounds.iter().any(|bound| matches!(bound.what, Limit::Service(_))) {
            return;
        }
        let exempt = |door: &&Door| self.policy.services.exempts(self.person.at(door).service);
        let what = self.doors.iter().filter(exempt).map(|door| Limit::Service(door.service.clone()));
        found.bounds.extend(what.map(|what| Bound { what, seconds: None, keys }));
    }

    /// Who gets in with an answer.
    fn proofs(&self, index: usize, node: &Node, moved: Move, end: Option<End>, found: &mut SignIns) {
        let (Move::Attempt(attempt) | Move::Spend(attempt), Some(end)) = (moved, end) else { return };
        if end.decision != DecisionWord::Permit {
            return;
        }
        let truth = node.truth;
        let wrong =
            matches!(attempt.answer, AnswerWord::WrongCode | AnswerWord::Decline | AnswerWord::Replay);
        let unasked = attempt.network == Network::Refusing && end.proven;
        let story = || self.story(index).and(moved, Some(end));
        if (wrong && end.proven) || unasked {
            found.way_past.get_or_insert_with(story);
        }
        if end.reason != Reason::Offline {
            return;
        }
        let over =
            truth.online.is_none_or(|online| node.world.now >= online.plus(self.policy.offline_period));
        let late = over || !self.policy.offline_allowed;
        match (late, truth.refused, truth.tampered) {
            (true, _, true) => {
                found.unsafe_time.get_or_insert_with(story);
            }
            (true, _, false) => {
                found.unbounded.get_or_insert_with(story);
            }
            (false, true, _) => {
                found.way_past.get_or_insert_with(story);
            }
            (false, false, _) => {
                let keys = KeySet::of(&[PolicyKey::OfflinePeriod, PolicyKey::OfflineAllowed]);
                let bound = Bound { what: Limit::Offline, seconds: Some(self.policy.offline_period), keys };
                if !found.bounds.contains(&bound) {
                    found.bounds.push(bound);
                }
            }
        }
    }
}

/// Why a decision lets in on the password alone, where it does.
pub(super) fn on_the_password(decision: &Decision) -> Option<Reason> {
    match decision.verdict {
        Verdict::Permit(_) => Some(decision.reason),
        Verdict::Challenge(Challenge::Link { put_off_until: Some(_), .. }) => Some(Reason::Grace),
        Verdict::Challenge(_) | Verdict::Deny(_) => None,
    }
}

/// A grace lets in today and ends; whoever relies on it is not in for good.
fn lets_stay(end: &End) -> bool {
    !matches!(end.reason, Reason::Grace | Reason::Recovery)
}
