//! A policy to the kinds of accounts that it tells apart, one of each, and the services that it tells apart.

use crate::policy::{Names, Platform, Policy, Reserved};
use crate::request::{Origin, Request, Service, Subject};

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
    let uid = match platform {
        Platform::MacOs => 501,
        Platform::Linux => 1_000,
    };
    let unlisted = unlisted(policy);
    let mut names = vec![unlisted.as_str()];
    for list in [&policy.required, &policy.exempt] {
        if let Names::These(listed) = list {
            names.extend(listed.iter().map(String::as_str));
        }
    }
    if let Reserved::Named(reserved) = &policy.reserved {
        names.extend(reserved.iter().map(String::as_str));
    }
    let candidates = names.into_iter().map(|name| (name, uid));
    let mut people: Vec<Person> = Vec::new();
    for (name, uid) in candidates.chain([("root", 0)]) {
        let class = class(policy, Subject { uid, name });
        if people.iter().all(|person| person.class != class) {
            let username = policy.link_rule.username(name);
            people.push(Person { class, name: name.to_owned(), uid, username });
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

/// A name that no list of the policy has.
fn unlisted(policy: &Policy) -> String {
    let is_listed = |name: &str| {
        [&policy.required, &policy.exempt]
            .into_iter()
            .any(|names| matches!(names, Names::These(names) if names.iter().any(|known| known == name)))
            || matches!(&policy.reserved, Reserved::Named(names) if names.iter().any(|known| known == name))
    };
    let mut name = "alice".to_owned();
    while is_listed(&name) {
        name.push('a');
    }
    name
}

/// The services that can be decided differently: ours, one that is unknown, and those that the policy names.
#[must_use]
pub fn doors(policy: &Policy) -> Vec<Door> {
    let ours = ["login", "screensaver", "sudo", "su", "sshd", "other"];
    let named = policy
        .services
        .names()
        .filter(|name| !ours.contains(name) && Service::named(name).kind.word() != Some(name));
    let mut doors: Vec<Door> = Vec::new();
    for service in ours.into_iter().chain(named) {
        let origin = if service == "sshd" { Origin::Remote } else { Origin::Local };
        doors.push(Door { service: service.to_owned(), origin });
    }
    doors
}

/// The first service at which an account is asked for a second factor.
pub(super) fn main_door(policy: &Policy, person: &Person, doors: &[Door]) -> Option<usize> {
    doors.iter().position(|door| !policy.services.exempts(person.at(door).service))
}
