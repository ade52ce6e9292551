//! Each key of our domains to the sentence about what its change does, made of what is in force before and after. No
//! sentence: nothing changes.

mod agent;
mod factors;
mod people;
mod periods;

use latchkey_profile_schema::domain::{AGENT, DESKTOP_MFA};

use super::InForce;

/// A sentence about two policies.
pub(super) type Words = fn(&InForce, &InForce) -> Option<String>;

/// The sentences of Okta's keys.
static OKTA: &[(&str, Words)] = &[
    ("DMFAClientID", agent::client_id),
    ("DMFAClientSecret", agent::client_secret),
    ("DMFAOrgURL", agent::organization),
    ("MFARequiredList", people::required),
    ("MFANotRequiredList", people::exempt),
    ("AllowedFactors", factors::allowed),
    ("AccountLinkingMFAFactor", factors::linking),
    ("LoginPeriodWithoutEnrolledFactor", periods::grace),
    ("LoginPeriodWithOfflineFactor", periods::offline),
    ("OfflineLoginAllowed", periods::offline_allowed),
    ("DeviceRecoveryPINDuration", periods::recovery_window),
    ("DeviceRecoveryValidityInDays", periods::recovery_validity),
    ("AdminEmail", people::mail),
    ("AdminPhone", people::phone),
    ("OktaJoinEnabled", agent::okta_joined),
];

/// The sentences of the agent's keys.
static AGENTS: &[(&str, Words)] = &[
    ("Enforcement", agent::enforcement),
    ("Issuer", agent::issuer),
    ("AuthorizationServer", agent::authorization_server),
    ("ClientAuthentication", agent::client_authentication),
    ("Protocol", agent::protocol),
    ("AccountName", people::account_name),
    ("LinkMatch", people::link_match),
    ("SharedIdentityAllowed", people::shared_identity),
    ("Services", agent::services),
    ("MissingProfile", agent::missing_profile),
    ("FailureBudget", agent::failure_budget),
    ("FailureRefillMinutes", periods::failure_refill),
    ("OfflineSecurityKeyAllowed", factors::offline_security_key),
    ("RecoveryRecipients", people::recovery_recipients),
    ("PromptTimeoutSeconds", periods::prompt_timeout),
    ("ReservedAccounts", people::reserved),
];

/// The sentence of a key.
pub(super) fn words(domain: &str, key: &str) -> Option<Words> {
    let all = match domain {
        name if name == DESKTOP_MFA.name => OKTA,
        name if name == AGENT.name => AGENTS,
        _ => return None,
    };
    all.iter().find(|(name, _)| *name == key).map(|(_, words)| *words)
}

/// The sentence about two values, where they differ.
fn changed<T: PartialEq>(before: T, after: T, words: impl FnOnce(T, T) -> String) -> Option<String> {
    (before != after).then(|| words(before, after))
}
