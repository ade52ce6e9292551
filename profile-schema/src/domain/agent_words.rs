//! The words of `org.latchkey.agent`'s keys, and what each of them means.

use std::collections::BTreeMap;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

/// A word of `Enforcement`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Enforcement {
    /// # Enforce
    ///
    /// The policy decides who gets in.
    Enforce,
    /// # Report only
    ///
    /// Everybody gets in, and the audit log says what would have happened.
    Report,
}

/// A word of `ClientAuthentication`; OpenID Connect Core section 9.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ClientAuthentication {
    /// # Secret in the body
    ///
    /// The client secret is sent in the request's form.
    ClientSecretPost,
    /// # Secret in the header
    ///
    /// The client secret is sent by HTTP Basic authentication.
    ClientSecretBasic,
    /// # Signed assertion
    ///
    /// A key in the secret store signs an assertion; no client secret is needed.
    PrivateKeyJwt,
    /// # None
    ///
    /// The app is a public client; no client secret is needed.
    None,
}

impl ClientAuthentication {
    /// Whether the client authenticates with its secret.
    #[must_use]
    pub const fn needs_secret(self) -> bool {
        matches!(self, Self::ClientSecretPost | Self::ClientSecretBasic)
    }
}

/// A word of `Protocol`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Protocol {
    /// # Automatic
    ///
    /// Direct Authentication; the device grant where the app lacks it and every factor is allowed.
    Automatic,
    /// # Direct Authentication
    ///
    /// Okta's own grants: push, code and security key at the prompt.
    DirectAuthentication,
    /// # Device authorization
    ///
    /// RFC 8628: the user signs in with a browser on another device.
    DeviceAuthorization,
    /// # Backchannel authentication
    ///
    /// CIBA: the organization asks the user on a device of its choice.
    Ciba,
}

/// A word of `LinkMatch`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum LinkMatch {
    /// # Account name
    ///
    /// The Okta username, whole or before `@`, is the expected account name.
    AccountName,
    /// # Any
    ///
    /// Any identity of the organization.
    Any,
}

/// A word of `MissingProfile`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MissingProfile {
    /// # Last known good
    ///
    /// The last policy that was valid goes on.
    LastKnownGood,
    /// # Deny
    ///
    /// Nobody gets in.
    Deny,
    /// # Permit
    ///
    /// The password alone is enough.
    Permit,
}

/// A word of `Services`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ServiceRule {
    /// # Require
    ///
    /// The service asks for MFA as the policy says.
    Require,
    /// # Exempt
    ///
    /// The service asks for the password alone.
    Exempt,
}

/// `Services`: rules by the name of a service, a PAM service or an authorization right.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize, JsonSchema)]
#[serde(transparent)]
pub struct Services(pub BTreeMap<String, ServiceRule>);

impl Services {
    /// The rule of a service: the entry of its exact name, else of the service that it counts as, else the default.
    #[must_use]
    pub fn rule(&self, exact: &str, counts_as: &str) -> ServiceRule {
        let named = self.0.get(exact).or_else(|| self.0.get(counts_as));
        match (named, counts_as) {
            (Some(rule), _) => *rule,
            (None, "unlock") => ServiceRule::Exempt,
            (None, _) => ServiceRule::Require,
        }
    }
}

impl Default for Services {
    fn default() -> Self {
        Self(BTreeMap::from([("unlock".to_owned(), ServiceRule::Exempt)]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_exact_name_beats_the_service_it_counts_as() {
        let services = Services(BTreeMap::from([
            ("sudo".to_owned(), ServiceRule::Exempt),
            ("sudo-i".to_owned(), ServiceRule::Require),
        ]));
        assert_eq!(services.rule("sudo-i", "sudo"), ServiceRule::Require);
        assert_eq!(services.rule("sudo", "sudo"), ServiceRule::Exempt);
    }

    #[test]
    fn a_service_that_is_not_named_keeps_its_default() {
        let services = Services(BTreeMap::from([("sudo".to_owned(), ServiceRule::Exempt)]));
        assert_eq!(services.rule("kde", "unlock"), ServiceRule::Exempt);
        assert_eq!(services.rule("unheard-of", "unheard-of"), ServiceRule::Require);
    }
}
