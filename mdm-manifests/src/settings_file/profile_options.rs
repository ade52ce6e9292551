//! How the profile around settings is called, and what else its envelope says.

use latchkey_profile_schema::Value;

/// How a profile is called.
#[derive(Clone, Debug, PartialEq)]
pub struct ProfileOptions {
    /// The `PayloadIdentifier` of the profile, in reverse-DNS style; a profile with the same one is replaced.
    pub identifier: String,
    /// What System Settings and the MDM call it.
    pub display_name: String,
    /// Who made it.
    pub organization: String,
    /// For whom it is installed.
    pub scope: ProfileScope,
    /// Further keys of the envelope, as a profile had them that was read, by name.
    pub others: Vec<(String, Value)>,
}

/// For whom a profile is installed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ProfileScope {
    /// The device.
    #[default]
    System,
    /// A user.
    User,
}

impl ProfileScope {
    /// The value of `PayloadScope`.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::System => "System",
            Self::User => "User",
        }
    }
}

impl Default for ProfileOptions {
    fn default() -> Self {
        Self {
            identifier: "org.latchkey.desktop-mfa".to_owned(),
            display_name: "Desktop MFA".to_owned(),
            organization: "Latchkey".to_owned(),
            scope: ProfileScope::System,
            others: Vec::new(),
        }
    }
}
