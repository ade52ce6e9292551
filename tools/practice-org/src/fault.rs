//! The switchboard of misbehaviour: each way an organization can fail a client, by name.

use std::{str::FromStr, time::Duration};

/// One way to misbehave. While it is set, every protocol endpoint shows it where it can; the phone page works on
/// (except under [`Fault::Down`], when nothing answers).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Every connection is closed without an answer, those that were kept alive too.
    Down,
    /// Every answer comes this much later.
    Slow(Duration),
    /// Every answer is a web page with status 200, as behind a captive portal.
    Html,
    /// Every `POST` is answered with an OAuth error code that no document lists.
    UnknownError,
    /// Status 500, API form.
    InternalError,
    /// Status 503, API form.
    Unavailable,
    /// Status 429 with the `X-Rate-Limit-*` headers.
    RateLimited,
    /// Status 429 without the `X-Rate-Limit-*` headers.
    RateLimitedSilently,
    /// ID tokens whose signature does not fit.
    WrongSignature,
    /// ID tokens that name a key which the key set does not hold.
    UnknownKey,
    /// ID tokens of another issuer.
    WrongIssuer,
    /// ID tokens for another client.
    WrongAudience,
    /// ID tokens that are already over.
    Expired,
    /// ID tokens issued an hour from now.
    IssuedInFuture,
    /// ID tokens with `alg` `none` and no signature.
    AlgorithmNone,
    /// ID tokens signed with HS256, the public key as the secret.
    Hs256WithPublicKey,
    /// Discovery that names another issuer.
    DiscoveryIssuer,
}

/// What [`Fault::Slow`] means when only its name is given: longer than a client should wait for one answer.
const SLOW: Duration = Duration::from_secs(60);

impl Fault {
    /// Every fault, in the order of the enum.
    pub const ALL: [Self; 17] = [
        Self::Down,
        Self::Slow(SLOW),
        Self::Html,
        Self::UnknownError,
        Self::InternalError,
        Self::Unavailable,
        Self::RateLimited,
        Self::RateLimitedSilently,
        Self::WrongSignature,
        Self::UnknownKey,
        Self::WrongIssuer,
        Self::WrongAudience,
        Self::Expired,
        Self::IssuedInFuture,
        Self::AlgorithmNone,
        Self::Hs256WithPublicKey,
        Self::DiscoveryIssuer,
    ];

    /// The fault's name on a command line.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Down => "down",
            Self::Slow(_) => "slow",
            Self::Html => "html",
            Self::UnknownError => "unknown-error",
            Self::InternalError => "internal-error",
            Self::Unavailable => "unavailable",
            Self::RateLimited => "rate-limited",
            Self::RateLimitedSilently => "rate-limited-silently",
            Self::WrongSignature => "wrong-signature",
            Self::UnknownKey => "unknown-key",
            Self::WrongIssuer => "wrong-issuer",
            Self::WrongAudience => "wrong-audience",
            Self::Expired => "expired",
            Self::IssuedInFuture => "issued-in-future",
            Self::AlgorithmNone => "algorithm-none",
            Self::Hs256WithPublicKey => "hs256-with-public-key",
            Self::DiscoveryIssuer => "discovery-issuer",
        }
    }
}

/// A name that is no fault's.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no fault `{0}`; the faults are `{names}`", names = Fault::ALL.map(Fault::name).join("`, `"))]
pub struct UnknownFault(pub String);

impl FromStr for Fault {
    type Err = UnknownFault;

    fn from_str(name: &str) -> Result<Self, UnknownFault> {
        Self::ALL.into_iter().find(|fault| fault.name() == name).ok_or_else(|| UnknownFault(name.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::Fault;

    #[test]
    fn every_fault_is_found_by_its_name() {
        for fault in Fault::ALL {
            assert_eq!(fault.name().parse(), Ok(fault));
        }
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let error = "no-such-fault".parse::<Fault>().unwrap_err().to_string();
        assert!(
            error.starts_with("there is no fault `no-such-fault`; the faults are `down`, `slow`"),
            "{error}"
        );
    }
}
