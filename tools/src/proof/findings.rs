//! Findings about who gets in to what the prover tells of the whole policy, in place of a word that points to it.

use latchkey_engine::policy::Platform;
use latchkey_engine::prove::{Break, Finding, Limit, Proof, Property, prove};
use latchkey_profile_schema::Settings;
use latchkey_profile_schema::resolve::{Merged, resolve};

use super::story::sentences;
use super::words::{breaks, holds, limit};
use crate::batch::by_threads;
use crate::lint::FileReport;
use crate::located;

/// So many policies of one run are proven: what takes milliseconds each is not to hold up a run of thousands of files.
const MOST_POLICIES: usize = 32;
/// So many accounts and services may a policy name. The prover looks at each of them; no policy of a fleet has as many.
const MOST_NAMES: usize = 256;

/// Asks the prover about each file with a finding of which it tells more, once for all files of the same settings. Where
/// the settings make no policy, where not everything was looked at, and beyond so many policies, the findings keep
/// pointing to it.
///
/// An editor does not call this: it checks at each key that is typed, and its findings point to the prover.
pub(crate) fn tell(reports: &mut [FileReport]) {
    let mut policies: Vec<Merged> = Vec::new();
    let mut asking: Vec<(&mut FileReport, usize)> = Vec::new();
    for report in reports {
        // What is accepted, or off, is not asked about.
        let asks =
            report.findings.iter().any(|finding| matches!(finding.proof, located::Proof::PointedTo(_)));
        let Some(values) = report.in_force.take().filter(|_| asks) else { continue };
        let policy = policies.iter().position(|known| *known == values).unwrap_or(policies.len());
        if policy == policies.len() {
            if policy == MOST_POLICIES {
                continue;
            }
            policies.push(values);
        }
        asking.push((report, policy));
    }
    if policies.is_empty() {
        return;
    }
    let told = by_threads(&policies, 1, locked_out);
    for (report, policy) in asking {
        if let Some(Some(said)) = told.get(policy) {
            report.findings.iter_mut().for_each(|finding| finding.tell(said));
        }
    }
}

/// The shortest story of how somebody is locked out, or that nobody is, with what bounds it.
fn locked_out(values: &Merged) -> Option<String> {
    const PROPERTY: Property = Property::LockOut;
    let (settings, _) = resolve(values);
    if !is_small(&settings) {
        return None;
    }
    // Profiles are of Macs.
    let proof = prove(&settings, Platform::MacOs).ok()?;
    let found = of(&proof, PROPERTY)?;
    let story = found.breaks.iter().find_map(|found| match found {
        Break::Story(story) => Some(story),
        Break::Key(_) | Break::Factor(_) => None,
    });
    if let Some(story) = story {
        return Some(format!("{}: {}", breaks(PROPERTY), sentences(story).join("; ")));
    }
    let wait = found.bounds.first().filter(|_| proof.complete)?;
    if wait.what == Limit::NobodyAsked {
        return Some(format!("as it stands {}", limit(wait)));
    }
    let passwords = &of(&proof, Property::WayPast)?.bounds;
    if passwords.iter().any(|bound| bound.what == Limit::Report) {
        return Some("as it stands nobody is kept out: the policy only reports".to_owned());
    }
    let without = of(&proof, Property::UnboundedOffline)?.bounds.first().map(limit);
    let without = without.map_or_else(String::new, |said| format!("; until then {said}"));
    Some(format!("as it stands {}: {}{without}", holds(PROPERTY), limit(wait)))
}

fn of(proof: &Proof, property: Property) -> Option<&Finding> {
    proof.findings.iter().find(|found| found.property == property)
}

fn is_small(settings: &Settings) -> bool {
    let Settings { desktop_mfa, agent, .. } = settings;
    let names = desktop_mfa.mfa_required.len()
        + desktop_mfa.mfa_not_required.len()
        + agent.reserved_accounts.len()
        + agent.services.0.len();
    names <= MOST_NAMES
}

#[cfg(test)]
mod tests;
