//! The discovery document of an authorization server, as Okta's looks: the direct-authentication endpoints and
//! grants are not in it, and clients derive them from the token endpoint.

use serde_json::{Value, json};

use crate::{
    fault::Fault,
    issuer::{Issuer, Issuers},
};

/// OpenID Connect Discovery 1.0 section 3.
pub(crate) fn document(issuers: &Issuers, issuer: Issuer, fault: Option<Fault>) -> Value {
    let endpoint = |name| issuers.endpoint(issuer, name);
    let identifier = match fault {
        Some(Fault::DiscoveryIssuer) => "https://another-organization.example".to_owned(),
        _ => issuers.identifier(issuer),
    };
    json!({
        "issuer": identifier,
        // Section 3 requires it; nothing answers there, since no browser signs in here.
        "authorization_endpoint": endpoint("authorize"),
        "token_endpoint": endpoint("token"),
        "jwks_uri": endpoint("keys"),
        "response_types_supported": ["code", "id_token", "code id_token"],
        "grant_types_supported": ["password"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["RS256"],
        "scopes_supported": ["openid", "profile", "email"],
        "token_endpoint_auth_methods_supported": ["client_secret_basic", "client_secret_post", "none"],
        "claims_supported": [
            "amr", "aud", "auth_time", "exp", "iat", "iss", "jti", "preferred_username", "sub", "ver"
        ],
    })
}
