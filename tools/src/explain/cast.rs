//! A policy to somebody of each kind that it tells apart, found by asking the engine about them.

use std::collections::BTreeSet;

use latchkey_engine::Reason;
use latchkey_engine::decide::decide;
use latchkey_engine::decision::Factors;
use latchkey_engine::facts::{Facts, performable};
use latchkey_engine::policy::{Names, Platform, Policy, PolicyStatus, Reserved};
use latchkey_engine::request::{Service, Subject};
use latchkey_engine::time::{Clock, Moment};

use super::stage::{Person, START, request};
use crate::effect::phrase;
use crate::phrase::quoted;

/// What an account is to a policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Never asked, whatever else holds.
    Exempt,
    /// Not among those who must.
    NotRequired,
    /// Never linked.
    Reserved,
    /// Everybody who must.
    Required,
}

/// Somebody of a kind, and how the kind is called.
#[derive(Clone, Debug)]
pub(super) struct Role {
    pub(super) person: Person,
    pub(super) who: String,
}

/// Somebody of each kind that occurs.
#[derive(Clone, Debug, Default)]
pub(super) struct Cast {
    pub(super) exempt: Option<Role>,
    pub(super) not_required: Option<Role>,
    pub(super) reserved: Option<Role>,
    pub(super) required: Option<Role>,
    /// Whether it is about one user.
    pub(super) narrowed: bool,
}

/// Names for people whom a policy does not name.
const NAMES: &[&str] = &["alice", "bob", "carol", "dora", "emil", "frida"];
/// So many names of a list are looked at; any of them stands for all.
const FEW: usize = 20;
/// A service that no policy has a word for, so that it always asks.
pub(super) const UNKNOWN: &str = "any other service";

impl Kind {
    /// The word, frozen.
    pub(crate) const fn word(self) -> &'static str {
        match self {
            Self::Exempt => "exempt",
            Self::NotRequired => "not-required",
            Self::Reserved => "reserved",
            Self::Required => "required",
        }
    }

    /// The kind in words.
    pub(crate) const fn called(self) -> &'static str {
        match self {
            Self::Exempt => "exempt from MFA",
            Self::NotRequired => "not required to use MFA",
            Self::Reserved => "reserved, and never linked",
            Self::Required => "required to use MFA",
        }
    }
}

/// What an account is to a policy that decides.
pub(super) fn kind(policy: &Policy, person: &Person) -> Kind {
    let facts = Facts {
        moment: Moment { now: START, clock: Clock::Trusted },
        linked: false,
        grace_started: None,
        last_online: None,
        offline_closed: false,
        memory_lost: false,
        enrolled: Factors::NONE,
        performable: performable(),
        budget_left: u32::MAX,
        recovery_open: false,
        recovery_escrowed: false,
    };
    let request = request(&person.name, person.uid, UNKNOWN);
    match decide(&PolicyStatus::Present(policy), &request, &facts).reason {
        Reason::Exempt => Kind::Exempt,
        Reason::NotRequired => Kind::NotRequired,
        _ if policy.reserved.contains(Subject { uid: person.uid, name: &person.name }) => Kind::Reserved,
        _ => Kind::Required,
    }
}

/// The service that people mostly meet, of those that ask.
pub(super) fn asking_service(policy: &Policy) -> &'static str {
    ["login", "sudo", "su", "unlock", "ssh"]
        .into_iter()
        .find(|name| !policy.services.exempts(Service::named(name)))
        .unwrap_or(UNKNOWN)
}

impl Cast {
    /// All that occur.
    pub(super) fn roles(&self) -> impl Iterator<Item = &Role> {
        [&self.exempt, &self.not_required, &self.reserved, &self.required].into_iter().flatten()
    }

    /// Somebody of each kind, or the one user.
    pub(super) fn of(policy: &Policy, platform: Platform, user: Option<&Person>) -> Self {
        if let Some(person) = user {
            let role = Some(Role { person: person.clone(), who: quoted(&person.name) });
            let nobody = Self { narrowed: true, ..Self::default() };
            return match kind(policy, person) {
                Kind::Exempt => Self { exempt: role, ..nobody },
                Kind::NotRequired => Self { not_required: role, ..nobody },
                Kind::Reserved => Self { reserved: role, ..nobody },
                Kind::Required => Self { required: role, ..nobody },
            };
        }
        let people = people(policy, platform);
        let find = |wanted| people.iter().find(|person| kind(policy, person) == wanted);
        let role = |wanted, who: String| find(wanted).map(|person| Role { person: person.clone(), who });
        Self {
            exempt: role(Kind::Exempt, listed(&policy.exempt)),
            not_required: role(Kind::NotRequired, others(&policy.required, &policy.exempt)),
            reserved: role(Kind::Reserved, reserved(&policy.reserved)),
            required: role(Kind::Required, required(policy)),
            narrowed: false,
        }
    }
}

/// Everybody whom the policy may tell apart, a few of each list; nobody else could be of another kind.
fn people(policy: &Policy, platform: Platform) -> Vec<Person> {
    let first = match platform {
        Platform::MacOs => 501,
        Platform::Linux => 1_000,
    };
    let exempt: BTreeSet<&str> = named(&policy.exempt).collect();
    let reserved: &[String] = match &policy.reserved {
        Reserved::Named(names) => names,
        Reserved::System(_) => &[],
    };
    let taken: BTreeSet<&str> = reserved.iter().map(String::as_str).collect();
    let required = named(&policy.required).filter(|name| !exempt.contains(name));
    let mut names: Vec<&str> = required.clone().filter(|name| !taken.contains(name)).take(FEW).collect();
    names.extend(required.take(FEW));
    names.extend(NAMES);
    names.extend(named(&policy.exempt).take(FEW));
    names.extend(taken.iter().filter(|name| !exempt.contains(*name)).take(FEW));
    // Of these, one is in no list, since there are more of them than names in all lists that begin like them.
    let all = named(&policy.required).chain(exempt.iter().copied()).chain(taken.iter().copied());
    let alike = all.filter(|name| name.starts_with("user")).count();
    let made_up: Vec<String> = (0..=alike)
        .map(|number| format!("user{number}"))
        .filter(|name| !exempt.contains(name.as_str()) && !taken.contains(name.as_str()))
        .take(FEW)
        .collect();
    names.extend(made_up.iter().map(String::as_str));
    let person = |name: &str, uid| Person { name: name.to_owned(), uid };
    let mut people: Vec<Person> =
        names.iter().filter(|name| **name != "root").map(|name| person(name, first)).collect();
    people.push(person("root", 0));
    people.extend(names.iter().map(|name| person(name, 1)));
    people
}

/// The names of a list that an account can have.
fn named(names: &Names) -> impl Iterator<Item = &str> + Clone {
    /// No system has longer ones.
    const LONGEST: usize = 255;
    let names = match names {
        Names::All => [].as_slice(),
        Names::These(names) => names.as_slice(),
    };
    names.iter().map(String::as_str).filter(|name| name.len() <= LONGEST)
}

fn listed(names: &Names) -> String {
    match names {
        Names::All => "everybody".to_owned(),
        Names::These(names) => phrase::names(names.iter().map(String::as_str)),
    }
}

fn others(required: &Names, exempt: &Names) -> String {
    let both: Vec<&str> = named(required).chain(named(exempt)).collect();
    if both.is_empty() { "everybody".to_owned() } else { format!("everybody but {}", phrase::names(both)) }
}

fn required(policy: &Policy) -> String {
    match &policy.required {
        Names::All => "everybody else".to_owned(),
        Names::These(_) => {
            let exempt: BTreeSet<&str> = named(&policy.exempt).collect();
            phrase::names(named(&policy.required).filter(|name| !exempt.contains(name)))
        }
    }
}

fn reserved(reserved: &Reserved) -> String {
    match reserved {
        Reserved::Named(names) => format!("{} and uid 0", phrase::names(names.iter().map(String::as_str))),
        Reserved::System(Platform::MacOs) => {
            "the system's own accounts (on macOS: uid below 500 or above 2147483647)".to_owned()
        }
        Reserved::System(Platform::Linux) => {
            "the system's own accounts (on Linux: uid below 1000, 61184 to 65519, 65534, 65535, 4294967295)"
                .to_owned()
        }
    }
}
