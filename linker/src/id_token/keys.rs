//! Turns the organization's JSON Web Key Set into the keys that may sign an ID token.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::DecodingKey;
use serde::Deserialize;
use serde_json::Value;

use crate::refusal::TokenFault;

/// The shortest modulus in bits (RFC 7518 section 3.3).
const SHORTEST_MODULUS: usize = 2048;

/// The keys that qualify: RSA, for signatures, for RS256, long enough. Others are as if they were not there.
#[derive(Debug)]
pub(crate) struct KeySet {
    keys: Vec<(Option<String>, DecodingKey)>,
}

#[derive(Deserialize)]
struct Document {
    keys: Vec<Value>,
}

#[derive(Deserialize)]
struct Key {
    kty: String,
    kid: Option<String>,
    #[serde(rename = "use")]
    purpose: Option<String>,
    key_ops: Option<Vec<String>>,
    alg: Option<String>,
    n: Option<String>,
    e: Option<String>,
}

impl KeySet {
    /// Reads a key set (RFC 7517 section 5); none when the bytes are not one.
    pub(crate) fn read(body: &[u8]) -> Option<Self> {
        let document: Document = serde_json::from_slice(body).ok()?;
        // Section 5: keys that are not understood are left out, so that the set may grow.
        let keys = document.keys.into_iter().filter_map(qualified).collect();
        Some(Self { keys })
    }

    /// The key that a token names; if it names none, the only one (OpenID Connect Core 1.0 section 10.1).
    pub(super) fn find(&self, kid: Option<&str>) -> Result<&DecodingKey, TokenFault> {
        let mut found = self.keys.iter().filter(|(known, _)| kid.is_none() || known.as_deref() == kid);
        match (found.next(), found.next()) {
            (Some((_, key)), None) => Ok(key),
            (Some(_), Some(_)) if kid.is_some() => Err(TokenFault::Keys),
            _ => Err(TokenFault::UnknownKey),
        }
    }
}

fn qualified(key: Value) -> Option<(Option<String>, DecodingKey)> {
    let key: Key = serde_json::from_value(key).ok()?;
    let for_signatures = key.purpose.as_deref().is_none_or(|purpose| purpose == "sig")
        && key.key_ops.as_ref().is_none_or(|operations| operations.iter().any(|name| name == "verify"));
    let for_rs256 = key.alg.as_deref().is_none_or(|algorithm| algorithm == "RS256");
    if key.kty != "RSA" || !for_signatures || !for_rs256 {
        return None;
    }
    let (modulus, exponent) = (key.n?, key.e?);
    if bits(&URL_SAFE_NO_PAD.decode(&modulus).ok()?) < SHORTEST_MODULUS {
        return None;
    }
    Some((key.kid, DecodingKey::from_rsa_components(&modulus, &exponent).ok()?))
}

/// The length of a big-endian number, leading zeros not counted.
fn bits(number: &[u8]) -> usize {
    let significant = number.iter().skip_while(|byte| **byte == 0);
    let first = significant.clone().next().map_or(0, |byte| byte.leading_zeros() as usize);
    significant.count() * 8 - first
}
