//! A PEM file to certificates: the signer's, and those that lead from it to a root.

use std::time::Duration;

use rustls_pki_types::CertificateDer;
use rustls_pki_types::pem::PemObject;
use x509_cert::der::{Decode, Encode};
use x509_cert::ext::pkix::KeyUsage;
use x509_cert::spki::SubjectPublicKeyInfoOwned;
use x509_cert::time::Time;

use super::error::CertificateError;
use super::pem;

/// The most certificates of a file. A chain has four; a file of all roots of a system has more than a hundred.
const LIMIT: usize = 16;

/// A certificate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Certificate(pub(super) x509_cert::Certificate);

/// When a certificate is valid: from and until, both included, RFC 5280 section 4.1.2.5.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Validity {
    /// At that time it is.
    Valid,
    /// Not before this time.
    NotYet(Time),
    /// Not after this time.
    Expired(Time),
}

impl Certificate {
    /// Reads every certificate of a PEM file once, in its order; other parts of the file are passed over.
    ///
    /// # Errors
    ///
    /// Where there is none, or one of them cannot stand in a signed profile.
    pub fn from_pem(file: &[u8]) -> Result<Vec<Self>, CertificateError> {
        let file = pem::without_mark(file);
        let mut certificates = Vec::new();
        for (index, encoded) in CertificateDer::pem_slice_iter(file).enumerate() {
            let number = index + 1;
            if number > LIMIT {
                return Err(CertificateError::TooMany { limit: LIMIT });
            }
            let encoded = encoded
                .map_err(|_| CertificateError::Broken { number, reason: "its PEM is damaged".to_owned() })?;
            let certificate = x509_cert::Certificate::from_der(&encoded)
                .map_err(|error| CertificateError::Broken { number, reason: error.to_string() })?;
            if certificate.to_der().ok().as_deref() != Some(encoded.as_ref()) {
                return Err(CertificateError::NotDer { number });
            }
            if !certificates.contains(&Self(certificate.clone())) {
                certificates.push(Self(certificate));
            }
        }
        if certificates.is_empty() {
            return Err(CertificateError::Missing(pem::found(file)));
        }
        Ok(certificates)
    }

    /// Whose it is: the common name, else all of the subject.
    #[must_use]
    pub fn subject(&self) -> String {
        let subject = self.0.tbs_certificate().subject();
        match subject.common_name() {
            Ok(Some(name)) => name.value().into_owned(),
            _ => subject.to_string(),
        }
    }

    /// Whether it is valid so many seconds after 1970.
    #[must_use]
    pub fn validity(&self, now: Duration) -> Validity {
        let validity = self.0.tbs_certificate().validity();
        if now < validity.not_before.to_unix_duration() {
            Validity::NotYet(validity.not_before)
        } else if now.as_secs() > validity.not_after.to_unix_duration().as_secs() {
            Validity::Expired(validity.not_after)
        } else {
            Validity::Valid
        }
    }

    /// Whether it is for signatures, RFC 5280 section 4.2.1.3: for any use where it names none.
    #[must_use]
    pub fn is_for_signatures(&self) -> bool {
        match self.0.tbs_certificate().get_extension::<KeyUsage>() {
            Ok(Some((_, usage))) => usage.digital_signature() || usage.non_repudiation(),
            Ok(None) => true,
            Err(_) => false,
        }
    }

    /// Whether another certificate is of whom this one names as its issuer.
    pub(super) fn is_issued_by(&self, other: &Self) -> bool {
        self.0.tbs_certificate().issuer() == other.0.tbs_certificate().subject()
    }

    pub(super) fn public_key(&self) -> &SubjectPublicKeyInfoOwned {
        self.0.tbs_certificate().subject_public_key_info()
    }
}
