//! Properties, bounds and what breaks them to sentences. Every number names its key.

use latchkey_engine::because::{Because, because};
use latchkey_engine::keys::KeySet;
use latchkey_engine::prove::{Bound, Break, Class, Limit, Property};
use latchkey_profile_schema::Settings;

use crate::phrase::quoted;
use crate::terminal::texts::span;

/// What is proven where a property holds.
pub(super) const fn holds(property: Property) -> &'static str {
    match property {
        Property::LockOut => "whoever must sign in gets in again without an administrator",
        Property::WayPast => "nobody gets in on the password alone but as follows",
        Property::UnboundedOffline => "going without the organization has an end",
        Property::DeadSetting => "each setting and each listed factor changes something",
        Property::UnsafeTime => "no change of the clock opens what had closed",
    }
}

/// What is the matter where it does not.
pub(super) const fn breaks(property: Property) -> &'static str {
    match property {
        Property::LockOut => "somebody is locked out, and only an administrator can help",
        Property::WayPast => "somebody gets in who must not",
        Property::UnboundedOffline => "somebody goes on without the organization for ever",
        Property::DeadSetting => "something that the profile sets changes nothing",
        Property::UnsafeTime => "a change of the clock opens what had closed",
    }
}

/// What a proof takes for granted.
pub(super) const ASSUMPTIONS: [&str; 2] = [
    "time in which the computer is off is not counted where its clock is set back meanwhile",
    "security keys count for nobody's way in, since this agent cannot ask for them yet",
];

/// A bound as a sentence without its end, with the keys that it rests on.
pub(super) fn bound(bound: &Bound, settings: &Settings) -> String {
    let said = limit(bound);
    let keys = keys(bound.keys, &bound.what, settings);
    if keys.is_empty() { said } else { format!("{said} ({})", keys.join(", ")) }
}

/// What a bound limits, and to what.
pub(super) fn limit(bound: &Bound) -> String {
    let time =
        || bound.seconds.map_or_else(|| "for ever".to_owned(), |seconds| format!("for {}", span(seconds)));
    match &bound.what {
        Limit::NobodyAsked => "nobody must sign in with a second factor".to_owned(),
        Limit::WaitAtMost => match bound.seconds {
            None | Some(0) => "nobody waits for longer than until the organization can be reached".to_owned(),
            Some(seconds) => {
                format!("it takes {} at most, from when the organization can be reached", span(seconds))
            }
        },
        Limit::Password(Class::Exempt) => format!("accounts that are exempt, {}", time()),
        Limit::Password(Class::NotRequired) => format!("accounts that are not required, {}", time()),
        Limit::Password(_) => {
            format!("accounts that are never linked, at the login of the computer, {}", time())
        }
        Limit::Service(service) => format!("everybody at {}, {}", quoted(service), time()),
        Limit::Grace => format!("whoever is not linked yet, {} from the first attempt, once", time()),
        Limit::Recovery => format!("whom the help desk lets in, {} each time", time()),
        Limit::Report => format!("everybody, {}: the policy only reports", time()),
        Limit::Offline => format!("an offline factor is enough {} after the organization was asked", time()),
        Limit::NeverOffline => "offline factors are never enough".to_owned(),
    }
}

/// The keys that a bound rests on, with their values.
fn keys(keys: KeySet, what: &Limit, settings: &Settings) -> Vec<String> {
    because(keys, settings).iter().filter(|because| counts(because, what)).map(key).collect()
}

/// Whether a key says something of the number, and not only of whom it concerns.
fn counts(because: &Because, what: &Limit) -> bool {
    let name = because.key.name();
    match what {
        Limit::Grace => name == "LoginPeriodWithoutEnrolledFactor",
        Limit::Offline => name == "LoginPeriodWithOfflineFactor",
        _ => true,
    }
}

/// A key with its value, and whether it is only the default.
pub(super) fn key(because: &Because) -> String {
    let unit = because.unit.as_ref().map_or_else(String::new, |unit| format!(" {unit}"));
    let set = if because.layer == latchkey_profile_schema::Layer::BuiltIn { ", the default" } else { "" };
    format!("`{}` = {}{unit}{set}", because.key.name(), because.value)
}

/// What breaks a property, where no story tells it.
pub(super) fn break_of(found: &Break, property: Property) -> Option<String> {
    match (found, property) {
        (Break::Story(_), _) => None,
        (Break::Key(key), Property::DeadSetting) => {
            Some(format!("`{}` is set, and no other value of it would change anything", key.name()))
        }
        (Break::Key(key), _) => Some(format!("`{}` gives more time than anybody lives to see", key.name())),
        (Break::Factor(word), _) => {
            Some(format!("{} is in `AllowedFactors`, and nothing would change without it", quoted(word)))
        }
    }
}
