//! The declaration of the dictionary `PlatformSSO` in `com.apple.extensiblesso`.

use std::collections::BTreeMap;

use schemars::JsonSchema;

use super::source;

/// The keys of `PlatformSSO`.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(extend("x-other-keys" = [
    "AccessKeyReaderGroupIdentifier", "AccessKeyReaderIssuerCertificateUUID", "AccessKeyTerminalIdentityUUID",
    "AllowAccessKeyExpressMode", "AllowDeviceIdentifiersInAttestation", "EnableCreateFirstUserDuringSetup",
    "NewUserAuthenticationMethods", "SynchronizeProfilePicture", "TemporarySessionQuickLogin",
]))]
pub struct PlatformSso {
    /// # Authentication method
    ///
    /// How Platform SSO authenticates; Desktop Password Sync needs `Password`.
    #[schemars(rename = "AuthenticationMethod", extend(
        "x-consequence" = "the Mac does not register for Platform SSO",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub authentication_method: Option<AuthenticationMethod>,

    /// # Shared device keys
    ///
    /// Whether all users of the Mac share its keys. The protocol version 2.0 and the sign-in at FileVault need it.
    #[schemars(rename = "UseSharedDeviceKeys", extend(
        "default" = false,
        "x-consequence" = "registration with protocol version 2.0 fails",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub use_shared_device_keys: Option<bool>,

    /// # Account display name
    ///
    /// What macOS calls the account in notifications and in System Settings.
    #[schemars(rename = "AccountDisplayName", extend(
        "x-placeholder" = "Okta",
        "x-consequence" = "users see the extension's name instead of the organization's",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub account_display_name: Option<String>,

    /// # Time until a full login
    ///
    /// After how long macOS asks for a full login instead of a refresh.
    #[schemars(rename = "LoginFrequency", range(min = 3_600), extend(
        "default" = 64_800, "x-unit" = "seconds",
        "x-consequence" = "macOS keeps its own 18 hours",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub login_frequency: Option<u32>,

    /// # New users at the login window
    ///
    /// Whether somebody of the organization who has no account on the Mac gets one at the login window.
    #[schemars(rename = "EnableCreateUserAtLogin", extend(
        "default" = false,
        "x-consequence" = "users without an account on the Mac cannot sign in",
        "x-source" = source::JUST_IN_TIME,
    ))]
    pub enable_create_user_at_login: Option<bool>,

    /// # Authorization prompts
    ///
    /// Whether identities of the organization may be used where macOS asks for an administrator.
    #[schemars(rename = "EnableAuthorization", extend(
        "default" = false,
        "x-consequence" = "macOS takes local accounts alone where it asks for an administrator",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub enable_authorization: Option<bool>,

    /// # Names of new accounts
    ///
    /// Which claims of the organization's token name a new account.
    #[schemars(rename = "TokenToUserMapping", extend(
        "x-consequence" = "new accounts get wrong names, or are not made at all",
        "x-source" = source::JUST_IN_TIME,
    ))]
    pub token_to_user_mapping: Option<TokenToUserMapping>,

    /// # Rights of new users
    ///
    /// What a user whose account is made at the login window may do.
    #[schemars(rename = "NewUserAuthorizationMode", extend(
        "x-consequence" = "new users get the rights of a standard user",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub new_user_authorization_mode: Option<NewUserAuthorizationMode>,

    /// # Rights of users
    ///
    /// What a user may do after each login.
    #[schemars(rename = "UserAuthorizationMode", extend(
        "x-consequence" = "users keep the rights that they have",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub user_authorization_mode: Option<AuthorizationMode>,

    /// # Groups of administrators
    ///
    /// The organization's groups whose members administer the Mac.
    #[schemars(rename = "AdministratorGroups", inner(length(min = 1)), extend(
        "x-placeholder" = "mac-admins",
        "x-consequence" = "members of a group that is not listed are no administrators",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub administrator_groups: Option<Vec<String>>,

    /// # More groups
    ///
    /// The organization's groups that are made on the Mac.
    #[schemars(rename = "AdditionalGroups", inner(length(min = 1)), extend(
        "x-placeholder" = "developers",
        "x-consequence" = "groups that are not listed do not exist on the Mac",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub additional_groups: Option<Vec<String>>,

    /// # Groups by authorization right
    ///
    /// Which group each authorization right of macOS is given to.
    #[schemars(rename = "AuthorizationGroups", extend(
        "x-consequence" = "macOS gives the right to administrators alone",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub authorization_groups: Option<BTreeMap<String, String>>,

    /// # At FileVault
    ///
    /// When the organization is asked at FileVault's unlocking.
    #[schemars(rename = "FileVaultPolicy", extend(
        "x-macos-since" = "15.0",
        "x-consequence" = "the disk is unlocked with the last local password",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub file_vault_policy: Option<Vec<AuthenticationPolicy>>,

    /// # At the login window
    ///
    /// When the organization is asked at the login window.
    #[schemars(rename = "LoginPolicy", extend(
        "x-macos-since" = "15.0",
        "x-consequence" = "the local password alone is enough at the login window",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub login_policy: Option<Vec<AuthenticationPolicy>>,

    /// # At the locked screen
    ///
    /// When the organization is asked at the locked screen.
    #[schemars(rename = "UnlockPolicy", extend(
        "x-macos-since" = "15.0",
        "x-consequence" = "the local password alone is enough at the locked screen",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub unlock_policy: Option<Vec<UnlockPolicy>>,

    /// # Offline grace
    ///
    /// How long after the last login the local password is enough without the organization.
    #[schemars(rename = "OfflineGracePeriod", range(min = 0), extend(
        "x-unit" = "seconds", "x-macos-since" = "15.0",
        "x-consequence" = "a Mac without a network lets nobody in where authentication is required",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub offline_grace_period: Option<u32>,

    /// # Grace for users who are not registered
    ///
    /// How long after these policies arrive accounts that are not registered may still be used.
    #[schemars(rename = "AuthenticationGracePeriod", range(min = 0), extend(
        "x-unit" = "seconds", "x-macos-since" = "15.0",
        "x-consequence" = "accounts that are not registered yet are locked out where authentication is required",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub authentication_grace_period: Option<u32>,

    /// # Accounts without Platform SSO
    ///
    /// Local accounts that these policies leave alone.
    #[schemars(rename = "NonPlatformSSOAccounts", inner(length(min = 1)), extend(
        "x-macos-since" = "15.0", "x-placeholder" = "breakglass",
        "x-consequence" = "a local administrator account that is not listed is locked out with all others",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub non_platform_sso_accounts: Option<Vec<String>>,

    /// # Registration during setup
    ///
    /// Whether the Mac registers in Setup Assistant.
    #[schemars(rename = "EnableRegistrationDuringSetup", extend(
        "default" = false, "x-macos-since" = "26.0",
        "x-consequence" = "users register after their first login",
        "x-source" = source::PLATFORM_SSO,
    ))]
    pub enable_registration_during_setup: Option<bool>,
}

/// The keys of `TokenToUserMapping`.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
pub struct TokenToUserMapping {
    /// # Account name
    ///
    /// The claim that holds the name of the account.
    #[schemars(rename = "AccountName", length(min = 1), extend(
        "x-placeholder" = "macOSAccountUsername",
        "x-consequence" = "new accounts get wrong names, or are not made at all",
        "x-source" = source::JUST_IN_TIME,
    ))]
    pub account_name: Option<String>,

    /// # Full name
    ///
    /// The claim that holds the user's full name.
    #[schemars(rename = "FullName", length(min = 1), extend(
        "x-placeholder" = "macOSAccountFullName",
        "x-consequence" = "new accounts get a wrong full name, or none",
        "x-source" = source::JUST_IN_TIME,
    ))]
    pub full_name: Option<String>,
}

/// A word of `AuthenticationMethod`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
pub enum AuthenticationMethod {
    /// # Password
    ///
    /// The local password is that of the organization, and is kept so.
    Password,
    /// # Secure Enclave key
    ///
    /// A key of the Mac authenticates; the local password stays the user's own.
    UserSecureEnclaveKey,
    /// # Smart card
    ///
    /// A smart card authenticates.
    SmartCard,
}

/// A word of `NewUserAuthorizationMode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
pub enum NewUserAuthorizationMode {
    /// # Standard
    ///
    /// A standard user.
    Standard,
    /// # Administrator
    ///
    /// An administrator.
    Admin,
    /// # By groups
    ///
    /// As the organization's groups say.
    Groups,
    /// # Temporary
    ///
    /// A session that leaves no account behind.
    Temporary,
}

/// A word of `UserAuthorizationMode`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
pub enum AuthorizationMode {
    /// # Standard
    ///
    /// A standard user.
    Standard,
    /// # Administrator
    ///
    /// An administrator.
    Admin,
    /// # By groups
    ///
    /// As the organization's groups say.
    Groups,
}

/// A word of `FileVaultPolicy` and `LoginPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
pub enum AuthenticationPolicy {
    /// # Try
    ///
    /// The organization is asked; the local password is enough when it cannot be reached.
    AttemptAuthentication,
    /// # Require
    ///
    /// The organization must agree.
    RequireAuthentication,
    /// # Offline grace
    ///
    /// The local password is enough offline for the time of `OfflineGracePeriod`.
    AllowOfflineGracePeriod,
    /// # Grace before registration
    ///
    /// Accounts that are not registered may be used for the time of `AuthenticationGracePeriod`.
    AllowAuthenticationGracePeriod,
}

/// A word of `UnlockPolicy`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, JsonSchema)]
pub enum UnlockPolicy {
    /// # Try
    ///
    /// The organization is asked; the local password is enough when it cannot be reached.
    AttemptAuthentication,
    /// # Require
    ///
    /// The organization must agree.
    RequireAuthentication,
    /// # Offline grace
    ///
    /// The local password is enough offline for the time of `OfflineGracePeriod`.
    AllowOfflineGracePeriod,
    /// # Grace before registration
    ///
    /// Accounts that are not registered may be used for the time of `AuthenticationGracePeriod`.
    AllowAuthenticationGracePeriod,
    /// # Touch ID or Apple Watch
    ///
    /// Touch ID or an Apple Watch unlocks the screen without the organization.
    #[schemars(rename = "AllowTouchIDOrWatchForUnlock")]
    AllowTouchIdOrWatchForUnlock,
}
