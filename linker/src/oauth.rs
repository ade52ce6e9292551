//! Okta Direct Authentication as plain HTTP values: requests are built, answers are read, nothing is sent.
//!
//! Sources: RFC 6749 for errors and client authentication, OpenID Connect Discovery 1.0, and Okta's Direct
//! Authentication guides for the endpoints beside `/token`.

pub(crate) mod answer;
pub(crate) mod endpoints;
pub mod issuer;
pub mod organization;
pub(crate) mod push;
pub(crate) mod rate_limit;
pub(crate) mod tokens;

pub use issuer::{Issuer, IssuerError};
pub use organization::{ClientAuthentication, Organization};
