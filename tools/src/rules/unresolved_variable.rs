//! `unresolved-variable`: a value that only the MDM will fill in.

use latchkey_profile_schema::{KeyPath, Place};

use crate::finding::Finding;
use crate::phrase::subject;
use crate::rule::rule;

rule! {
    /// A variable of an MDM in a value that must have a certain form.
    ///
    /// # What it does
    /// Reports `$NAME`, `${name}`, `{{name}}` and `%Name%` where the text, as it stands, is none of the allowed values
    /// or not of the form that the key needs.
    ///
    /// # Why it matters
    /// What the Mac receives is known to the MDM alone. Where the MDM does not know the variable, or does not replace
    /// variables in profiles of this kind, the value arrives as it stands and is refused.
    ///
    /// # Example
    /// ```xml
    /// <key>AdminEmail</key><string>$EMAIL</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AdminEmail</key><string>helpdesk@example.com</string>
    /// ```
    ///
    /// # Keys
    /// Every text that must have a certain form.
    static RULE = { name: "unresolved-variable", level: Warning, since: "0.1.0" };
}

/// Words the key.
pub(crate) fn word(place: Place, path: &KeyPath) -> Finding {
    Finding::new(&RULE, place, format!("{} holds a variable, so its value cannot be checked", subject(path)))
        .help("check that the MDM replaces it, and by a value that fits")
        .consequence("where the MDM does not replace it, the value is refused")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn the_check_is_left_to_the_mdm() {
        let cases: &[(&str, &str)] = &[
            ("<key>AdminEmail</key><string>$EMAIL</string>", "/AdminEmail"),
            ("<key>DMFAOrgURL</key><string>{{okta_url}}</string>", "/DMFAOrgURL"),
            ("<key>DMFAOrgURL</key><string>https://${org}.okta.com</string>", "/DMFAOrgURL"),
            ("<key>AllowedFactors</key><array><string>$FACTOR</string></array>", "/AllowedFactors/0"),
        ];
        for (inside, path) in cases {
            assert_eq!(paths_in("unresolved-variable", inside), [*path], "{inside}");
            for rule in ["malformed-value", "malformed-url", "unknown-factor"] {
                assert!(paths_in(rule, inside).is_empty(), "{inside}");
            }
        }
        assert!(paths_in("unresolved-variable", "<key>AdminPhone</key><string>$PHONE</string>").is_empty());
    }
}
