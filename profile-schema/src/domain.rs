//! The declaration of every preference domain: one struct a domain, one field a key, everything known on the field.
//!
//! All else follows from the slice [`DOMAINS`]: the schema files, the catalog, the checks and the settings.

mod agent;
mod agent_words;
mod declaration;
mod desktop_mfa;
pub mod elsewhere;
mod envelope;
mod quantity;
mod sensitive;
mod source;

pub use agent::{AGENT, Agent};
pub use agent_words::{
    ClientAuthentication, Enforcement, LinkMatch, MissingProfile, Protocol, ServiceRule, Services,
};
pub use declaration::{Domain, KeyNames};
pub use desktop_mfa::{AllowedFactor, DESKTOP_MFA, DesktopMfa, LinkingFactor};
pub use envelope::{PAYLOAD, PROFILE, Payload, PayloadScope, Profile};
pub use quantity::{Days, Hours, Minutes};
pub use sensitive::Sensitive;

/// The preference domains.
pub static DOMAINS: &[&Domain] = &[&DESKTOP_MFA, &AGENT];

/// What surrounds settings, declared and checked by the same means.
pub static ENVELOPES: &[&Domain] = &[&PROFILE, &PAYLOAD];

/// The preference domain of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Domain> {
    DOMAINS.iter().find(|domain| domain.name == name).copied()
}
