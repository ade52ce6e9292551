//! The text form of a CMS structure to its bytes (RFC 7468).

use base64::Engine;

use crate::plist::{BASE64, excerpt, sniff::pem};
use crate::problem::ParseProblem;

/// Decodes the first block of CMS.
pub(super) fn decode(bytes: &[u8]) -> Result<Vec<u8>, ParseProblem> {
    let broken = |label: &str| ParseProblem::BrokenPem { label: excerpt(label) };
    let (label, body) = pem::find(bytes).ok_or_else(|| broken(""))?;
    let mut encoded = Vec::new();
    for line in body.split(|byte| *byte == b'\n') {
        if pem::is_boundary(line, b"END ", label) {
            return BASE64.decode(encoded).map_err(|_| broken(label));
        }
        encoded.extend(line.iter().filter(|byte| !byte.is_ascii_whitespace()));
    }
    Err(broken(label))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn blocks_are_found_behind_other_text() {
        let cases: [(&str, Option<&[u8]>); 7] = [
            ("-----BEGIN PKCS7-----\nMAA=\n-----END PKCS7-----\n", Some(&[0x30, 0])),
            ("words\r\n-----BEGIN CMS-----\r\nMA\r\nA=\r\n-----END CMS-----", Some(&[0x30, 0])),
            (
                "-----BEGIN PKCS #7 SIGNED DATA-----\nMAA=\n-----END PKCS #7 SIGNED DATA-----",
                Some(&[0x30, 0]),
            ),
            (
                "-----BEGIN X509-----\nAA==\n-----END X509-----\n-----BEGIN CMS-----\nMAA=\n-----END CMS-----",
                Some(&[0x30, 0]),
            ),
            ("-----BEGIN PKCS7-----\nMAA=\n", None),
            ("-----BEGIN PKCS7-----\nM?A=\n-----END PKCS7-----\n", None),
            ("-----BEGIN PKCS7-----\nMAA=\n-----END CMS-----\n", None),
        ];
        for (text, expected) in cases {
            assert_eq!(decode(text.as_bytes()).ok().as_deref(), expected, "{text}");
        }
    }
}
