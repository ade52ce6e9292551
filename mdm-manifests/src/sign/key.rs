//! The PEM file of a private key to what signs: RSA of 2048 bits and more, ECDSA on P-256 and P-384.
//!
//! The same key and message give the same signature: PKCS #1 v1.5 has nothing random in it (RFC 8017 section 8.2), and
//! the nonces of ECDSA are derived (RFC 6979).

use std::fmt;

use aws_lc_rs::digest;
use aws_lc_rs::error::KeyRejected;
use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{KeyPair, RSA_PKCS1_SHA256, RsaKeyPair};
use p256::ecdsa::signature::Signer as _;
use p256::pkcs8::PrivateKeyInfoRef;
use rustls_pki_types::PrivateKeyDer;
use rustls_pki_types::pem::{Error as PemError, PemObject};
use x509_cert::der::Decode;
use x509_cert::der::asn1::{Any, ObjectIdentifier};
use x509_cert::der::oid::db::{DB, rfc5912};
use x509_cert::spki::{AlgorithmIdentifierOwned, SubjectPublicKeyInfoOwned};
use zeroize::Zeroize;

use super::error::{KeyError, SignError};
use super::pem;

/// A private key, in memory that is wiped when it is dropped.
pub struct PrivateKey(Kind);

enum Kind {
    Rsa(Box<RsaKeyPair>),
    P256(Box<p256::ecdsa::SigningKey>),
    P384(Box<p384::ecdsa::SigningKey>),
}

/// The algorithms of a signature.
pub(super) struct Scheme {
    pub(super) digest: &'static digest::Algorithm,
    pub(super) digest_algorithm: AlgorithmIdentifierOwned,
    pub(super) signature_algorithm: AlgorithmIdentifierOwned,
}

impl PrivateKey {
    /// Takes the first private key of a PEM file: PKCS #8, `RSA PRIVATE KEY` or `EC PRIVATE KEY`.
    ///
    /// # Errors
    ///
    /// Where there is none, or one that cannot sign profiles.
    pub fn from_pem(file: &[u8]) -> Result<Self, KeyError> {
        let file = pem::without_mark(file);
        let mut encoded = PrivateKeyDer::from_pem_slice(file).map_err(|error| match error {
            _ if pem::is_encrypted(file) => KeyError::Encrypted,
            PemError::NoItemsFound => KeyError::Missing(pem::found(file)),
            // The library's words may quote the file.
            _ => KeyError::Broken("its PEM is damaged".to_owned()),
        })?;
        let key = match &encoded {
            PrivateKeyDer::Pkcs8(key) => Self::from_pkcs8(key.secret_pkcs8_der()),
            PrivateKeyDer::Pkcs1(key) => rsa(RsaKeyPair::from_der(key.secret_pkcs1_der())),
            PrivateKeyDer::Sec1(key) => Self::from_sec1(key.secret_sec1_der()),
            _ => Err(KeyError::Missing(pem::found(file))),
        };
        encoded.zeroize();
        key
    }

    fn from_pkcs8(key: &[u8]) -> Result<Self, KeyError> {
        let info = PrivateKeyInfoRef::from_der(key).map_err(|error| KeyError::Broken(error.to_string()))?;
        let broken = |error: p256::pkcs8::Error| KeyError::Broken(error.to_string());
        match info.algorithm.oid {
            rfc5912::RSA_ENCRYPTION => rsa(RsaKeyPair::from_pkcs8(key)),
            rfc5912::ID_EC_PUBLIC_KEY => match info.algorithm.parameters_oid() {
                Ok(rfc5912::SECP_256_R_1) => {
                    info.try_into().map(|key| Self(Kind::P256(Box::new(key)))).map_err(broken)
                }
                Ok(rfc5912::SECP_384_R_1) => {
                    info.try_into().map(|key| Self(Kind::P384(Box::new(key)))).map_err(broken)
                }
                Ok(curve) => Err(unsupported(curve)),
                Err(_) => Err(KeyError::Unsupported { found: "a curve without a name".to_owned() }),
            },
            algorithm => Err(unsupported(algorithm)),
        }
    }

    /// RFC 5915. The file says the curve, and each library takes its own only.
    fn from_sec1(key: &[u8]) -> Result<Self, KeyError> {
        if let Ok(key) = p256::SecretKey::from_sec1_der(key) {
            return Ok(Self(Kind::P256(Box::new(key.into()))));
        }
        match p384::SecretKey::from_sec1_der(key) {
            Ok(key) => Ok(Self(Kind::P384(Box::new(key.into())))),
            Err(_) => Err(KeyError::Unsupported { found: "another curve, or a damaged key".to_owned() }),
        }
    }

    /// Whether a certificate's key is the public half of this one.
    pub(super) fn fits(&self, public: &SubjectPublicKeyInfoOwned) -> bool {
        let bytes = public.subject_public_key.raw_bytes();
        match (&self.0, public.algorithm.oid) {
            (Kind::Rsa(key), rfc5912::RSA_ENCRYPTION) => key.public_key().as_ref() == bytes,
            (Kind::P256(key), rfc5912::ID_EC_PUBLIC_KEY) => p256::ecdsa::VerifyingKey::from_sec1_bytes(bytes)
                .is_ok_and(|public| public == *key.verifying_key()),
            (Kind::P384(key), rfc5912::ID_EC_PUBLIC_KEY) => p384::ecdsa::VerifyingKey::from_sec1_bytes(bytes)
                .is_ok_and(|public| public == *key.verifying_key()),
            _ => false,
        }
    }

    /// RFC 5754 sections 2 and 3: no parameters beside SHA-2 and ECDSA, NULL beside RSA.
    pub(super) fn scheme(&self) -> Scheme {
        let (digest, digest_oid, signature_oid) = match &self.0 {
            Kind::Rsa(_) => (&digest::SHA256, rfc5912::ID_SHA_256, rfc5912::RSA_ENCRYPTION),
            Kind::P256(_) => (&digest::SHA256, rfc5912::ID_SHA_256, rfc5912::ECDSA_WITH_SHA_256),
            Kind::P384(_) => (&digest::SHA384, rfc5912::ID_SHA_384, rfc5912::ECDSA_WITH_SHA_384),
        };
        let parameters = matches!(self.0, Kind::Rsa(_)).then(Any::null);
        Scheme {
            digest,
            digest_algorithm: AlgorithmIdentifierOwned { oid: digest_oid, parameters: None },
            signature_algorithm: AlgorithmIdentifierOwned { oid: signature_oid, parameters },
        }
    }

    /// Signs a message by that scheme.
    pub(super) fn sign(&self, message: &[u8]) -> Result<Vec<u8>, SignError> {
        let failed = |error: p256::ecdsa::signature::Error| SignError::Failed(error.to_string());
        match &self.0 {
            Kind::Rsa(key) => {
                let mut signature = vec![0; key.public_modulus_len()];
                key.sign(&RSA_PKCS1_SHA256, &SystemRandom::new(), message, &mut signature)
                    .map_err(|error| SignError::Failed(error.to_string()))?;
                Ok(signature)
            }
            Kind::P256(key) => {
                let signature: p256::ecdsa::DerSignature = key.try_sign(message).map_err(failed)?;
                Ok(signature.as_bytes().to_vec())
            }
            Kind::P384(key) => {
                let signature: p384::ecdsa::DerSignature = key.try_sign(message).map_err(failed)?;
                Ok(signature.as_bytes().to_vec())
            }
        }
    }
}

/// The kind alone; nothing of the key.
impl fmt::Debug for PrivateKey {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(match self.0 {
            Kind::Rsa(_) => "PrivateKey(RSA)",
            Kind::P256(_) => "PrivateKey(P-256)",
            Kind::P384(_) => "PrivateKey(P-384)",
        })
    }
}

fn rsa(key: Result<RsaKeyPair, KeyRejected>) -> Result<PrivateKey, KeyError> {
    match key {
        Ok(key) => Ok(PrivateKey(Kind::Rsa(Box::new(key)))),
        Err(error) if error.to_string() == "TooSmall" => Err(KeyError::TooShort),
        Err(error) => Err(KeyError::Broken(error.to_string())),
    }
}

fn unsupported(algorithm: ObjectIdentifier) -> KeyError {
    let name = DB.by_oid(&algorithm).map_or_else(|| algorithm.to_string(), str::to_owned);
    KeyError::Unsupported { found: format!("`{name}`") }
}
