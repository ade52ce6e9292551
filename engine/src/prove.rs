//! A policy to what holds of it, whatever happens: every situation that an account can get into is visited, and what
//! breaks a property is told by the shortest way to it.

mod alternatives;
mod change;
mod dead;
mod explore;
mod lists;
mod lockstep;
mod moves;
mod observe;
mod people;
mod property;
mod sign_ins;
mod story;
#[cfg(test)]
mod tests;

use std::sync::Arc;

use latchkey_profile_schema::Settings;

use crate::keys::{KeySet, PolicyKey};
use crate::policy::{Platform, Policy, PolicyFault};
pub use change::{Change, change};
use explore::explore;
use lists::shortened;
use moves::CENTURY;
pub use moves::{End, Move, Try};
pub use people::{Class, Door, Person, class, doors, people};
use people::{main_door, told_apart};
pub use property::{Bound, Break, Finding, Limit, Property};
use sign_ins::{Account, SignIns};
pub use story::Story;

/// What is proven of a policy.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// Each property, in the order of [`Property::ALL`].
    pub findings: Vec<Finding>,
    /// An account of each class that there is.
    pub people: Vec<Person>,
    /// How many situations were visited.
    pub situations: usize,
    /// Whether those are all.
    pub complete: bool,
}

/// Proves what can be proven of the policy of these settings.
///
/// # Errors
///
/// Settings that make no policy.
pub fn prove(settings: &Settings, platform: Platform) -> Result<Proof, Vec<PolicyFault>> {
    let [settings] = &shortened([settings]);
    let policy = Arc::new(Policy::compile(settings, platform)?);
    let escrowed = !settings.agent.recovery_recipients.is_empty();
    let (people, doors) = (people(&policy, platform), doors(&policy));
    let places = told_apart(&doors, &[&policy]);
    let mut proof = Proof { findings: Vec::new(), people: Vec::new(), situations: 0, complete: true };
    let mut all = SignIns::default();
    let mut asked = false;
    for person in &people {
        let door = main_door(&policy, person, &doors);
        asked |= person.class == Class::Required && door.is_some();
        let explored = explore(&policy, escrowed, person, &doors, door.unwrap_or(0));
        proof.situations += explored.nodes.len();
        proof.complete &= explored.complete;
        let account =
            Account { policy: &policy, person, doors: &doors, places: &places, explored: &explored };
        all.take(account.look());
    }
    proof.findings = findings(&policy, asked, all, dead::dead(settings, &policy, platform));
    proof.people = people;
    Ok(proof)
}

fn findings(policy: &Policy, asked: bool, all: SignIns, dead: Vec<Break>) -> Vec<Finding> {
    let (offline, passwords): (Vec<Bound>, Vec<Bound>) =
        all.bounds.into_iter().partition(|bound| matches!(bound.what, Limit::Offline));
    let bound = |what, seconds, keys: &[PolicyKey]| Bound { what, seconds, keys: KeySet::of(keys) };
    let lists = [PolicyKey::Required, PolicyKey::NotRequired, PolicyKey::Services];
    let wait = match asked {
        true => bound(Limit::WaitAtMost, Some(all.wait), &[]),
        false => bound(Limit::NobodyAsked, None, &lists),
    };
    let mut unasked = offline;
    if unasked.is_empty() {
        unasked.push(bound(
            Limit::NeverOffline,
            None,
            &[PolicyKey::OfflineAllowed, PolicyKey::OfflinePeriod, PolicyKey::AllowedFactors],
        ));
    }
    unasked.extend(passwords.iter().filter(|bound| bound.what == Limit::Grace).cloned());
    let endless = unasked.iter().any(|bound| bound.seconds.is_some_and(|seconds| seconds > CENTURY));
    let story = |story: Option<Story>| story.map(Break::Story).into_iter().collect::<Vec<_>>();
    let mut unbounded = story(all.unbounded);
    if endless && unbounded.is_empty() {
        let key = if policy.offline_period > CENTURY { PolicyKey::OfflinePeriod } else { PolicyKey::Grace };
        unbounded.push(Break::Key(key));
    }
    vec![
        Finding { property: Property::LockOut, bounds: vec![wait], breaks: story(all.locked_out) },
        Finding { property: Property::WayPast, bounds: passwords, breaks: story(all.way_past) },
        Finding { property: Property::UnboundedOffline, bounds: unasked, breaks: unbounded },
        Finding { property: Property::DeadSetting, bounds: Vec::new(), breaks: dead },
        Finding { property: Property::UnsafeTime, bounds: Vec::new(), breaks: story(all.unsafe_time) },
    ]
}

impl SignIns {
    /// Takes what was seen of another account, whose stories come after these.
    fn take(&mut self, other: Self) {
        self.locked_out = self.locked_out.take().or(other.locked_out);
        self.way_past = self.way_past.take().or(other.way_past);
        self.unbounded = self.unbounded.take().or(other.unbounded);
        self.unsafe_time = self.unsafe_time.take().or(other.unsafe_time);
        self.wait = self.wait.max(other.wait);
        self.bounds.extend(other.bounds);
        self.bounds.sort_by(|left, right| left.what.cmp(&right.what));
        self.bounds.dedup_by(|later, first| later.what == first.what);
    }
}
