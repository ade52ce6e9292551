//! The declaration of every preference domain: one struct a domain, one field a key, everything known on the field.
//!
//! All else follows from the slices [`DOMAINS`], [`COMPANIONS`] and [`ENVELOPES`]: the schema files, the catalog, the checks and the settings.

mod agent;
mod agent_words;
mod associated_domains;
mod declaration;
mod desktop_mfa;
pub mod elsewhere;
mod envelope;
mod extensible_sso;
pub mod okta_apps;
mod okta_verify;
mod platform_sso;
mod quantity;
mod scep;
mod sensitive;
mod service_management;
mod source;

pub use agent::{AGENT, Agent};
pub use agent_words::{
    ClientAuthentication, Enforcement, LinkMatch, MissingProfile, Protocol, ServiceRule, Services,
};
pub use associated_domains::{ASSOCIATED_DOMAINS, AssociatedApp, AssociatedDomains};
pub use declaration::{Domain, DomainKind, KeyNames};
pub use desktop_mfa::{AllowedFactor, DESKTOP_MFA, DesktopMfa, LinkingFactor};
pub use envelope::{PAYLOAD, PROFILE, Payload, PayloadScope, Profile};
pub use extensible_sso::{
    EXTENSIBLE_SSO, ExtensibleSso, FirstAuthenticationMethod, ScreenLockedBehavior, SsoKind,
};
pub use okta_verify::{OKTA_EXTENSION, OKTA_VERIFY, OktaExtension, OktaVerify, OktaVerifySettings, Plugin};
pub use platform_sso::{
    AuthenticationMethod, AuthenticationPolicy, AuthorizationMode, NewUserAuthorizationMode, PlatformSso,
    TokenToUserMapping, UnlockPolicy,
};
pub use quantity::{Days, Hours, Minutes};
pub use scep::{KeyType, SCEP, Scep, ScepEnrollment};
pub use sensitive::Sensitive;
pub use service_management::{RuleType, SERVICE_MANAGEMENT, ServiceManagement, ServiceManagementRule};

/// The preference domains of ours.
pub static DOMAINS: &[&Domain] = &[&DESKTOP_MFA, &AGENT];

/// What a complete deployment holds besides: settings of other programs, and payloads that macOS reads itself. They
/// are checked, and nothing else of ours knows them.
pub static COMPANIONS: &[&Domain] =
    &[&OKTA_VERIFY, &OKTA_EXTENSION, &EXTENSIBLE_SSO, &ASSOCIATED_DOMAINS, &SCEP, &SERVICE_MANAGEMENT];

/// What surrounds settings, declared and checked by the same means.
pub static ENVELOPES: &[&Domain] = &[&PROFILE, &PAYLOAD];

/// Everything that is declared.
pub fn every() -> impl Iterator<Item = &'static Domain> {
    DOMAINS.iter().chain(COMPANIONS).chain(ENVELOPES).copied()
}

/// The domain or companion of this name.
#[must_use]
pub fn known(name: &str) -> Option<&'static Domain> {
    DOMAINS.iter().chain(COMPANIONS).find(|domain| domain.name == name).copied()
}

/// The domain of ours of this name.
#[must_use]
pub fn named(name: &str) -> Option<&'static Domain> {
    DOMAINS.iter().find(|domain| domain.name == name).copied()
}
