//! The declaration of `com.apple.associated-domains`: which app may speak for which domain.

use schemars::JsonSchema;

use super::declaration::{Domain, DomainKind, KeyNames, generate};
use super::source;

/// `com.apple.associated-domains`
pub static ASSOCIATED_DOMAINS: Domain = Domain {
    name: "com.apple.associated-domains",
    kind: DomainKind::PayloadType,
    file: "com.apple.associated-domains.json",
    keys: KeyNames::Partial,
    generate: generate::<AssociatedDomains>,
    committed: include_str!("../../schemas/com.apple.associated-domains.json"),
};

/// # Associated domains
///
/// Which app may speak for which domain. Platform SSO needs the service `authsrv` for the organization's host.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
#[schemars(extend(
    "x-macos-since" = "10.15", "x-channel" = "both", "x-enrollment" = "approved-server-or-person",
))]
pub struct AssociatedDomains {
    /// # Apps and their domains
    ///
    /// One dictionary for each app.
    #[schemars(rename = "Configuration", extend(
        "x-required" = true,
        "x-consequence" = "no app is associated with a domain, and Platform SSO does not register",
        "x-source" = source::ASSOCIATED_DOMAINS,
    ))]
    pub configuration: Option<Vec<AssociatedApp>>,
}

/// One app of `Configuration`.
#[derive(Clone, Debug, PartialEq, JsonSchema)]
pub struct AssociatedApp {
    /// # App
    ///
    /// The bundle identifier with the team identifier before it. Okta's extension is
    /// `B7F62B65BN.com.okta.mobile.auth-service-extension`; macOS 15 and later need `B7F62B65BN.com.okta.mobile` too.
    #[schemars(rename = "ApplicationIdentifier", pattern(r"^[A-Z0-9]{10}\.[A-Za-z0-9._-]+$"), extend(
        "x-required" = true, "x-placeholder" = "B7F62B65BN.com.okta.mobile.auth-service-extension",
        "x-pattern-words" = "a team identifier, a dot and a bundle identifier",
        "x-consequence" = "macOS does not let the app speak for the domains, and Platform SSO does not register",
        "x-source" = source::ASSOCIATED_DOMAINS,
    ))]
    pub application_identifier: Option<String>,

    /// # Domains
    ///
    /// Each with its service before it, as in `authsrv:your-org.okta.com`.
    #[schemars(
        rename = "AssociatedDomains",
        inner(pattern(r"^[A-Za-z]+:[A-Za-z0-9*_-]+(?:\.[A-Za-z0-9_-]+)*(?::[0-9]{1,5})?(?:\?mode=[a-z+]+)?$")),
        extend(
            "x-required" = true, "x-placeholder" = "authsrv:your-org.okta.com",
            "x-pattern-words" = "a service, a colon and a host, as in `authsrv:your-org.okta.com`",
            "x-consequence" = "macOS does not let the app speak for the domain, and Platform SSO does not register",
            "x-source" = source::ASSOCIATED_DOMAINS,
        )
    )]
    pub associated_domains: Option<Vec<String>>,

    /// # Direct downloads
    ///
    /// Whether the Mac asks the domain itself instead of Apple's copy of what it says.
    #[schemars(rename = "EnableDirectDownloads", extend(
        "default" = false, "x-macos-since" = "11.0",
        "x-consequence" = "the Mac cannot verify a domain that Apple's servers cannot reach",
        "x-source" = source::ASSOCIATED_DOMAINS,
    ))]
    pub enable_direct_downloads: Option<bool>,
}
