//! Signing keys made in the test, and tokens signed with them.

use std::sync::LazyLock;

use aws_lc_rs::encoding::AsDer as _;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::{KeyPair, KeySize};
use aws_lc_rs::signature::{KeyPair as _, RSA_PKCS1_SHA256};
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::Secret;

/// The organization's key, `k1`.
pub(crate) static GENUINE: LazyLock<TestKey> = LazyLock::new(|| TestKey::new("k1"));

/// Somebody else's key, under the same name.
pub(crate) static FORGED: LazyLock<TestKey> = LazyLock::new(|| TestKey::new("k1"));

pub(crate) struct TestKey {
    pub(crate) kid: &'static str,
    pair: KeyPair,
}

impl TestKey {
    pub(crate) fn new(kid: &'static str) -> Self {
        Self { kid, pair: KeyPair::generate(KeySize::Rsa2048).unwrap() }
    }

    /// The public half as a JSON Web Key.
    pub(crate) fn jwk(&self) -> Value {
        let public = self.pair.public_key();
        json!({
            "kty": "RSA",
            "kid": self.kid,
            "use": "sig",
            "alg": "RS256",
            "n": encode(public.modulus().big_endian_without_leading_zero()),
            "e": encode(public.exponent().big_endian_without_leading_zero()),
        })
    }

    /// The public half in the form that a confused verifier would take for a shared secret.
    pub(crate) fn public_der(&self) -> Vec<u8> {
        self.pair.public_key().as_der().unwrap().as_ref().to_vec()
    }

    pub(crate) fn sign(&self, claims: &Value) -> Secret {
        self.sign_with_header(&json!({"alg": "RS256", "kid": self.kid}), claims)
    }

    pub(crate) fn sign_with_header(&self, header: &Value, claims: &Value) -> Secret {
        let message = message(header, claims);
        let mut signature = vec![0; self.pair.public_modulus_len()];
        self.pair.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
        Secret::new(format!("{message}.{}", encode(&signature)))
    }
}

pub(crate) fn message(header: &Value, claims: &Value) -> String {
    format!("{}.{}", encode(header.to_string().as_bytes()), encode(claims.to_string().as_bytes()))
}

pub(crate) fn encode(bytes: &[u8]) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}
