//! What changed periods do.

use super::super::InForce;
use super::super::phrase::{from_to, span};
use super::changed;

pub(super) fn grace(before: &InForce, after: &InForce) -> Option<String> {
    changed(before.policy.grace, after.policy.grace, |before, after| match (before, after) {
        (0, _) => format!("there is a grace of {} before linking now; there was none", span(after)),
        (_, 0) => format!("there is no grace before linking any more; it was {}", span(before)),
        _ => format!("the grace before linking {}", moves(before, after)),
    })
}

pub(super) fn offline(before: &InForce, after: &InForce) -> Option<String> {
    // Where offline factors are forbidden, no period allows them.
    if !before.policy.offline_allowed && !after.policy.offline_allowed {
        return None;
    }
    changed(before.policy.offline_period, after.policy.offline_period, |before, after| {
        match (before, after) {
            (0, _) => {
                format!("offline use is allowed for {} now; no offline factor was accepted", span(after))
            }
            (_, 0) => format!(
                "no offline factor is accepted any more; offline use was allowed for {}",
                span(before)
            ),
            _ => format!("offline use {}", moves(before, after)),
        }
    })
}

pub(super) fn offline_allowed(before: &InForce, after: &InForce) -> Option<String> {
    // A period of 0 forbids them too.
    if before.policy.offline_period == 0 && after.policy.offline_period == 0 {
        return None;
    }
    changed(before.policy.offline_allowed, after.policy.offline_allowed, |_, allowed| {
        if allowed {
            format!(
                "offline sign-in is allowed now, for {} after the last online success",
                span(after.policy.offline_period)
            )
        } else {
            "offline sign-in is forbidden now: nobody signs in without reaching the organization".to_owned()
        }
    })
}

pub(super) fn recovery_window(before: &InForce, after: &InForce) -> Option<String> {
    changed(before.policy.recovery_window, after.policy.recovery_window, |before, after| {
        format!("the time that a used recovery PIN keeps working {}", moves(before, after))
    })
}

pub(super) fn recovery_validity(before: &InForce, after: &InForce) -> Option<String> {
    let seconds = |side: &InForce| side.settings.desktop_mfa.recovery_validity.to_seconds();
    changed(seconds(before), seconds(after), |before, after| {
        format!("the time that a recovery secret is used before it is replaced {}", moves(before, after))
    })
}

pub(super) fn failure_refill(before: &InForce, after: &InForce) -> Option<String> {
    changed(before.policy.budget.refill, after.policy.budget.refill, |before, after| {
        format!(
            "the running time after which a wrong answer is given back {}",
            moves(before.as_secs(), after.as_secs())
        )
    })
}

pub(super) fn prompt_timeout(before: &InForce, after: &InForce) -> Option<String> {
    changed(before.policy.prompt_timeout, after.policy.prompt_timeout, |before, after| {
        format!("the time that a prompt waits for an answer {}", moves(before.as_secs(), after.as_secs()))
    })
}

fn moves(before: u64, after: u64) -> String {
    let word = if after < before { "shortens" } else { "lengthens" };
    format!("{word} {}", from_to(before, after))
}
