//! A finding to a short text that stays the same when lines move: rule, key path and message, and which of equal ones.

use std::collections::HashMap;

use crate::fingerprint::Fingerprint;
use crate::located::Located;

/// The fingerprints of a run.
#[derive(Debug, Default)]
pub(super) struct Fingerprints<'a> {
    /// How often each was given.
    given: HashMap<(&'a str, &'static str, Fingerprint), usize>,
}

impl<'a> Fingerprints<'a> {
    /// The fingerprint of the next finding of a file. Of equal ones each has its number, in the order of the file.
    pub(super) fn of(&mut self, file: &'a str, located: &Located) -> String {
        let hash = hash(located);
        let number = self.given.entry((file, located.rule.name, hash)).or_default();
        *number += 1;
        format!("{hash}:{number}")
    }
}

fn hash(located: &Located) -> Fingerprint {
    let key_path = located.spot.key_path.as_ref().map(ToString::to_string).unwrap_or_default();
    Fingerprint::new().text(located.rule.name).text(&key_path).message(located)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::lint::testing::found;

    fn fingerprints(text: &str) -> Vec<String> {
        let findings = found("unknown-key", text.as_bytes(), None);
        let mut given = Fingerprints::default();
        findings.iter().map(|located| given.of("a", located)).collect()
    }

    #[test]
    fn moving_lines_changes_nothing_and_another_key_does() {
        let file = |before: &str, key: &str| {
            let keys = format!("<key>Issuer</key><true/>{before}<key>{key}</key><true/>");
            crate::lint::testing::preferences(&keys)
        };
        let first = fingerprints(&file("", "Foo"));
        assert_eq!(first.len(), 1);
        assert_eq!(first, fingerprints(&file("\n\n<!-- x -->\n", "Foo")));
        assert_ne!(first, fingerprints(&file("", "Bar")));
    }

    #[test]
    fn how_another_file_was_called_changes_nothing() {
        let file = crate::lint::testing::preferences("<key>Issuer</key><true/><key>Foo</key><true/>");
        let beside = |called: &str| {
            let mut located = found("unknown-key", file.as_bytes(), None).remove(0);
            located.message = format!("other than in `{called}`");
            let other = crate::located::Other {
                file: Some(called.to_owned()),
                spot: located.spot.clone(),
                message: String::new(),
            };
            located.related.push(other);
            Fingerprints::default().of("a", &located)
        };
        assert_eq!(beside("/estate/mac/two.plist"), beside("mac/two.plist"));
        assert_ne!(beside("mac/two.plist"), beside("mac/three.plist"));
    }

    #[test]
    fn the_second_of_two_equal_findings_is_told_apart() {
        let findings = found(
            "unknown-key",
            crate::lint::testing::preferences("<key>Issuer</key><true/><key>Foo</key><true/>").as_bytes(),
            None,
        );
        let mut given = Fingerprints::default();
        let [first, second] = [&findings[0], &findings[0]].map(|located| given.of("a", located));
        assert_eq!(first.strip_suffix(":1"), second.strip_suffix(":2"));
    }
}
