//! `miscased-key`: a key that differs from a declared one in case alone.

use latchkey_profile_schema::{Document, Place};

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix, has_sibling, rename};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A key that differs from a declared one in upper and lower case alone.
    ///
    /// # What it does
    /// Reports the key and names the declared one.
    ///
    /// # Why it matters
    /// Preference keys are case-sensitive. The value looks set in the MDM's console, and nothing reads it.
    ///
    /// # Example
    /// ```xml
    /// <key>MfaRequiredList</key><array><string>*</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MFARequiredList</key><array><string>*</string></array>
    /// ```
    ///
    /// # Keys
    /// Every key of a declared domain.
    static RULE = { name: "miscased-key", level: Error, since: "0.1.0" };
}

/// Words the key and how it is spelt.
pub(crate) fn word(place: Place, key: &str, expected: &str, document: Option<&Document>) -> Finding {
    let fix = path_of(&place).and_then(|path| {
        if has_sibling(document, path, expected) {
            let title = format!("delete it; {} is set besides", quoted(expected));
            return Some(Fix::guess(title, [Edit::Remove(path.clone())]));
        }
        Some(Fix::safe(format!("rename it to {}", quoted(expected)), [rename(document, path, expected)?]))
    });
    Finding::new(&RULE, place, format!("the key is spelt {}, not {}", quoted(expected), quoted(key)))
        .help(format!("write {}", quoted(expected)))
        .consequence(format!(
            "keys are case-sensitive: this one is ignored, and {} is as if it were not set",
            quoted(expected)
        ))
        .fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn case_counts() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>MfaRequiredList</key><array/>", &["/MfaRequiredList"]),
            ("<key>dmfaorgurl</key><string>x</string>", &["/dmfaorgurl"]),
            ("<key>MFARequiredList</key><array/>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("miscased-key", inside), *expected, "{inside}");
        }
    }
}
