//! What the organization says no with, in the two forms Okta uses: OAuth errors and API errors.

use serde_json::{Value, json};

use crate::{
    quota::Quota,
    random::{self, NoRandomness},
};

/// An OAuth error code.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    AccessDenied,
    AuthorizationPending,
    InvalidChallengeTypesSupported,
    InvalidClient,
    InvalidGrant,
    InvalidRequest,
    InvalidScope,
    SlowDown,
    UnauthorizedClient,
    UnsupportedGrantType,
}

/// Why a request is not answered as it wished.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// An OAuth error.
    OAuth { code: Code, description: &'static str },
    /// The factor was right, and another one is needed.
    SecondFactor { mfa_token: String },
    /// Asked too often, or a push is outstanding.
    TooMany(Quota),
    /// Our own failure.
    Internal,
}

impl Refusal {
    pub(crate) const fn oauth(code: Code, description: &'static str) -> Self {
        Self::OAuth { code, description }
    }

    /// One text for every reason why a person may not sign in, so that it tells nothing about the account.
    pub(crate) const fn denied() -> Self {
        Self::oauth(Code::AccessDenied, "the user or the organization denied the request")
    }

    /// One text for every wrong credential.
    pub(crate) const fn wrong_credential() -> Self {
        Self::oauth(Code::InvalidGrant, "the username or the credential is wrong")
    }
}

impl From<NoRandomness> for Refusal {
    fn from(NoRandomness: NoRandomness) -> Self {
        Self::Internal
    }
}

impl Code {
    pub(crate) const fn name(self) -> &'static str {
        match self {
            Self::AccessDenied => "access_denied",
            Self::AuthorizationPending => "authorization_pending",
            Self::InvalidChallengeTypesSupported => "invalid_challenge_types_supported",
            Self::InvalidClient => "invalid_client",
            Self::InvalidGrant => "invalid_grant",
            Self::InvalidRequest => "invalid_request",
            Self::InvalidScope => "invalid_scope",
            Self::SlowDown => "slow_down",
            Self::UnauthorizedClient => "unauthorized_client",
            Self::UnsupportedGrantType => "unsupported_grant_type",
        }
    }

    pub(crate) const fn status(self) -> u16 {
        match self {
            Self::InvalidClient => 401,
            _ => 400,
        }
    }
}

/// An error of the API form: `errorCode`, `errorSummary` and their companions.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ApiError {
    Forbidden,
    NotFound,
    MethodNotAllowed,
    TooLarge,
    TooManyRequests,
    Internal,
    Unavailable,
}

impl ApiError {
    pub(crate) const fn status(self) -> u16 {
        match self {
            Self::Forbidden => 403,
            Self::NotFound => 404,
            Self::MethodNotAllowed => 405,
            Self::TooLarge => 413,
            Self::TooManyRequests => 429,
            Self::Internal => 500,
            Self::Unavailable => 503,
        }
    }

    const fn code_and_summary(self) -> (&'static str, &'static str) {
        match self {
            Self::Forbidden => ("E0000006", "this address, origin or page may not do that"),
            Self::NotFound => ("E0000007", "there is nothing at this address"),
            Self::MethodNotAllowed => ("E0000022", "the address does not support this method"),
            Self::TooLarge => ("E0000001", "the request is too large"),
            Self::TooManyRequests => ("E0000047", "too many requests"),
            Self::Internal => ("E0000009", "internal error"),
            Self::Unavailable => ("E0000010", "the organization is not available"),
        }
    }

    pub(crate) fn to_json(self) -> Value {
        let (code, summary) = self.code_and_summary();
        // Without randomness the ID is the prefix alone: an error answer must not fail itself.
        let id = format!("oae{}", random::text().unwrap_or_default());
        json!({ "errorCode": code, "errorSummary": summary, "errorLink": code, "errorId": id, "errorCauses": [] })
    }
}
