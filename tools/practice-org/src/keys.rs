//! The organization's signing key, and the key set that others check with.

use aws_lc_rs::{
    encoding::{AsDer as _, Pkcs8V1Der, PublicKeyX509Der},
    rsa::{KeyPair, KeySize},
    signature::KeyPair as _,
};
use jsonwebtoken::{
    Algorithm, EncodingKey,
    jwk::{Jwk, PublicKeyUse},
};
use serde_json::{Value, json};

use crate::random::{self, NoRandomness};

/// No key could be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no RSA key could be made")]
pub(crate) struct NoKey;

impl From<NoRandomness> for NoKey {
    fn from(NoRandomness: NoRandomness) -> Self {
        Self
    }
}

/// An RSA key of 2048 bits and its ID.
#[derive(Clone)]
pub(crate) struct SigningKey {
    pub(crate) id: String,
    pub(crate) private: EncodingKey,
    /// The public half as `SubjectPublicKeyInfo`: what a confused client might take for an HMAC secret.
    pub(crate) public_der: Vec<u8>,
    public: Jwk,
}

/// The key that signs and, after a rotation, the one that signed before it.
#[derive(Debug)]
pub(crate) struct Keys {
    current: SigningKey,
    previous: Option<SigningKey>,
}

/// Length of what precedes the `RSAPrivateKey` in a PKCS #8 file of a 2048-bit key (RFC 5958 section 2): outer
/// sequence header 4, version 3, algorithm identifier 15, octet string header 4.
const PKCS8_PREFIX: usize = 26;

impl SigningKey {
    pub(crate) fn generate() -> Result<Self, NoKey> {
        let pair = KeyPair::generate(KeySize::Rsa2048).map_err(|_| NoKey)?;
        let pkcs8: Pkcs8V1Der<'_> = pair.as_der().map_err(|_| NoKey)?;
        let public: PublicKeyX509Der<'_> = pair.public_key().as_der().map_err(|_| NoKey)?;
        let private = EncodingKey::from_rsa_der(pkcs8.as_ref().get(PKCS8_PREFIX..).ok_or(NoKey)?);
        let id = random::text()?;
        let mut jwk = Jwk::from_encoding_key(&private, Algorithm::RS256).map_err(|_| NoKey)?;
        jwk.common.key_id = Some(id.clone());
        jwk.common.public_key_use = Some(PublicKeyUse::Signature);
        Ok(Self { id, private, public_der: public.as_ref().to_vec(), public: jwk })
    }
}

impl std::fmt::Debug for SigningKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("SigningKey").field("id", &self.id).finish_non_exhaustive()
    }
}

impl Keys {
    pub(crate) fn new(current: SigningKey) -> Self {
        Self { current, previous: None }
    }

    /// The key that signs.
    pub(crate) fn current(&self) -> &SigningKey {
        &self.current
    }

    /// Signs with `next` from now on; what the last key signed can still be checked.
    pub(crate) fn rotate(&mut self, next: SigningKey) {
        self.previous = Some(std::mem::replace(&mut self.current, next));
    }

    /// The JSON Web Key Set (RFC 7517 section 5).
    pub(crate) fn to_json(&self) -> Value {
        let keys: Vec<&Jwk> = [Some(&self.current), self.previous.as_ref()]
            .into_iter()
            .flatten()
            .map(|key| &key.public)
            .collect();
        json!({ "keys": keys })
    }
}
