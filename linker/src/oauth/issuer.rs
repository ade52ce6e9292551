//! Turns the text of an issuer into one that may be asked and compared: `https`, or `http` on this machine only.

use thiserror::Error;
use url::{Host, Url};

/// An issuer: a URL without a trailing slash, exactly as the organization's tokens must name it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Issuer {
    text: String,
    url: Url,
}

/// What is wrong with the text of an issuer.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[non_exhaustive]
pub enum IssuerError {
    /// Not an absolute URL.
    #[error("`{text}` is not a URL: expected `https://` and a host")]
    NotAUrl {
        /// As written.
        text: String,
    },
    /// Neither `https` nor `http` on a loopback address.
    #[error("`{text}` is not `https`: plain `http` is for loopback addresses such as `http://127.0.0.1`")]
    NotSecure {
        /// As written.
        text: String,
    },
    /// A user, query or fragment, which an issuer does not have (OpenID Connect Core 1.0 section 2).
    #[error("`{text}` has a user, a query or a fragment: an issuer has none")]
    Decorated {
        /// As written.
        text: String,
    },
    /// Tokens would name the issuer otherwise: capital letters in the host, a default port, a trailing slash.
    #[error("`{text}` is not how tokens name the issuer: expected `{expected}`")]
    NotCanonical {
        /// As written.
        text: String,
        /// How tokens name it.
        expected: String,
    },
    /// A path where only an organization may stand.
    #[error("`{text}` has a path: an organization is `https://` and a host")]
    Path {
        /// As written.
        text: String,
    },
    /// Not the identifier of an authorization server.
    #[error("`{id}` is not the ID of an authorization server: expected letters, digits, `-` and `_`")]
    AuthorizationServer {
        /// As written.
        id: String,
    },
}

impl Issuer {
    /// Reads a full issuer URL.
    ///
    /// # Errors
    ///
    /// [`IssuerError`] when the organization could not be asked securely, or no token could ever name this text.
    pub fn parse(text: &str) -> Result<Self, IssuerError> {
        let url = parse_url(text)?;
        let expected = url.as_str().trim_end_matches('/');
        if expected != text {
            return Err(IssuerError::NotCanonical { text: text.to_owned(), expected: expected.to_owned() });
        }
        Ok(Self { text: text.to_owned(), url })
    }

    /// The issuer of an Okta organization: its own server when `authorization_server` is empty, else the custom
    /// one with this ID. Of the organization's URL only the origin is taken, so a trailing slash is no matter.
    ///
    /// # Errors
    ///
    /// [`IssuerError`] as for [`Issuer::parse`], and for a path or an ID that does not fit in one.
    pub fn of_okta(organization: &str, authorization_server: &str) -> Result<Self, IssuerError> {
        let url = parse_url(organization)?;
        if url.path() != "/" {
            return Err(IssuerError::Path { text: organization.to_owned() });
        }
        let origin = url.origin().ascii_serialization();
        if authorization_server.is_empty() {
            return Self::parse(&origin);
        }
        if !authorization_server
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
        {
            return Err(IssuerError::AuthorizationServer { id: authorization_server.to_owned() });
        }
        Self::parse(&format!("{origin}/oauth2/{authorization_server}"))
    }

    /// The issuer, as tokens name it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Where the organization says what it offers (OpenID Connect Discovery 1.0 section 4).
    pub(crate) fn discovery_url(&self) -> String {
        format!("{}/.well-known/openid-configuration", self.text)
    }

    /// The URL, if it is one of the issuer's own: same scheme, host and port (RFC 6454 section 5).
    pub(crate) fn own(&self, text: &str) -> Option<Url> {
        let url = Url::parse(text).ok()?;
        let plain = url.username().is_empty() && url.password().is_none() && url.fragment().is_none();
        (plain && url.origin() == self.url.origin()).then_some(url)
    }
}

impl std::fmt::Display for Issuer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.text)
    }
}

fn parse_url(text: &str) -> Result<Url, IssuerError> {
    let url = Url::parse(text).map_err(|_| IssuerError::NotAUrl { text: text.to_owned() })?;
    if !url.username().is_empty()
        || url.password().is_some()
        || url.query().is_some()
        || url.fragment().is_some()
    {
        return Err(IssuerError::Decorated { text: text.to_owned() });
    }
    let loopback = match url.host() {
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        // A name is whatever the resolver says it is, `localhost` included.
        Some(Host::Domain(_)) => false,
        None => return Err(IssuerError::NotAUrl { text: text.to_owned() }),
    };
    match url.scheme() {
        "https" => Ok(url),
        "http" if loopback => Ok(url),
        _ => Err(IssuerError::NotSecure { text: text.to_owned() }),
    }
}

#[cfg(test)]
mod tests {
    use super::{Issuer, IssuerError};

    #[test]
    fn secure_and_loopback_issuers_are_read_as_written() {
        for text in [
            "https://corp.okta.com",
            "https://corp.okta.com/oauth2/default",
            "https://corp.example:8443",
            "http://127.0.0.1:8080",
            "http://127.9.9.9",
            "http://[::1]:8080/oauth2/x",
        ] {
            assert_eq!(Issuer::parse(text).unwrap().as_str(), text);
        }
    }

    #[test]
    fn anything_else_is_refused() {
        use IssuerError as E;
        let text = |text: &str| text.to_owned();
        for (given, expected) in [
            ("", E::NotAUrl { text: text("") }),
            ("corp.okta.com", E::NotAUrl { text: text("corp.okta.com") }),
            ("http://corp.okta.com", E::NotSecure { text: text("http://corp.okta.com") }),
            ("http://localhost:80", E::NotSecure { text: text("http://localhost:80") }),
            ("http://127.0.0.1.evil.example", E::NotSecure { text: text("http://127.0.0.1.evil.example") }),
            ("ftp://127.0.0.1", E::NotSecure { text: text("ftp://127.0.0.1") }),
            ("https://a@corp.example", E::Decorated { text: text("https://a@corp.example") }),
            ("https://corp.example?x", E::Decorated { text: text("https://corp.example?x") }),
            ("https://corp.example#x", E::Decorated { text: text("https://corp.example#x") }),
        ] {
            assert_eq!(Issuer::parse(given), Err(expected));
        }
        for given in ["https://Corp.example", "https://corp.example/", "https://corp.example:443"] {
            let expected = text("https://corp.example");
            assert_eq!(Issuer::parse(given), Err(E::NotCanonical { text: text(given), expected }));
        }
    }

    #[test]
    fn okta_issuers_come_from_organization_and_server() {
        let of =
            |organization: &str, server: &str| Issuer::of_okta(organization, server).map(|i| i.to_string());
        assert_eq!(of("https://Corp.okta.com/", "").unwrap(), "https://corp.okta.com");
        assert_eq!(of("https://corp.okta.com", "default").unwrap(), "https://corp.okta.com/oauth2/default");
        assert!(of("https://corp.okta.com/login", "").is_err());
        assert!(of("https://corp.okta.com", "../admin").is_err());
        assert!(of("http://corp.okta.com", "").is_err());
    }

    #[test]
    fn only_the_same_origin_is_the_issuers_own() {
        let issuer = Issuer::parse("https://corp.example/oauth2/x").unwrap();
        assert!(issuer.own("https://corp.example/token").is_some());
        assert!(issuer.own("https://corp.example:443/token").is_some());
        for other in [
            "http://corp.example/token",
            "https://corp.example:444/token",
            "https://corp.example.evil.example/token",
            "https://evil.example/token",
            "https://corp.example@evil.example/token",
            "https://user@corp.example/token",
            "/token",
        ] {
            assert!(issuer.own(other).is_none(), "{other}");
        }
    }
}
