//! `broken-signature`: a signed file whose content is missing, or is not what was signed.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::plist::{SignatureProblem, SignedPart};

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A signed file whose content is missing, or is not what was signed.
    ///
    /// # What it does
    /// Reports a signature around another content than the one that was signed, a signature without its content, and
    /// one that cannot be read. Whether the signer is to be trusted is not asked.
    ///
    /// # Why it matters
    /// macOS refuses a profile that was changed after it was signed. Most often somebody edited the signed file, or
    /// a transfer as text changed its line ends.
    ///
    /// # Example
    /// A file that `openssl cms -sign` made without `-nodetach`: the signature alone, with no profile in it.
    ///
    /// # Instead
    /// The profile edited before it is signed, then signed with `-nodetach -outform der`.
    ///
    /// # Keys
    /// None: the whole file.
    static RULE = { name: "broken-signature", level: Error, since: "0.1.0" };
}

/// Words what is wrong with the signature.
pub(crate) fn word(place: Place, problem: &SignatureProblem) -> Finding {
    let (message, help) = match problem {
        SignatureProblem::NoContent => (
            "the file is a signature without the profile that it is about".to_owned(),
            "sign the profile again with `-nodetach`, so that it stands in the file",
        ),
        SignatureProblem::Altered { part, signer } => {
            let signer = signer.as_deref().map_or("the signer".to_owned(), quoted);
            let message = match part {
                SignedPart::Content => format!("the content is not what {signer} signed"),
                SignedPart::Signature => {
                    format!("the signature was not made with the key in the certificate of {signer}")
                }
            };
            let help = match part {
                SignedPart::Content => {
                    "take the content out with `security cms -D -i FILE` on a Mac, look what was changed, and sign it again"
                }
                SignedPart::Signature => "edit the profile before it is signed, then sign it again",
            };
            (message, help)
        }
        SignatureProblem::Unreadable { reason } => (
            format!("the signature cannot be read: {reason}"),
            "export or download the signed profile again, as a binary file; the copy was cut or changed",
        ),
        _ => ("the signature is broken".to_owned(), "sign the profile again"),
    };
    Finding::new(&RULE, place, message).help(help).consequence("macOS refuses to install the profile")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_is_wrong_and_whose_signature_it_is() {
        let signer = Some("Example Corp".to_owned());
        let cases = [
            (SignatureProblem::NoContent, "the file is a signature without the profile that it is about"),
            (
                SignatureProblem::Altered { part: SignedPart::Content, signer: signer.clone() },
                "the content is not what `Example Corp` signed",
            ),
            (
                SignatureProblem::Altered { part: SignedPart::Signature, signer },
                "the signature was not made with the key in the certificate of `Example Corp`",
            ),
            (
                SignatureProblem::Unreadable { reason: "unexpected end of data (at position 7)".to_owned() },
                "the signature cannot be read: unexpected end of data (at position 7)",
            ),
        ];
        for (problem, expected) in cases {
            assert_eq!(word(Place::File, &problem).message, expected);
        }
    }
}
