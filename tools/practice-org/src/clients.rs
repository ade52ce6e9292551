//! The applications registered with the organization, and the check that a request comes from one of them.

use std::sync::Arc;

use base64::{Engine as _, engine::general_purpose::STANDARD};

use crate::{
    form::Form,
    refusal::{Code, Refusal},
    secret::Secret,
};

/// One application.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its client ID.
    pub id: String,
    /// How it proves itself.
    pub authentication: ClientAuthentication,
    /// The grants it may use.
    pub grants: Vec<Grant>,
}

/// How an application proves itself.
#[derive(Clone, Debug)]
pub enum ClientAuthentication {
    /// Not at all; a secret from it is refused.
    None,
    /// With this secret, in the body (`client_secret_post`) or in the header (`client_secret_basic`).
    Secret(Secret),
}

/// A grant of the token endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Grant {
    /// The resource owner's password.
    Password,
    /// A one-time code as the primary factor.
    Otp,
    /// A push as the primary factor.
    Oob,
    /// A one-time code as the second factor.
    MfaOtp,
    /// A push as the second factor.
    MfaOob,
}

impl Grant {
    /// Every grant the organization knows.
    pub const ALL: [Self; 5] = [Self::Password, Self::Otp, Self::Oob, Self::MfaOtp, Self::MfaOob];

    /// The value of `grant_type`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Password => "password",
            Self::Otp => "urn:okta:params:oauth:grant-type:otp",
            Self::Oob => "urn:okta:params:oauth:grant-type:oob",
            Self::MfaOtp => "http://auth0.com/oauth/grant-type/mfa-otp",
            Self::MfaOob => "http://auth0.com/oauth/grant-type/mfa-oob",
        }
    }

    pub(crate) fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|grant| grant.name() == name)
    }
}

/// All applications.
#[derive(Debug)]
pub(crate) struct Clients(Vec<Arc<Client>>);

const UNKNOWN: Refusal =
    Refusal::oauth(Code::InvalidClient, "the client ID is unknown or the secret is wrong");

impl Clients {
    pub(crate) fn new(clients: Vec<Client>) -> Self {
        Self(clients.into_iter().map(Arc::new).collect())
    }

    /// The application that sent `form`, once it has proved itself (RFC 6749 section 2.3).
    pub(crate) fn authenticate(
        &self,
        form: &Form,
        authorization: Option<&str>,
    ) -> Result<Arc<Client>, Refusal> {
        let (id, secret) = match authorization {
            None => {
                let id = form.optional("client_id");
                let id = id.ok_or(Refusal::oauth(Code::InvalidClient, "`client_id` is missing"))?;
                (id.to_owned(), form.optional("client_secret").map(str::to_owned))
            }
            Some(header) => {
                let (id, secret) = basic_credentials(header).ok_or(Refusal::oauth(
                    Code::InvalidClient,
                    "the `Authorization` header is not readable",
                ))?;
                // RFC 6749 section 2.3: not more than one method in a request.
                if form.optional("client_secret").is_some() {
                    return Err(Refusal::oauth(
                        Code::InvalidRequest,
                        "the client proves itself in two ways at once",
                    ));
                }
                if form.optional("client_id").is_some_and(|in_body| in_body != id) {
                    return Err(Refusal::oauth(
                        Code::InvalidRequest,
                        "`client_id` differs from the header's",
                    ));
                }
                (id, Some(secret))
            }
        };
        if form.optional("client_assertion").is_some() {
            return Err(Refusal::oauth(
                Code::InvalidClient,
                "the client is not registered for a signed assertion",
            ));
        }
        let client = self.0.iter().find(|client| client.id == id).ok_or(UNKNOWN)?;
        match (&client.authentication, secret) {
            (ClientAuthentication::None, None) => Ok(Arc::clone(client)),
            (ClientAuthentication::Secret(expected), Some(given)) if expected.matches(&given) => {
                Ok(Arc::clone(client))
            }
            (ClientAuthentication::None, Some(_)) | (ClientAuthentication::Secret(_), _) => Err(UNKNOWN),
        }
    }
}

impl Client {
    /// Refuses a grant that the application is not registered for.
    pub(crate) fn may_use(&self, grant: Grant) -> Result<(), Refusal> {
        if self.grants.contains(&grant) {
            Ok(())
        } else {
            Err(Refusal::oauth(Code::UnauthorizedClient, "the client is not registered for this grant type"))
        }
    }
}

/// Client ID and secret from `Basic …`; both are form-encoded inside (RFC 6749 section 2.3.1).
fn basic_credentials(header: &str) -> Option<(String, String)> {
    let (scheme, encoded) = header.split_once(' ')?;
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let text = String::from_utf8(STANDARD.decode(encoded.trim()).ok()?).ok()?;
    let (id, secret) = text.split_once(':')?;
    Some((form_decoded(id)?, form_decoded(secret)?))
}

fn form_decoded(text: &str) -> Option<String> {
    let body = format!("value={text}");
    let mut pairs = form_urlencoded::parse(body.as_bytes());
    let (_, value) = pairs.next()?;
    pairs.next().is_none().then(|| value.into_owned())
}

#[cfg(test)]
mod tests {
    use base64::{Engine as _, engine::general_purpose::STANDARD};

    use super::{Client, ClientAuthentication, Clients, Grant};
    use crate::{
        form::Form,
        refusal::{Code, Refusal},
        secret::Secret,
    };

    fn clients() -> Clients {
        let client =
            |id: &str, authentication| Client { id: id.to_owned(), authentication, grants: vec![Grant::Oob] };
        Clients::new(vec![
            client("public", ClientAuthentication::None),
            client("web", ClientAuthentication::Secret(Secret::new("s3cret: &+"))),
        ])
    }

    #[track_caller]
    fn check(body: &str, header: Option<&str>, expected: Result<&str, Code>) {
        let form = Form::read(Some("application/x-www-form-urlencoded"), body.as_bytes()).unwrap();
        let header = header.map(|credentials| format!("Basic {}", STANDARD.encode(credentials)));
        match (clients().authenticate(&form, header.as_deref()), expected) {
            (Ok(client), Ok(id)) => assert_eq!(client.id, id),
            (Err(Refusal::OAuth { code, .. }), Err(expected)) => assert_eq!(code, expected),
            (result, expected) => panic!("{result:?}, expected {expected:?}"),
        }
    }

    #[test]
    fn each_client_proves_itself_in_its_way_only() {
        const POSTED: &str = "client_id=web&client_secret=s3cret%3A+%26%2B";
        const HEADER: &str = "web:s3cret%3A+%26%2B";
        check("client_id=public", None, Ok("public"));
        check(POSTED, None, Ok("web"));
        check("", Some(HEADER), Ok("web"));
        check("client_id=web", Some(HEADER), Ok("web"));
        check(POSTED, Some(HEADER), Err(Code::InvalidRequest));
        check("client_id=public", Some(HEADER), Err(Code::InvalidRequest));
        check("client_id=public&client_secret=x", None, Err(Code::InvalidClient));
        check("client_id=web", None, Err(Code::InvalidClient));
        check("client_id=web&client_secret=wrong", None, Err(Code::InvalidClient));
        check("", Some("web:wrong"), Err(Code::InvalidClient));
        check("", Some("no colon"), Err(Code::InvalidClient));
        check("", None, Err(Code::InvalidClient));
        check("client_id=nobody", None, Err(Code::InvalidClient));
        check("client_id=public&client_assertion=x", None, Err(Code::InvalidClient));
    }
}
