//! Turns a code of Okta Verify into a token request, and the answer to any token request into tokens.

use serde::Deserialize;

use crate::Secret;
use crate::oauth::Organization;
use crate::oauth::answer::{self, Trouble};
use crate::oauth::endpoints::Endpoints;
use crate::step::{HttpRequest, HttpResponse};

/// The one-time-password grant of Direct Authentication.
const ONE_TIME_PASSWORD: &str = "urn:okta:params:oauth:grant-type:otp";

/// What an exchange brought. The access token is only used to check the ID token against it.
#[derive(Debug)]
pub(crate) struct Tokens {
    pub(crate) id_token: Secret,
    pub(crate) access_token: Option<Secret>,
}

#[derive(Deserialize)]
struct Body {
    id_token: String,
    access_token: Option<String>,
}

/// The request that has the organization check a code.
pub(crate) fn with_code(
    organization: &Organization,
    endpoints: &Endpoints,
    username: &str,
    code: &Secret,
) -> HttpRequest {
    let parameters = vec![
        ("grant_type", Secret::new(ONE_TIME_PASSWORD.to_owned())),
        ("login_hint", Secret::new(username.to_owned())),
        ("otp", code.duplicate()),
        ("scope", Secret::new(organization.scope.clone())),
    ];
    organization.post(&endpoints.token, parameters)
}

/// Reads the answer to a token request.
pub(crate) fn read(response: &HttpResponse) -> Result<Tokens, Trouble> {
    let body: Body = answer::read(response, "tokens without an ID token")?;
    Ok(Tokens { id_token: Secret::new(body.id_token), access_token: body.access_token.map(Secret::new) })
}
