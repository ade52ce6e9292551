//! `duplicate-key`: a key that stands twice in one dictionary.

use latchkey_profile_schema::{Document, Place, Span};

use crate::finding::{Finding, bytes_of};
use crate::fix::{Edit, Fix, entry_at, is_same};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A key that stands twice in one dictionary.
    ///
    /// # What it does
    /// Reports the later one and points at the earlier one.
    ///
    /// # Why it matters
    /// A dictionary has one value for a key. Which of the two is used differs from reader to reader, so the Mac may
    /// do something else than the MDM's console shows.
    ///
    /// # Example
    /// ```xml
    /// <key>OfflineLoginAllowed</key><false/>
    /// <key>OfflineLoginAllowed</key><true/>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>OfflineLoginAllowed</key><false/>
    /// ```
    ///
    /// # Keys
    /// Any.
    static RULE = { name: "duplicate-key", level: Error, since: "0.1.0" };
}

/// Words a repeated key.
pub(crate) fn word(place: Place, key: &str, first: Option<Span>, document: Option<&Document>) -> Finding {
    let fix = document.and_then(|document| keep_one(document, bytes_of(&place)?, first?));
    let finding =
        Finding::new(&RULE, place, format!("the key {} stands in this dictionary twice", quoted(key)))
            .help("keep the one that is meant and delete the other")
            .consequence("one of the two values is dropped, and which one differs from reader to reader")
            .fix(fix);
    match first {
        Some(span) => finding.related(Place::Bytes(span), "first set here"),
        None => finding,
    }
}

/// Equal values are one too many; of others macOS reads the last.
fn keep_one(document: &Document, later: Span, first: Span) -> Option<Fix> {
    let value = |key| entry_at(&document.root, key).map(|entry| &entry.node);
    Some(if is_same(value(first)?, value(later)?) {
        Fix::safe("delete this one; the earlier one has the same value", [Edit::RemoveKeyAt(later)])
    } else {
        Fix::guess("delete the earlier one, which macOS does not read", [Edit::RemoveKeyAt(first)])
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in;

    #[test]
    fn counts_within_one_dictionary() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>a</key><true/><key>a</key><false/>", &["the key `a` stands in this dictionary twice"]),
            ("<key>a</key><true/><key>A</key><true/>", &[]),
            ("<key>a</key><dict><key>a</key><true/></dict>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(messages_in("duplicate-key", inside), *expected, "{inside}");
        }
    }
}
