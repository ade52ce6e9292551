//! Links a local account to the identity an organization proves, and asks its factors at every sign-in.
//!
//! Everything here is a machine without I/O: [`Machine::poll`] says what to do next, [`Machine::handle`] takes
//! the answer and the time. The world (HTTP, clock, secret store, security keys) is behind the feature `drive`.

#![forbid(unsafe_code)]

#[cfg(feature = "drive")]
pub mod drive;
pub mod factor;
pub mod identity;
pub mod machine;
pub mod outcome;
pub mod secret;
pub mod step;
pub mod time;

pub use factor::Factor;
pub use machine::Machine;
pub use outcome::{Outcome, Refusal, Unavailability};
pub use secret::Secret;
pub use step::{Input, Step};
pub use time::{Monotonic, Now, UnixTime};
