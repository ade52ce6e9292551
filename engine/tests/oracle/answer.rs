//! A profile to what holds of it: every state that a machine with an account of any kind can get into is visited.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::hash::{BuildHasherDefault, DefaultHasher};

use crate::dead::dead;
use crate::model::{AHEAD, BEHIND, Doing, Event, Machine, Network, Setting, Why};
use crate::rules::{Factor, Gate, Kind, Rules};
use crate::written::{STEP, Written};

/// No profile of small periods has more states.
pub(crate) const MOST: usize = 400_000;

pub(crate) type Hasher = BuildHasherDefault<DefaultHasher>;

/// What holds: for each property its bounds and whether it breaks; of settings, those that are dead.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Answer {
    pub(crate) properties: BTreeMap<&'static str, (BTreeMap<String, Option<u64>>, bool)>,
    pub(crate) dead: BTreeSet<String>,
}

/// `None` where there are too many states to visit.
pub(crate) fn answer(written: &Written) -> Option<Answer> {
    let rules = Rules::of(written);
    let mut seen = Seen::default();
    let mut kinds = BTreeSet::new();
    for account in Rules::accounts([&rules]) {
        let kind = rules.kind(account);
        if kinds.insert(kind) {
            seen.look(&Setting { rules: &rules, kind, every_factor: false, has_key: false })?;
        }
    }
    let mut answer = seen.answer(&rules, &kinds);
    answer.dead = dead(written)?;
    Some(answer)
}

fn seconds(steps: u32) -> u64 {
    u64::from(steps) * u64::from(STEP)
}

fn gates(rules: &Rules) -> BTreeSet<Gate> {
    Rules::gates([rules]).into_iter().map(|gate| rules.gate(gate)).collect()
}

/// Everything that may happen.
pub(crate) fn events(rules: &[&Rules], gates: &[Gate], machine: &Machine) -> Vec<Event> {
    let mut factors: Vec<Factor> =
        rules.iter().flat_map(|rules| rules.factors.iter().chain(&rules.linking)).copied().collect();
    factors.retain(|factor| factor.is_performed());
    factors.sort_unstable();
    factors.dedup();
    let mut events = Vec::new();
    for &gate in gates {
        let attempts =
            [(Network::Up, Doing::Later), (Network::Down, Doing::Later), (Network::Down, Doing::Nothing)];
        events.extend(attempts.map(|(network, doing)| Event::Attempt(gate, network, doing)));
        for &factor in &factors {
            events.push(Event::Attempt(gate, Network::Up, Doing::Right(factor)));
            events.push(Event::Attempt(gate, Network::Down, Doing::Right(factor)));
            events.push(Event::Attempt(gate, Network::Refusing, Doing::Right(factor)));
            events.push(Event::Attempt(gate, Network::Up, Doing::Wrong(factor)));
        }
    }
    events.push(Event::Step);
    events.extend([BEHIND, 0, AHEAD].into_iter().filter(|wall| *wall != machine.wall).map(Event::Wall));
    events.extend([Event::Restart, Event::Wipe, Event::Neighbour]);
    if rules.iter().any(|rules| rules.escrowed) {
        events.push(Event::HelpDesk);
    }
    events
}

/// Whether somebody who wants in would do it, or it comes by itself.
fn helps(event: Event) -> bool {
    match event {
        Event::Attempt(_, network, doing) => {
            network != Network::Refusing && !matches!(doing, Doing::Wrong(_))
        }
        Event::Step | Event::Restart | Event::Wall(0) => true,
        Event::Off | Event::Wall(_) | Event::Wipe | Event::HelpDesk | Event::Neighbour => false,
    }
}

#[derive(Debug, Default)]
struct Seen {
    locked_out: bool,
    wait: u32,
    whys: BTreeSet<(Why, Kind)>,
    past: bool,
}

impl Seen {
    fn look(&mut self, about: &Setting<'_>) -> Option<()> {
        let Setting { rules, kind, .. } = *about;
        let gates: Vec<Gate> = gates(rules).into_iter().collect();
        let asks: Vec<Gate> = gates.iter().copied().filter(|gate| !gate.exempt).collect();
        let asks = if asks.is_empty() { gates.clone() } else { asks };
        let mut known: HashMap<Machine, u32, Hasher> = HashMap::default();
        let mut all = vec![Machine::NEW];
        known.insert(Machine::NEW, 0);
        let mut backward: Vec<Vec<(u32, u8)>> = vec![Vec::new()];
        let mut open = VecDeque::new();
        let mut at = 0;
        while let Some(machine) = all.get(at).copied() {
            let from = u32::try_from(at).unwrap();
            let mut is_in = false;
            let mut follow = events(&[rules], &gates, &machine);
            if machine.is_right() {
                follow.push(Event::Off);
            }
            for event in follow {
                let (next, why) = machine.after(about, event);
                if let Some(why) = why {
                    self.whys.insert((why, kind));
                    self.past |= !next.may(why, rules);
                    let stays = !matches!(why, Why::Grace | Why::Recovery);
                    is_in |= stays
                        && helps(event)
                        && matches!(event, Event::Attempt(gate, ..) if asks.contains(&gate));
                }
                let to = *known.entry(next).or_insert_with(|| {
                    all.push(next);
                    backward.push(Vec::new());
                    u32::try_from(all.len() - 1).unwrap()
                });
                if helps(event) && to != from {
                    backward[to as usize].push((from, u8::from(event == Event::Step)));
                }
            }
            if all.len() > MOST {
                return None;
            }
            if is_in {
                open.push_back((from, 0));
            }
            at += 1;
        }
        if kind == Kind::Required {
            self.waits(&backward, open);
        }
        Some(())
    }

    /// How long it takes at most until one is in, from every state; steps count, all else is done at once.
    fn waits(&mut self, backward: &[Vec<(u32, u8)>], mut open: VecDeque<(u32, u32)>) {
        let mut waits: Vec<Option<u32>> = vec![None; backward.len()];
        while let Some((state, wait)) = open.pop_front() {
            let known = &mut waits[state as usize];
            if known.is_some() {
                continue;
            }
            *known = Some(wait);
            for &(from, steps) in &backward[state as usize] {
                match steps {
                    0 => open.push_front((from, wait)),
                    _ => open.push_back((from, wait + 1)),
                }
            }
        }
        self.locked_out |= waits.iter().any(Option::is_none);
        self.wait = self.wait.max(waits.iter().flatten().copied().max().unwrap_or(0));
    }

    fn answer(&self, rules: &Rules, kinds: &BTreeSet<Kind>) -> Answer {
        let is_seen = |why| self.whys.iter().any(|(known, _)| *known == why);
        let services = Rules::gates([rules]);
        let is_asked = |gate: &(&'static str, &'static str)| !rules.gate(*gate).exempt;
        let mut properties = BTreeMap::new();
        let wait = match kinds.contains(&Kind::Required) && services.iter().any(is_asked) {
            true => ("WaitAtMost".to_owned(), Some(seconds(self.wait))),
            false => ("NobodyAsked".to_owned(), None),
        };
        properties.insert("lock-out", (BTreeMap::from([wait]), self.locked_out));
        let mut past = BTreeMap::new();
        for (why, kind) in &self.whys {
            match why {
                Why::Report => _ = past.insert("Report".to_owned(), None),
                Why::Exempt | Why::Reserved => _ = past.insert(format!("Password({kind:?})"), None),
                Why::Recovery => _ = past.insert("Recovery".to_owned(), Some(seconds(rules.window))),
                Why::Grace => _ = past.insert("Grace".to_owned(), Some(seconds(rules.grace))),
                Why::Service => {
                    let exempt = services.iter().filter(|gate| !is_asked(gate));
                    past.extend(exempt.map(|(name, _)| (format!("Service({name:?})"), None)));
                }
                Why::Online | Why::Offline => {}
            }
        }
        properties.insert("way-past", (past, self.past));
        let mut offline = BTreeMap::new();
        match is_seen(Why::Offline) {
            true => offline.insert("Offline".to_owned(), Some(seconds(rules.offline_period))),
            false => offline.insert("NeverOffline".to_owned(), None),
        };
        if is_seen(Why::Grace) {
            offline.insert("Grace".to_owned(), Some(seconds(rules.grace)));
        }
        let century = 100 * 365 * 86_400;
        let endless = offline.values().flatten().any(|bound| *bound > century);
        let reports = rules.report && kinds.contains(&Kind::Required);
        properties.insert("unbounded-offline", (offline, endless || reports));
        properties.insert("unsafe-time", (BTreeMap::new(), self.past));
        Answer { properties, dead: BTreeSet::new() }
    }
}
