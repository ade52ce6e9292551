//! The declaration of `com.apple.extensiblesso`: which app extension macOS asks for single sign-on, and for what.

use schemars::JsonSchema;
use serde_json::{Map, Value};

use super::declaration::{Domain, DomainKind, KeyNames, generate};
use super::platform_sso::PlatformSso;
use super::source;

/// `com.apple.extensiblesso`
pub static EXTENSIBLE_SSO: Domain = Domain {
    name: "com.apple.extensiblesso",
    kind: DomainKind::PayloadType,
    file: "com.apple.extensiblesso.json",
    keys: KeyNames::Partial,
    generate: generate::<ExtensibleSso>,
    committed: include_str!("../../schemas/com.apple.extensiblesso.json"),
};

/// # Extensible single sign-on
///
/// The app extension that macOS asks for single sign-on, what it is asked for, and Platform SSO.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(extend(
    "x-macos-since" = "10.15", "x-channel" = "both", "x-multiple" = "several", "x-enrollment" = "approved-server",
))]
pub struct ExtensibleSso {
    /// # Extension
    ///
    /// The bundle identifier of the app extension; Okta's is `com.okta.mobile.auth-service-extension`.
    #[schemars(rename = "ExtensionIdentifier", length(min = 1), extend(
        "x-required" = true, "x-placeholder" = "com.okta.mobile.auth-service-extension",
        "x-consequence" = "macOS refuses the payload, or never asks the extension",
        "x-source" = source::EXTENSIBLE_SSO,
    ))]
    pub extension_identifier: Option<String>,

    /// # Team
    ///
    /// The team identifier of the app extension's developer; Okta's is `B7F62B65BN`. macOS needs it.
    #[schemars(rename = "TeamIdentifier", pattern(r"^(?:[A-Z0-9]{10}|apple)$"), extend(
        "x-required" = true, "x-placeholder" = "B7F62B65BN",
        "x-pattern-words" = "a team identifier, 10 capital letters and digits, or `apple`",
        "x-consequence" = "macOS does not find the extension and never asks it",
        "x-source" = source::EXTENSIBLE_SSO,
    ))]
    pub team_identifier: Option<String>,

    /// # Kind of single sign-on
    ///
    /// Whether the extension answers requests to URLs or challenges of hosts.
    #[schemars(rename = "Type", extend(
        "x-required" = true,
        "x-consequence" = "macOS refuses the payload, and there is no single sign-on",
        "x-source" = source::EXTENSIBLE_SSO,
    ))]
    pub kind: Option<SsoKind>,

    /// # Realm
    ///
    /// The realm of `Credential`, with exact capitals; ignored for `Redirect`.
    #[schemars(rename = "Realm", extend(
        "x-placeholder" = "Okta Device",
        "x-consequence" = "challenges of another realm are not given to the extension",
        "x-source" = source::EXTENSIBLE_SSO,
    ))]
    pub realm: Option<String>,

    /// # Data for the extension
    ///
    /// Whatever the extension itself understands; macOS hands it over unread.
    #[schemars(rename = "ExtensionData", extend(
        "x-consequence" = "macOS refuses the payload",
        "x-source" = source::EXTENSIBLE_SSO,
    ))]
    pub extension_data: Option<Map<String, Value>>,

    /// # URLs
    ///
    /// The beginnings of the URLs that `Redirect` answers for: http or https, without query and fragment, no two alike
    /// in all payloads of the Mac. Okta's are `…/device-access/api/v1/nonce` and `…/oauth2/v1/token`.
    #[schemars(rename = "URLs", inner(pattern(r"^[Hh][Tt][Tt][Pp][Ss]?://[^\s?#]+$")), extend(
        "uniqueItems" = true, "x-required-when" = { "key": "Type", "values": ["Redirect"] },
        "x-pattern-words" = "an http or https URL without query and fragment",
        "x-placeholder" = "https://your-org.okta.com/oauth2/v1/token",
        "x-consequence" = "macOS does not ask the extension for these URLs, and sign-in goes on without it",
        "x-source" = source::EXTENSIBLE_SSO,
    ))]
    pub urls: Option<Vec<String>>,

    /// # Hosts
    ///
    /// The hosts whose challenges `Credential` answers; with a leading dot, all hosts of a domain.
    #[schemars(rename = "Hosts", inner(pattern(r"^[^\s/:?#]+$")), extend(
        "uniqueItems" = true, "x-required-when" = { "key": "Type", "values": ["Credential"] },
        "x-pattern-words" = "a host name, or a domain with a leading dot", "x-placeholder" = ".example.com",
        "x-consequence" = "macOS does not ask the extension for these hosts",
        "x-source" = source::EXTENSIBLE_SSO,
    ))]
    pub hosts: Option<Vec<String>>,

    /// # While the screen is locked
    ///
    /// What becomes of a request while the screen is locked.
    #[schemars(rename = "ScreenLockedBehavior", extend(
        "default" = "Cancel", "x-macos-since" = "12.0",
        "x-consequence" = "requests behind a locked screen are cancelled, or go on without single sign-on",
        "x-source" = source::EXTENSIBLE_SSO,
    ))]
    pub screen_locked_behavior: Option<ScreenLockedBehavior>,

    /// # Apps without single sign-on
    ///
    /// The bundle identifiers of apps for which the extension is not asked.
    #[schemars(rename = "DeniedBundleIdentifiers", inner(length(min = 1)), extend(
        "x-macos-since" = "12.0", "x-placeholder" = "com.example.app",
        "x-consequence" = "an app that is listed signs in without the extension",
        "x-source" = source::EXTENSIBLE_SSO,
    ))]
    pub denied_bundle_identifiers: Option<Vec<String>>,

    /// # Authentication method of macOS 13
    ///
    /// How Platform SSO authenticates on macOS 13. From macOS 14 on the key of this name in `PlatformSSO` counts.
    #[schemars(rename = "AuthenticationMethod", extend(
        "x-macos-since" = "13.0", "x-macos-deprecated" = "14.0",
        "x-consequence" = "Macs with macOS 13 do not register for Platform SSO",
        "x-source" = source::EXTENSIBLE_SSO,
    ))]
    pub authentication_method: Option<FirstAuthenticationMethod>,

    /// # Registration token
    ///
    /// What the Mac shows the organization when it registers for Platform SSO.
    #[schemars(rename = "RegistrationToken", length(min = 1), extend(
        "x-macos-since" = "13.0", "x-sensitive" = true, "x-placeholder" = "{{DEVICEREGISTRATION}}",
        "x-consequence" = "the user is asked to register instead of the Mac doing it by itself",
        "x-source" = source::EXTENSIBLE_SSO,
    ))]
    pub registration_token: Option<String>,

    /// # Platform SSO
    ///
    /// Sign-in to the Mac itself with the identity of the organization.
    #[schemars(rename = "PlatformSSO", extend(
        "x-macos-since" = "14.0",
        "x-consequence" = "there is no Platform SSO, and the local password is not synchronized",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub platform_sso: Option<PlatformSso>,
}

/// A word of `Type`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
pub enum SsoKind {
    /// # Credential
    ///
    /// The extension answers challenges of hosts.
    Credential,
    /// # Redirect
    ///
    /// The extension answers requests to URLs, which is what Desktop Password Sync needs.
    Redirect,
}

/// A word of `ScreenLockedBehavior`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
pub enum ScreenLockedBehavior {
    /// # Cancel
    ///
    /// The request is cancelled.
    Cancel,
    /// # Do not handle
    ///
    /// The request goes on without single sign-on.
    DoNotHandle,
}

/// A word of `AuthenticationMethod` on macOS 13.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
pub enum FirstAuthenticationMethod {
    /// # Password
    ///
    /// The local password is that of the organization, and is kept so.
    Password,
    /// # Secure Enclave key
    ///
    /// A key of the Mac authenticates; the local password stays the user's own.
    UserSecureEnclaveKey,
}
