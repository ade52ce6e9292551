//! A profile to the keys and words in it without which everything would be decided alike: every pair of states under two
//! profiles is visited until something differs.

use std::collections::{BTreeSet, HashSet, VecDeque};

use crate::answer::{Hasher, MOST, events};
use crate::model::{Event, Machine, Says, Setting, Why};
use crate::rules::{Factor, Gate, Kind, Rules};
use crate::written::Written;

/// `None` where there are too many pairs to visit.
pub(crate) fn dead(written: &Written) -> Option<BTreeSet<String>> {
    let mut found = BTreeSet::new();
    let enforced = written.enforced();
    // What a policy that only reports would decide counts as well.
    for of in [written, &enforced] {
        let is_judged = |key: &str| (key == "Enforcement") == std::ptr::eq(of, written);
        for (key, others) in of.others().into_iter().filter(|(key, _)| is_judged(key)) {
            let mut alike = !others.is_empty();
            for other in others {
                alike = alike && is_alike(of, &other)?;
            }
            if alike {
                found.insert(key.to_owned());
            }
        }
    }
    for (word, other) in enforced.without_factor() {
        if is_alike(&enforced, &other)? {
            found.insert(word.to_owned());
        }
    }
    Some(found)
}

fn is_alike(one: &Written, other: &Written) -> Option<bool> {
    let (one, other) = (Rules::of(one), Rules::of(other));
    let mut kinds = BTreeSet::new();
    for account in Rules::accounts([&one, &other]) {
        let pair = (one.kind(account), other.kind(account));
        if kinds.insert(pair) && !is_alike_for(&one, &other, pair)? {
            return Some(false);
        }
    }
    Some(true)
}

fn is_alike_for(one: &Rules, other: &Rules, kinds: (Kind, Kind)) -> Option<bool> {
    let names = Rules::gates([one, other]);
    // Services that neither profile tells apart are one.
    let gates: BTreeSet<(Gate, Gate)> =
        names.iter().map(|name| (one.gate(*name), other.gate(*name))).collect();
    let left = Setting { rules: one, kind: kinds.0, every_factor: false, has_key: false };
    let right = Setting { rules: other, kind: kinds.1, every_factor: false, has_key: false };
    let mut known: HashSet<(Machine, Machine), Hasher> = HashSet::default();
    let mut open = VecDeque::from([(Machine::NEW, Machine::NEW)]);
    known.insert((Machine::NEW, Machine::NEW));
    while let Some((before, after)) = open.pop_front() {
        for (of, to) in &gates {
            if seen(&left, &before, *of) != seen(&right, &after, *to) {
                return Some(false);
            }
        }
        let mut pairs: Vec<(Event, Event)> = Vec::new();
        for (at, (of, to)) in gates.iter().enumerate() {
            let happen = |gate| events(&[one, other], &[gate], &before);
            // What is no attempt happens once.
            let counts = |event: &Event| at == 0 || matches!(event, Event::Attempt(..));
            pairs.extend(happen(*of).into_iter().zip(happen(*to)).filter(|(event, _)| counts(event)));
        }
        for (to_left, to_right) in pairs {
            let (before, why) = before.after(&left, to_left);
            let (after, other_why) = after.after(&right, to_right);
            let is_proven =
                |why: Option<Why>| (why.is_some(), matches!(why, Some(Why::Online | Why::Offline)));
            if is_proven(why) != is_proven(other_why) {
                return Some(false);
            }
            if known.insert((before, after)) {
                open.push_back((before, after));
            }
        }
        if known.len() > MOST {
            return None;
        }
    }
    Some(true)
}

/// What can be told from outside.
#[derive(Debug, PartialEq, Eq)]
struct Seen {
    online: Says,
    offline: Option<Says>,
    offers_code: Option<bool>,
    missing: &'static str,
    /// Whether any identity may be linked, and whether one of another account.
    links: Option<(bool, bool)>,
}

/// On a machine that asks for security keys too, with one enrolled on it and without.
fn seen(about: &Setting<'_>, machine: &Machine, gate: Gate) -> [Seen; 2] {
    let rules = about.rules;
    [false, true].map(|has_key| {
        let about = Setting { every_factor: true, has_key, ..*about };
        let (online, _) = machine.says(&about, gate, true);
        let factors: &[Factor] = match &online {
            Says::Link { factors, .. } | Says::Ask(factors) => factors,
            Says::Permit(_) | Says::Deny(_) => &[],
        };
        let has_offline_factor = has_key && rules.factors.contains(&Factor::OfflineKey);
        // Without the organization only where it would be asked; a code is offered only after a proof.
        let is_asked = factors.iter().any(|factor| !factor.is_offline());
        let is_offered = !factors.is_empty() && !has_offline_factor;
        Seen {
            offline: is_asked.then(|| plain(machine.says(&about, gate, false).0)),
            offers_code: machine.offers_code(rules, gate).filter(|_| is_offered),
            missing: rules.missing,
            links: matches!(online, Says::Link { .. }).then_some((rules.any_identity, rules.shared)),
            online: plain(online),
        }
    })
}

/// Without why.
fn plain(says: Says) -> Says {
    match says {
        Says::Permit(_) => Says::Permit(Why::Report),
        other => other,
    }
}
