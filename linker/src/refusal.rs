//! Who or what kept somebody out: a refusal, a fault of a token, or nobody there to ask.

use crate::Factor;

/// Who said no, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The person put linking off; the policy decides whether that is allowed.
    PutOff,
    /// The person ended the attempt.
    Cancelled,
    /// A question was not answered in time.
    TimedOut,
    /// The push was declined on the phone, or the organization's policy denied it there.
    Declined,
    /// The push expired unanswered.
    Expired,
    /// The code was wrong, as often as the attempt allowed.
    WrongCode(Factor),
    /// A code that had been accepted before, or one older than it.
    Replayed,
    /// The failure budget was spent before this check.
    BudgetSpent,
    /// The organization refused the identity itself, not a code. Closes offline use until the next online success.
    IdentityRefused {
        /// The organization's error code.
        code: String,
    },
    /// The proven identity is not the linked one.
    OtherIdentity,
    /// The proven user name is not the one this account may be linked to.
    AccountMismatch,
    /// The organization refused the client or its request: a mistake in the configuration.
    Configuration {
        /// The organization's error code.
        code: String,
        /// The organization's own words, for the administrator's log.
        description: String,
    },
    /// The ID token does not stand up.
    Token(TokenFault),
    /// The organization broke the protocol.
    Protocol(&'static str),
    /// The organization answered an error nobody here knows.
    UnknownError {
        /// The organization's error code.
        code: String,
    },
    /// No factor of the requirement can be used here.
    NoUsableFactor,
    /// This machine could not keep what it must remember (the accepted time step, a charge).
    NotRemembered,
}

/// How the enrolment of an offline code ended. It lets nobody in.
#[derive(Clone, Debug, PartialEq, Eq)]
#[must_use]
pub enum EnrolmentEnding {
    /// The code works from now on; its secret is kept and the confirming code is used up.
    Enrolled,
    /// The person put it off; the policy decides whether that is allowed.
    PutOff,
    /// Nothing was enrolled, and why.
    Abandoned(Refusal),
}

/// What is wrong with an ID token. Section numbers are those of OpenID Connect Core 1.0.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TokenFault {
    /// Not a JSON Web Token.
    Malformed,
    /// An algorithm other than RS256.
    Algorithm,
    /// No key of the organization has this key ID, not even after fetching the keys again.
    UnknownKey,
    /// The signature does not verify.
    Signature,
    /// The issuer is another one (3.1.3.7, 2).
    Issuer,
    /// The token is for another client (3.1.3.7, 3).
    Audience,
    /// The token is over (3.1.3.7, 9).
    Expired,
    /// Issued more than five minutes away from this machine's clock (3.1.3.7, 10).
    IssuedAt,
    /// No subject.
    Subject,
    /// A nonce, though none was sent: a token of another flow (3.1.3.7, 11).
    Nonce,
    /// A hash of the access token that does not fit it (3.1.3.6).
    AccessTokenHash,
    /// The organization's keys could not be read.
    Keys,
}

/// Why nobody could answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unavailability {
    /// No connection: name resolution, routing, reset, proxy.
    Unreachable,
    /// TLS failed; never ignored.
    Tls,
    /// No answer in time.
    TimedOut,
    /// Something answered that is not the organization, such as a captive portal.
    NotTheOrganization,
    /// The organization failed (HTTP 5xx).
    ServerError {
        /// The HTTP status.
        status: u16,
    },
    /// The organization's rate limit lasts longer than this step may wait.
    RateLimited,
}
