//! Two policies on the same machine: the same things happen under both, breadth first, until something is decided
//! differently.

use std::collections::HashSet;
use std::ops::ControlFlow;
use std::sync::Arc;

use latchkey_linker::Factor;

use super::explore::{Key, MOST, Truth, begin, longest, tried};
use super::moves::{End, Move, moves};
use super::observe::{everything, facts};
use super::people::{Door, Person};
use crate::policy::Policy;
use crate::scenario::{DecisionWord, World};

/// A policy, and whether a recovery secret is escrowed under it.
#[derive(Clone, Copy)]
pub(super) struct Side<'p> {
    pub(super) policy: &'p Arc<Policy>,
    pub(super) escrowed: bool,
}

/// One account under two policies.
pub(super) struct Lockstep<'l> {
    pub(super) one: Side<'l>,
    pub(super) other: Side<'l>,
    pub(super) person: &'l Person,
    pub(super) doors: &'l [Door],
    pub(super) door: usize,
}

/// The machine under both, and the way there.
pub(super) struct Pair {
    pub(super) left: World,
    pub(super) right: World,
    pub(super) from: Option<usize>,
    pub(super) moved: Option<Move>,
    pub(super) ends: [Option<End>; 2],
}

/// How a search for a difference ends.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Difference {
    /// Something is decided differently.
    Found,
    /// Nothing is, in any situation.
    Nowhere,
    /// There are too many situations to say.
    Unknown,
}

impl Lockstep<'_> {
    /// Visits every pair of situations, the shortest ways first, until the visitor has seen enough. It gets all pairs
    /// that were visited, and the number of the one to look at.
    pub(super) fn walk(&self, mut visit: impl FnMut(&[Pair], usize) -> ControlFlow<()>) -> Difference {
        let Self { one, other, person, doors, door } = self;
        let (Some(left), Some(right)) =
            (begin(one.policy, one.escrowed), begin(other.policy, other.escrowed))
        else {
            return Difference::Unknown;
        };
        let mut factors: Vec<Factor> = tried(one.policy);
        factors.extend(tried(other.policy));
        factors.sort_unstable();
        factors.dedup();
        let longest = longest(one.policy).max(longest(other.policy));
        let key = |left: &World, right: &World| {
            let of = |world, side: &Side<'_>| Key::of(world, &Truth::BEGINNING, side.policy, person);
            (of(left, one), of(right, other))
        };
        let mut known = HashSet::from([key(&left, &right)]);
        let mut pairs = vec![Pair { left, right, from: None, moved: None, ends: [None, None] }];
        let mut next = 0;
        while let Some(pair) = pairs.get(next) {
            let (left, right) = (pair.left.clone(), pair.right.clone());
            if visit(&pairs, next).is_break() {
                return Difference::Found;
            }
            let mut follow = moves(&left, person, *door, &factors, longest);
            for moved in moves(&right, person, *door, &factors, longest) {
                if !follow.contains(&moved) {
                    follow.push(moved);
                }
            }
            for moved in follow {
                let (mut left, mut right) = (left.clone(), right.clone());
                let (Some(one), Some(other)) =
                    (moved.play(&mut left, person, doors), moved.play(&mut right, person, doors))
                else {
                    continue;
                };
                let ends = [one, other];
                let is_new = known.insert(key(&left, &right));
                if known.len() > MOST {
                    return Difference::Unknown;
                }
                if is_new || decided(one) != decided(other) {
                    pairs.push(Pair { left, right, from: Some(next), moved: Some(moved), ends });
                    // What ends differently is looked at once, and leads nowhere new.
                    if !is_new {
                        let at = pairs.len() - 1;
                        if visit(&pairs, at).is_break() {
                            return Difference::Found;
                        }
                        pairs.pop();
                    }
                }
            }
            next += 1;
        }
        Difference::Nowhere
    }

    /// Whether anything is decided differently, in any situation that the account can get into.
    pub(super) fn compare(&self) -> Difference {
        self.walk(|pairs, at| match pairs.get(at) {
            Some(pair) if self.differs(pair) => ControlFlow::Break(()),
            _ => ControlFlow::Continue(()),
        })
    }

    fn differs(&self, pair: &Pair) -> bool {
        let Self { one, other, person, doors, .. } = self;
        let [left, right] = pair.ends;
        if decided(left) != decided(right) {
            return true;
        }
        let seen = |world, policy| everything(policy, &facts(world, person, policy), person, doors);
        one.policy.missing_profile != other.policy.missing_profile
            || seen(&pair.left, one.policy) != seen(&pair.right, other.policy)
    }
}

pub(super) fn decided(end: Option<End>) -> Option<(DecisionWord, bool)> {
    end.map(|end| (end.decision, end.proven))
}
