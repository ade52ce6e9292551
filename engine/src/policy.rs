//! Settings become a policy: seconds instead of hours, factors instead of words, one answer for every question the
//! decision table asks.

mod reserved;

use std::time::Duration;

use latchkey_linker::Factor;
use latchkey_linker::identity::AccountRule;
use latchkey_profile_schema::catalog::Fallback;
use latchkey_profile_schema::domain::{
    Agent, AllowedFactor, DesktopMfa, Enforcement, LinkMatch, LinkingFactor, MissingProfile, ServiceRule,
    Services,
};
use latchkey_profile_schema::settings::Settings;

use crate::budget::Limits;
use crate::decision::Factors;
use crate::keys::PolicyKey;
use crate::request::Service;

pub use reserved::{Platform, Reserved};

/// A policy that validates where it matters.
#[derive(Clone, Debug)]
pub struct Policy {
    /// Whether it decides or only reports.
    pub enforcement: Enforcing,
    /// Who must.
    pub required: Names,
    /// Who need not, whatever `required` says.
    pub exempt: Names,
    /// The allowed factors in list order, online and offline.
    pub factors: Factors,
    /// The factors that may prove the identity at linking.
    pub linking: Factors,
    /// Seconds from the first attempt during which linking may be put off.
    pub grace: u64,
    /// Seconds from the last online success during which offline factors work; 0 forbids them.
    pub offline_period: u64,
    /// Whether offline factors may be used at all.
    pub offline_allowed: bool,
    /// Which services ask.
    pub services: ServiceRules,
    /// What happens once the profile is gone.
    pub missing_profile: WhenMissing,
    /// Wrong answers.
    pub budget: Limits,
    /// Seconds that the help desk's window stays open.
    pub recovery_window: u64,
    /// Accounts that are never linked.
    pub reserved: Reserved,
    /// Which identity an account may be linked to.
    pub link_rule: LinkRule,
    /// Whether one identity may be linked to several accounts.
    pub shared_identity_allowed: bool,
    /// How long a prompt waits.
    pub prompt_timeout: Duration,
    /// Whom a person who is kept out can ask.
    pub contact: Contact,
}

/// The policy's situation on a machine.
#[derive(Clone, Copy, Debug)]
pub enum PolicyStatus<'p> {
    /// No policy was ever seen here.
    NeverSeen,
    /// A policy was here and is gone.
    Gone {
        /// The last one that validated.
        last_good: Option<&'p Policy>,
    },
    /// A policy is here and does not validate where it matters.
    Invalid {
        /// The last one that validated.
        last_good: Option<&'p Policy>,
    },
    /// A policy is here.
    Present(&'p Policy),
}

/// Whether a policy decides.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Enforcing {
    /// It decides.
    Enforce,
    /// Everybody gets in; the audit says what would have happened.
    Report,
}

/// What happens once a profile is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenMissing {
    /// The last good policy goes on.
    LastKnownGood,
    /// Nobody gets in.
    Deny,
    /// Everybody gets in.
    Permit,
}

/// A list of account names; `*` alone is special.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Names {
    /// Everybody.
    All,
    /// These, matched exactly.
    These(Vec<String>),
}

/// Which services ask, by exact name before the service it counts as.
#[derive(Clone, Debug)]
pub struct ServiceRules(Services);

/// Which identity an account may be linked to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum LinkRule {
    /// The one whose username this template gives; `{user}` stands for the account's name.
    AccountName(String),
    /// Any.
    Any {
        /// The username to suggest, a template all the same.
        suggestion: String,
    },
}

/// Whom a person who is kept out can ask.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// `AdminEmail`
    pub email: Option<String>,
    /// `AdminPhone`
    pub phone: Option<String>,
}

/// Why settings are no policy.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PolicyFault {
    /// The key was refused, and its default is no safe stand-in.
    #[error("`{}` of `{}` is missing or not valid, and there is no safe value to use instead", .0.name(), .0.domain())]
    Refused(PolicyKey),
    /// A refused key that takes no part in decisions, of which nothing is known to be safe.
    #[error("a key of the profile is not valid, and there is no safe value to use instead")]
    RefusedOther,
}

impl Policy {
    /// Makes the policy of these settings, for accounts numbered as on this platform.
    ///
    /// # Errors
    ///
    /// Every key that was refused and whose default must not stand in for it. Such a policy is never used: the
    /// last good one is, or nobody gets in.
    pub fn compile(settings: &Settings, platform: Platform) -> Result<Self, Vec<PolicyFault>> {
        let faults = faults(settings);
        if !faults.is_empty() {
            return Err(faults);
        }
        let Settings { desktop_mfa, agent, .. } = settings;
        let factors = factors(desktop_mfa, agent);
        Ok(Self {
            enforcement: match agent.enforcement {
                Enforcement::Enforce => Enforcing::Enforce,
                Enforcement::Report => Enforcing::Report,
            },
            required: Names::from(&*desktop_mfa.mfa_required),
            exempt: Names::from(&*desktop_mfa.mfa_not_required),
            linking: linking(settings, factors),
            factors,
            grace: desktop_mfa.login_period_without_enrolled_factor.to_seconds(),
            offline_period: desktop_mfa.login_period_with_offline_factor.to_seconds(),
            offline_allowed: desktop_mfa.offline_login_allowed,
            services: ServiceRules(agent.services.clone()),
            missing_profile: match agent.missing_profile {
                MissingProfile::LastKnownGood => WhenMissing::LastKnownGood,
                MissingProfile::Deny => WhenMissing::Deny,
                MissingProfile::Permit => WhenMissing::Permit,
            },
            budget: Limits {
                budget: agent.failure_budget,
                refill: Duration::from_secs(agent.failure_refill.to_seconds()),
            },
            recovery_window: desktop_mfa.recovery_pin_duration.to_seconds(),
            reserved: Reserved::new(agent.reserved_accounts.clone(), platform),
            link_rule: match agent.link_match {
                LinkMatch::AccountName => LinkRule::AccountName(agent.account_name.clone()),
                LinkMatch::Any => LinkRule::Any { suggestion: agent.account_name.clone() },
            },
            shared_identity_allowed: agent.shared_identity_allowed,
            prompt_timeout: Duration::from_secs(u64::from(agent.prompt_timeout_seconds)),
            contact: Contact {
                email: desktop_mfa.admin_email.clone(),
                phone: desktop_mfa.admin_phone.clone(),
            },
        })
    }
}

fn faults(settings: &Settings) -> Vec<PolicyFault> {
    settings
        .refused
        .iter()
        .filter(|refused| refused.fallback == Fallback::Deny)
        .map(|refused| {
            PolicyKey::named(refused.domain, &refused.key)
                .map_or(PolicyFault::RefusedOther, PolicyFault::Refused)
        })
        .collect()
}

/// The allowed factors in list order. A FIDO2 key enrolled on the machine stands at the place of the online one.
fn factors(desktop_mfa: &DesktopMfa, agent: &Agent) -> Factors {
    let listed = &desktop_mfa.allowed_factors;
    let all = listed.is_empty() || listed.contains(&AllowedFactor::All);
    let words: &[AllowedFactor] = if all {
        &[AllowedFactor::Push, AllowedFactor::Otp, AllowedFactor::SecurityKey, AllowedFactor::OfflineCode]
    } else {
        listed
    };
    words
        .iter()
        .flat_map(|word| match word {
            AllowedFactor::All => [None, None],
            AllowedFactor::Push => [Some(Factor::Push), None],
            AllowedFactor::Otp => [Some(Factor::Otp), None],
            AllowedFactor::OfflineCode => [Some(Factor::OfflineCode), None],
            AllowedFactor::SecurityKey => [
                Some(Factor::SecurityKey),
                agent.offline_security_key_allowed.then_some(Factor::OfflineSecurityKey),
            ],
        })
        .flatten()
        .collect()
}

/// The linking factor where the key is set, whether or not it is among the allowed ones. Where it is not set: its
/// default where that is allowed, else any allowed online factor, so that a policy without push can still link.
fn linking(settings: &Settings, factors: Factors) -> Factors {
    let factor = match settings.desktop_mfa.account_linking_factor {
        LinkingFactor::Push => Factor::Push,
        LinkingFactor::Otp => Factor::Otp,
        LinkingFactor::SecurityKey => Factor::SecurityKey,
    };
    let key = PolicyKey::LinkingFactor;
    if settings.origins.is_set(key.domain(), key.name()) || factors.contains(factor) {
        [factor].into_iter().collect()
    } else {
        factors.filter(|factor| !factor.is_offline())
    }
}

impl<'p> PolicyStatus<'p> {
    /// The situation of a machine that may remember a policy of which nobody else knows any more.
    #[must_use]
    pub const fn remembered(self, policy_seen: bool) -> Self {
        match self {
            Self::NeverSeen if policy_seen => Self::Gone { last_good: None },
            other => other,
        }
    }

    /// The policy that decides, wherever it comes from.
    #[must_use]
    pub fn policy(&self) -> Option<&'p Policy> {
        match *self {
            Self::NeverSeen => None,
            Self::Gone { last_good } | Self::Invalid { last_good } => last_good,
            Self::Present(policy) => Some(policy),
        }
    }
}

impl Names {
    /// Whether the name is in the list.
    #[must_use]
    pub fn contains(&self, name: &str) -> bool {
        match self {
            Self::All => true,
            Self::These(names) => names.iter().any(|known| known == name),
        }
    }
}

impl From<&[String]> for Names {
    fn from(names: &[String]) -> Self {
        if names.iter().any(|name| name == "*") { Self::All } else { Self::These(names.to_vec()) }
    }
}

impl ServiceRules {
    /// The services that have rules of their own.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.0.0.keys().map(String::as_str)
    }

    /// Whether the service does not ask.
    #[must_use]
    pub fn exempts(&self, service: Service<'_>) -> bool {
        let kind = service.kind.word().unwrap_or(service.name);
        self.0.rule(service.name, kind) == ServiceRule::Exempt
    }
}

impl LinkRule {
    /// The username expected of, or suggested for, the account of this name.
    #[must_use]
    pub fn username(&self, account: &str) -> String {
        let (Self::AccountName(template) | Self::Any { suggestion: template }) = self;
        template.replace("{user}", account)
    }

    /// The linker's rule for the account of this name.
    #[must_use]
    pub fn account_rule(&self, account: &str) -> AccountRule {
        match self {
            Self::AccountName(_) => AccountRule::Name(self.username(account)),
            Self::Any { .. } => AccountRule::Any,
        }
    }
}
