//! A policy and one account to every situation that the account can get into, breadth first, so that the way to each is
//! the shortest.

use std::collections::HashMap;
use std::hash::{Hash, Hasher};
use std::sync::Arc;

use latchkey_linker::{Factor, UnixTime};

use super::moves::{CENTURY, End, Move, is_right, moves};
use super::people::{Door, Person};
use crate::decision::Reason;
use crate::facts::{Facts, performable};
use crate::policy::Policy;
use crate::scenario::{DecisionWord, Network, World};
use crate::time::{Clock, Reading, left};

/// 2026-01-05T09:00:00Z, a Monday.
pub(super) const START: UnixTime = UnixTime(1_767_603_600);

/// No policy has more situations than this; should one, the proof says so instead of going on for ever.
pub(super) const MOST: usize = 50_000;

/// Where a period stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
enum Stage {
    NotBegun,
    Inside,
    Over,
}

/// What tells situations apart: nothing else has a part in any decision to come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Key {
    linked: bool,
    grace: Stage,
    offline: Stage,
    closed: bool,
    lost: bool,
    enrolled: u8,
    budget: Stage,
    recovery: bool,
    clock: Clock,
    wall_is_right: bool,
    clock_if_right: Clock,
    truly: Truly,
}

/// What is true, whatever the machine believes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Truth {
    /// The first attempt that began the grace.
    pub(super) first: Option<UnixTime>,
    /// The last success with the organization.
    pub(super) online: Option<UnixTime>,
    /// Whether the organization has refused the identity since.
    pub(super) refused: bool,
    /// Whether any clock was set, or memory lost.
    pub(super) tampered: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Truly {
    grace: Stage,
    offline: Stage,
    refused: bool,
    tampered: bool,
}

/// A situation, and the way to it.
#[derive(Debug)]
pub(super) struct Node {
    pub(super) from: Option<usize>,
    pub(super) moved: Option<Move>,
    pub(super) end: Option<End>,
    pub(super) world: World,
    pub(super) truth: Truth,
}

/// From one situation to another.
#[derive(Clone, Copy, Debug)]
pub(super) struct Step {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) moved: Move,
    pub(super) end: Option<End>,
}

/// Everything that can happen to one account.
#[derive(Debug)]
pub(super) struct Explored {
    pub(super) nodes: Vec<Node>,
    pub(super) steps: Vec<Step>,
    /// Whether all situations were visited.
    pub(super) complete: bool,
}

/// The factors that are tried: those that any list of the policy has, and this program can perform.
pub(super) fn tried(policy: &Policy) -> Vec<Factor> {
    let has = |factor: &Factor| policy.factors.contains(*factor) || policy.linking.contains(*factor);
    performable().iter().filter(has).collect()
}

/// A machine before its first attempt.
pub(super) fn begin(policy: &Arc<Policy>, escrowed: bool) -> Option<World> {
    let mut world = World::begin(START)?;
    world.take_profile(Some(Arc::clone(policy)));
    world.state.machine.recovery_escrowed = escrowed;
    let reading = world.reading();
    world.state.observe(&reading);
    Some(world)
}

/// Longer than every period of a policy that anybody lives to see.
pub(super) fn longest(policy: &Policy) -> i64 {
    let periods = [policy.grace, policy.offline_period, policy.recovery_window];
    i64::try_from(periods.into_iter().max().unwrap_or(0).min(CENTURY)).unwrap_or(0) + 86_400
}

/// Visits every situation of an account, which signs in at this service.
pub(super) fn explore(
    policy: &Arc<Policy>,
    escrowed: bool,
    person: &Person,
    doors: &[Door],
    door: usize,
) -> Explored {
    let mut explored = Explored { nodes: Vec::new(), steps: Vec::new(), complete: true };
    let Some(world) = begin(policy, escrowed) else { return explored };
    let (factors, longest) = (tried(policy), longest(policy));
    let truth = Truth::BEGINNING;
    let mut known: HashMap<Key, usize> = HashMap::new();
    known.insert(Key::of(&world, &truth, policy, person), 0);
    explored.nodes.push(Node { from: None, moved: None, end: None, world, truth });
    let mut next = 0;
    while let Some(node) = explored.nodes.get(next) {
        let (world, truth) = (node.world.clone(), node.truth);
        for moved in moves(&world, person, door, &factors, longest) {
            let mut after = world.clone();
            let Some(end) = moved.play(&mut after, person, doors) else { continue };
            let truth = truth.after(moved, end, &after, policy, person);
            let key = Key::of(&after, &truth, policy, person);
            let to = *known.entry(key).or_insert(explored.nodes.len());
            if to == explored.nodes.len() {
                if to >= MOST {
                    explored.complete = false;
                    return explored;
                }
                explored.nodes.push(Node { from: Some(next), moved: Some(moved), end, world: after, truth });
            }
            explored.steps.push(Step { from: next, to, moved, end });
        }
        next += 1;
    }
    explored
}

impl Truth {
    /// Nothing happened yet.
    pub(super) const BEGINNING: Self = Self { first: None, online: None, refused: false, tampered: false };

    fn after(
        mut self,
        moved: Move,
        end: Option<End>,
        world: &World,
        policy: &Policy,
        person: &Person,
    ) -> Self {
        match moved {
            Move::Clock(ahead) => self.tampered |= ahead != 0,
            Move::Wipe => self.tampered = true,
            _ => {}
        }
        if let Move::Attempt(attempt) | Move::Spend(attempt) = moved {
            let began = world.state.subjects.get(&person.uid).and_then(|known| known.grace_started);
            self.first = self.first.or(began.map(|_| world.now));
            // The organization was asked for a factor that the policy has, and refused the identity.
            let is_asked = attempt.factor.is_some_and(|factor| policy.factors.contains(factor));
            let is_linked = world.state.subjects.get(&person.uid).is_some_and(|known| known.link.is_some());
            let refused = end.is_some_and(|end| end.reason == Reason::Refused);
            self.refused |= attempt.network == Network::Refusing && is_asked && is_linked && refused;
        }
        if end.is_some_and(|end| end.online && end.decision == DecisionWord::Permit) {
            self.online = Some(world.now);
            self.refused = false;
        }
        self
    }
}

/// All of it in one number: it is hashed more than anything else is done.
impl Hash for Key {
    fn hash<H: Hasher>(&self, hasher: &mut H) {
        let Self { linked, grace, offline, closed, lost, enrolled, budget, recovery, .. } = *self;
        let Self { clock, wall_is_right, clock_if_right, truly, .. } = *self;
        let yes = [linked, closed, lost, recovery, wall_is_right, truly.refused, truly.tampered];
        let one_of = [grace, offline, budget, truly.grace, truly.offline].map(|stage| stage as u8);
        let parts = yes.map(u8::from).into_iter().chain(one_of).chain([clock as u8, clock_if_right as u8]);
        hasher.write_u64(parts.fold(u64::from(enrolled), |bits, part| bits << 2 | u64::from(part)));
    }
}

impl Key {
    /// What tells this situation from others.
    pub(super) fn of(world: &World, truth: &Truth, policy: &Policy, person: &Person) -> Self {
        let reading = world.reading();
        let nothing = crate::state::SubjectState::default();
        let subject = world.state.subjects.get(&person.uid).unwrap_or(&nothing);
        let facts = Facts::of(Some(policy), &world.state.machine, subject, &reading);
        let right = Reading { wall: world.now, ..world.reading() };
        let now = facts.moment.now;
        let stage = |start: Option<UnixTime>, period| match start {
            None => Stage::NotBegun,
            Some(start) if left(start, period, now).is_some() => Stage::Inside,
            Some(_) => Stage::Over,
        };
        let truly = |start: Option<UnixTime>, period: u64| match start {
            None => Stage::NotBegun,
            Some(start) if world.now < start.plus(period) => Stage::Inside,
            Some(_) => Stage::Over,
        };
        let unlinked = |stage| if facts.linked { Stage::NotBegun } else { stage };
        Self {
            linked: facts.linked,
            grace: unlinked(stage(facts.grace_started, policy.grace)),
            offline: stage(facts.last_online, policy.offline_period),
            closed: facts.offline_closed,
            lost: facts.memory_lost,
            enrolled: facts.enrolled.iter().fold(0, |bits, factor| bits | 1 << factor as u8),
            budget: match facts.budget_left {
                0 => Stage::Over,
                left if left == policy.budget.budget => Stage::NotBegun,
                _ => Stage::Inside,
            },
            recovery: facts.recovery_open,
            clock: facts.moment.clock,
            wall_is_right: is_right(world),
            clock_if_right: world.state.machine.moment(&right).clock,
            truly: Truly {
                grace: unlinked(truly(truth.first, policy.grace)),
                offline: truly(truth.online, policy.offline_period),
                refused: truth.refused,
                tampered: truth.tampered,
            },
        }
    }
}
