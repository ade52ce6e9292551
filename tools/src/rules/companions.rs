//! What several rules ask about the payloads beside Desktop MFA: which of them are Okta's, and of which organization.

use latchkey_profile_schema::domain::{ASSOCIATED_DOMAINS, EXTENSIBLE_SSO, SCEP};
use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{KeyPath, Node};

use crate::view::{PayloadView, catalog};

pub(crate) use latchkey_profile_schema::domain::okta_apps::{
    APP, EXTENSION, NONCE, SIGN_IN_SERVICE, TEAM, TOKEN,
};

/// Okta's own domains, under which each organization has a host.
pub(super) const OKTA_DOMAINS: &[&str] =
    &["okta.com", "oktapreview.com", "okta-emea.com", "okta-gov.com", "okta.mil"];

/// Whether an identifier is of Okta: `com.okta.mobile`, with a team before it or not.
pub(crate) fn is_okta_name(identifier: &str) -> bool {
    let (_, name) = split_team(identifier);
    let start = name.get(..9).unwrap_or_default();
    start.eq_ignore_ascii_case("com.okta.")
}

/// An app's identifier, parted into the team before it and the bundle identifier.
pub(crate) fn split_team(identifier: &str) -> (Option<&str>, &str) {
    const LETTERS: usize = 10;
    let is_team = |team: &str| {
        team.len() == LETTERS
            && team.bytes().all(|letter| letter.is_ascii_uppercase() || letter.is_ascii_digit())
    };
    match identifier.split_once('.') {
        Some((team, name)) if is_team(team) => (Some(team), name),
        _ => (None, identifier),
    }
}

/// The host that a URL leads to, in lower case; of a text without a scheme, the beginning.
pub(crate) fn host(url: &str) -> Option<String> {
    let rest = url.split_once("://").map_or(url, |(_, rest)| rest);
    let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
    let host = authority.rsplit('@').next().unwrap_or_default();
    let host = host.strip_suffix(":443").unwrap_or(host).trim_end_matches('.').to_ascii_lowercase();
    let is_host = host.contains('.') && !host.contains(['$', '{', '%', '*', ' ']);
    is_host.then_some(host)
}

/// Whether a host is an organization's under one of Okta's own domains.
pub(crate) fn is_okta_host(host: &str) -> bool {
    host.split_once('.').is_some_and(|(_, domain)| OKTA_DOMAINS.contains(&domain))
}

/// An address of the organization in a payload: a URL, or a host after `authsrv:`.
pub(crate) struct Address<'a> {
    /// Where it stands.
    pub(crate) path: KeyPath,
    /// The whole text.
    pub(crate) text: &'a str,
    /// The host in it, without a port.
    pub(crate) host: &'a str,
}

/// Every address of the organization in a payload, variables aside: keys of our own that hold one, `URLs` of Okta's
/// extension, and hosts that Okta's apps sign in to.
pub(crate) fn addresses<'a>(settings: &PayloadView<'a>) -> Vec<Address<'a>> {
    let mut found = Vec::new();
    let mut add = |path: &dyn Fn() -> KeyPath, text: &'a str| {
        let rest = text.strip_prefix(SIGN_IN_SERVICE).or_else(|| Some(text.split_once("://")?.1));
        let host = rest.and_then(|rest| rest.split(['/', '?', '#', ':']).next()).unwrap_or_default();
        let is_host = |sign: u8| sign.is_ascii_alphanumeric() || matches!(sign, b'-' | b'.');
        // A second scheme is a mistake of another kind.
        let is_scheme = host == "https" || host == "http";
        if !host.is_empty() && !is_scheme && host.bytes().all(is_host) && found.len() < MAX_PROBLEMS {
            found.push(Address { path: path(), text, host });
        }
    };
    let node = settings.payload.settings;
    for key in catalog(settings.domain).map_or(&[][..], |catalog| &catalog.keys) {
        if let Some(text) = key.syntax.and_then(|_| settings.text(&key.name)) {
            add(&|| settings.path(&key.name), text);
        }
    }
    if is_okta_sso(settings) {
        for (index, url) in texts(node, "URLs") {
            add(&|| settings.path("URLs").index(index), url);
        }
    }
    for app in apps(settings) {
        for (index, domain) in texts(app.node, "AssociatedDomains") {
            let at = || settings.path("Configuration").index(app.index).key("AssociatedDomains").index(index);
            if domain.starts_with(SIGN_IN_SERVICE) {
                add(&at, domain);
            }
        }
    }
    found
}

/// Whether a payload asks for single sign-on by Okta's extension.
pub(crate) fn is_okta_sso(settings: &PayloadView<'_>) -> bool {
    settings.domain.name == EXTENSIBLE_SSO.name
        && (settings.text("ExtensionIdentifier").is_some_and(is_okta_name)
            || settings.text("TeamIdentifier") == Some(TEAM))
}

/// Whether a payload sets up Platform SSO with Okta.
pub(crate) fn is_platform_sso(settings: &PayloadView<'_>) -> bool {
    let has = |key: &str| settings.payload.settings.get(key).is_some();
    let asks = || texts(settings.payload.settings, "URLs").any(|(_, url)| url.contains(NONCE));
    is_okta_sso(settings) && (has("PlatformSSO") || has("AuthenticationMethod") || asks())
}

/// The strings of an array, each with its index.
pub(crate) fn texts<'a>(dictionary: &'a Node, key: &str) -> impl Iterator<Item = (usize, &'a str)> {
    let items = dictionary.get(key).map_or(&[][..], Node::items);
    items.iter().enumerate().filter_map(|(index, item)| Some((index, item.as_str()?)))
}

/// One of Okta's apps in a payload of associated domains.
pub(crate) struct App<'a> {
    /// Its index.
    pub(crate) index: usize,
    /// Its dictionary.
    pub(crate) node: &'a Node,
    /// Its identifier.
    pub(crate) identifier: &'a str,
}

/// Okta's apps in a payload of associated domains.
pub(crate) fn apps<'a>(settings: &PayloadView<'a>) -> impl Iterator<Item = App<'a>> + use<'a> {
    let is_one = settings.domain.name == ASSOCIATED_DOMAINS.name;
    let configuration = settings.payload.settings.get("Configuration").filter(|_| is_one);
    let items = configuration.map_or(&[][..], Node::items);
    items.iter().enumerate().filter_map(|(index, node)| {
        let identifier = node.get("ApplicationIdentifier")?.as_str()?;
        is_okta_name(identifier).then_some(App { index, node, identifier })
    })
}

/// The content of a payload that asks for a certificate.
pub(crate) fn certificate<'a>(settings: &PayloadView<'a>) -> Option<&'a Node> {
    let is_one = settings.domain.name == SCEP.name;
    settings.payload.settings.get("PayloadContent").filter(|_| is_one)
}

/// The host of the authority that a certificate is asked of.
pub(crate) fn authority(content: &Node) -> Option<String> {
    content.get("URL")?.as_str().and_then(host)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hosts_are_compared_as_they_are_looked_up() {
        for (url, expected) in [
            ("https://Corp.okta.com/oauth2/v1/token", Some("corp.okta.com")),
            ("https://corp.okta.com:443", Some("corp.okta.com")),
            ("corp.okta.com", Some("corp.okta.com")),
            ("https://corp.okta.com:8443", Some("corp.okta.com:8443")),
            ("https://${ORG}.okta.com", None),
            ("*.okta.com", None),
            ("corp", None),
        ] {
            assert_eq!(host(url).as_deref(), expected, "{url}");
        }
        assert!(is_okta_host("corp.oktapreview.com") && !is_okta_host("okta.com"));
        assert!(!is_okta_host("id.example.com"));
    }

    #[test]
    fn names_of_okta_are_known_with_a_team_and_without() {
        for name in ["com.okta.mobile", "B7F62B65BN.com.okta.mobile", "VU9X276E3P.com.okta.macos.OktaVerify"]
        {
            assert!(is_okta_name(name), "{name}");
        }
        for name in ["com.microsoft.CompanyPortalMac.ssoextension", "com.oktagon.app", "com.apple.okta"] {
            assert!(!is_okta_name(name), "{name}");
        }
    }
}
