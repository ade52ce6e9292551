//! Why a profile is not signed, as facts.

use latchkey_profile_schema::KeyPath;

pub use super::pem::Found;

/// Why a file gives no key to sign with.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum KeyError {
    /// A password is needed.
    #[error(
        "the private key is encrypted; decrypt it on the way: `openssl pkey -in KEY | latchkey build … --sign -`"
    )]
    Encrypted,
    /// There is no private key in PEM.
    #[error(
        "expected a private key in PEM, found {0}; `openssl pkey` and `openssl pkcs12 -nocerts -nodes` write one"
    )]
    Missing(Found),
    /// There is one, and it is not sound.
    #[error("the private key cannot be read: {0}")]
    Broken(String),
    /// Shorter than what is still safe, NIST SP 800-57 part 1.
    #[error("the RSA key is shorter than 2048 bits; make a longer one, and a certificate for it")]
    TooShort,
    /// Another algorithm or curve.
    #[error(
        "expected a key for RSA, or for ECDSA on P-256 or P-384, found {found}; make such a key, and a certificate for it"
    )]
    Unsupported {
        /// Its name, or its object identifier.
        found: String,
    },
}

/// Why a file gives no certificates.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CertificateError {
    /// There is none in PEM.
    #[error(
        "expected certificates in PEM, found {0}; `openssl x509 -inform DER` and `openssl pkcs12 -nokeys` write them"
    )]
    Missing(Found),
    /// One of them is not sound.
    #[error("certificate {number} of the file cannot be read: {reason}")]
    Broken {
        /// Which, counted from 1.
        number: usize,
        /// The parser's words.
        reason: String,
    },
    /// Its bytes are not those that DER asks for. Written anew, they would no longer fit the issuer's signature.
    #[error(
        "certificate {number} of the file is not encoded as DER, which a signed profile asks for; have it issued anew"
    )]
    NotDer {
        /// Which, counted from 1.
        number: usize,
    },
    /// A chain is far shorter.
    #[error("there are more than {limit} certificates; keep the signer's, and those between it and its root")]
    TooMany {
        /// How many are taken.
        limit: usize,
    },
}

/// Why files are not signed.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum SignError {
    /// No certificate is for the key.
    #[error(
        "the private key does not fit the certificate of `{subject}`; both must come from the same request"
    )]
    OtherKey {
        /// Whose the first certificate is.
        subject: String,
    },
    /// Somebody would have to fill it in, which a signature rules out.
    #[error(
        "`{path}` holds a placeholder at {at}, which nobody could fill in once it is signed; set the value, and say `--with-secrets`"
    )]
    Placeholder {
        /// The file.
        path: String,
        /// Where, in the profile.
        at: KeyPath,
    },
    /// Fleet, "Variables": it refuses them in a signed profile.
    #[error(
        "`{path}` holds a variable of Fleet at {at}, and Fleet refuses variables in a signed profile; leave `--sign` away, Fleet signs what it delivers"
    )]
    FleetVariable {
        /// The file.
        path: String,
        /// Where, in the profile.
        at: KeyPath,
    },
    /// The MDM takes no file of that size.
    #[error("`{path}` would hold a signed profile of {bytes} bytes; the limit is {limit}")]
    TooLarge {
        /// The file.
        path: String,
        /// The profile's size.
        bytes: usize,
        /// The largest size.
        limit: usize,
    },
    /// A file that should hold a profile does not.
    #[error("`{path}` holds no profile that can be signed")]
    NoProfile {
        /// The file.
        path: String,
    },
    /// The signature could not be made.
    #[error("the signature cannot be made: {0}")]
    Failed(String),
}
