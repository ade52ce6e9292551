//! `signed-profile`: a signed file, and who says that it was them.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::opening::{Integrity, Layer, Signed, Signer, Unchecked};

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A signed file: whose name its certificate has, and whether the content is what was signed.
    ///
    /// # What it does
    /// Names the signer as the certificate in the file does. No chain of certificates is built and no clock is asked:
    /// anybody can put any name into a certificate.
    ///
    /// # Why it matters
    /// Lines and columns are those of the signed content, which cannot be edited without signing it again. An MDM
    /// needs no signature; Jamf Pro rewrites profiles that are not signed, and leaves signed ones alone.
    ///
    /// # Example
    /// A file that `openssl cms -sign -nodetach -outform der` made.
    ///
    /// # Instead
    /// The profile before it was signed, as it is kept under version control.
    ///
    /// # Keys
    /// None: the whole file.
    static RULE = { name: "signed-profile", level: Info, since: "0.1.0" };
}

/// Says who signed. A broken signature is another rule's.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let signed = file.layers.iter().filter_map(|layer| match layer {
        Layer::Signed(signed) => Some(signed),
        _ => None,
    });
    signed.filter_map(word).collect()
}

fn word(signed: &Signed) -> Option<Finding> {
    let integrity = match signed.integrity {
        Integrity::Altered => return None,
        Integrity::Intact => "the content is what was signed".to_owned(),
        Integrity::NotChecked(why) => {
            format!("whether the content is what was signed was not checked, {}", reason(why))
        }
    };
    let signers: Vec<String> = signed.signers.iter().map(signer).collect();
    let by = if signers.is_empty() { String::new() } else { format!(" by {}", signers.join(" and ")) };
    let message = match signed.integrity {
        Integrity::NotChecked(Unchecked::NoSigner) => {
            "the profile is packed as a signed one, and nobody signed it".to_owned()
        }
        _ => format!("the profile is signed{by}; {integrity}"),
    };
    Some(
        Finding::new(&RULE, Place::File, message)
            .help("edit the profile that it was made from, and sign that again; lines are those of the signed content")
            .consequence("whether the signer is to be trusted is for the Mac to say, and is not looked at here"),
    )
}

/// Who signed, as the certificate has it.
fn signer(signer: &Signer) -> String {
    let Signer { subject, issuer, not_after, .. } = signer;
    let mut words =
        subject.as_deref().map_or("somebody whose certificate is not in the file".to_owned(), quoted);
    if let Some(issuer) = issuer.as_deref().filter(|issuer| Some(*issuer) != subject.as_deref()) {
        words.push_str(&format!(", certificate from {}", quoted(issuer)));
    }
    if let Some(not_after) = not_after {
        words.push_str(&format!(" until {}", not_after.get(..10).unwrap_or(not_after)));
    }
    words
}

const fn reason(why: Unchecked) -> &'static str {
    match why {
        Unchecked::NoSigner => "since nobody signed",
        Unchecked::NoCertificate => "since the certificate is not in the file",
        Unchecked::Algorithm => "since its algorithm is not known here",
        Unchecked::Attributes => "since what was signed with it does not say what it is, or says it twice",
        Unchecked::TooManySigners => "since there are too many signers",
    }
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::opening::Encoding;

    use super::*;

    fn said(integrity: Integrity, signers: Vec<Signer>) -> Option<String> {
        word(&Signed { signers, integrity, encoding: Encoding::Der }).map(|finding| finding.message)
    }

    #[test]
    fn names_the_signer_as_the_certificate_does() {
        let signer = Signer {
            subject: Some("Example Corp".into()),
            issuer: Some("Example CA".into()),
            not_after: Some("2030-01-02T03:04:05Z".into()),
            digest: "SHA-256".into(),
        };
        assert_eq!(
            said(Integrity::Intact, vec![signer]).as_deref(),
            Some(
                "the profile is signed by `Example Corp`, certificate from `Example CA` until 2030-01-02; the content \
                 is what was signed"
            )
        );
        assert_eq!(
            said(Integrity::NotChecked(Unchecked::NoSigner), Vec::new()).as_deref(),
            Some("the profile is packed as a signed one, and nobody signed it")
        );
        assert_eq!(said(Integrity::Altered, Vec::new()), None);
    }
}
