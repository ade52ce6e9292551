//! What a link is, and the only file that makes [`Evidence`].

use serde::{Deserialize, Serialize};

use crate::{Factor, UnixTime};

/// An identity as an organization proves it: the issuer and its subject are the key, the name is a label.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identity {
    /// The issuer, an exact URL.
    pub issuer: String,
    /// The issuer's immutable name for the person.
    pub subject: String,
    /// `preferred_username`, for people to read and for [`crate::identity`]'s match at linking; may change.
    pub username: Option<String>,
}

impl Identity {
    /// Whether both name the same person: same issuer, same subject.
    #[must_use]
    pub fn is(&self, other: &Self) -> bool {
        self.issuer == other.issuer && self.subject == other.subject
    }
}

/// Proof that a factor was verified. Nothing outside this file can make one.
#[derive(Debug)]
pub struct Evidence {
    factor: Factor,
    identity: Identity,
    issued_at: Option<UnixTime>,
}

impl Evidence {
    /// The factor that was verified.
    #[must_use]
    pub fn factor(&self) -> Factor {
        self.factor
    }

    /// The identity that was proven; for an offline factor, the linked one it was enrolled for.
    #[must_use]
    pub fn identity(&self) -> &Identity {
        &self.identity
    }

    /// `iat` of the verified ID token, received in this exchange; may re-anchor trusted time.
    #[must_use]
    pub fn issued_at(&self) -> Option<UnixTime> {
        self.issued_at
    }
}
