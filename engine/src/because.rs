//! The keys behind a decision, with the value that each has and the layer that set it.

use latchkey_profile_schema::domain::{AllowedFactor, named};
use latchkey_profile_schema::{Catalog, Layer, Settings};
use serde_json::{Value, json};

use crate::keys::{KeySet, PolicyKey};

/// One key, and what it says.
#[derive(Clone, Debug, PartialEq)]
pub struct Because {
    /// The key.
    pub key: PolicyKey,
    /// Its value, in the profile's own words and unit. A secret is never in it.
    pub value: Value,
    /// The key's unit, where it has one.
    pub unit: Option<String>,
    /// Who set it.
    pub layer: Layer,
}

/// The keys of a decision with their values.
#[must_use]
pub fn because(keys: KeySet, settings: &Settings) -> Vec<Because> {
    keys.iter()
        .map(|key| Because {
            key,
            value: value(key, settings),
            unit: unit(key),
            layer: settings.origins.layer(key.domain(), key.name()),
        })
        .collect()
}

fn unit(key: PolicyKey) -> Option<String> {
    let catalog = named(key.domain()).and_then(Catalog::declared)?;
    Some(catalog.key(key.name())?.unit?.to_string())
}

fn value(key: PolicyKey, settings: &Settings) -> Value {
    let (okta, agent) = (&settings.desktop_mfa, &settings.agent);
    match key {
        PolicyKey::ClientId => json!(okta.client_id),
        PolicyKey::ClientSecret => json!(okta.client_secret.as_ref().map(|_| "not shown")),
        PolicyKey::OrgUrl => json!(okta.org_url),
        PolicyKey::LinkingFactor => json!(okta.account_linking_factor),
        PolicyKey::AllowedFactors if okta.allowed_factors.is_empty() => json!([AllowedFactor::All]),
        PolicyKey::AllowedFactors => json!(okta.allowed_factors),
        PolicyKey::RecoveryPinDuration => number(okta.recovery_pin_duration.0),
        PolicyKey::RecoveryValidity => number(okta.recovery_validity.0),
        PolicyKey::Grace => number(okta.login_period_without_enrolled_factor.0),
        PolicyKey::OfflinePeriod => number(okta.login_period_with_offline_factor.0),
        PolicyKey::Required => json!(okta.mfa_required),
        PolicyKey::NotRequired => json!(okta.mfa_not_required),
        PolicyKey::OfflineAllowed => json!(okta.offline_login_allowed),
        PolicyKey::Enforcement => json!(agent.enforcement),
        PolicyKey::Issuer => json!(agent.issuer),
        PolicyKey::AuthorizationServer => json!(agent.authorization_server),
        PolicyKey::ClientAuthentication => json!(agent.client_authentication),
        PolicyKey::Protocol => json!(agent.protocol),
        PolicyKey::AccountName => json!(agent.account_name),
        PolicyKey::LinkMatch => json!(agent.link_match),
        PolicyKey::SharedIdentity => json!(agent.shared_identity_allowed),
        PolicyKey::Services => json!(agent.services.0),
        PolicyKey::MissingProfile => json!(agent.missing_profile),
        PolicyKey::FailureBudget => json!(agent.failure_budget),
        PolicyKey::FailureRefill => number(agent.failure_refill.0),
        PolicyKey::OfflineSecurityKey => json!(agent.offline_security_key_allowed),
        PolicyKey::RecoveryRecipients => json!(agent.recovery_recipients),
        PolicyKey::PromptTimeout => json!(agent.prompt_timeout_seconds),
        PolicyKey::Reserved => json!(agent.reserved_accounts),
    }
}

/// Whole numbers without a decimal point, as people write them.
fn number(value: f64) -> Value {
    // Beyond 2^53 not every whole number is a float, and none is a period of time.
    if value.fract() == 0.0 && value.abs() < 9_007_199_254_740_992.0 {
        json!(value as i64)
    } else {
        json!(value)
    }
}
