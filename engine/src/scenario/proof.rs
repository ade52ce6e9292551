//! A proof that is only supposed. A reply made with it lets nobody in: what opens a session takes evidence alone.

use latchkey_linker::identity::Identity;
use latchkey_linker::{Factor, UnixTime};

use crate::settle::Proof;

/// What a login in a story is supposed to have proven.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Supposed {
    /// The factor.
    pub factor: Factor,
    /// The identity.
    pub identity: Identity,
    /// `iat` of the supposed token.
    pub issued_at: Option<UnixTime>,
}

impl Proof for Supposed {
    fn factor(&self) -> Factor {
        self.factor
    }

    fn identity(&self) -> &Identity {
        &self.identity
    }

    fn username(&self) -> Option<&str> {
        self.identity.username.as_deref()
    }

    fn issued_at(&self) -> Option<UnixTime> {
        self.issued_at
    }
}
