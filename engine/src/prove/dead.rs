//! Settings to the keys and words in them that change nothing.

use std::num::NonZero;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::thread;

use latchkey_profile_schema::Settings;
use latchkey_profile_schema::domain::{AllowedFactor, Enforcement};

use super::alternatives::{alternatives, without};
use super::lockstep::{Difference, Lockstep, Side};
use super::people::{Door, doors_under, main_door, people_under, told_apart};
use super::property::Break;
use crate::keys::PolicyKey;
use crate::policy::{Platform, Policy};

/// Something that may be dead: settings, and those that differ from them in it alone.
struct Suspect<'s> {
    what: Break,
    settings: &'s Settings,
    policy: &'s Arc<Policy>,
    others: Vec<Settings>,
}

/// Every key that is set, and every factor that is listed, whose absence nobody would notice.
pub(super) fn dead(settings: &Settings, policy: &Arc<Policy>, platform: Platform) -> Vec<Break> {
    let enforced = enforced(settings);
    let of_enforced = Policy::compile(&enforced, platform).map(Arc::new);
    let of_enforced = of_enforced.as_ref().unwrap_or(policy);
    let mut suspects = Vec::new();
    for &key in PolicyKey::ALL {
        if !settings.origins.is_set(key.domain(), key.name()) {
            continue;
        }
        // What a policy that only reports would do counts as well.
        let (settings, policy) = match key {
            PolicyKey::Enforcement => (settings, policy),
            _ => (&enforced, of_enforced),
        };
        let others = alternatives(settings, key);
        suspects.push(Suspect { what: Break::Key(key), settings, policy, others });
    }
    let listed = &settings.desktop_mfa.allowed_factors;
    for &factor in listed.iter().filter(|_| !listed.contains(&AllowedFactor::All)) {
        let mut others = vec![without(&enforced, factor)];
        // Without any word the list stands for all factors.
        others.retain(|other| !other.desktop_mfa.allowed_factors.is_empty());
        let word = serde_json::to_value(factor).ok().and_then(|word| Some(word.as_str()?.to_owned()));
        let what = Break::Factor(word.unwrap_or_default());
        suspects.push(Suspect { what, settings: &enforced, policy: of_enforced, others });
    }
    suspects.retain(|suspect| !suspect.others.is_empty());
    let lives = lives(&suspects, platform);
    suspects.into_iter().zip(lives).filter(|(_, lives)| !lives).map(|(suspect, _)| suspect.what).collect()
}

/// Whether each of them changes something; on all processors, since what is dead takes the longest to tell.
fn lives(suspects: &[Suspect<'_>], platform: Platform) -> Vec<bool> {
    let found: Vec<AtomicBool> = suspects.iter().map(|_| AtomicBool::new(false)).collect();
    let work: Vec<_> = suspects
        .iter()
        .zip(&found)
        .flat_map(|(suspect, lives)| suspect.others.iter().map(move |other| (suspect, other, lives)))
        .collect();
    let next = AtomicUsize::new(0);
    let look = || {
        while let Some((suspect, other, lives)) = work.get(next.fetch_add(1, Ordering::Relaxed)) {
            if !lives.load(Ordering::Relaxed) && !is_alike(suspect, other, platform) {
                lives.store(true, Ordering::Relaxed);
            }
        }
    };
    let threads = thread::available_parallelism().map_or(1, NonZero::get).min(work.len());
    thread::scope(|scope| {
        (1..threads).for_each(|_| _ = scope.spawn(look));
        look();
    });
    found.into_iter().map(AtomicBool::into_inner).collect()
}

/// The same settings as if they were in force.
fn enforced(settings: &Settings) -> Settings {
    let mut enforced = settings.clone();
    enforced.agent.enforcement = Enforcement::Enforce;
    enforced
}

fn is_alike(suspect: &Suspect<'_>, other: &Settings, platform: Platform) -> bool {
    let Suspect { settings, policy, .. } = suspect;
    let Ok(compiled) = Policy::compile(other, platform) else { return false };
    let compiled = Arc::new(compiled);
    let one = Side { policy, escrowed: !settings.agent.recovery_recipients.is_empty() };
    let two = Side { policy: &compiled, escrowed: !other.agent.recovery_recipients.is_empty() };
    let both: [&Policy; 2] = [policy, &compiled];
    let all = doors_under(&both);
    let doors: Vec<Door> =
        told_apart(&all, &both).into_iter().filter_map(|place| all.get(place).cloned()).collect();
    people_under(&both, platform).iter().all(|person| {
        let door =
            main_door(policy, person, &doors).or_else(|| main_door(&compiled, person, &doors)).unwrap_or(0);
        Lockstep { one, other: two, person, doors: &doors, door }.compare() == Difference::Nowhere
    })
}
