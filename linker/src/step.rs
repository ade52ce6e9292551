//! What a machine asks of the world, and what the world answers.

use std::time::Duration;

use crate::{Factor, Monotonic, Secret};

/// One thing to do. Every step but the last is answered by exactly one [`Input`].
#[derive(Debug)]
pub enum Step<F> {
    /// Send this request. Answer: `Response` or `TransportFailed`.
    Send(HttpRequest),
    /// Ask the person. Answer: `Answer`, `Cancelled`, or `TimedOut` once the deadline passed.
    Ask {
        /// What to ask.
        question: Question,
        /// When the question ends.
        deadline: Monotonic,
    },
    /// Tell the person. Answer: `Done`.
    Tell(Notice),
    /// Ask the security key. Answer: `SecurityKey…` inputs; its ceremonies come later, no machine asks it yet.
    SecurityKey(SecurityKeyRequest),
    /// Load a secret of this account. Answer: `Loaded` or `StoreFailed`.
    Load(SecretName),
    /// Keep a secret of this account durably. Answer: `Stored` or `StoreFailed`.
    Store(SecretName, Secret),
    /// In one durable act: refuse this time step if it, or a later one, was accepted before, else remember it as
    /// accepted. Answer: `StepAccepted`, `StepReplayed` or `StoreFailed`.
    AcceptTimeStep(u64),
    /// Charge the failure budget, durably, before a check. Answer: `Charged`, `BudgetSpent` or `StoreFailed`.
    Charge,
    /// Give back the last charge of this login: the check did not fail. Answer: `Done` or `StoreFailed`.
    Refund,
    /// Wait until then. Answer: `Elapsed`, `Cancelled` when the person gives up, or, while a push is pending,
    /// `Answer(Answer::AnotherFactor)` when the person wants another factor instead.
    WaitUntil(Monotonic),
    /// Over.
    Finish(F),
}

/// An answer to a [`Step`].
#[derive(Debug)]
pub enum Input {
    /// The organization answered.
    Response(HttpResponse),
    /// The request got no answer.
    TransportFailed(TransportFailure),
    /// The person answered.
    Answer(Answer),
    /// The person gave up; taken at any time.
    Cancelled,
    /// The deadline of a question passed.
    TimedOut,
    /// The secret, if there is one.
    Loaded(Option<Secret>),
    /// The secret is kept.
    Stored,
    /// The secret store or the state failed.
    StoreFailed,
    /// The time step is new and now remembered.
    StepAccepted,
    /// The time step, or a later one, was accepted before.
    StepReplayed,
    /// The budget allowed the check and is charged.
    Charged,
    /// The budget is spent.
    BudgetSpent,
    /// The wait is over.
    Elapsed,
    /// Told, or given back.
    Done,
}

/// The HTTP methods in use.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Method {
    /// GET, idempotent.
    Get,
    /// POST with a form body.
    Post,
}

/// Whether an answer may come from a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Freshness {
    /// An answer up to a day old will do (discovery, keys).
    Day,
    /// Ask again, and keep the answer for the next one (keys after an unknown key ID).
    Again,
    /// Never cached.
    Always,
}

/// A request to the organization.
#[derive(Debug)]
pub struct HttpRequest {
    /// GET or POST.
    pub method: Method,
    /// Absolute URL; `https`, or `http` on loopback.
    pub url: String,
    /// The value of the `Authorization` header, if any.
    pub authorization: Option<Secret>,
    /// Form parameters of a POST, in order; values may be secrets.
    pub form: Vec<(&'static str, Secret)>,
    /// Whether a cached answer will do.
    pub freshness: Freshness,
    /// How long to wait for the whole answer.
    pub timeout: Duration,
}

/// An answer of the organization. Bodies are cut at [`HttpResponse::LIMIT`] by the driver.
pub struct HttpResponse {
    /// The HTTP status.
    pub status: u16,
    /// Header names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Vec<u8>,
}

impl HttpResponse {
    /// The longest body in bytes: an answer of the protocol is a few kilobytes.
    pub const LIMIT: usize = 1 << 20;

    /// The first value of a header; `name` in lower case.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }
}

impl std::fmt::Debug for HttpResponse {
    // Bodies hold tokens.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("HttpResponse").field("status", &self.status).finish_non_exhaustive()
    }
}

/// Why a request got no answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransportFailure {
    /// Name resolution, connection, reset, proxy.
    Unreachable,
    /// TLS.
    Tls,
    /// No answer in time.
    TimedOut,
    /// The body is longer than [`HttpResponse::LIMIT`].
    TooLong,
}

/// What the person is asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Question {
    /// The account is about to be linked: go on, or (where `postponable`) later?
    BeginLinking {
        /// Whether *later* is an answer.
        postponable: bool,
    },
    /// The Okta username.
    Username {
        /// Offered as it stands.
        suggestion: Option<String>,
    },
    /// Which of these factors, the first being the usual one.
    ChooseFactor(Vec<Factor>),
    /// A code of this factor.
    Code {
        /// [`Factor::Otp`] or [`Factor::OfflineCode`].
        factor: Factor,
        /// Why it is asked again, if so.
        again: Option<CodeRefused>,
    },
    /// Set up the offline code now, or (where `postponable`) later?
    BeginOfflineCode {
        /// Whether *later* is an answer.
        postponable: bool,
    },
    /// The first code of a new offline secret; the secret is shown with it.
    ConfirmOfflineCode {
        /// What to scan or to type.
        enrolment: OfflineEnrolment,
        /// Why it is asked again, if so.
        again: Option<CodeRefused>,
    },
}

/// Why a code is asked again.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeRefused {
    /// Not the code.
    Wrong,
    /// Accepted before; wait for the next one.
    Replayed,
    /// Not six digits.
    NotACode,
}

/// A new offline secret in the two forms a person can take it over.
#[derive(Clone, PartialEq, Eq)]
pub struct OfflineEnrolment {
    /// `otpauth://totp/…`, for the QR code.
    pub uri: String,
    /// Base32 in groups of four, to type.
    pub typed: String,
}

impl std::fmt::Debug for OfflineEnrolment {
    // Both forms hold the secret.
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("OfflineEnrolment")
    }
}

/// What the person answered.
#[derive(Debug)]
pub enum Answer {
    /// Go on.
    Yes,
    /// Put off.
    Later,
    /// A username.
    Username(String),
    /// A factor of the list.
    Factor(Factor),
    /// A code.
    Code(Secret),
    /// Use another of the allowed factors.
    AnotherFactor,
}

/// What the person is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Notice {
    /// A push is on its way; nothing to compare.
    PushSent,
    /// A push is on its way; choose this number on the phone.
    PushNumber(String),
    /// The offline code works from now on.
    OfflineCodeEnrolled,
    /// This machine's clock is off by about this many seconds, judged by the code accepted just now or by a
    /// genuine ID token that was refused for its times.
    ClockSkew {
        /// Positive when this machine is ahead.
        seconds: i64,
    },
    /// The organization asks to wait this many seconds.
    RateLimited {
        /// Seconds.
        seconds: u64,
    },
}

/// What a security key is asked. Its ceremonies come with the security-key factor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SecurityKeyRequest {
    /// List the keys that are plugged in.
    List,
}

/// The secrets of one account.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SecretName {
    /// The seed of the offline code and the identity it is for (in one record).
    OfflineCode,
}
