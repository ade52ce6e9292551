//! A signature, the content and a certificate to whether the content is what was signed (RFC 5652 section 5.6).

use aws_lc_rs::digest::{self, Algorithm};
use aws_lc_rs::signature::{self, UnparsedPublicKey, VerificationAlgorithm};
use bcder::decode::{Constructed, DecodeError, Source};
use bcder::{Mode, Unsigned};
use x509_cert::Certificate;
use x509_cert::der::asn1::ObjectIdentifier;
use x509_cert::spki::SubjectPublicKeyInfoOwned;

use super::Unchecked;
use super::structure::{Attributes, DATA, SignerInfo};
use crate::problem::SignedPart;

/// Whether a content is what one signer signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Intact,
    Altered(SignedPart),
    NotChecked(Unchecked),
}

/// Digests: RFC 3370 section 2, RFC 5754 section 2.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Digest {
    Sha1,
    Sha224,
    Sha256,
    Sha384,
    Sha512,
}

/// Keys that can have signed: RFC 3279 section 2.3, RFC 5480 section 2.1.1.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Key {
    /// With the size of its modulus.
    Rsa {
        bits: usize,
    },
    P256,
    P384,
    P521,
}

const fn oid(text: &str) -> ObjectIdentifier {
    ObjectIdentifier::new_unwrap(text)
}

const MD5: ObjectIdentifier = oid("1.2.840.113549.2.5");
const SHA1: ObjectIdentifier = oid("1.3.14.3.2.26");
const SHA224: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.4");
const SHA256: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.1");
const SHA384: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.2");
const SHA512: ObjectIdentifier = oid("2.16.840.1.101.3.4.2.3");

const RSA: ObjectIdentifier = oid("1.2.840.113549.1.1.1");
const ELLIPTIC: ObjectIdentifier = oid("1.2.840.10045.2.1");

/// Signature algorithms that name their digest. `RSA` and `ELLIPTIC` leave it to the signer's.
const WITH_DIGEST: [(ObjectIdentifier, ObjectIdentifier, Digest); 10] = [
    (oid("1.2.840.113549.1.1.5"), RSA, Digest::Sha1),
    (oid("1.2.840.113549.1.1.14"), RSA, Digest::Sha224),
    (oid("1.2.840.113549.1.1.11"), RSA, Digest::Sha256),
    (oid("1.2.840.113549.1.1.12"), RSA, Digest::Sha384),
    (oid("1.2.840.113549.1.1.13"), RSA, Digest::Sha512),
    (oid("1.2.840.10045.4.1"), ELLIPTIC, Digest::Sha1),
    (oid("1.2.840.10045.4.3.1"), ELLIPTIC, Digest::Sha224),
    (oid("1.2.840.10045.4.3.2"), ELLIPTIC, Digest::Sha256),
    (oid("1.2.840.10045.4.3.3"), ELLIPTIC, Digest::Sha384),
    (oid("1.2.840.10045.4.3.4"), ELLIPTIC, Digest::Sha512),
];

/// Checks what one signer signed: a content that is said to be of this type.
pub(super) fn check(
    signer: &SignerInfo,
    content_type: ObjectIdentifier,
    content: &[u8],
    certificate: Option<&Certificate>,
) -> Verdict {
    let (signed, part) = match &signer.attributes {
        Some(Attributes { encoded, content_type: signed_type, message_digest, repeated }) => {
            let Some(digest) = Digest::of(&signer.digest) else {
                return Verdict::NotChecked(Unchecked::Algorithm);
            };
            let found = digest::digest(digest.algorithm(), content);
            if message_digest.as_deref() != Some(found.as_ref()) {
                return Verdict::Altered(SignedPart::Content);
            }
            // RFC 5652 sections 5.3, 11.1 and 11.2: each is there once, and the type is that of the content. Without
            // it the attributes could be passed off as a content that was signed.
            if *repeated || *signed_type != Some(content_type) {
                return Verdict::NotChecked(Unchecked::Attributes);
            }
            (encoded.as_slice(), SignedPart::Signature)
        }
        // RFC 5652 section 5.3.
        None if content_type != DATA => return Verdict::NotChecked(Unchecked::Attributes),
        None => (content, SignedPart::Content),
    };
    let Some(certificate) = certificate else { return Verdict::NotChecked(Unchecked::NoCertificate) };
    let key = certificate.tbs_certificate().subject_public_key_info();
    let Some(algorithm) = algorithm(signer, key) else {
        return Verdict::NotChecked(Unchecked::Algorithm);
    };
    let key = UnparsedPublicKey::new(algorithm, key.subject_public_key.raw_bytes());
    if key.verify(signed, &signer.signature).is_ok() { Verdict::Intact } else { Verdict::Altered(part) }
}

/// What an administrator calls a digest.
pub(super) fn digest_name(identifier: &ObjectIdentifier) -> String {
    match Digest::of(identifier) {
        Some(Digest::Sha1) => "SHA-1".to_owned(),
        Some(Digest::Sha224) => "SHA-224".to_owned(),
        Some(Digest::Sha256) => "SHA-256".to_owned(),
        Some(Digest::Sha384) => "SHA-384".to_owned(),
        Some(Digest::Sha512) => "SHA-512".to_owned(),
        None if *identifier == MD5 => "MD5".to_owned(),
        None => identifier.to_string(),
    }
}

impl Digest {
    fn of(identifier: &ObjectIdentifier) -> Option<Self> {
        [
            (SHA1, Self::Sha1),
            (SHA224, Self::Sha224),
            (SHA256, Self::Sha256),
            (SHA384, Self::Sha384),
            (SHA512, Self::Sha512),
        ]
        .into_iter()
        .find_map(|(known, digest)| (known == *identifier).then_some(digest))
    }

    const fn algorithm(self) -> &'static Algorithm {
        match self {
            Self::Sha1 => &digest::SHA1_FOR_LEGACY_USE_ONLY,
            Self::Sha224 => &digest::SHA224,
            Self::Sha256 => &digest::SHA256,
            Self::Sha384 => &digest::SHA384,
            Self::Sha512 => &digest::SHA512,
        }
    }
}

/// How a signature with this key is verified; none for an algorithm or a size that is not known.
fn algorithm(
    signer: &SignerInfo,
    key: &SubjectPublicKeyInfoOwned,
) -> Option<&'static dyn VerificationAlgorithm> {
    let known = WITH_DIGEST.iter().find(|(identifier, ..)| *identifier == signer.algorithm);
    let (kind, digest) = match known {
        Some((_, kind, digest)) => (*kind, *digest),
        None => (signer.algorithm, Digest::of(&signer.digest)?),
    };
    let key = Key::of(key)?;
    let is_rsa = matches!(key, Key::Rsa { .. });
    if kind != (if is_rsa { RSA } else { ELLIPTIC }) {
        return None;
    }
    Some(match (key, digest) {
        (Key::Rsa { bits: 2048..=8192 }, Digest::Sha1) => {
            &signature::RSA_PKCS1_2048_8192_SHA1_FOR_LEGACY_USE_ONLY
        }
        (Key::Rsa { bits: 2048..=8192 }, Digest::Sha256) => &signature::RSA_PKCS1_2048_8192_SHA256,
        (Key::Rsa { bits: 2048..=8192 }, Digest::Sha384) => &signature::RSA_PKCS1_2048_8192_SHA384,
        (Key::Rsa { bits: 2048..=8192 }, Digest::Sha512) => &signature::RSA_PKCS1_2048_8192_SHA512,
        (Key::Rsa { bits: 1024..2048 }, Digest::Sha1) => {
            &signature::RSA_PKCS1_1024_8192_SHA1_FOR_LEGACY_USE_ONLY
        }
        (Key::Rsa { bits: 1024..2048 }, Digest::Sha256) => {
            &signature::RSA_PKCS1_1024_8192_SHA256_FOR_LEGACY_USE_ONLY
        }
        (Key::Rsa { bits: 1024..2048 }, Digest::Sha512) => {
            &signature::RSA_PKCS1_1024_8192_SHA512_FOR_LEGACY_USE_ONLY
        }
        (Key::P256, Digest::Sha1) => &signature::ECDSA_P256_SHA1_ASN1,
        (Key::P256, Digest::Sha256) => &signature::ECDSA_P256_SHA256_ASN1,
        (Key::P256, Digest::Sha384) => &signature::ECDSA_P256_SHA384_ASN1,
        (Key::P256, Digest::Sha512) => &signature::ECDSA_P256_SHA512_ASN1,
        (Key::P384, Digest::Sha256) => &signature::ECDSA_P384_SHA256_ASN1,
        (Key::P384, Digest::Sha384) => &signature::ECDSA_P384_SHA384_ASN1,
        (Key::P384, Digest::Sha512) => &signature::ECDSA_P384_SHA512_ASN1,
        (Key::P521, Digest::Sha1) => &signature::ECDSA_P521_SHA1_ASN1,
        (Key::P521, Digest::Sha224) => &signature::ECDSA_P521_SHA224_ASN1,
        (Key::P521, Digest::Sha256) => &signature::ECDSA_P521_SHA256_ASN1,
        (Key::P521, Digest::Sha384) => &signature::ECDSA_P521_SHA384_ASN1,
        (Key::P521, Digest::Sha512) => &signature::ECDSA_P521_SHA512_ASN1,
        _ => return None,
    })
}

impl Key {
    fn of(key: &SubjectPublicKeyInfoOwned) -> Option<Self> {
        match key.algorithm.oid {
            RSA => {
                let key = key.subject_public_key.raw_bytes();
                let bits = Mode::Der.decode(key, |outer| outer.take_sequence(modulus_bits)).ok()?;
                Some(Self::Rsa { bits })
            }
            ELLIPTIC => {
                let curve: ObjectIdentifier = key.algorithm.parameters.as_ref()?.decode_as().ok()?;
                [
                    (oid("1.2.840.10045.3.1.7"), Self::P256),
                    (oid("1.3.132.0.34"), Self::P384),
                    (oid("1.3.132.0.35"), Self::P521),
                ]
                .into_iter()
                .find_map(|(known, key)| (known == curve).then_some(key))
            }
            _ => None,
        }
    }
}

/// The size of an RSA key (RFC 8017 appendix A.1.1).
fn modulus_bits<S: Source>(key: &mut Constructed<'_, S>) -> Result<usize, DecodeError<S::Error>> {
    let modulus = Unsigned::take_from(key)?;
    Unsigned::take_from(key)?;
    let significant = modulus.as_slice().iter().skip_while(|byte| **byte == 0);
    let top = significant.clone().next().map_or(0, |byte| byte.leading_zeros() as usize);
    Ok((significant.count() * 8).saturating_sub(top))
}
