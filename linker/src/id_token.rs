//! Turns an ID token and the organization's keys into a proven identity, or into what is wrong with the token.
//!
//! OpenID Connect Core 1.0 section 3.1.3.7 with the cautions of RFC 8725: the algorithm is ours, not the token's;
//! the key comes from the organization's set, never from the token's header; no claim is read before the
//! signature verified.
//!
//! # A wrong clock
//!
//! A token is refused when this machine's clock is more than five minutes away from `iat`, however genuine it
//! is: freshness is the only thing that tells the answer to this exchange from an old one (no nonce is sent in
//! Direct Authentication), and a clock that may be wrong cannot vouch for it. The refusal carries how far apart
//! the two are, so that the person is told to set the clock. Within the five minutes a token may re-anchor
//! trusted time; `exp` has no leeway of its own, as the tolerance for clocks is already in `iat`.

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, Validation};
use serde::Deserialize;
use serde_json::Value;

use crate::refusal::TokenFault;
use crate::{Identity, Secret, UnixTime};

pub(crate) use keys::KeySet;

mod keys;
#[cfg(test)]
pub(crate) mod test_key;
#[cfg(test)]
mod tests;

/// The longest token in bytes; those of organizations have one or two thousand.
const LONGEST: usize = 16 * 1024;

/// Seconds between `iat` and this machine's clock that are put down to clocks and transport.
const IAT_TOLERANCE: u64 = 300;

/// The longest `sub` (OpenID Connect Core 1.0 section 2).
const LONGEST_SUBJECT: usize = 255;

/// What a token must say.
#[derive(Debug)]
pub(crate) struct Expected<'a> {
    pub(crate) issuer: &'a str,
    pub(crate) client_id: &'a str,
    /// The access token that came with it.
    pub(crate) access_token: Option<&'a Secret>,
}

/// An ID token of which everything was checked. Only [`verify`] makes one.
#[derive(Debug)]
pub(crate) struct VerifiedToken {
    identity: Identity,
    issued_at: UnixTime,
}

impl VerifiedToken {
    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }

    pub(crate) fn into_parts(self) -> (Identity, UnixTime) {
        (self.identity, self.issued_at)
    }
}

/// Why a token does not stand up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    pub(crate) fault: TokenFault,
    /// Seconds that this machine's clock is ahead of a genuine token's `iat`, when that is why.
    pub(crate) clock_ahead: Option<i64>,
}

impl From<TokenFault> for Refused {
    fn from(fault: TokenFault) -> Self {
        Self { fault, clock_ahead: None }
    }
}

#[derive(Deserialize)]
struct Header {
    alg: String,
    kid: Option<String>,
    typ: Option<String>,
    cty: Option<Value>,
    crit: Option<Value>,
    enc: Option<Value>,
    zip: Option<Value>,
}

#[derive(Deserialize)]
struct Claims {
    iss: Option<Value>,
    aud: Option<Value>,
    azp: Option<Value>,
    sub: Option<Value>,
    exp: Option<Value>,
    iat: Option<Value>,
    nbf: Option<Value>,
    nonce: Option<Value>,
    at_hash: Option<Value>,
    preferred_username: Option<Value>,
}

/// Checks a token that was received just now.
pub(crate) fn verify(
    token: &Secret,
    keys: &KeySet,
    expected: &Expected<'_>,
    now: UnixTime,
) -> Result<VerifiedToken, Refused> {
    let header = read_header(token.expose())?;
    let key = keys.find(header.kid.as_deref())?;
    let mut validation = Validation::new(Algorithm::RS256);
    // The library would read the system's clock and would let absent claims pass: ours follow.
    validation.validate_exp = false;
    validation.validate_aud = false;
    validation.required_spec_claims.clear();
    let claims = jsonwebtoken::decode::<Claims>(token.expose(), key, &validation)
        .map_err(|error| fault_of(error.kind()))?
        .claims;

    check_parties(&claims, expected)?;
    let subject = text(claims.sub.as_ref()).ok_or(TokenFault::Subject)?;
    if subject.is_empty() || subject.len() > LONGEST_SUBJECT {
        return Err(TokenFault::Subject.into());
    }
    // 3.1.3.7, 11: none was sent, so one that is there belongs to another flow.
    if claims.nonce.is_some() {
        return Err(TokenFault::Nonce.into());
    }
    check_access_token(&claims, expected)?;
    let username = match claims.preferred_username.as_ref() {
        None => None,
        Some(Value::String(name)) => Some(name.clone()),
        Some(_) => return Err(TokenFault::Malformed.into()),
    };
    // Last, so that a skew is only ever told of a token with nothing else wrong.
    let issued_at = check_times(&claims, now)?;
    let identity = Identity { issuer: expected.issuer.to_owned(), subject: subject.to_owned(), username };
    Ok(VerifiedToken { identity, issued_at })
}

/// The header, for choosing a key: nothing in it is believed before the signature verified, and none of the keys
/// or addresses of keys it may hold is ever used (RFC 8725 sections 3.1 and 3.10).
fn read_header(token: &str) -> Result<Header, TokenFault> {
    if token.len() > LONGEST || token.bytes().filter(|byte| *byte == b'.').count() != 2 {
        return Err(TokenFault::Malformed);
    }
    let (encoded, _) = token.split_once('.').ok_or(TokenFault::Malformed)?;
    let bytes = URL_SAFE_NO_PAD.decode(encoded).map_err(|_| TokenFault::Malformed)?;
    let header: Header = serde_json::from_slice(&bytes).map_err(|_| TokenFault::Malformed)?;
    // RFC 7515 section 4.1.11: an extension that must be understood; none is. The others mean a token in a token,
    // encryption or compression (RFC 8725 sections 3.2 and 3.6).
    if header.crit.is_some() || header.cty.is_some() || header.enc.is_some() || header.zip.is_some() {
        return Err(TokenFault::Malformed);
    }
    // RFC 8725 section 3.11: an access token or a proof is not an ID token.
    if header.typ.as_deref().is_some_and(|typ| !typ.eq_ignore_ascii_case("JWT")) {
        return Err(TokenFault::Malformed);
    }
    if header.alg != "RS256" {
        return Err(TokenFault::Algorithm);
    }
    Ok(header)
}

fn fault_of(error: &ErrorKind) -> TokenFault {
    match error {
        ErrorKind::InvalidSignature => TokenFault::Signature,
        ErrorKind::InvalidAlgorithm | ErrorKind::InvalidAlgorithmName => TokenFault::Algorithm,
        _ => TokenFault::Malformed,
    }
}

/// Issuer and audience (3.1.3.7, 2 to 5).
fn check_parties(claims: &Claims, expected: &Expected<'_>) -> Result<(), TokenFault> {
    if text(claims.iss.as_ref()) != Some(expected.issuer) {
        return Err(TokenFault::Issuer);
    }
    let for_us = match claims.aud.as_ref() {
        Some(Value::String(audience)) => audience == expected.client_id,
        Some(Value::Array(audiences)) => {
            audiences.iter().all(Value::is_string)
                && audiences.iter().any(|audience| audience.as_str() == Some(expected.client_id))
        }
        _ => false,
    };
    let authorized = claims.azp.as_ref().is_none_or(|party| party.as_str() == Some(expected.client_id));
    if for_us && authorized { Ok(()) } else { Err(TokenFault::Audience) }
}

/// `at_hash` is the left half of the SHA-256 of the access token (3.1.3.6).
fn check_access_token(claims: &Claims, expected: &Expected<'_>) -> Result<(), TokenFault> {
    let Some(claimed) = claims.at_hash.as_ref() else { return Ok(()) };
    let access_token = expected.access_token.ok_or(TokenFault::AccessTokenHash)?;
    let hash = digest(&SHA256, access_token.expose().as_bytes());
    let half = hash.as_ref().get(..16).map(|half| URL_SAFE_NO_PAD.encode(half));
    if half.is_some() && claimed.as_str() == half.as_deref() {
        Ok(())
    } else {
        Err(TokenFault::AccessTokenHash)
    }
}

/// `exp`, `iat` and `nbf` against this machine's clock (3.1.3.7, 9 and 10; RFC 7519 section 4.1.5).
fn check_times(claims: &Claims, now: UnixTime) -> Result<UnixTime, Refused> {
    let expires_at = time(claims.exp.as_ref()).ok_or(TokenFault::Expired)?;
    let issued_at = time(claims.iat.as_ref()).ok_or(TokenFault::IssuedAt)?;
    let ahead = now.since(issued_at);
    let clock_ahead = (ahead.unsigned_abs() > IAT_TOLERANCE).then_some(ahead);
    if expires_at <= now {
        return Err(Refused { fault: TokenFault::Expired, clock_ahead });
    }
    if clock_ahead.is_some() {
        return Err(Refused { fault: TokenFault::IssuedAt, clock_ahead });
    }
    if claims.nbf.is_some() {
        let not_before = time(claims.nbf.as_ref()).ok_or(TokenFault::IssuedAt)?;
        if not_before > now.plus(IAT_TOLERANCE) {
            return Err(TokenFault::IssuedAt.into());
        }
    }
    Ok(issued_at)
}

fn text(claim: Option<&Value>) -> Option<&str> {
    claim.and_then(Value::as_str)
}

/// A NumericDate (RFC 7519 section 2); fractions are cut.
fn time(claim: Option<&Value>) -> Option<UnixTime> {
    let claim = claim?;
    claim
        .as_i64()
        .or_else(|| {
            claim.as_f64().filter(|seconds| seconds.abs() < 1e15).map(|seconds| seconds.floor() as i64)
        })
        .map(UnixTime)
}
