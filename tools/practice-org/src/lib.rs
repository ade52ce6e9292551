//! An Okta-compatible organization over plain HTTP on a loopback address: something to practise a sign-in
//! against, and the opponent of the tests.
//!
//! [`PracticeOrg::start`] turns [`Options`] into a [`Running`] organization. It answers discovery, keys,
//! `/primary-authenticate`, `/oob-authenticate`, `/challenge` and `/token` as Okta does, refuses what Okta
//! refuses, and can be told to misbehave ([`Fault`]). [`Running::phone`] is the person's phone in the same
//! process; `/phone/USERNAME` is the same phone as a page.
//!
//! ```no_run
//! # async fn practise() -> Result<(), Box<dyn std::error::Error>> {
//! use latchkey_practice_org::{Options, PracticeOrg};
//!
//! let org = PracticeOrg::start(Options::default()).await?;
//! let phone = org.phone("alice").ok_or("alice has no phone")?;
//! // A client starts a push at `org.url()` and shows its number; the person answers on the phone.
//! if let Some(push) = phone.pending() {
//!     let verdict = phone.approve(push.numbers.map(|[first, ..]| first))?;
//!     println!("{} was {verdict:?}", push.client);
//! }
//! org.stop().await;
//! # Ok(())
//! # }
//! ```
//!
//! It is for practice only: whoever can open a page on this machine can answer as any of its users.
//!
//! Everything the organization decides is decided by one value without sockets, clock or files
//! (`organization`); `server` only carries bytes to it.

#![forbid(unsafe_code)]

mod answer;
mod clients;
mod clock;
mod discovery;
mod fault;
mod form;
mod grants;
mod http;
mod issuer;
mod keys;
mod limits;
mod line;
mod live;
mod one_time_code;
mod options;
mod organization;
mod phone;
mod phone_page;
mod push;
mod quota;
mod random;
mod refusal;
mod running;
mod second_factor;
mod secret;
mod server;
mod token;
mod users;

#[cfg(test)]
mod testing;

pub use clients::{Client, ClientAuthentication, Grant};
pub use clock::{Clock, ManualClock, Moment};
pub use fault::{Fault, UnknownFault};
pub use options::{Options, Rates};
pub use phone::{NotScannable, PendingPush, Phone, PhoneError, Verdict};
pub use running::{PracticeOrg, Running, StartError};
pub use secret::Secret;
pub use users::{Factor, Status, Users, UsersError, UsersProblem};
