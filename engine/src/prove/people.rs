//! A policy to the kinds of accounts that it tells apart, one of each, and the services that it tells apart.

use std::collections::HashSet;

use crate::policy::{Names, Platform, Policy, Reserved};
use crate::request::{Origin, Request, Service, ServiceKind, Subject};

/// What a policy makes of an account, whatever it does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Class {
    /// It must sign in with a second factor.
    Required,
    /// `MFANotRequiredList` names it.
    Exempt,
    /// `MFARequiredList` does not name it.
    NotRequired,
    /// It is never linked.
    Reserved,
}

/// One account that stands for all of its class.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The class.
    pub class: Class,
    /// The account's name.
    pub name: String,
    /// The account's number.
    pub uid: u32,
    /// The username that the organization proves; the one that the policy expects.
    pub username: String,
}

/// A service that stands for those that are decided alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Door {
    /// The service, as the system names it.
    pub service: String,
    /// From where.
    pub origin: Origin,
}

impl Person {
    /// The account at a service.
    #[must_use]
    pub fn at<'r>(&'r self, door: &'r Door) -> Request<'r> {
        Request {
            subject: Subject { uid: self.uid, name: &self.name },
            service: Service::named(&door.service),
            origin: door.origin,
        }
    }
}

/// An account of each class that there is under the policy, the required ones first. Accounts of one class differ in
/// nothing that is decided.
#[must_use]
pub fn people(policy: &Policy, platform: Platform) -> Vec<Person> {
    people_under(&[policy], platform)
}

/// An account of each way that these policies can class one, with the class and the username of the first of them.
pub(super) fn people_under(policies: &[&Policy], platform: Platform) -> Vec<Person> {
    let Some(first) = policies.first() else { return Vec::new() };
    let (person, system) = match platform {
        Platform::MacOs => (501, 1),
        Platform::Linux => (1_000, 1),
    };
    let unlisted = unlisted(policies);
    let names = || [unlisted.as_str()].into_iter().chain(policies.iter().flat_map(|policy| listed(policy)));
    let names = || names().filter(|name| *name != "root");
    let candidates = names().map(|name| (name, person)).chain([("root", 0)]);
    let mut people: Vec<Person> = Vec::new();
    let mut known: Vec<Vec<Class>> = Vec::new();
    for (name, uid) in candidates.chain(names().map(|name| (name, system))) {
        let classes: Vec<Class> =
            policies.iter().map(|policy| class(policy, Subject { uid, name })).collect();
        if !known.contains(&classes) {
            let (class, username) = (class(first, Subject { uid, name }), first.link_rule.username(name));
            people.push(Person { class, name: name.to_owned(), uid, username });
            known.push(classes);
        }
    }
    people.sort_by_key(|person| person.class);
    people
}

/// The class of an account.
#[must_use]
pub fn class(policy: &Policy, subject: Subject<'_>) -> Class {
    if policy.exempt.contains(subject.name) {
        Class::Exempt
    } else if !policy.required.contains(subject.name) {
        Class::NotRequired
    } else if policy.reserved.contains(subject) {
        Class::Reserved
    } else {
        Class::Required
    }
}

/// The names in the lists of a policy.
fn listed(policy: &Policy) -> impl Iterator<Item = &str> {
    let [required, exempt] = [&policy.required, &policy.exempt].map(|names| match names {
        Names::These(listed) => listed.as_slice(),
        Names::All => &[],
    });
    let reserved = match &policy.reserved {
        Reserved::Named(reserved) => reserved.as_slice(),
        Reserved::System(_) => &[],
    };
    [required, exempt, reserved].into_iter().flatten().map(String::as_str)
}

/// A name that no list of the policies has.
fn unlisted(policies: &[&Policy]) -> String {
    match like_unlisted(policies.iter().flat_map(|policy| listed(policy))) {
        Some(longest) => format!("{longest}a"),
        None => UNLISTED.to_owned(),
    }
}

/// Who no list names, as a rule.
const UNLISTED: &str = "alice";

/// The longest of these names from which a name that is not among them is made.
pub(super) fn like_unlisted<'n>(names: impl Iterator<Item = &'n str>) -> Option<&'n str> {
    let is_like =
        |name: &&str| name.strip_prefix(UNLISTED).is_some_and(|rest| rest.bytes().all(|byte| byte == b'a'));
    names.filter(is_like).max_by_key(|name| name.len())
}

/// PAM services of each kind, and of a kind that is unknown. A rule for one of them by its name leaves the others.
const SERVICES: [&[&str]; 6] = [
    &["login", "gdm-password", "lightdm", "sddm", "system.login.console"],
    &["screensaver", "kde", "xscreensaver", "i3lock"],
    &["sudo", "sudo-i"],
    &["su", "su-l", "runuser"],
    &["sshd"],
    &["other", "another"],
];

/// The services that can be decided differently: one of each kind that no rule names, and those that the policy names.
#[must_use]
pub fn doors(policy: &Policy) -> Vec<Door> {
    doors_under(&[policy])
}

/// The services that these policies can decide differently.
pub(super) fn doors_under(policies: &[&Policy]) -> Vec<Door> {
    let is_word = |name: &str| Service::named(name).kind.word() == Some(name);
    let named = || policies.iter().flat_map(|policy| policy.services.names());
    let free = |names: &&[&'static str]| {
        names.iter().copied().find(|name| is_word(name) || named().all(|known| known != *name))
    };
    let (mut known, mut doors) = (HashSet::new(), Vec::new());
    for service in SERVICES.iter().filter_map(free).chain(named().filter(|name| !is_word(name))) {
        let is_remote = Service::named(service).kind == ServiceKind::Ssh;
        let origin = if is_remote { Origin::Remote } else { Origin::Local };
        if known.insert(service) {
            doors.push(Door { service: service.to_owned(), origin });
        }
    }
    doors
}

/// The places of one of each kind of services that all these policies decide alike.
pub(super) fn told_apart(doors: &[Door], policies: &[&Policy]) -> Vec<usize> {
    let (mut known, mut places) = (HashSet::new(), Vec::new());
    for (place, door) in doors.iter().enumerate() {
        let service = Service::named(&door.service);
        let exempt: Vec<bool> = policies.iter().map(|policy| policy.services.exempts(service)).collect();
        let kind = match service.kind {
            // Of the local ones only the login is something else.
            ServiceKind::Unlock | ServiceKind::Sudo | ServiceKind::Su => ServiceKind::Sudo,
            other => other,
        };
        if known.insert((kind, exempt)) {
            places.push(place);
        }
    }
    places
}

/// The service at which an account signs in: where it is asked for a second factor, and, if it may be linked, offered
/// an offline code. What it does at others changes nothing that it could not change here.
pub(super) fn main_door(policy: &Policy, person: &Person, doors: &[Door]) -> Option<usize> {
    let asks = |door: &Door| !policy.services.exempts(person.at(door).service);
    let best = |door: &Door| match person.class {
        Class::Reserved => person.at(door).is_local() && !person.at(door).is_local_login(),
        Class::Required | Class::Exempt | Class::NotRequired => person.at(door).is_local_login(),
    };
    doors.iter().position(|door| asks(door) && best(door)).or_else(|| doors.iter().position(asks))
}
