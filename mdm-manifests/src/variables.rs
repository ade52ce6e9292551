//! A name to whether an MDM replaces the variable that has it before it delivers a profile.

/// Jamf Pro, "Payload variables".
const JAMF: &[&str] = &[
    "COMPUTERNAME",
    "SITENAME",
    "SITEID",
    "UDID",
    "SERIALNUMBER",
    "USERNAME",
    "FULLNAME",
    "REALNAME",
    "EMAIL",
    "PHONE",
    "POSITION",
    "DEPARTMENTNAME",
    "DEPARTMENTID",
    "BUILDINGNAME",
    "BUILDINGID",
    "ROOM",
    "MACADDRESS",
    "JSSID",
    "PROFILEJAMFID",
];
/// Kandji, "Global Variables".
pub const KANDJI: &[&str] = &[
    "SERIAL_NUMBER",
    "DEVICE_NAME",
    "ASSET_TAG",
    "UDID",
    "PROFILE_UUID",
    "EMAIL",
    "FULL_NAME",
    "EMAIL_PREFIX",
    "USERNAME",
    "USERNAME_PREFIX",
    "DEPARTMENT",
    "JOB_TITLE",
    "DEVICE_ID",
    "BLUEPRINT_NAME",
    "BLUEPRINT_ID",
    "MODEL_NAME",
    "MODEL_IDENTIFIER",
];
/// Fleet: secrets and variables of the host.
pub const FLEET: &[&str] = &["FLEET_SECRET_", "FLEET_VAR_", "FLEET_HOST_VITAL_"];
/// Intune: the tokens of custom profiles, and those of app configuration on the same platforms.
pub const INTUNE: &[&str] = &[
    "serialnumber",
    "deviceid",
    "userprincipalname",
    "mail",
    "partialupn",
    "accountid",
    "userid",
    "username",
    "serialnumberlast4digits",
    "udidlast4digits",
];
/// Workspace ONE: lookup values.
pub const WORKSPACE_ONE: &[&str] = &[
    "UserPrincipalName",
    "SerialNumber",
    "DeviceSerialNumber",
    "DeviceUid",
    "EmailAddress",
    "EmailUserName",
    "EmailDomain",
    "EnrollmentUser",
    "UserName",
    "FirstName",
    "LastName",
];

/// Whether `$NAME` is one of Jamf Pro's.
#[must_use]
pub fn is_of_jamf(name: &str) -> bool {
    let extension = name.strip_prefix("EXTENSIONATTRIBUTE_");
    JAMF.contains(&name) || extension.is_some_and(|id| id.bytes().all(|sign| sign.is_ascii_digit()))
}

/// Whether `$NAME` is one of Jamf Pro's, Kandji's or Fleet's.
pub(crate) fn is_known(name: &str) -> bool {
    is_of_jamf(name) || KANDJI.contains(&name) || FLEET.iter().any(|prefix| name.starts_with(prefix))
}

/// Whether `${name}` is one of Fleet's, or of MobileIron's and Citrix's.
pub(crate) fn is_known_in_braces(name: &str) -> bool {
    FLEET.iter().chain(&["user", "device"]).any(|prefix| name.starts_with(prefix))
}
