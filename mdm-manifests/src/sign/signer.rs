//! A key, its certificate and some content to the signed content: CMS `SignedData` in DER, RFC 5652 section 5.

use aws_lc_rs::digest;
use cms::cert::{CertificateChoices, IssuerAndSerialNumber};
use cms::content_info::{CmsVersion, ContentInfo};
use cms::signed_data::{
    CertificateSet, EncapsulatedContentInfo, SignedData, SignerIdentifier, SignerInfo, SignerInfos,
};
use x509_cert::attr::Attribute;
use x509_cert::der::asn1::{Any, ObjectIdentifier, OctetString, SetOfVec};
use x509_cert::der::oid::db::rfc5911::{ID_CONTENT_TYPE, ID_DATA, ID_MESSAGE_DIGEST, ID_SIGNED_DATA};
use x509_cert::der::{self, Encode, Tag};

use super::certificate::Certificate;
use super::error::SignError;
use super::key::PrivateKey;

/// Who signs.
#[derive(Debug)]
pub struct Signer {
    key: PrivateKey,
    certificate: Certificate,
    /// Certificates that lead from the signer's to a root, or to the last before it.
    others: Vec<Certificate>,
}

impl Signer {
    /// The signer's certificate is the first that the key fits; the others go along, so that a device can build the
    /// chain.
    ///
    /// # Errors
    ///
    /// Where the key fits none.
    pub fn new(key: PrivateKey, mut certificates: Vec<Certificate>) -> Result<Self, SignError> {
        match certificates.iter().position(|certificate| key.fits(certificate.public_key())) {
            Some(index) => Ok(Self { certificate: certificates.remove(index), key, others: certificates }),
            None => Err(SignError::OtherKey {
                subject: certificates.first().map(Certificate::subject).unwrap_or_default(),
            }),
        }
    }

    /// The signer's certificate, and the others after it.
    pub fn certificates(&self) -> impl Iterator<Item = &Certificate> {
        std::iter::once(&self.certificate).chain(&self.others)
    }

    /// The certificates that lead from the signer's to no root: they go along, and nobody needs them.
    #[must_use]
    pub fn strays(&self) -> Vec<&Certificate> {
        let mut reached = vec![&self.certificate];
        let mut left: Vec<&Certificate> = self.others.iter().collect();
        let mut next = 0;
        while let Some(from) = reached.get(next).copied() {
            let (issuers, others) = left.into_iter().partition(|other| from.is_issued_by(other));
            reached.extend::<Vec<&Certificate>>(issuers);
            left = others;
            next += 1;
        }
        left
    }

    /// Puts a signature around a content: the same bytes every time.
    ///
    /// # Errors
    ///
    /// Where the library fails, of which no case is known.
    pub fn sign(&self, content: &[u8]) -> Result<Vec<u8>, SignError> {
        let failed = |error: der::Error| SignError::Failed(error.to_string());
        let attributes = self.attributes(content).map_err(failed)?;
        let signature = self.key.sign(&attributes.to_der().map_err(failed)?)?;
        self.enclose(content, attributes, signature).map_err(failed)
    }

    /// What is signed, RFC 5652 section 5.3: the type of the content and its digest.
    ///
    /// The time of signing is left out. It is optional (section 11.3), a device does not trust it, since the signer alone
    /// says so, and with it the same settings would give other bytes every second.
    fn attributes(&self, content: &[u8]) -> der::Result<SetOfVec<Attribute>> {
        let digest = digest::digest(self.key.scheme().digest, content);
        SetOfVec::try_from(vec![
            attribute(ID_CONTENT_TYPE, Any::encode_from(&ID_DATA)?)?,
            attribute(ID_MESSAGE_DIGEST, Any::new(Tag::OctetString, digest.as_ref())?)?,
        ])
    }

    fn enclose(
        &self,
        content: &[u8],
        attributes: SetOfVec<Attribute>,
        signature: Vec<u8>,
    ) -> der::Result<Vec<u8>> {
        let scheme = self.key.scheme();
        let certificate = self.certificate.0.tbs_certificate();
        let signer = SignerInfo {
            // Section 5.3: version 1 with issuer and serial number.
            version: CmsVersion::V1,
            sid: SignerIdentifier::IssuerAndSerialNumber(IssuerAndSerialNumber {
                issuer: certificate.issuer().clone(),
                serial_number: certificate.serial_number().clone(),
            }),
            digest_alg: scheme.digest_algorithm.clone(),
            signed_attrs: Some(attributes),
            signature_algorithm: scheme.signature_algorithm,
            signature: OctetString::new(signature)?,
            unsigned_attrs: None,
        };
        let certificates = self.certificates().map(|there| CertificateChoices::Certificate(there.0.clone()));
        let signed = SignedData {
            // Section 5.1: version 1, as the content is plain data and every certificate is of X.509.
            version: CmsVersion::V1,
            digest_algorithms: SetOfVec::try_from(vec![scheme.digest_algorithm])?,
            encap_content_info: EncapsulatedContentInfo {
                econtent_type: ID_DATA,
                econtent: Some(Any::new(Tag::OctetString, content)?),
            },
            certificates: Some(CertificateSet::try_from(certificates.collect::<Vec<_>>())?),
            crls: None,
            signer_infos: SignerInfos::try_from(vec![signer])?,
        };
        ContentInfo { content_type: ID_SIGNED_DATA, content: Any::encode_from(&signed)? }.to_der()
    }
}

fn attribute(oid: ObjectIdentifier, value: Any) -> der::Result<Attribute> {
    Ok(Attribute { oid, values: SetOfVec::try_from(vec![value])? })
}
