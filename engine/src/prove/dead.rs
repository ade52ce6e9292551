//! Settings to the keys and words in them that change nothing.

use std::sync::Arc;

use latchkey_profile_schema::Settings;
use latchkey_profile_schema::domain::{AllowedFactor, Enforcement};

use super::alternatives::{alternatives, without};
use super::lockstep::{Difference, Lockstep, Side};
use super::people::{doors_under, main_door, people_under};
use super::property::Break;
use crate::keys::PolicyKey;
use crate::policy::{Platform, Policy};

/// Every key that is set, and every factor that is listed, whose absence nobody would notice.
pub(super) fn dead(settings: &Settings, policy: &Arc<Policy>, platform: Platform) -> Vec<Break> {
    let enforced = enforced(settings);
    let of_enforced = Policy::compile(&enforced, platform).map(Arc::new);
    let of_enforced = of_enforced.as_ref().unwrap_or(policy);
    let mut found = Vec::new();
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
        if !others.is_empty() && others.iter().all(|other| is_alike(settings, policy, other, platform)) {
            found.push(Break::Key(key));
        }
    }
    let listed = &settings.desktop_mfa.allowed_factors;
    if listed.contains(&AllowedFactor::All) {
        return found;
    }
    for &factor in listed {
        let other = without(&enforced, factor);
        // Without any word the list stands for all factors.
        if !other.desktop_mfa.allowed_factors.is_empty() && is_alike(&enforced, of_enforced, &other, platform)
        {
            found.push(Break::Factor(
                serde_json::to_value(factor)
                    .ok()
                    .and_then(|word| Some(word.as_str()?.to_owned()))
                    .unwrap_or_default(),
            ));
        }
    }
    found
}

/// The same settings as if they were in force.
fn enforced(settings: &Settings) -> Settings {
    let mut enforced = settings.clone();
    enforced.agent.enforcement = Enforcement::Enforce;
    enforced
}

fn is_alike(settings: &Settings, policy: &Arc<Policy>, other: &Settings, platform: Platform) -> bool {
    let Ok(compiled) = Policy::compile(other, platform) else { return false };
    let compiled = Arc::new(compiled);
    let one = Side { policy, escrowed: !settings.agent.recovery_recipients.is_empty() };
    let two = Side { policy: &compiled, escrowed: !other.agent.recovery_recipients.is_empty() };
    let both: [&Policy; 2] = [policy, &compiled];
    let doors = doors_under(&both);
    people_under(&both, platform).iter().all(|person| {
        let door =
            main_door(policy, person, &doors).or_else(|| main_door(&compiled, person, &doors)).unwrap_or(0);
        Lockstep { one, other: two, person, doors: &doors, door }.compare() == Difference::Nowhere
    })
}
