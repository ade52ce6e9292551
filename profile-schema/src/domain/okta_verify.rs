//! The declaration of `com.okta.mobile` and `com.okta.mobile.auth-service-extension`: Okta Verify, and its extension
//! for single sign-on and password sync. Okta's pages ask for the same settings in both.

use schemars::JsonSchema;

use super::declaration::{Domain, DomainKind, KeyNames, generate};
use super::source;

/// `com.okta.mobile`
pub static OKTA_VERIFY: Domain = Domain {
    name: "com.okta.mobile",
    kind: DomainKind::Preferences,
    file: "com.okta.mobile.json",
    keys: KeyNames::Closed,
    generate: generate::<OktaVerify>,
    committed: include_str!("../../schemas/com.okta.mobile.json"),
};

/// `com.okta.mobile.auth-service-extension`
pub static OKTA_EXTENSION: Domain = Domain {
    name: "com.okta.mobile.auth-service-extension",
    kind: DomainKind::Preferences,
    file: "com.okta.mobile.auth-service-extension.json",
    keys: KeyNames::Closed,
    generate: generate::<OktaExtension>,
    committed: include_str!("../../schemas/com.okta.mobile.auth-service-extension.json"),
};

/// # Okta Verify
///
/// How the Okta Verify app enrolls, what it shows, and what it tells the organization about the Mac.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(extend("x-channel" = "both"))]
pub struct OktaVerify {
    /// The keys.
    #[schemars(flatten)]
    pub settings: OktaVerifySettings,
}

/// # Okta Verify's single sign-on extension
///
/// What the extension that macOS loads for Platform SSO and Desktop Password Sync reads. Deploy the settings of
/// `com.okta.mobile` here too.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(extend("x-channel" = "both"))]
pub struct OktaExtension {
    /// The keys.
    #[schemars(flatten)]
    pub settings: OktaVerifySettings,
}

/// The keys of both domains.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
pub struct OktaVerifySettings {
    /// # Organization URL
    ///
    /// The Okta organization or its custom domain, filled in when a user adds an account: scheme and host, nothing
    /// after it.
    #[schemars(rename = "OktaVerify.OrgUrl", length(min = 1), extend(
        "x-syntax" = "organization-url-or-host", "x-since" = "2.4.1", "x-placeholder" = "https://your-org.okta.com",
        "x-consequence" = "Okta Verify asks each user for the organization's address, or enrolls with a wrong one",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub org_url: Option<String>,

    /// # User name
    ///
    /// The Okta username, filled in when a user adds an account; usually a variable of the MDM.
    #[schemars(rename = "OktaVerify.UserPrincipalName", length(min = 1), extend(
        "x-placeholder" = "$USERNAME",
        "x-consequence" = "the user name that is filled in is wrong, and each user has to correct it",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub user_principal_name: Option<String>,

    /// # Password sync client ID
    ///
    /// The client ID of the app integration `Platform Single Sign-on for macOS`.
    #[schemars(rename = "OktaVerify.PasswordSyncClientID", pattern(r"^\S+$"), extend(
        "x-pattern-words" = "a client ID without blanks", "x-placeholder" = "0oa1b2c3d4e5f6g7h8i9",
        "x-consequence" = "registration for Platform SSO fails, and the local password is not synchronized",
        "x-source" = source::PASSWORD_SYNC,
    ))]
    pub password_sync_client_id: Option<String>,

    /// # Platform SSO protocol version
    ///
    /// The version of Apple's protocol, written as a string: `1.0` on macOS 13, `2.0` on macOS 14 and later.
    #[schemars(rename = "PlatformSSO.ProtocolVersion", length(min = 1), extend(
        "x-suggested" = ["1.0", "2.0"], "x-macos-since" = "13.0", "x-placeholder" = "2.0",
        "x-consequence" = "Okta Verify takes the old version of the protocol, without the features of macOS 14 and later",
        "x-source" = source::PASSWORD_SYNC,
    ))]
    pub protocol_version: Option<String>,

    /// # Enrollment
    ///
    /// Whether users are enrolled without being asked. Published material disagrees on the words.
    #[schemars(rename = "OktaVerify.EnrollmentOptions", length(min = 1), extend(
        "x-suggested" = ["SilentEnrollmentDisabled", "Enabled", "Disabled"],
        "default" = "SilentEnrollmentDisabled", "x-placeholder" = "SilentEnrollmentDisabled",
        "x-consequence" = "a word that Okta Verify does not know leaves enrollment as it is without the key",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub enrollment_options: Option<String>,

    /// # Launch
    ///
    /// What Okta Verify does when it is started.
    #[schemars(rename = "OktaVerify.LaunchOptions", length(min = 1), extend(
        "x-suggested" = ["HideMainWindow"], "x-placeholder" = "HideMainWindow",
        "x-consequence" = "Okta Verify opens its window at every start",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub launch_options: Option<String>,

    /// # Diagnostics
    ///
    /// Whether Okta Verify sends diagnostic reports. Where this is not set, each user decides.
    #[schemars(rename = "OktaVerify.ReportDiagnostics", extend(
        "default" = false,
        "x-consequence" = "each user decides whether reports are sent",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub report_diagnostics: Option<bool>,

    /// # Device health checks
    ///
    /// Which checks of the device's health are hidden, with `;` between them; `Disabled` hides all.
    #[schemars(rename = "OktaVerify.DeviceHealthOptions", length(min = 1), extend(
        "x-suggested" = ["Disabled", "HideOSUpdate", "HideDiskEncryption", "HideBiometrics", "HidePassword"],
        "x-separator" = ";", "x-placeholder" = "HideDiskEncryption;HideBiometrics",
        "x-consequence" = "Okta Verify shows the check that was to be hidden",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub device_health_options: Option<String>,

    /// # Custom checks
    ///
    /// Whether the organization may run its own osquery checks.
    #[schemars(rename = "OktaVerify.EnableOSQueryCustomChecks", extend(
        "default" = false,
        "x-consequence" = "custom checks do not run, and a policy that asks for their result denies access",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub enable_osquery_custom_checks: Option<bool>,

    /// # Time-out of custom checks
    ///
    /// How many seconds a custom check may take, written as a string.
    #[schemars(rename = "OktaVerify.OSQueryCustomChecksTimeout", pattern(r"^[0-9]+(\.[0-9]+)?$"), extend(
        "default" = "2", "x-pattern-words" = "a number, written as a string", "x-placeholder" = "2",
        "x-consequence" = "Okta Verify keeps its own time-out, and slow checks count as failed",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub osquery_custom_checks_timeout: Option<String>,

    /// # Organizations that may run custom checks
    ///
    /// The hosts of the organizations, with `;` between them.
    #[schemars(rename = "OktaVerify.OSQueryAllowedDomains", length(min = 1), extend(
        "x-placeholder" = "your-org.okta.com",
        "x-consequence" = "checks of an organization that is not listed do not run",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub osquery_allowed_domains: Option<String>,

    /// # Plug-ins
    ///
    /// Where Okta Verify finds what other security products say about the Mac: each a dictionary, or the name of a key
    /// beside the list that holds it.
    #[schemars(rename = "OktaVerify.Plugins", extend(
        "x-items-by-name" = true,
        "x-consequence" = "Okta Verify does not ask the product, and a policy that needs its answer denies access",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub plugins: Option<Vec<Plugin>>,
}

/// One product that Okta Verify asks.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(extend("x-key-names" = "partial"))]
pub struct Plugin {
    /// # Name
    ///
    /// What the organization's policy calls the product.
    #[schemars(rename = "name", length(min = 1), extend(
        "x-consequence" = "the organization does not find the plug-in that its policy names",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub name: Option<String>,

    /// # Description
    ///
    /// A text for people.
    #[schemars(rename = "description", extend(
        "x-consequence" = "nobody sees what the plug-in is for",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub description: Option<String>,

    /// # Location
    ///
    /// Where the product leaves its answer.
    #[schemars(rename = "location", length(min = 1), extend(
        "x-consequence" = "Okta Verify does not find the product's answer",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub location: Option<String>,

    /// # Format
    ///
    /// The form of the answer.
    #[schemars(rename = "format", length(min = 1), extend(
        "x-suggested" = ["JWT"], "x-placeholder" = "JWT",
        "x-consequence" = "Okta Verify cannot read the product's answer",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub format: Option<String>,

    /// # Kind
    ///
    /// How the answer is handed over.
    #[schemars(rename = "type", length(min = 1), extend(
        "x-suggested" = ["file"], "x-placeholder" = "file",
        "x-consequence" = "Okta Verify does not find the product's answer",
        "x-source" = source::OKTA_VERIFY,
    ))]
    pub kind: Option<String>,
}
