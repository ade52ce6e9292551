//! A file to what it holds in place of the PEM that was expected.

use std::fmt;

/// What a file holds.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Found {
    /// PEM with this label first.
    Label(String),
    /// ASN.1 without PEM around it, such as DER and PKCS #12.
    Binary,
    /// Something else.
    Other,
}

impl fmt::Display for Found {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Label(label) => write!(formatter, "`{label}`"),
            Self::Binary => formatter.write_str("a binary file, DER or PKCS #12"),
            Self::Other => formatter.write_str("no PEM"),
        }
    }
}

/// A file without the byte order mark that some editors write first; no label would be found after it.
pub(super) fn without_mark(file: &[u8]) -> &[u8] {
    file.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(file)
}

/// Looks at a file that does not hold what was expected.
pub(super) fn found(bytes: &[u8]) -> Found {
    match labels(bytes).next() {
        Some(label) => Found::Label(label),
        None if bytes.first() == Some(&0x30) => Found::Binary,
        None => Found::Other,
    }
}

/// Whether a private key is encrypted: PKCS #8 says so in its label, RFC 7468 section 11; the older forms in a header
/// line, RFC 1421 section 4.6.1.1.
pub(super) fn is_encrypted(bytes: &[u8]) -> bool {
    labels(bytes).any(|label| label == "ENCRYPTED PRIVATE KEY")
        || lines(bytes).any(|line| line.starts_with(b"Proc-Type:") && line.ends_with(b"ENCRYPTED"))
}

/// The labels, RFC 7468 section 3: printable, and short enough to be shown.
fn labels(bytes: &[u8]) -> impl Iterator<Item = String> {
    /// Real ones have 40 characters at most.
    const LONGEST: usize = 64;
    lines(bytes).filter_map(|line| {
        let label = line.strip_prefix(b"-----BEGIN ")?.strip_suffix(b"-----")?;
        let shown = label.len() <= LONGEST && label.iter().all(|byte| matches!(byte, b' '..=b'~'));
        shown.then(|| String::from_utf8_lossy(label).into_owned())
    })
}

fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    bytes.split(|byte| matches!(byte, b'\n' | b'\r')).map(<[u8]>::trim_ascii_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_file_holds_is_named() {
        let cases: [(&[u8], &str); 6] = [
            (b"-----BEGIN CERTIFICATE-----\nMAA=\n", "`CERTIFICATE`"),
            (b"Bag Attributes\r\n-----BEGIN X509 CRL-----\r\n", "`X509 CRL`"),
            (b"-----BEGIN \x1b[31m-----\n", "no PEM"),
            (b"\x30\x82\x01\x00", "a binary file, DER or PKCS #12"),
            (b"ssh-ed25519 AAAA", "no PEM"),
            (b"", "no PEM"),
        ];
        for (bytes, expected) in cases {
            assert_eq!(found(bytes).to_string(), expected);
        }
    }
}
