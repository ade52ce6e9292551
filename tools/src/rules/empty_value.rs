//! `empty-value`: an empty text where there must be one.

use latchkey_profile_schema::{KeyPath, Place};

use crate::finding::Finding;
use crate::phrase::key;
use crate::rule::rule;

rule! {
    /// A text that is empty and must not be.
    ///
    /// # What it does
    /// Reports an empty string of a key, or in a list, that has no meaning.
    ///
    /// # Why it matters
    /// An empty value counts as set, so no default steps in.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAOrgURL</key><string></string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAOrgURL</key><string>https://your-org.okta.com</string>
    /// ```
    ///
    /// # Keys
    /// Every text and every list of texts.
    static RULE = { name: "empty-value", level: Error, since: "0.1.0" };
}

/// Words the key.
pub(crate) fn word(place: Place, path: &KeyPath, at_stake: Option<&str>) -> Finding {
    let item = matches!(path.segments().last(), Some(latchkey_profile_schema::Segment::Index(_)));
    let message =
        if item { format!("an item of {} is empty", key(path)) } else { format!("{} is empty", key(path)) };
    Finding::new(&RULE, place, message)
        .help("write a value, or delete it so that the default holds")
        .at_stake(at_stake)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in, paths_in};

    #[test]
    fn keys_and_items_are_looked_at() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>DMFAOrgURL</key><string></string>", &["/DMFAOrgURL"]),
            ("<key>MFARequiredList</key><array><string></string></array>", &["/MFARequiredList/0"]),
            ("<key>MFANotRequiredList</key><array/>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("empty-value", inside), *expected, "{inside}");
        }
        assert_eq!(
            messages_in("empty-value", "<key>MFARequiredList</key><array><string/></array>"),
            ["an item of `MFARequiredList` is empty"]
        );
    }
}
