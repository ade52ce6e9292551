//! The factors Latchkey knows, and which of them need the organization.

/// One way to prove who is signing in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Factor {
    /// A push to Okta Verify on the phone, answered there. Online.
    Push,
    /// The code of the organization's account in Okta Verify, checked by the organization. Online.
    Otp,
    /// A FIDO2 security key, its assertion checked by the organization. Online.
    SecurityKey,
    /// The device access code: RFC 6238, secret made and code checked on this machine. Offline.
    OfflineCode,
    /// A FIDO2 security key enrolled on this machine, its assertion checked here. Offline.
    OfflineSecurityKey,
}

impl Factor {
    /// All factors.
    pub const ALL: [Self; 5] =
        [Self::Push, Self::Otp, Self::SecurityKey, Self::OfflineCode, Self::OfflineSecurityKey];

    /// Whether this machine checks the factor without the organization.
    #[must_use]
    pub const fn is_offline(self) -> bool {
        matches!(self, Self::OfflineCode | Self::OfflineSecurityKey)
    }

    /// The word of this factor on the command line and in machine-readable output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Push => "push",
            Self::Otp => "otp",
            Self::SecurityKey => "security-key",
            Self::OfflineCode => "offline-code",
            Self::OfflineSecurityKey => "offline-security-key",
        }
    }

    /// The factor with this word.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|factor| factor.word() == word)
    }
}
