//! What changed lists of people do: who must, who need not, who may be linked, whom they can ask.

use std::collections::BTreeSet;

use latchkey_engine::policy::Names;
use latchkey_profile_schema::domain::LinkMatch;

use super::super::InForce;
use super::super::phrase::{count, names};
use super::changed;
use crate::phrase::quoted;

pub(super) fn required(before: &InForce, after: &InForce) -> Option<String> {
    let (before, after) = (set(&before.policy.required), set(&after.policy.required));
    changed(before, after, |before, after| match (before, after) {
        (None, Some(after)) if after.is_empty() => {
            "nobody must use MFA any more; everybody had to".to_owned()
        }
        (None, Some(after)) => format!("only {} must use MFA now, no longer everybody", names(after)),
        (Some(before), None) if before.is_empty() => "everybody must use MFA now; nobody had to".to_owned(),
        (Some(before), None) => format!("everybody must use MFA now, no longer only {}", names(before)),
        (Some(before), Some(after)) => {
            moved(&before, &after, "must use MFA now", "need not use MFA any more")
        }
        (None, None) => String::new(),
    })
}

pub(super) fn exempt(before: &InForce, after: &InForce) -> Option<String> {
    let (before, after) = (set(&before.policy.exempt), set(&after.policy.exempt));
    changed(before, after, |before, after| match (before, after) {
        (Some(_), None) => "everybody is exempt from MFA now".to_owned(),
        (None, Some(after)) if after.is_empty() => {
            "nobody is exempt from MFA any more; everybody was".to_owned()
        }
        (None, Some(after)) => format!("only {} stay exempt from MFA, no longer everybody", names(after)),
        (Some(before), Some(after)) => {
            moved(&before, &after, "newly exempt from MFA", "no longer exempt from MFA")
        }
        (None, None) => String::new(),
    })
}

pub(super) fn reserved(before: &InForce, after: &InForce) -> Option<String> {
    let (before, after) = (&before.settings.agent.reserved_accounts, &after.settings.agent.reserved_accounts);
    changed(sorted(before), sorted(after), |before, after| match (before.is_empty(), after.is_empty()) {
        (true, _) => format!(
            "{} and uid 0 are never linked now, and the system's own accounts no longer are reserved",
            names(after)
        ),
        (_, true) => format!("the system's own accounts are never linked now, instead of {}", names(before)),
        _ => moved(&before, &after, "never linked any more", "free to be linked"),
    })
}

pub(super) fn recovery_recipients(before: &InForce, after: &InForce) -> Option<String> {
    let (before, after) =
        (&before.settings.agent.recovery_recipients, &after.settings.agent.recovery_recipients);
    changed(sorted(before), sorted(after), |before, after| match (before.is_empty(), after.is_empty()) {
        (true, _) => "a user who is locked out can be let in by a recovery PIN now".to_owned(),
        (_, true) => "a user who is locked out can no longer be let in by a recovery PIN".to_owned(),
        _ => {
            let only =
                |these: &BTreeSet<&str>, those: &BTreeSet<&str>| these.difference(those).count() as u64;
            format!(
                "{} can make recovery PINs now, and {} no longer can",
                count(only(&after, &before), "further recipient"),
                count(only(&before, &after), "recipient"),
            )
        }
    })
}

pub(super) fn account_name(before: &InForce, after: &InForce) -> Option<String> {
    changed(&before.settings.agent.account_name, &after.settings.agent.account_name, |before, after| {
        format!("the Okta username expected of an account is {} instead of {}", quoted(after), quoted(before))
    })
}

pub(super) fn link_match(before: &InForce, after: &InForce) -> Option<String> {
    changed(before.settings.agent.link_match, after.settings.agent.link_match, |_, after| match after {
        LinkMatch::Any => "an account may be linked to any Okta identity, whatever its username".to_owned(),
        LinkMatch::AccountName => {
            "an account may be linked only to the Okta identity with the expected username".to_owned()
        }
    })
}

pub(super) fn shared_identity(before: &InForce, after: &InForce) -> Option<String> {
    let allowed = |side: &InForce| side.settings.agent.shared_identity_allowed;
    changed(allowed(before), allowed(after), |_, after| match after {
        true => "one Okta identity may open several accounts of a computer now".to_owned(),
        false => "one Okta identity may open no more than one account of a computer now".to_owned(),
    })
}

pub(super) fn mail(before: &InForce, after: &InForce) -> Option<String> {
    contact("write to", &before.policy.contact.email, &after.policy.contact.email)
}

pub(super) fn phone(before: &InForce, after: &InForce) -> Option<String> {
    contact("call", &before.policy.contact.phone, &after.policy.contact.phone)
}

fn contact(verb: &str, before: &Option<String>, after: &Option<String>) -> Option<String> {
    changed(before, after, |before, after| match (before, after) {
        (None, Some(after)) => format!("a user who needs help is told to {verb} {}", quoted(after)),
        (Some(before), None) => {
            format!("a user who needs help is no longer told to {verb} {}", quoted(before))
        }
        (Some(before), Some(after)) => {
            format!("a user who needs help is told to {verb} {} instead of {}", quoted(after), quoted(before))
        }
        (None, None) => String::new(),
    })
}

/// The names of a list; none for everybody.
fn set(list: &Names) -> Option<BTreeSet<&str>> {
    match list {
        Names::All => None,
        Names::These(names) => Some(sorted(names)),
    }
}

fn sorted(names: &[String]) -> BTreeSet<&str> {
    names.iter().map(String::as_str).collect()
}

/// Who came and who went.
fn moved(before: &BTreeSet<&str>, after: &BTreeSet<&str>, came: &str, went: &str) -> String {
    let part = |these: &BTreeSet<&str>, those: &BTreeSet<&str>, what: &str| {
        let only: Vec<&str> = these.difference(those).copied().collect();
        (!only.is_empty()).then(|| format!("{what}: {}", names(only)))
    };
    let parts = [part(after, before, came), part(before, after, went)];
    parts.into_iter().flatten().collect::<Vec<_>>().join("; ")
}
