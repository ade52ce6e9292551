//! Where a key's description comes from: the vendor's pages, named once.

/// Okta: Configure and deploy Desktop MFA policies for macOS.
pub(super) const POLICIES: &str = "https://help.okta.com/oie/en-us/content/topics/oda/macos-mfa/configure-and-deploy-macos-mfa-policies.htm";
/// Okta: Create and configure the Desktop MFA app.
pub(super) const APP: &str =
    "https://help.okta.com/oie/en-us/content/topics/oda/macos-mfa/configure-create-app.htm";
/// Okta: Link an end user account to macOS.
pub(super) const LINKING: &str =
    "https://help.okta.com/oie/en-us/content/topics/oda/macos-mfa/macos-account-linking.htm";
/// Okta: Desktop MFA recovery for macOS.
pub(super) const RECOVERY: &str =
    "https://help.okta.com/oie/en-us/content/topics/oda/macos-mfa/desktop-mfa-recovery-macos.htm";
/// Okta: Support your macOS Desktop MFA users.
pub(super) const SUPPORT: &str =
    "https://help.okta.com/oie/en-us/content/topics/oda/macos-mfa/troubleshoot-macos-mfa.htm";
/// Okta support: maximum value for the `LoginPeriodWithOfflineFactor` parameter.
pub(super) const OFFLINE_PERIOD: &str = "https://support.okta.com/help/s/article/maximum-value-for-the-loginperiodwithofflinefactor-parameter-in-macos-mfa-policies";
/// Okta: Configure Device-Bound SSO for macOS.
pub(super) const DEVICE_BOUND_SSO: &str =
    "https://help.okta.com/oie/en-us/content/topics/oda/dbsso/oda-dbsso-macos.htm";
/// Okta: Okta Verify configurations for macOS devices.
pub(super) const OKTA_VERIFY: &str =
    "https://help.okta.com/oie/en-us/content/topics/identity-engine/devices/managed-app-configs-macos.htm";
/// Okta: Configure device management profiles for Desktop Password Sync.
pub(super) const PASSWORD_SYNC: &str = "https://help.okta.com/oie/en-us/content/topics/oda/macos-pw-sync/configure-macos-password-sync-policies.htm";
/// Okta: Just-In-Time Local Account Creation for macOS.
pub(super) const JUST_IN_TIME: &str =
    "https://help.okta.com/oie/en-us/content/topics/oda/macos-pw-sync/jit-provisioning-oda.htm";
/// Apple: the payload for single sign-on extensions.
pub(super) const EXTENSIBLE_SSO: &str =
    "https://developer.apple.com/documentation/devicemanagement/extensiblesinglesignon";
/// Apple: the dictionary for Platform SSO in that payload.
pub(super) const PLATFORM_SSO: &str = "https://developer.apple.com/documentation/devicemanagement/extensiblesinglesignon/platformsso-data.dictionary";
/// Apple: the payload for associated domains.
pub(super) const ASSOCIATED_DOMAINS: &str =
    "https://developer.apple.com/documentation/devicemanagement/associateddomains";
/// Apple: the payload for certificates by SCEP.
pub(super) const SCEP: &str = "https://developer.apple.com/documentation/devicemanagement/scep";
/// Apple: the payload for managed login items.
pub(super) const SERVICE_MANAGEMENT: &str =
    "https://developer.apple.com/documentation/devicemanagement/servicemanagementmanagedloginitems";
/// Apple: the schema of the profile's top level.
pub(super) const TOP_LEVEL: &str = "https://developer.apple.com/documentation/devicemanagement/toplevel";
/// Apple: the keys common to every payload.
pub(super) const COMMON_KEYS: &str =
    "https://developer.apple.com/documentation/devicemanagement/commonpayloadkeys";
/// Not documented by a vendor: how this project, or common practice, reads it.
pub(super) const CONVENTION: &str = "convention";
