//! Links a local account to the identity an organization proves, and asks its factors at every sign-in.
//!
//! Everything here is a machine without I/O: [`Machine::poll`] says what to do next, [`Machine::handle`] takes
//! the answer and the time. The world (HTTP, clock, secret store, security keys) is behind the feature `drive`.

#![forbid(unsafe_code)]

#[cfg(feature = "drive")]
pub mod drive;
pub mod factor;
mod id_token;
pub mod identity;
pub mod login;
pub mod machine;
pub mod oauth;
mod offline_secret;
pub mod outcome;
pub mod refusal;
pub mod secret;
pub mod step;
pub mod time;
pub mod totp;

pub use factor::Factor;
pub use identity::{AccountRule, Evidence, Identity};
pub use login::{EnrolOfflineCode, EnrolmentPlan, Link, LinkPlan, SignIn, SignInPlan};
pub use machine::Machine;
pub use oauth::{ClientAuthentication, Issuer, IssuerError, Organization};
pub use outcome::Outcome;
pub use refusal::{EnrolmentEnding, Refusal, TokenFault, Unavailability};
pub use secret::Secret;
pub use step::{Input, Step};
pub use time::{Monotonic, Now, UnixTime};
pub use totp::Seed;
