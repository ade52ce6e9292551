//! What can be wrong with what a property list is wrapped in: a signature, or Jamf's Classic XML.

/// What is wrong with a signed file.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum SignatureProblem {
    /// The structure around the content cannot be read (RFC 5652 section 5.1).
    Unreadable {
        /// The parser's words, with the byte from the beginning of the structure.
        reason: String,
    },
    /// The content is not in the file: the signature is detached (RFC 5652 section 5.2).
    NoContent,
    /// What was signed is not what stands there. The content is given nevertheless.
    Altered {
        /// Which part.
        part: SignedPart,
        /// The name in the signer's certificate.
        signer: Option<String>,
    },
}

/// A part of a signed file that a signature covers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SignedPart {
    /// The content: its digest is not the one that was signed, or the signature over it alone does not hold.
    Content,
    /// The signed attributes, among them the digest of the content: the signature is none by the certificate's key.
    Signature,
}

/// What is wrong with the `general/payloads` of Jamf's Classic XML.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum PayloadsProblem {
    /// There is none.
    Missing,
    /// There is nothing in it.
    Empty,
    /// There are elements in it, where the profile must stand as escaped text.
    NotEscaped,
}
