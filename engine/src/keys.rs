//! The preference keys that take part in decisions, and small sets of them, so that every decision names the
//! keys that led to it without allocating.

use std::fmt;

macro_rules! policy_keys {
    ($($domain:literal { $($key:ident = $name:literal,)* })*) => {
        /// A preference key that takes part in decisions.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[repr(u8)]
        pub enum PolicyKey {
            $($(
                #[doc = concat!("`", $name, "`")]
                $key,
            )*)*
        }

        impl PolicyKey {
            /// All of them, in the order of their domains.
            pub const ALL: &[Self] = &[$($(Self::$key,)*)*];

            /// The preference domain.
            #[must_use]
            pub const fn domain(self) -> &'static str {
                match self {
                    $($(Self::$key)|* => $domain,)*
                }
            }

            /// The key, as a profile spells it.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self {
                    $($(Self::$key => $name,)*)*
                }
            }
        }
    };
}

policy_keys! {
    "com.okta.deviceaccess.servicedaemon" {
        ClientId = "DMFAClientID",
        ClientSecret = "DMFAClientSecret",
        OrgUrl = "DMFAOrgURL",
        LinkingFactor = "AccountLinkingMFAFactor",
        AllowedFactors = "AllowedFactors",
        RecoveryPinDuration = "DeviceRecoveryPINDuration",
        RecoveryValidity = "DeviceRecoveryValidityInDays",
        Grace = "LoginPeriodWithoutEnrolledFactor",
        OfflinePeriod = "LoginPeriodWithOfflineFactor",
        Required = "MFARequiredList",
        NotRequired = "MFANotRequiredList",
        OfflineAllowed = "OfflineLoginAllowed",
    }
    "org.latchkey.agent" {
        Enforcement = "Enforcement",
        Issuer = "Issuer",
        AuthorizationServer = "AuthorizationServer",
        ClientAuthentication = "ClientAuthentication",
        Protocol = "Protocol",
        AccountName = "AccountName",
        LinkMatch = "LinkMatch",
        SharedIdentity = "SharedIdentityAllowed",
        Services = "Services",
        MissingProfile = "MissingProfile",
        FailureBudget = "FailureBudget",
        FailureRefill = "FailureRefillMinutes",
        OfflineSecurityKey = "OfflineSecurityKeyAllowed",
        RecoveryRecipients = "RecoveryRecipients",
        PromptTimeout = "PromptTimeoutSeconds",
        Reserved = "ReservedAccounts",
    }
}

impl PolicyKey {
    /// The key of this domain and name, if it takes part in decisions.
    #[must_use]
    pub fn named(domain: &str, name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|key| key.domain() == domain && key.name() == name)
    }
}

/// A set of keys.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct KeySet(u32);

impl KeySet {
    /// No key.
    pub const NONE: Self = Self(0);

    /// These keys.
    #[must_use]
    pub fn of(keys: &[PolicyKey]) -> Self {
        keys.iter().fold(Self::NONE, |set, &key| set.with(key))
    }

    /// The set with one key more.
    #[must_use]
    pub const fn with(self, key: PolicyKey) -> Self {
        // INVARIANT: fewer than 32 keys; the shift cannot leave the word (tested).
        Self(self.0 | 1 << key as u8)
    }

    /// The keys of both.
    #[must_use]
    pub const fn union(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether the key is in the set.
    #[must_use]
    pub const fn contains(self, key: PolicyKey) -> bool {
        self.0 & 1 << key as u8 != 0
    }

    /// The keys, in the order of their domains.
    pub fn iter(self) -> impl Iterator<Item = PolicyKey> {
        PolicyKey::ALL.iter().copied().filter(move |&key| self.contains(key))
    }
}

impl fmt::Debug for KeySet {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_set().entries(self.iter().map(PolicyKey::name)).finish()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn all_keys_fit_into_the_set() {
        assert!(PolicyKey::ALL.len() <= 32);
        let all = KeySet::of(PolicyKey::ALL);
        assert_eq!(all.iter().count(), PolicyKey::ALL.len());
    }
}
