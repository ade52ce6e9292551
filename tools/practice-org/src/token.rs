//! ID tokens: the claims of one sign-in turned into a signed text, or into a wrong one while a fault asks for it.

use aws_lc_rs::digest;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jsonwebtoken::{Algorithm, EncodingKey, Header};
use serde_json::{Value, json};

use crate::{
    clock::Moment,
    fault::Fault,
    keys::SigningKey,
    random::{self, NoRandomness},
    refusal::Refusal,
};

/// What the organization says about one sign-in.
#[derive(Debug)]
pub(crate) struct Claims<'a> {
    pub(crate) issuer: String,
    pub(crate) audience: &'a str,
    pub(crate) subject: &'a str,
    pub(crate) username: &'a str,
    pub(crate) scope: &'a str,
    /// Authentication method references (RFC 8176).
    pub(crate) methods: &'a [&'static str],
    pub(crate) now: Moment,
}

/// An hour: how long ID and access tokens live, Okta's default.
pub(crate) const LIFETIME_SECONDS: u64 = 3600;

/// The answer of the token endpoint for one sign-in.
pub(crate) fn issue(claims: &Claims<'_>, key: &SigningKey, fault: Option<Fault>) -> Result<Value, Refusal> {
    let access_token = random::text()?;
    let body = claims.to_json(&access_token, fault)?;
    let id_token = sign(&body, key, fault).map_err(|_| Refusal::Internal)?;
    Ok(json!({
        "token_type": "Bearer",
        "expires_in": LIFETIME_SECONDS,
        "access_token": access_token,
        "scope": claims.scope,
        "id_token": id_token,
    }))
}

impl Claims<'_> {
    fn to_json(&self, access_token: &str, fault: Option<Fault>) -> Result<Value, NoRandomness> {
        let now = self.now.unix_seconds();
        let issued = match fault {
            Some(Fault::Expired) => now.saturating_sub(2 * LIFETIME_SECONDS),
            Some(Fault::IssuedInFuture) => now.saturating_add(LIFETIME_SECONDS),
            _ => now,
        };
        let issuer = match fault {
            Some(Fault::WrongIssuer) => "https://another-organization.example",
            _ => &self.issuer,
        };
        let audience = match fault {
            Some(Fault::WrongAudience) => "another-client",
            _ => self.audience,
        };
        let mut body = json!({
            "ver": 1,
            "jti": format!("ID.{}", random::text()?),
            "iss": issuer,
            "aud": audience,
            "sub": self.subject,
            "iat": issued,
            "exp": issued.saturating_add(LIFETIME_SECONDS),
            "auth_time": issued,
            "amr": self.methods,
            "at_hash": left_half_of_hash(access_token),
        });
        // OpenID Connect Core 1.0 section 5.4: the name is part of the scope `profile`.
        if let Some(fields) = body.as_object_mut()
            && self.scope.split(' ').any(|scope| scope == "profile")
        {
            fields.insert("preferred_username".to_owned(), json!(self.username));
        }
        Ok(body)
    }
}

fn sign(body: &Value, key: &SigningKey, fault: Option<Fault>) -> jsonwebtoken::errors::Result<String> {
    let mut header = Header::new(Algorithm::RS256);
    header.typ = None;
    header.kid = Some(key.id.clone());
    match fault {
        Some(Fault::AlgorithmNone) => {
            let header = json!({ "alg": "none", "kid": key.id }).to_string();
            Ok(format!("{}.{}.", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(body.to_string())))
        }
        Some(Fault::Hs256WithPublicKey) => {
            header.alg = Algorithm::HS256;
            jsonwebtoken::encode(&header, body, &EncodingKey::from_secret(&key.public_der))
        }
        Some(Fault::UnknownKey) => {
            header.kid = Some("a-key-nobody-published".to_owned());
            jsonwebtoken::encode(&header, body, &key.private)
        }
        Some(Fault::WrongSignature) => {
            Ok(with_another_signature(&jsonwebtoken::encode(&header, body, &key.private)?))
        }
        _ => jsonwebtoken::encode(&header, body, &key.private),
    }
}

/// The same header and claims with every bit of the signature turned over.
fn with_another_signature(token: &str) -> String {
    let (signed, signature) = token.rsplit_once('.').unwrap_or((token, ""));
    let signature = URL_SAFE_NO_PAD.decode(signature).unwrap_or_default();
    let turned: Vec<u8> = signature.into_iter().map(|byte| !byte).collect();
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(turned))
}

/// `at_hash` (OpenID Connect Core 1.0 section 3.1.3.6).
fn left_half_of_hash(text: &str) -> String {
    let hash = digest::digest(&digest::SHA256, text.as_bytes());
    let half: Vec<u8> = hash.as_ref().iter().copied().take(16).collect();
    URL_SAFE_NO_PAD.encode(half)
}
