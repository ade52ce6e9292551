//! What changed factors do.

use latchkey_engine::decision::Factors;
use latchkey_linker::Factor;
use latchkey_profile_schema::domain::{AllowedFactor, DESKTOP_MFA, Protocol};

use super::super::InForce;
use super::super::phrase;
use super::changed;

const LINKING: &str = "AccountLinkingMFAFactor";

pub(super) fn allowed(before: &InForce, after: &InForce) -> Option<String> {
    let (left, right) = (listed(before), listed(after));
    let missing = |from: &[Factor], there: &[Factor]| -> Vec<Factor> {
        there.iter().copied().filter(|factor| !from.contains(factor)).collect()
    };
    let (gained, lost) = (missing(&left, &right), missing(&right, &left));
    let mut parts = Vec::new();
    if !gained.is_empty() {
        parts.push(format!("{} may be used now", phrase::factors(&gained, "and")));
    }
    if !lost.is_empty() {
        parts.push(format!("{} may not be used any more", phrase::factors(&lost, "and")));
    }
    let works_offline = |factors: &Factors| factors.iter().any(Factor::is_offline);
    match (works_offline(&before.policy.factors), works_offline(&after.policy.factors)) {
        (true, false) => parts.push("no factor works offline any more".to_owned()),
        (false, true) => parts.push("a factor works offline now".to_owned()),
        _ => {}
    }
    if gained.is_empty() && lost.is_empty() && left != right {
        parts.push(format!("the factors are offered in another order: {}", phrase::factors(&right, "and")));
    }
    parts.extend(browser(before, after));
    // Where the factor of linking is not set, it follows from the allowed ones.
    let follows = |side: &InForce| {
        (side.is_set(DESKTOP_MFA.name, LINKING), side.settings.desktop_mfa.account_linking_factor)
    };
    if follows(before) == follows(after) {
        parts.extend(linking(before, after));
    }
    (!parts.is_empty()).then(|| parts.join("; "))
}

pub(super) fn linking(before: &InForce, after: &InForce) -> Option<String> {
    let factors = |side: &InForce| side.policy.linking.iter().collect::<Vec<_>>();
    changed(factors(before), factors(after), |before, after| {
        let words = |factors: &[Factor]| phrase::factors(factors, "or");
        format!("accounts are linked with {} instead of {}", words(&after), words(&before))
    })
}

pub(super) fn offline_security_key(before: &InForce, after: &InForce) -> Option<String> {
    // A security key enrolled here stands at the place of the online one, and nowhere without it.
    if ![before, after].iter().any(|side| side.policy.factors.contains(Factor::SecurityKey)) {
        return None;
    }
    let allowed = |side: &InForce| side.settings.agent.offline_security_key_allowed;
    changed(allowed(before), allowed(after), |_, allowed| match allowed {
        true => "a security key enrolled on this computer may be used offline now".to_owned(),
        false => "a security key may not be used offline any more".to_owned(),
    })
}

/// Whether the device grant is fallen back on: it is only where no list must be enforced; design section 5.6.
fn browser(before: &InForce, after: &InForce) -> Option<String> {
    let all = |side: &InForce| {
        let listed = &side.settings.desktop_mfa.allowed_factors;
        listed.is_empty() || listed.contains(&AllowedFactor::All)
    };
    let automatic = |side: &InForce| side.settings.agent.protocol == Protocol::Automatic;
    if !automatic(before) || !automatic(after) {
        return None;
    }
    changed(all(before), all(after), |_, all| match all {
        true => "signing in with a browser, which no list can restrict, is a fallback now".to_owned(),
        false => "signing in with a browser, which no list can restrict, is no fallback any more".to_owned(),
    })
}

/// The allowed factors as the key lists them; the offline use of a security key is another key's.
fn listed(side: &InForce) -> Vec<Factor> {
    side.policy.factors.iter().filter(|factor| *factor != Factor::OfflineSecurityKey).collect()
}
