//! Two profiles, one before and one after, to who is kept out by the change and who gets in by it.

use std::ops::ControlFlow;
use std::sync::Arc;

use latchkey_profile_schema::Settings;

use super::lists::shortened;
use super::lockstep::{Difference, Lockstep, Pair, Side};
use super::moves::{End, Move, Try};
use super::observe::{decisions, facts};
use super::people::{Person, doors_under, main_door, people_under, told_apart};
use super::sign_ins::on_the_password;
use super::story::Story;
use crate::policy::{Platform, Policy, PolicyFault};
use crate::scenario::{AnswerWord, DecisionWord, Network};

/// What a change of the profile does to people.
#[derive(Clone, Debug, PartialEq)]
pub struct Change {
    /// The shortest way to an attempt that let somebody in before and keeps them out after; as it ends after.
    pub kept_out: Option<Story>,
    /// The shortest way to an attempt that kept somebody out before and lets them in after; as it ends after.
    pub let_in: Option<Story>,
    /// How many pairs of situations were visited.
    pub situations: usize,
    /// Whether those are all.
    pub complete: bool,
}

/// Proves what a change does: the same things happen under both profiles, to an account of every class of either.
///
/// # Errors
///
/// Settings that make no policy.
pub fn change(before: &Settings, after: &Settings, platform: Platform) -> Result<Change, Vec<PolicyFault>> {
    let [before, after] = &shortened([before, after]);
    let compile = |settings| Policy::compile(settings, platform).map(Arc::new);
    let (one, other) = (compile(before)?, compile(after)?);
    let escrowed = |settings: &Settings| !settings.agent.recovery_recipients.is_empty();
    let both: [&Policy; 2] = [&one, &other];
    let all_doors = doors_under(&both);
    let places = told_apart(&all_doors, &both);
    let mut change = Change { kept_out: None, let_in: None, situations: 0, complete: true };
    for person in &people_under(&both, platform) {
        let door = main_door(&one, person, &all_doors).or_else(|| main_door(&other, person, &all_doors));
        let lockstep = Lockstep {
            one: Side { policy: &one, escrowed: escrowed(before) },
            other: Side { policy: &other, escrowed: escrowed(after) },
            person,
            doors: &all_doors,
            door: door.unwrap_or(0),
        };
        let mut visited = 0;
        let ended = lockstep.walk(|pairs, at| {
            visited = visited.max(pairs.len());
            look(&lockstep, &places, pairs, at, &mut change);
            match (&change.kept_out, &change.let_in) {
                (Some(_), Some(_)) => ControlFlow::Break(()),
                _ => ControlFlow::Continue(()),
            }
        });
        change.situations += visited;
        change.complete &= ended != Difference::Unknown;
    }
    Ok(change)
}

fn look(lockstep: &Lockstep<'_>, places: &[usize], pairs: &[Pair], at: usize, change: &mut Change) {
    let Some(pair) = pairs.get(at) else { return };
    let story = || way(lockstep, pairs, at);
    match pair.ends.map(|end| end.map(|end| end.decision)) {
        [Some(DecisionWord::Permit), Some(DecisionWord::Deny)] => {
            change.kept_out.get_or_insert_with(story);
        }
        [Some(DecisionWord::Deny), Some(DecisionWord::Permit)] => {
            change.let_in.get_or_insert_with(story);
        }
        _ => {}
    }
    // With the password alone, at every service.
    let Lockstep { one, other, person, doors, .. } = lockstep;
    for &place in places {
        let Some(door) = doors.get(place) else { continue };
        let of = |world, policy| decisions(policy, &facts(world, person, policy), person, door);
        let (before, after) = (of(&pair.left, one.policy), of(&pair.right, other.policy));
        let pairs = [(before.0, after.0), (before.1.unwrap_or(before.0), after.1.unwrap_or(after.0))];
        for ((before, after), network) in pairs.iter().zip([Network::Up, Network::Down]) {
            let attempt = Try::password(place, network, AnswerWord::Later);
            let story = || {
                let end = attempt.play(&mut pair.right.clone(), person, door);
                story().and(Move::Attempt(attempt), Some(end))
            };
            match (on_the_password(before), on_the_password(after)) {
                (None, Some(_)) => {
                    change.let_in.get_or_insert_with(story);
                }
                (Some(_), None) if is_denied(after) => {
                    change.kept_out.get_or_insert_with(story);
                }
                _ => {}
            }
        }
    }
}

/// A challenge keeps nobody out who can answer it; those who answer are looked at as they do.
const fn is_denied(decision: &crate::Decision) -> bool {
    matches!(decision.verdict, crate::Verdict::Deny(_))
}

fn way(lockstep: &Lockstep<'_>, pairs: &[Pair], at: usize) -> Story {
    let mut moves: Vec<(Move, Option<End>)> = Vec::new();
    let mut next = pairs.get(at);
    while let Some(pair) = next {
        let [_, after] = pair.ends;
        moves.extend(pair.moved.map(|moved| (moved, after)));
        next = pair.from.and_then(|from| pairs.get(from));
    }
    moves.reverse();
    let person: &Person = lockstep.person;
    Story {
        person: person.clone(),
        doors: lockstep.doors.to_vec(),
        moves,
        budget: lockstep.other.policy.budget.budget,
    }
}
