//! The declaration of `com.okta.deviceaccess.servicedaemon`: Okta Desktop MFA for macOS, every key.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::declaration::{Domain, DomainKind, KeyNames, ORGANIZATION_URL, generate};
use super::quantity::{Days, Hours, Minutes};
use super::sensitive::Sensitive;
use super::source;

/// `com.okta.deviceaccess.servicedaemon`
pub static DESKTOP_MFA: Domain = Domain {
    name: "com.okta.deviceaccess.servicedaemon",
    kind: DomainKind::Preferences,
    file: "com.okta.deviceaccess.servicedaemon.json",
    keys: KeyNames::Closed,
    generate: generate::<DesktopMfa>,
    committed: include_str!("../../schemas/com.okta.deviceaccess.servicedaemon.json"),
};

/// # Okta Desktop MFA
///
/// Who must prove an Okta identity after the local password at sign-in, with which factors, and for how long
/// without the organization.
#[derive(Clone, Debug, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
#[schemars(extend("x-channel" = "system"))]
pub struct DesktopMfa {
    /// # Client ID
    ///
    /// The client ID of the Desktop MFA app integration, from the app's client credentials.
    #[serde(rename = "DMFAClientID")]
    #[schemars(pattern(r"^\S+$"), extend(
        "x-required" = true, "x-decides" = false, "x-fallback" = "deny",
        "x-pattern-words" = "a client ID without blanks", "x-placeholder" = "0oa1b2c3d4e5f6g7h8i9",
        "x-consequence" = "Okta answers every sign-in with invalid_client, so nobody can link or sign in online",
        "x-source" = source::APP,
    ))]
    pub client_id: Option<String>,

    /// # Client secret
    ///
    /// The client secret that belongs to the client ID, from the app's client credentials. Needed only where the
    /// client authenticates with a secret.
    #[serde(rename = "DMFAClientSecret")]
    #[schemars(pattern(r"^\S+$"), extend(
        "x-required" = true, "x-decides" = false, "x-fallback" = "deny", "x-sensitive" = true,
        "x-required-unless" = {
            "domain": "org.latchkey.agent", "key": "ClientAuthentication", "values": ["private_key_jwt", "none"]
        },
        "x-pattern-words" = "a client secret without blanks", "x-placeholder" = "the app's client secret",
        "x-consequence" = "Okta answers every sign-in with invalid_client, so nobody can link or sign in online",
        "x-source" = source::APP,
    ))]
    pub client_secret: Option<Sensitive>,

    /// # Organization URL
    ///
    /// The Okta organization or its custom domain: scheme and host, nothing after it. Plain `http` is accepted on
    /// the loopback addresses only.
    #[serde(rename = "DMFAOrgURL")]
    #[schemars(pattern(ORGANIZATION_URL), extend(
        "x-required" = true, "x-decides" = false, "x-fallback" = "deny", "x-syntax" = "organization-url",
        "x-required-unless" = { "domain": "org.latchkey.agent", "key": "Issuer" },
        "x-pattern-words" = "an https URL of a host, without path, query or trailing slash",
        "x-placeholder" = "https://your-org.okta.com",
        "x-consequence" = "the sign-in cannot reach the organization and treats this computer as offline for ever",
        "x-source" = source::POLICIES,
    ))]
    pub org_url: Option<String>,

    /// # Users who must use MFA
    ///
    /// Local account names, or `*` for everybody. Whoever is not listed signs in with the password alone.
    #[serde(rename = "MFARequiredList")]
    #[schemars(inner(length(min = 1)), extend(
        "uniqueItems" = true, "x-wildcard" = "*", "x-decides" = true, "x-fallback" = "default",
        "x-placeholder" = "*",
        "x-consequence" = "accounts that are not listed sign in with the password alone",
        "x-source" = source::POLICIES,
    ))]
    pub mfa_required: Vec<String>,

    /// # Users exempt from MFA
    ///
    /// Local account names that sign in with the password alone, even when they are also listed as required. With `*`
    /// nobody is ever asked for a second factor.
    #[serde(rename = "MFANotRequiredList")]
    #[schemars(inner(length(min = 1)), extend(
        "uniqueItems" = true, "x-wildcard" = "*", "x-decides" = true, "x-fallback" = "default",
        "x-placeholder" = "breakglass",
        "x-consequence" = "listed accounts are never asked for a second factor, and an account that is missing here is",
        "x-source" = source::POLICIES,
    ))]
    pub mfa_not_required: Vec<String>,

    /// # Allowed factors
    ///
    /// The factors a user may choose from, in the order in which they are offered. `*` or an empty list allows all.
    #[serde(rename = "AllowedFactors")]
    #[schemars(extend(
        "uniqueItems" = true, "x-wildcard" = "*", "x-decides" = true, "x-fallback" = "deny",
        "x-since" = "9.23", "x-placeholder" = "OV_Push",
        "x-consequence" = "a factor that is not spelled exactly is not offered at sign-in",
        "x-source" = source::POLICIES,
    ))]
    pub allowed_factors: Vec<AllowedFactor>,

    /// # Account linking factor
    ///
    /// The factor that proves the Okta identity while it is linked to the local account.
    #[serde(rename = "AccountLinkingMFAFactor")]
    #[schemars(extend(
        "x-decides" = true, "x-fallback" = "deny", "x-since" = "9.21",
        "x-unconfirmed" = ["FIDO2_USB_key"],
        "x-consequence" = "users who do not have this factor in Okta cannot link their account",
        "x-source" = source::LINKING,
    ))]
    pub account_linking_factor: LinkingFactor,

    /// # Grace before linking
    ///
    /// How long a user may sign in with the password alone and put off linking the account and enrolling an offline
    /// factor. 0 means no grace.
    #[serde(rename = "LoginPeriodWithoutEnrolledFactor")]
    #[schemars(extend(
        "x-decides" = true, "x-fallback" = "default", "x-placeholder" = "48",
        "x-consequence" = "without a grace the first sign-in cannot be completed away from the network",
        "x-source" = source::SUPPORT,
    ))]
    pub login_period_without_enrolled_factor: Hours,

    /// # Offline period
    ///
    /// How long after the last online success an offline factor is accepted. 0 blocks every offline factor.
    #[serde(rename = "LoginPeriodWithOfflineFactor")]
    #[schemars(extend(
        "x-decides" = true, "x-fallback" = "deny", "x-placeholder" = "168",
        "x-consequence" = "a user who stays offline longer than this is locked out until an online sign-in",
        "x-source" = source::OFFLINE_PERIOD,
    ))]
    pub login_period_with_offline_factor: Hours,

    /// # Offline sign-in
    ///
    /// Whether offline factors are offered at all.
    #[serde(rename = "OfflineLoginAllowed")]
    #[schemars(extend(
        "x-decides" = true, "x-fallback" = "deny",
        "x-consequence" = "while this is off, nobody signs in without reaching the organization",
        "x-source" = source::POLICIES,
    ))]
    pub offline_login_allowed: bool,

    /// # Recovery PIN lifetime
    ///
    /// How long a recovery PIN keeps working after its first success.
    #[serde(rename = "DeviceRecoveryPINDuration")]
    #[schemars(extend(
        "x-decides" = true, "x-fallback" = "deny", "x-placeholder" = "60",
        "x-consequence" = "until this time is over, the password and a used recovery PIN are enough to sign in",
        "x-source" = source::RECOVERY,
    ))]
    pub recovery_pin_duration: Minutes,

    /// # Recovery secret lifetime
    ///
    /// How long a recovery secret is used before it is replaced; no new PIN can be made from an older one.
    #[serde(rename = "DeviceRecoveryValidityInDays")]
    #[schemars(extend(
        "x-decides" = false, "x-fallback" = "default", "x-placeholder" = "90",
        "x-consequence" = "a computer that stays offline longer than this cannot be recovered with a PIN",
        "x-source" = source::RECOVERY,
    ))]
    pub recovery_validity: Days,

    /// # Administrator's mail address
    ///
    /// Shown to a user who needs help at the login window.
    #[serde(rename = "AdminEmail")]
    #[schemars(pattern(r"^[^@\s]+@[^@\s]+$"), extend(
        "x-decides" = false, "x-fallback" = "default", "x-placeholder" = "helpdesk@example.com",
        "x-pattern-words" = "a mail address",
        "x-consequence" = "a user who is locked out is not told whom to write to",
        "x-source" = source::SUPPORT,
    ))]
    pub admin_email: Option<String>,

    /// # Administrator's telephone
    ///
    /// Shown to a user who needs help at the login window.
    #[serde(rename = "AdminPhone")]
    #[schemars(length(min = 1), extend(
        "x-decides" = false, "x-fallback" = "default", "x-placeholder" = "+1 555 0100",
        "x-consequence" = "a user who is locked out is not told whom to call",
        "x-source" = source::SUPPORT,
    ))]
    pub admin_phone: Option<String>,

    /// # Okta-joined state
    ///
    /// Turns on the state that Device-Bound SSO needs; it has no part in Desktop MFA.
    #[serde(rename = "OktaJoinEnabled")]
    #[schemars(extend(
        "x-decides" = false, "x-fallback" = "default", "x-since" = "9.56.0",
        "x-consequence" = "Device-Bound SSO stays off while this is off; the sign-in is the same",
        "x-source" = source::DEVICE_BOUND_SSO,
    ))]
    pub okta_join_enabled: bool,
}

impl Default for DesktopMfa {
    fn default() -> Self {
        Self {
            client_id: None,
            client_secret: None,
            org_url: None,
            mfa_required: vec!["*".to_owned()],
            mfa_not_required: Vec::new(),
            allowed_factors: vec![AllowedFactor::All],
            account_linking_factor: LinkingFactor::Push,
            login_period_without_enrolled_factor: Hours(0.0),
            login_period_with_offline_factor: Hours(168.0),
            offline_login_allowed: true,
            recovery_pin_duration: Minutes(60.0),
            recovery_validity: Days(90.0),
            admin_email: None,
            admin_phone: None,
            okta_join_enabled: false,
        }
    }
}

/// A word of `AllowedFactors`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
pub enum AllowedFactor {
    /// # All factors
    ///
    /// Every factor this computer knows.
    #[serde(rename = "*")]
    All,
    /// # Okta Verify push
    ///
    /// A push notification, approved on the phone. Needs the network.
    #[serde(rename = "OV_Push")]
    Push,
    /// # Okta Verify code
    ///
    /// The code of the organization's account in Okta Verify, checked by Okta. Needs the network.
    #[serde(rename = "OV_TOTP")]
    Otp,
    /// # Device access code
    ///
    /// The code of this computer's account in Okta Verify, checked here. Works offline.
    #[serde(rename = "Offline_TOTP")]
    OfflineCode,
    /// # FIDO2 security key
    ///
    /// A security key over USB, checked by Okta. Needs the network.
    #[serde(rename = "FIDO2_USB_key")]
    SecurityKey,
}

/// A word of `AccountLinkingMFAFactor`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, Serialize, JsonSchema)]
pub enum LinkingFactor {
    /// # Okta Verify push
    ///
    /// A push notification, approved on the phone.
    #[serde(rename = "OV_Push")]
    Push,
    /// # Okta Verify code
    ///
    /// The code of the organization's account in Okta Verify.
    #[serde(rename = "OV_TOTP")]
    Otp,
    /// # FIDO2 security key
    ///
    /// A security key over USB. Described for linking, but not documented as a value of this key.
    #[serde(rename = "FIDO2_USB_key")]
    SecurityKey,
}
