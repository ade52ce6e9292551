//! The declaration of what surrounds settings: a configuration profile's top level, and the keys of every payload.

use schemars::JsonSchema;
use serde::Deserialize;

use super::declaration::{Domain, DomainKind, KeyNames, generate};
use super::source;

/// 8-4-4-4-12 hexadecimal digits, in either case.
const UUID: &str = "^[0-9A-Fa-f]{8}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{4}-[0-9A-Fa-f]{12}$";

/// The top level of a configuration profile. Keys beside the declared ones are nobody's business here.
pub static PROFILE: Domain = Domain {
    name: "Configuration",
    kind: DomainKind::Envelope,
    file: "profile.json",
    keys: KeyNames::Open,
    generate: generate::<Profile>,
    committed: include_str!("../../schemas/profile.json"),
};

/// The keys common to every payload. Keys beside them are the payload's own.
pub static PAYLOAD: Domain = Domain {
    name: "payload",
    kind: DomainKind::Envelope,
    file: "payload.json",
    keys: KeyNames::Open,
    generate: generate::<Payload>,
    committed: include_str!("../../schemas/payload.json"),
};

/// # Configuration profile
///
/// The top level of a configuration profile.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Profile {
    /// # Payload type
    ///
    /// Always `Configuration`.
    #[serde(rename = "PayloadType")]
    #[schemars(extend(
        "enum" = ["Configuration"], "x-required" = true, "x-fallback" = "deny",
        "x-consequence" = "macOS does not install the profile",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub payload_type: Option<String>,

    /// # Payload version
    ///
    /// The version of the format, always 1; not the revision of this profile.
    #[serde(rename = "PayloadVersion")]
    #[schemars(extend(
        "enum" = [1], "x-required" = true, "x-fallback" = "deny",
        "x-consequence" = "macOS does not install the profile",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub payload_version: Option<u32>,

    /// # Payload identifier
    ///
    /// A name in reverse-DNS style; a profile with the same one is replaced.
    #[serde(rename = "PayloadIdentifier")]
    #[schemars(length(min = 1), extend(
        "x-required" = true, "x-fallback" = "deny", "x-placeholder" = "com.example.desktop-mfa",
        "x-consequence" = "macOS does not install the profile, or replaces another one with it",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub payload_identifier: Option<String>,

    /// # Payload UUID
    ///
    /// A name that no other profile has.
    #[serde(rename = "PayloadUUID")]
    #[schemars(length(min = 1), pattern(UUID), extend(
        "x-required" = true, "x-fallback" = "deny", "x-pattern-words" = "a UUID, 8-4-4-4-12 hexadecimal digits",
        "x-consequence" = "macOS does not install the profile",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub payload_uuid: Option<String>,

    /// # Display name
    ///
    /// What System Settings calls the profile.
    #[serde(rename = "PayloadDisplayName")]
    #[schemars(extend(
        "x-fallback" = "default", "x-placeholder" = "Desktop MFA",
        "x-consequence" = "some MDM servers refuse a profile without a name",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub payload_display_name: Option<String>,

    /// # Description
    ///
    /// What System Settings says about the profile.
    #[serde(rename = "PayloadDescription")]
    #[schemars(extend(
        "x-fallback" = "default",
        "x-consequence" = "System Settings shows no description",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub payload_description: Option<String>,

    /// # Organization
    ///
    /// Who made the profile.
    #[serde(rename = "PayloadOrganization")]
    #[schemars(extend(
        "x-fallback" = "default", "x-placeholder" = "Example Corp",
        "x-consequence" = "System Settings does not say who made the profile",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub payload_organization: Option<String>,

    /// # Scope
    ///
    /// Whether the settings hold for the device or for one user.
    #[serde(rename = "PayloadScope")]
    #[schemars(extend(
        "x-fallback" = "default",
        "x-consequence" = "a profile of the user channel never reaches a program that runs as root",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub payload_scope: Option<PayloadScope>,

    /// # Removal disallowed
    ///
    /// Whether a manually installed profile needs an administrator to be removed.
    #[serde(rename = "PayloadRemovalDisallowed")]
    #[schemars(extend(
        "x-fallback" = "default",
        "x-consequence" = "a user can remove a manually installed profile",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub payload_removal_disallowed: bool,

    /// # Removal passcode
    ///
    /// Whether another payload holds a passcode that removes the profile.
    #[serde(rename = "HasRemovalPasscode")]
    #[schemars(extend(
        "x-fallback" = "default",
        "x-consequence" = "the passcode of the removal payload is not asked for",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub has_removal_passcode: bool,

    /// # Removal date
    ///
    /// When the profile removes itself.
    #[serde(rename = "RemovalDate")]
    #[schemars(extend(
        "x-plist-type" = "date", "x-fallback" = "default",
        "x-consequence" = "the profile stays, or is gone too early",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub removal_date: Option<String>,

    /// # Time until removal
    ///
    /// How long after its installation the profile removes itself.
    #[serde(rename = "DurationUntilRemoval")]
    #[schemars(range(min = 0), extend(
        "x-unit" = "seconds", "x-plist-type" = "real", "x-fallback" = "default",
        "x-consequence" = "the profile stays, or is gone too early",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub duration_until_removal: Option<f64>,

    /// # Encrypted
    ///
    /// Whether the payloads are encrypted for one device.
    #[serde(rename = "IsEncrypted")]
    #[schemars(extend(
        "x-fallback" = "default",
        "x-consequence" = "macOS looks for the payloads in the wrong place",
        "x-source" = source::TOP_LEVEL,
    ))]
    pub is_encrypted: bool,
}

/// # Payload
///
/// The keys common to every payload of a configuration profile.
#[derive(Clone, Debug, Default, PartialEq, Deserialize, JsonSchema)]
#[serde(default)]
pub struct Payload {
    /// # Payload type
    ///
    /// The kind of the payload, or the preference domain itself.
    #[serde(rename = "PayloadType")]
    #[schemars(length(min = 1), extend(
        "x-required" = true, "x-fallback" = "deny", "x-placeholder" = "com.okta.deviceaccess.servicedaemon",
        "x-consequence" = "macOS does not install the profile",
        "x-source" = source::COMMON_KEYS,
    ))]
    pub payload_type: Option<String>,

    /// # Payload version
    ///
    /// The version of the format, always 1; not the revision of this payload.
    #[serde(rename = "PayloadVersion")]
    #[schemars(extend(
        "enum" = [1], "x-required" = true, "x-fallback" = "deny",
        "x-consequence" = "macOS does not install the profile",
        "x-source" = source::COMMON_KEYS,
    ))]
    pub payload_version: Option<u32>,

    /// # Payload identifier
    ///
    /// A name that no other payload of the profile has; by custom the profile's, and a suffix.
    #[serde(rename = "PayloadIdentifier")]
    #[schemars(length(min = 1), extend(
        "x-required" = true, "x-fallback" = "deny", "x-placeholder" = "com.example.desktop-mfa.settings",
        "x-consequence" = "macOS does not install the profile",
        "x-source" = source::COMMON_KEYS,
    ))]
    pub payload_identifier: Option<String>,

    /// # Payload UUID
    ///
    /// A name that no other payload has.
    #[serde(rename = "PayloadUUID")]
    #[schemars(length(min = 1), pattern(UUID), extend(
        "x-required" = true, "x-fallback" = "deny", "x-pattern-words" = "a UUID, 8-4-4-4-12 hexadecimal digits",
        "x-consequence" = "macOS does not install the profile",
        "x-source" = source::COMMON_KEYS,
    ))]
    pub payload_uuid: Option<String>,

    /// # Display name
    ///
    /// What System Settings calls the payload.
    #[serde(rename = "PayloadDisplayName")]
    #[schemars(extend(
        "x-fallback" = "default", "x-placeholder" = "Desktop MFA",
        "x-consequence" = "some MDM servers refuse a payload without a name",
        "x-source" = source::COMMON_KEYS,
    ))]
    pub payload_display_name: Option<String>,

    /// # Description
    ///
    /// What System Settings says about the payload.
    #[serde(rename = "PayloadDescription")]
    #[schemars(extend(
        "x-fallback" = "default",
        "x-consequence" = "System Settings shows no description",
        "x-source" = source::COMMON_KEYS,
    ))]
    pub payload_description: Option<String>,

    /// # Organization
    ///
    /// Who made the payload.
    #[serde(rename = "PayloadOrganization")]
    #[schemars(extend(
        "x-fallback" = "default", "x-placeholder" = "Example Corp",
        "x-consequence" = "System Settings does not say who made the payload",
        "x-source" = source::COMMON_KEYS,
    ))]
    pub payload_organization: Option<String>,
}

/// A word of `PayloadScope`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Deserialize, JsonSchema)]
pub enum PayloadScope {
    /// # Device
    ///
    /// The settings hold for the whole device.
    System,
    /// # User
    ///
    /// The settings hold for one user.
    User,
}
