//! A finding to its kind, by which a baseline knows it again after lines have moved; and kinds to the baseline's text.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::located::Located;

/// The version of the shape.
pub(super) const VERSION: u32 = 1;

/// What findings have in common that one entry accepts. In the order in which entries are written.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Kind {
    /// The file, from the baseline's folder.
    pub(super) file: String,
    /// The rule.
    pub(super) rule: String,
    /// The key path; none where the file did not parse.
    pub(super) key_path: Option<String>,
    /// A digest of the message.
    pub(super) fingerprint: String,
}

/// One entry, as it is written.
#[derive(Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Entry {
    pub(super) file: String,
    pub(super) rule: String,
    pub(super) key_path: Option<String>,
    pub(super) fingerprint: String,
    pub(super) count: usize,
}

impl Kind {
    /// The kind of a finding.
    pub(super) fn of(file: &str, located: &Located) -> Self {
        Self {
            file: file.to_owned(),
            rule: located.rule.name.to_owned(),
            key_path: located.spot.key_path.as_ref().map(ToString::to_string),
            fingerprint: fingerprint(&located.message_from_anywhere()),
        }
    }
}

/// The whole file: one entry a line, so that a change of one is a change of one line.
pub(super) fn text(counts: &BTreeMap<&Kind, usize>) -> String {
    let lines: Vec<String> = counts
        .iter()
        .filter_map(|(kind, count)| {
            let Kind { file, rule, key_path, fingerprint } = (*kind).clone();
            serde_json::to_string(&Entry { file, rule, key_path, fingerprint, count: *count }).ok()
        })
        .collect();
    let separator = if lines.is_empty() { "" } else { "\n" };
    format!("{{\"version\":{VERSION},\"findings\":[\n{}{separator}]}}\n", lines.join(",\n"))
}

/// A digest of a message without its numbers of lines and columns: FNV-1a, 64 bits.
fn fingerprint(message: &str) -> String {
    const OFFSET_BASIS: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0000_0100_0000_01b3;
    let mut digest = OFFSET_BASIS;
    let mut counted = false;
    for word in message.split_whitespace() {
        let is_place = counted && word.bytes().any(|byte| byte.is_ascii_digit());
        counted = matches!(word, "line" | "lines" | "column" | "columns");
        for byte in word.bytes().filter(|byte| !(is_place && byte.is_ascii_digit())).chain([b' ']) {
            digest = (digest ^ u64::from(byte)).wrapping_mul(PRIME);
        }
    }
    format!("{digest:016x}")
}

#[cfg(test)]
mod tests {
    use super::fingerprint;

    #[test]
    fn lines_may_move_and_values_may_not() {
        let same = |left: &str, right: &str| fingerprint(left) == fingerprint(right);
        assert!(same("opened on line 12, never closed", "opened on line 7, never closed"));
        assert!(!same("12 hours", "7 hours"));
        assert!(!same("unknown key `a`", "unknown key `b`"));
        // The digest stands in files, so it must never change.
        assert_eq!(fingerprint("unknown key `a`"), "ab7e1bb50bc0ead1");
    }
}
