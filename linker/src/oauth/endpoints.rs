//! Turns an organization's discovery document into the URLs to ask, all of them at the issuer's own origin.

use serde::Deserialize;
use url::Url;

use crate::oauth::Issuer;
use crate::oauth::answer::{self, Trouble};
use crate::step::HttpResponse;

/// Where to send what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Endpoints {
    pub(crate) token: String,
    pub(crate) keys: String,
    pub(crate) primary_authenticate: String,
    pub(crate) oob_authenticate: String,
}

#[derive(Deserialize)]
struct Document {
    issuer: String,
    token_endpoint: String,
    jwks_uri: String,
}

impl Endpoints {
    /// Reads the answer to a discovery request (OpenID Connect Discovery 1.0 section 4.3).
    pub(crate) fn read(response: &HttpResponse, issuer: &Issuer) -> Result<Self, Trouble> {
        let document: Document = match answer::read(response, "a discovery document") {
            // Nothing vouched for the other side yet, so what does not speak the protocol is somebody else.
            Err(Trouble::Malformed(_)) => return Err(Trouble::NotTheOrganization),
            read => read?,
        };
        if document.issuer != issuer.as_str() {
            return Err(Trouble::Malformed("the discovery document is another issuer's"));
        }
        // Keys or tokens of another origin would be another party's word.
        let (Some(token), Some(keys)) =
            (issuer.own(&document.token_endpoint), issuer.own(&document.jwks_uri))
        else {
            return Err(Trouble::Malformed("the discovery document names endpoints of another origin"));
        };
        // Direct Authentication's endpoints are not listed; they stand beside `/token`.
        let beside =
            |name| beside(&token, name).ok_or(Trouble::Malformed("the token endpoint is not `/token`"));
        Ok(Self {
            primary_authenticate: beside("primary-authenticate")?,
            oob_authenticate: beside("oob-authenticate")?,
            token: token.to_string(),
            keys: keys.to_string(),
        })
    }
}

fn beside(token: &Url, name: &str) -> Option<String> {
    let folder = token.path().strip_suffix("/token")?;
    let mut url = token.clone();
    url.set_path(&format!("{folder}/{name}"));
    Some(url.to_string())
}

#[cfg(test)]
mod tests {
    use super::Endpoints;
    use crate::oauth::Issuer;
    use crate::oauth::answer::Trouble;
    use crate::step::HttpResponse;

    fn read(issuer: &str, token: &str, keys: &str) -> Result<Endpoints, Trouble> {
        let body = serde_json::json!({"issuer": issuer, "token_endpoint": token, "jwks_uri": keys});
        let response = HttpResponse {
            status: 200,
            headers: vec![("content-type".to_owned(), "application/json".to_owned())],
            body: body.to_string().into_bytes(),
        };
        Endpoints::read(&response, &Issuer::parse("https://corp.example").unwrap())
    }

    const TOKEN: &str = "https://corp.example/oauth2/v1/token";
    const KEYS: &str = "https://corp.example/oauth2/v1/keys";

    #[test]
    fn direct_authentication_stands_beside_the_token_endpoint() {
        let endpoints = read("https://corp.example", TOKEN, KEYS).unwrap();
        assert_eq!(endpoints.primary_authenticate, "https://corp.example/oauth2/v1/primary-authenticate");
        assert_eq!(endpoints.oob_authenticate, "https://corp.example/oauth2/v1/oob-authenticate");
        assert_eq!((endpoints.token.as_str(), endpoints.keys.as_str()), (TOKEN, KEYS));
    }

    #[test]
    fn another_issuer_or_origin_is_refused() {
        for (issuer, token, keys) in [
            ("https://corp.example/", TOKEN, KEYS),
            ("https://evil.example", TOKEN, KEYS),
            ("https://corp.example", "https://evil.example/oauth2/v1/token", KEYS),
            ("https://corp.example", TOKEN, "https://evil.example/oauth2/v1/keys"),
            ("https://corp.example", TOKEN, "http://corp.example/oauth2/v1/keys"),
            ("https://corp.example", "https://corp.example/oauth2/v1/authorize", KEYS),
        ] {
            assert!(
                matches!(read(issuer, token, keys), Err(Trouble::Malformed(_))),
                "{issuer} {token} {keys}"
            );
        }
    }

    #[test]
    fn an_empty_object_is_not_the_organization() {
        let headers = vec![("content-type".to_owned(), "application/json".to_owned())];
        let response = HttpResponse { status: 200, headers, body: b"{}".to_vec() };
        let issuer = Issuer::parse("https://corp.example").unwrap();
        assert_eq!(Endpoints::read(&response, &issuer), Err(Trouble::NotTheOrganization));
    }
}
