//! A CMS signature to the content it stands around, who signed, and whether the content is what was signed.

use std::borrow::Cow;

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
    /// An algorithm that this version does not know.
    Algorithm,
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
type Opened<'a> = (Signed, Option<Cow<'a, [u8]>>, Option<SignatureProblem>);

/// Takes off a signature.
pub(super) fn open(bytes: Cow<'_, [u8]>) -> Result<Opened<'_>, SignatureProblem> {
    let _ = bytes;
    Err(SignatureProblem::Unreadable { offset: 0 })
}
