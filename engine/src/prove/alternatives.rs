//! A key that a profile sets to the profiles that differ from it in that key alone.

use latchkey_profile_schema::Settings;
use latchkey_profile_schema::domain::{
    AllowedFactor, Enforcement, Hours, LinkMatch, LinkingFactor, Minutes, MissingProfile, ServiceRule,
};

use crate::keys::PolicyKey;
use crate::request::Service;

/// Someone that no list names.
pub(super) const SOMEBODY: &str = "somebody-else";

/// Settings in which the key has another legal value: at least one of each kind that could be decided differently.
/// Nothing for a key that has no part in decisions.
pub(super) fn alternatives(settings: &Settings, key: PolicyKey) -> Vec<Settings> {
    let mut found = Vec::new();
    let mut other = |change: &dyn Fn(&mut Settings)| {
        let mut changed = settings.clone();
        change(&mut changed);
        if changed != *settings {
            found.push(changed);
        }
    };
    match key {
        PolicyKey::Grace => {
            for factor in [0.0, 0.5, 2.0] {
                other(&|s| {
                    let hours = &mut s.desktop_mfa.login_period_without_enrolled_factor;
                    *hours = Hours(longer(hours.0, factor));
                });
            }
        }
        PolicyKey::OfflinePeriod => {
            for factor in [0.0, 0.5, 2.0] {
                other(&|s| {
                    let hours = &mut s.desktop_mfa.login_period_with_offline_factor;
                    *hours = Hours(longer(hours.0, factor));
                });
            }
        }
        PolicyKey::RecoveryPinDuration => {
            for factor in [0.5, 2.0] {
                other(&|s| {
                    let minutes = &mut s.desktop_mfa.recovery_pin_duration;
                    *minutes = Minutes(longer(minutes.0, factor));
                });
            }
        }
        PolicyKey::FailureRefill => {
            for factor in [0.5, 2.0] {
                other(&|s| {
                    let minutes = &mut s.agent.failure_refill;
                    *minutes = Minutes(longer(minutes.0, factor));
                });
            }
        }
        PolicyKey::FailureBudget => {
            other(&|s| s.agent.failure_budget = s.agent.failure_budget.saturating_add(1));
            other(&|s| s.agent.failure_budget = 1);
        }
        PolicyKey::OfflineAllowed => {
            other(&|s| s.desktop_mfa.offline_login_allowed = !s.desktop_mfa.offline_login_allowed);
        }
        PolicyKey::OfflineSecurityKey => {
            other(&|s| s.agent.offline_security_key_allowed = !s.agent.offline_security_key_allowed);
        }
        PolicyKey::SharedIdentity => {
            other(&|s| s.agent.shared_identity_allowed = !s.agent.shared_identity_allowed);
        }
        PolicyKey::Required => lists(&mut other, |s| &mut s.desktop_mfa.mfa_required),
        PolicyKey::NotRequired => lists(&mut other, |s| &mut s.desktop_mfa.mfa_not_required),
        PolicyKey::Reserved => lists(&mut other, |s| &mut s.agent.reserved_accounts),
        PolicyKey::AllowedFactors => {
            for factors in [vec![AllowedFactor::All], vec![AllowedFactor::Push], vec![AllowedFactor::Otp]] {
                other(&|s| s.desktop_mfa.allowed_factors.clone_from(&factors));
            }
        }
        PolicyKey::LinkingFactor => {
            for factor in [LinkingFactor::Push, LinkingFactor::Otp, LinkingFactor::SecurityKey] {
                other(&|s| s.desktop_mfa.account_linking_factor = factor);
            }
        }
        PolicyKey::Enforcement => {
            for enforcement in [Enforcement::Enforce, Enforcement::Report] {
                other(&|s| s.agent.enforcement = enforcement);
            }
        }
        PolicyKey::LinkMatch => {
            for rule in [LinkMatch::AccountName, LinkMatch::Any] {
                other(&|s| s.agent.link_match = rule);
            }
        }
        PolicyKey::MissingProfile => {
            for rule in [MissingProfile::LastKnownGood, MissingProfile::Deny, MissingProfile::Permit] {
                other(&|s| s.agent.missing_profile = rule);
            }
        }
        PolicyKey::Services => {
            // Services of one kind with the same rule are decided alike, but for those whose name stands for the kind.
            let mut known = Vec::new();
            for (service, rule) in &settings.agent.services.0 {
                let kind = Service::named(service).kind;
                let like = (kind, kind.word() == Some(service), *rule);
                if known.contains(&like) {
                    continue;
                }
                known.push(like);
                other(&|s| {
                    if let Some(rule) = s.agent.services.0.get_mut(service) {
                        *rule = match rule {
                            ServiceRule::Require => ServiceRule::Exempt,
                            ServiceRule::Exempt => ServiceRule::Require,
                        };
                    }
                });
            }
        }
        PolicyKey::RecoveryRecipients => {
            let recipient = "age1ql3z7hjy54pw3hyww5ayyfg7zqgvc7w3j2elw8zmrj2kudu6t4vq5w0q0r".to_owned();
            other(&|s| s.agent.recovery_recipients.clear());
            other(&|s| s.agent.recovery_recipients = vec![recipient.clone()]);
        }
        PolicyKey::ClientId
        | PolicyKey::ClientSecret
        | PolicyKey::OrgUrl
        | PolicyKey::RecoveryValidity
        | PolicyKey::Issuer
        | PolicyKey::AccountName
        | PolicyKey::AuthorizationServer
        | PolicyKey::ClientAuthentication
        | PolicyKey::Protocol
        | PolicyKey::PromptTimeout => {}
    }
    found
}

/// Settings without one word of the list of factors.
pub(super) fn without(settings: &Settings, factor: AllowedFactor) -> Settings {
    let mut changed = settings.clone();
    changed.desktop_mfa.allowed_factors.retain(|word| *word != factor);
    changed
}

/// Nobody, everybody, one more.
fn lists(other: &mut impl FnMut(&dyn Fn(&mut Settings)), list: impl Fn(&mut Settings) -> &mut Vec<String>) {
    other(&|s| list(s).clear());
    other(&|s| *list(s) = vec!["*".to_owned()]);
    other(&|s| list(s).push(SOMEBODY.to_owned()));
}

fn longer(value: f64, factor: f64) -> f64 {
    if value == 0.0 { factor } else { value * factor }
}
