//! The declaration of `org.latchkey.agent`: what the agent needs beyond Okta's keys.

use schemars::JsonSchema;
use serde::Deserialize;

use super::agent_words::{ClientAuthentication, Enforcement, LinkMatch, MissingProfile, Protocol, Services};
use super::declaration::{Domain, DomainKind, ISSUER_URL, KeyNames, generate};
use super::quantity::Minutes;
use super::source;

/// `org.latchkey.agent`
pub static AGENT: Domain = Domain {
    name: "org.latchkey.agent",
    kind: DomainKind::Preferences,
    file: "org.latchkey.agent.json",
    keys: KeyNames::Closed,
    generate: generate::<Agent>,
    committed: include_str!("../../schemas/org.latchkey.agent.json"),
};

/// # Latchkey agent
///
/// How the agent reaches the organization, whom it links, which services it guards, and what it does when something
/// is missing.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("x-channel" = "system"))]
pub struct Agent {
    /// # Enforcement
    ///
    /// Whether the policy decides, or is only tried out.
    #[serde(rename = "Enforcement")]
    #[schemars(extend(
        "x-decides" = true, "x-fallback" = "default",
        "x-consequence" = "with `report` everybody gets in with the password alone",
        "x-source" = source::CONVENTION,
    ))]
    pub enforcement: Enforcement,

    /// # Issuer
    ///
    /// The full issuer URL of any OpenID provider. Empty: derived from the organization URL and the authorization
    /// server.
    #[serde(rename = "Issuer")]
    #[schemars(pattern(ISSUER_URL), extend(
        "x-decides" = false, "x-fallback" = "deny", "x-syntax" = "issuer-url", "x-may-be-empty" = true,
        "x-pattern-words" = "an https URL without query or trailing slash",
        "x-placeholder" = "https://your-org.okta.com/oauth2/default",
        "x-consequence" = "ID tokens of any other issuer are refused, so nobody can link or sign in online",
        "x-source" = source::CONVENTION,
    ))]
    pub issuer: String,

    /// # Authorization server
    ///
    /// The ID of a custom authorization server. Empty: the organization's own.
    #[serde(rename = "AuthorizationServer")]
    #[schemars(pattern(r"^[A-Za-z0-9._~-]*$"), extend(
        "x-decides" = false, "x-fallback" = "deny", "x-may-be-empty" = true,
        "x-pattern-words" = "an ID of letters, digits, `.`, `_`, `~` and `-`", "x-placeholder" = "default",
        "x-consequence" = "the organization has no such server and answers every sign-in with an error",
        "x-source" = source::CONVENTION,
    ))]
    pub authorization_server: String,

    /// # Client authentication
    ///
    /// How the agent proves to the organization that it is the app.
    #[serde(rename = "ClientAuthentication")]
    #[schemars(extend(
        "x-decides" = false, "x-fallback" = "deny",
        "x-consequence" = "the organization answers every sign-in with invalid_client when the app is set up otherwise",
        "x-source" = source::CONVENTION,
    ))]
    pub client_authentication: ClientAuthentication,

    /// # Protocol
    ///
    /// How the agent asks the organization.
    #[serde(rename = "Protocol")]
    #[schemars(extend(
        "x-decides" = false, "x-fallback" = "deny",
        "x-consequence" = "the organization refuses a grant that the app does not have, so nobody signs in online",
        "x-source" = source::CONVENTION,
    ))]
    pub protocol: Protocol,

    /// # Expected account name
    ///
    /// The Okta username expected for a local account; `{user}` stands for the local account's name.
    #[serde(rename = "AccountName")]
    #[schemars(pattern(r"^(?:[^{}\s]|\{user\})+$"), extend(
        "x-decides" = false, "x-fallback" = "deny",
        "x-pattern-words" = "a username without blanks, in which only `{user}` stands in braces",
        "x-placeholder" = "{user}@example.com",
        "x-consequence" = "an account whose Okta username differs cannot be linked",
        "x-source" = source::CONVENTION,
    ))]
    pub account_name: String,

    /// # Who may be linked
    ///
    /// Which Okta identity a local account may be linked to.
    #[serde(rename = "LinkMatch")]
    #[schemars(extend(
        "x-decides" = true, "x-fallback" = "default",
        "x-consequence" = "with `any` a user may link whatever Okta identity they can sign in to",
        "x-source" = source::CONVENTION,
    ))]
    pub link_match: LinkMatch,

    /// # Shared identities
    ///
    /// Whether one Okta identity may be linked to several local accounts.
    #[serde(rename = "SharedIdentityAllowed")]
    #[schemars(extend(
        "x-decides" = true, "x-fallback" = "default",
        "x-consequence" = "with sharing allowed, one phone opens several accounts of this computer",
        "x-source" = source::CONVENTION,
    ))]
    pub shared_identity_allowed: bool,

    /// # Services
    ///
    /// Which services ask for MFA. The names are `login`, `unlock`, `sudo`, `su`, `ssh`, a PAM service or an
    /// authorization right. A service that is not named keeps its default: `unlock` is exempt, every other is
    /// required.
    #[serde(rename = "Services")]
    #[schemars(extend(
        "x-decides" = true, "x-fallback" = "deny",
        "x-consequence" = "an exempt service asks for the password alone",
        "x-source" = source::CONVENTION,
    ))]
    pub services: Services,

    /// # Missing profile
    ///
    /// What happens when a profile was there and is gone.
    #[serde(rename = "MissingProfile")]
    #[schemars(extend(
        "x-decides" = true, "x-fallback" = "deny",
        "x-consequence" = "with `permit`, whoever removes the profile removes MFA",
        "x-source" = source::CONVENTION,
    ))]
    pub missing_profile: MissingProfile,

    /// # Failure budget
    ///
    /// How many wrong answers a user may give before every attempt is denied.
    #[serde(rename = "FailureBudget")]
    #[schemars(range(min = 1, max = 1_000), extend(
        "x-unit" = "count", "x-decides" = true, "x-fallback" = "deny",
        "x-consequence" = "a small budget locks out whoever mistypes, a large one lets codes be guessed",
        "x-source" = source::CONVENTION,
    ))]
    pub failure_budget: u32,

    /// # Failure refill
    ///
    /// After how much running time one wrong answer is given back.
    #[serde(rename = "FailureRefillMinutes")]
    #[schemars(range(min = 1), extend(
        "x-decides" = true, "x-fallback" = "deny",
        "x-consequence" = "a user whose budget is spent waits this long for the next attempt",
        "x-source" = source::CONVENTION,
    ))]
    pub failure_refill: Minutes,

    /// # Offline security key
    ///
    /// Whether a FIDO2 key enrolled on this computer may be an offline factor.
    #[serde(rename = "OfflineSecurityKeyAllowed")]
    #[schemars(extend(
        "x-decides" = true, "x-fallback" = "default",
        "x-consequence" = "while this is off, a security key works only when the organization can be reached",
        "x-source" = source::CONVENTION,
    ))]
    pub offline_security_key_allowed: bool,

    /// # Recovery recipients
    ///
    /// The age public keys that can open the escrowed recovery secret. Empty: no recovery.
    #[serde(rename = "RecoveryRecipients")]
    #[schemars(inner(pattern(r"^age1[02-9ac-hj-np-z]{58}$")), extend(
        "uniqueItems" = true, "x-decides" = true, "x-fallback" = "default",
        "x-pattern-words" = "an age public key, `age1` and 58 characters",
        "x-placeholder" = "age1…",
        "x-consequence" = "without a recipient who holds the key, a user who is locked out cannot be let in",
        "x-source" = source::CONVENTION,
    ))]
    pub recovery_recipients: Vec<String>,

    /// # Prompt time-out
    ///
    /// How long a prompt waits for an answer.
    #[serde(rename = "PromptTimeoutSeconds")]
    #[schemars(range(min = 10, max = 86_400), extend(
        "x-unit" = "seconds", "x-decides" = false, "x-fallback" = "default",
        "x-consequence" = "a user who is slower than this starts the sign-in over",
        "x-source" = source::CONVENTION,
    ))]
    pub prompt_timeout_seconds: u32,

    /// # Reserved accounts
    ///
    /// Local account names that are never linked. Empty: uid 0 and the platform's system accounts.
    #[serde(rename = "ReservedAccounts")]
    #[schemars(inner(length(min = 1)), extend(
        "uniqueItems" = true, "x-decides" = true, "x-fallback" = "deny", "x-placeholder" = "root",
        "x-consequence" = "a reserved account signs in locally with the password alone and never over SSH",
        "x-source" = source::CONVENTION,
    ))]
    pub reserved_accounts: Vec<String>,
}

impl Default for Agent {
    fn default() -> Self {
        Self {
            enforcement: Enforcement::Enforce,
            issuer: String::new(),
            authorization_server: String::new(),
            client_authentication: ClientAuthentication::ClientSecretPost,
            protocol: Protocol::Automatic,
            account_name: "{user}".to_owned(),
            link_match: LinkMatch::AccountName,
            shared_identity_allowed: false,
            services: Services::default(),
            missing_profile: MissingProfile::LastKnownGood,
            failure_budget: 5,
            failure_refill: Minutes(15.0),
            offline_security_key_allowed: false,
            recovery_recipients: Vec::new(),
            prompt_timeout_seconds: 300,
            reserved_accounts: Vec::new(),
        }
    }
}
