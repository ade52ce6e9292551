//! Certificates to the one that is meant, and to the names in them.

use x509_cert::Certificate;
use x509_cert::der::asn1::OctetString;
use x509_cert::der::oid::db::rfc5280::ID_CE_SUBJECT_KEY_IDENTIFIER;
use x509_cert::der::{Decode, Encode};
use x509_cert::name::Name;

use super::structure::{Identifier, SignerInfo};
use crate::plist::excerpt;

/// Reads a certificate; none where it is of another kind, or not sound.
pub(super) fn read(encoded: &[u8]) -> Option<Certificate> {
    Certificate::from_der(encoded).ok()
}

/// The certificate of a signer (RFC 5652 section 5.3).
pub(super) fn of<'c>(signer: &SignerInfo, certificates: &'c [Certificate]) -> Option<&'c Certificate> {
    certificates.iter().find(|certificate| {
        let certificate = certificate.tbs_certificate();
        match &signer.identifier {
            Identifier::Issued { issuer, serial } => {
                is_encoded(certificate.serial_number(), serial) && is_encoded(certificate.issuer(), issuer)
            }
            Identifier::Key(key) => certificate
                .extensions()
                .into_iter()
                .flatten()
                .filter(|extension| extension.extn_id == ID_CE_SUBJECT_KEY_IDENTIFIER)
                .filter_map(|extension| OctetString::from_der(extension.extn_value.as_bytes()).ok())
                .any(|identifier| identifier.as_bytes() == key),
        }
    })
}

fn is_encoded(value: &impl Encode, encoded: &[u8]) -> bool {
    value.to_der().is_ok_and(|value| value == encoded)
}

/// The common name, else all of the name as RFC 4514 writes it; on one line, shortened.
pub(super) fn name(name: &Name) -> Option<String> {
    let text = match name.common_name() {
        Ok(Some(common)) => common.value().into_owned(),
        _ => name.to_string(),
    };
    let text: String = text.chars().filter(|character| !character.is_control()).collect();
    (!text.is_empty()).then(|| excerpt(&text))
}
