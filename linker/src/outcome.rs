//! How a login can end. Only [`Outcome::Granted`] means yes, and it holds the proof.

use crate::identity::Evidence;

pub use crate::refusal::{EnrolmentEnding, Refusal, TokenFault, Unavailability};

/// How a login ended. `E` is the evidence; code that lets people in accepts only the default, which nothing but
/// a verified proof can make (see [`crate::identity`]). Simulations use a type of their own.
#[derive(Debug)]
#[must_use]
pub enum Outcome<E = Evidence> {
    /// The identity was proven.
    Granted(E),
    /// The person, the organization or the policy said no. Never decided again as offline.
    Refused(Refusal),
    /// Nobody said no, but nobody could say yes either.
    Unavailable(Unavailability),
}
