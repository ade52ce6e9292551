//! A CMS signature to the content it stands around, who signed, and whether the content is what was signed.
//!
//! Nothing is trusted: no chain of certificates is built, no clock is asked. A signature that holds says that the
//! content is what the holder of that key signed, and a certificate may claim any name.

mod certificate;
mod structure;
#[cfg(test)]
mod tests;
mod verify;

use x509_cert::Certificate;

use self::certificate::{name, of, read};
use self::structure::{SignerInfo, Structure};
use self::verify::Verdict;
use crate::problem::SignatureProblem;

/// A signature.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signed {
    /// Who signed.
    pub signers: Vec<Signer>,
    /// Whether the content is what was signed, by every signer.
    pub integrity: Integrity,
    /// The encoding of the structure.
    pub encoding: Encoding,
}

/// Who signed, as the certificate in the file says. Nobody has vouched for it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Signer {
    /// The name in the certificate: its common name, else all of the subject.
    pub subject: Option<String>,
    /// The name of whoever issued the certificate, in the same way.
    pub issuer: Option<String>,
    /// When the certificate runs out, as `YYYY-MM-DDThh:mm:ssZ`.
    pub not_after: Option<String>,
    /// The algorithm of the content's digest, such as `SHA-256`, or its object identifier.
    pub digest: String,
}

/// Whether a content is what was signed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Integrity {
    /// Digest and signature hold. It says nothing about who the signer is.
    Intact,
    /// One of them does not.
    Altered,
    /// That was not looked at.
    NotChecked(Unchecked),
}

/// Why a signature was not checked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unchecked {
    /// Nobody signed: the structure has no signer.
    NoSigner,
    /// The signer's certificate is not in the file.
    NoCertificate,
    /// An algorithm, or a size of key, that this version does not know.
    Algorithm,
    /// The attributes that were signed beside the content's digest are not those that RFC 5652 section 5.3 asks for:
    /// the type of the content is missing, is another one, or is there twice.
    Attributes,
    /// There are more signers than are looked at.
    TooManySigners,
}

/// How an ASN.1 structure is encoded (X.690).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// Basic encoding: lengths left open, or content in segments, as macOS signs.
    Ber,
    /// Distinguished encoding.
    Der,
}

/// What is left when the signature is taken off: it, the content, and what is wrong.
type Opened = (Signed, Option<Vec<u8>>, Option<SignatureProblem>);

/// Takes off a signature.
pub(super) fn open(bytes: &[u8]) -> Result<Opened, SignatureProblem> {
    let Structure { content_type, content, segmented, certificates, signers, more_signers } =
        structure::read(bytes).map_err(|reason| SignatureProblem::Unreadable { reason })?;
    let certificates: Vec<Certificate> = certificates.iter().filter_map(|encoded| read(encoded)).collect();
    let open_length = bytes.get(1) == Some(&0x80);
    let mut signed = Signed {
        signers: Vec::new(),
        integrity: Integrity::NotChecked(Unchecked::NoSigner),
        encoding: if open_length || segmented { Encoding::Ber } else { Encoding::Der },
    };
    let Some(content) = content.filter(|content| !content.is_empty()) else {
        signed.signers = signers.iter().map(|info| signer(info, of(info, &certificates))).collect();
        return Ok((signed, None, Some(SignatureProblem::NoContent)));
    };
    let mut problem = None;
    for info in &signers {
        let certificate = of(info, &certificates);
        let signer = signer(info, certificate);
        let verdict = verify::check(info, content_type, &content, certificate);
        if let (Verdict::Altered(part), None) = (verdict, &problem) {
            problem = Some(SignatureProblem::Altered { part, signer: signer.subject.clone() });
        }
        signed.integrity = both(signed.integrity, verdict.into(), signed.signers.is_empty());
        signed.signers.push(signer);
    }
    if more_signers {
        signed.integrity = both(signed.integrity, Integrity::NotChecked(Unchecked::TooManySigners), false);
    }
    Ok((signed, Some(content), problem))
}

/// The gravest of two findings; the first one is all there is.
const fn both(one: Integrity, other: Integrity, first: bool) -> Integrity {
    match (one, other) {
        (_, other) if first => other,
        (Integrity::Altered, _) | (_, Integrity::Altered) => Integrity::Altered,
        (Integrity::NotChecked(why), _) | (_, Integrity::NotChecked(why)) => Integrity::NotChecked(why),
        (Integrity::Intact, Integrity::Intact) => Integrity::Intact,
    }
}

impl From<Verdict> for Integrity {
    fn from(verdict: Verdict) -> Self {
        match verdict {
            Verdict::Intact => Self::Intact,
            Verdict::Altered(_) => Self::Altered,
            Verdict::NotChecked(why) => Self::NotChecked(why),
        }
    }
}

fn signer(info: &SignerInfo, certificate: Option<&Certificate>) -> Signer {
    let digest = verify::digest_name(&info.digest);
    let Some(certificate) = certificate else { return Signer { digest, ..Signer::default() } };
    let certificate = certificate.tbs_certificate();
    Signer {
        subject: name(certificate.subject()),
        issuer: name(certificate.issuer()),
        not_after: Some(certificate.validity().not_after.to_date_time().to_string()),
        digest,
    }
}
