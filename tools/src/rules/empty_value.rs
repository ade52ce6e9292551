//! `empty-value`: an empty text where there must be one.

use latchkey_profile_schema::{CatalogKey, KeyPath, Place, Segment};

use crate::finding::Finding;
use crate::fix::{Edit, Fix};
use crate::phrase::subject;
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
    /// <key>DMFAOrgURL</key><string>https://corp.okta.com</string>
    /// ```
    ///
    /// # Keys
    /// Every text and every list of texts.
    static RULE = { name: "empty-value", level: Error, since: "0.1.0" };
}

/// Words the key.
pub(crate) fn word(
    place: Place,
    path: &KeyPath,
    declared: Option<&CatalogKey>,
    at_stake: Option<&str>,
) -> Finding {
    let help = match (path.segments().last(), declared) {
        (Some(Segment::Index(_)), _) => "write a value, or delete the item",
        (_, Some(key)) if key.required => "write the value; the key is required and has no default",
        (_, Some(key)) if key.default.is_some() => {
            "write a value, or delete the key so that the default holds"
        }
        _ => "write a value, or delete the key",
    };
    let may_go = match (path.segments().last(), declared) {
        (Some(Segment::Index(_)), _) => true,
        (_, Some(key)) => !key.required,
        _ => false,
    };
    let fix = may_go.then(|| Fix::guess("delete it", [Edit::Remove(path.clone())]));
    Finding::new(&RULE, place, format!("{} is empty", subject(path))).help(help).at_stake(at_stake).fix(fix)
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::DESKTOP_MFA;

    use crate::lint::testing::{found, messages_in, paths_in, preferences};

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

    #[test]
    fn a_key_without_a_default_is_not_to_be_deleted_for_one() {
        let help = |inside: &str| {
            let text = preferences(inside);
            let found = found("empty-value", text.as_bytes(), Some(&DESKTOP_MFA));
            found.into_iter().filter_map(|finding| finding.help).collect::<Vec<_>>()
        };
        assert_eq!(
            help("<key>DMFAOrgURL</key><string/>"),
            ["write the value; the key is required and has no default"]
        );
        assert_eq!(help("<key>AdminPhone</key><string/>"), ["write a value, or delete the key"]);
        assert_eq!(
            help("<key>MFARequiredList</key><array><string/></array>"),
            ["write a value, or delete the item"]
        );
    }
}
