//! What an answer of the person is checked against: a push, or a code at the organization or on this machine.

use crate::oauth::endpoints::Endpoints;
use crate::offline_secret::OfflineSecret;
use crate::{Factor, Secret, UnixTime};

/// What is checked once it is charged.
#[derive(Debug)]
pub(super) enum Check {
    /// Somebody answers a push.
    Push(Endpoints),
    /// A code that was asked for at this time.
    Code { of: CodeOf, code: Secret, asked: UnixTime },
}

/// Who checks a code: the organization, or this machine against a secret.
#[derive(Debug)]
pub(super) enum CodeOf {
    Otp(Endpoints),
    Offline(OfflineSecret),
}

impl CodeOf {
    pub(super) fn factor(&self) -> Factor {
        match self {
            Self::Otp(_) => Factor::Otp,
            Self::Offline(_) => Factor::OfflineCode,
        }
    }
}
