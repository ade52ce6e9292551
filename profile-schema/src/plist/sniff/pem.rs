//! Text to the block of CMS in it (RFC 7468).

/// Labels of signed and encrypted structures; the last is from before RFC 7468.
const LABELS: [&str; 3] = ["PKCS7", "CMS", "PKCS #7 SIGNED DATA"];

/// The label of the first block of CMS in a text, and what follows its line. Any text may stand before.
pub(crate) fn find(bytes: &[u8]) -> Option<(&'static str, &[u8])> {
    let mut rest = bytes;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at_checked(end)?;
        if let Some(label) = LABELS.iter().find(|label| is_boundary(line, b"BEGIN ", label)) {
            return Some((label, after));
        }
        rest = after;
    }
    None
}

/// Whether a line begins or ends a block of this label.
pub(crate) fn is_boundary(line: &[u8], word: &[u8], label: &str) -> bool {
    line.trim_ascii()
        .strip_prefix(b"-----")
        .and_then(|line| line.strip_prefix(word)?.strip_prefix(label.as_bytes()))
        .is_some_and(|rest| rest == b"-----")
}
