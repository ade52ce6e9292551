//! Turns what a request says into the HTTP value for one organization, with its client authenticated.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use zeroize::Zeroizing;

use crate::Secret;
use crate::oauth::Issuer;
use crate::step::{Freshness, HttpRequest, Method};

/// How long one request may take. The organization answers in well under a second; the person waits meanwhile.
const REQUEST_TIMEOUT: Duration = Duration::from_secs(10);

/// The organization to ask, and as which client.
#[derive(Debug)]
pub struct Organization {
    /// Who it is.
    pub issuer: Issuer,
    /// The client it knows this program as.
    pub client_id: String,
    /// How the client proves itself.
    pub client_authentication: ClientAuthentication,
    /// The scope asked for: `openid` at least; `profile` brings `preferred_username`.
    pub scope: String,
}

/// How the client proves itself to the organization (RFC 6749 section 2.3.1).
#[derive(Debug)]
pub enum ClientAuthentication {
    /// A public client.
    None,
    /// The secret in the form: `client_secret_post`.
    SecretPost(Secret),
    /// The secret in a header: `client_secret_basic`.
    SecretBasic(Secret),
}

impl Organization {
    /// A GET that any client may send.
    pub(crate) fn get(&self, url: &str, freshness: Freshness) -> HttpRequest {
        HttpRequest {
            method: Method::Get,
            url: url.to_owned(),
            authorization: None,
            form: Vec::new(),
            freshness,
            timeout: REQUEST_TIMEOUT,
        }
    }

    /// A POST of this client. `client_id` is always in the form: Okta's endpoints beside `/token` ask for it.
    pub(crate) fn post(&self, url: &str, parameters: Vec<(&'static str, Secret)>) -> HttpRequest {
        let mut form = vec![("client_id", Secret::new(self.client_id.clone()))];
        let mut authorization = None;
        match &self.client_authentication {
            ClientAuthentication::None => {}
            ClientAuthentication::SecretPost(secret) => form.push(("client_secret", secret.duplicate())),
            ClientAuthentication::SecretBasic(secret) => authorization = Some(basic(&self.client_id, secret)),
        }
        form.extend(parameters);
        HttpRequest {
            method: Method::Post,
            url: url.to_owned(),
            authorization,
            form,
            freshness: Freshness::Always,
            timeout: REQUEST_TIMEOUT,
        }
    }
}

/// Both parts are form-encoded before they are joined (RFC 6749 section 2.3.1), which plain RFC 7617 is not.
fn basic(client_id: &str, secret: &Secret) -> Secret {
    let encode = |text: &str| {
        Zeroizing::new(url::form_urlencoded::byte_serialize(text.as_bytes()).collect::<String>())
    };
    let pair = Zeroizing::new(format!("{}:{}", *encode(client_id), *encode(secret.expose())));
    Secret::new(format!("Basic {}", *Zeroizing::new(STANDARD.encode(pair.as_bytes()))))
}

#[cfg(test)]
mod tests {
    use super::{ClientAuthentication, Organization};
    use crate::Secret;
    use crate::oauth::Issuer;
    use crate::step::HttpRequest;

    fn post(client_authentication: ClientAuthentication) -> HttpRequest {
        let organization = Organization {
            issuer: Issuer::parse("https://corp.example").unwrap(),
            client_id: "0oa:1 ä".to_owned(),
            client_authentication,
            scope: "openid".to_owned(),
        };
        organization.post("https://corp.example/token", vec![("otp", Secret::new("123456".to_owned()))])
    }

    fn form(request: &HttpRequest) -> Vec<(&'static str, &str)> {
        request.form.iter().map(|(name, value)| (*name, value.expose())).collect()
    }

    #[test]
    fn a_public_client_only_names_itself() {
        let request = post(ClientAuthentication::None);
        assert_eq!(form(&request), [("client_id", "0oa:1 ä"), ("otp", "123456")]);
        assert!(request.authorization.is_none());
    }

    #[test]
    fn a_posted_secret_is_in_the_form() {
        let request = post(ClientAuthentication::SecretPost(Secret::new("s&t".to_owned())));
        assert_eq!(form(&request), [("client_id", "0oa:1 ä"), ("client_secret", "s&t"), ("otp", "123456")]);
        assert!(request.authorization.is_none());
    }

    #[test]
    fn a_basic_secret_is_form_encoded_in_the_header() {
        let request = post(ClientAuthentication::SecretBasic(Secret::new("s:%&".to_owned())));
        // base64 of `0oa%3A1+%C3%A4:s%3A%25%26`
        let expected = "Basic MG9hJTNBMSslQzMlQTQ6cyUzQSUyNSUyNg==";
        assert_eq!(request.authorization.as_ref().map(Secret::expose), Some(expected));
        assert_eq!(form(&request), [("client_id", "0oa:1 ä"), ("otp", "123456")]);
    }
}
