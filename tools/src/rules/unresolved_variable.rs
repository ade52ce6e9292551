//! `unresolved-variable`: a value that only the MDM will fill in.

use latchkey_profile_schema::check::is_secret;
use latchkey_profile_schema::{KeyPath, Place};

use super::foreign_variable::is_foreign;
use super::variables::{Owner, in_text};
use crate::finding::Finding;
use crate::options::Options;
use crate::phrase::subject;
use crate::rule::rule;
use crate::target::Target;

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

/// Words the key, unless a variable in the text is one that nobody, or not this MDM, replaces: there are rules for that.
pub(crate) fn word(place: Place, path: &KeyPath, text: &str, options: &Options) -> Option<Finding> {
    let secret = path.last_key().is_some_and(is_secret);
    let reported = in_text(text).iter().any(|variable| {
        let alone = variable.text == text.trim();
        let foreign = |target: &Target| is_foreign(variable, *target, true);
        (alone || !secret) && (variable.owner == Owner::Nobody || options.targets.iter().any(foreign))
    });
    (!reported).then(|| {
        Finding::new(
            &RULE,
            place,
            format!("{} holds a variable, so its value cannot be checked", subject(path)),
        )
        .help("check that the MDM replaces it, and by a value that fits")
        .consequence("where the MDM does not replace it, the value is refused")
    })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn the_check_is_left_to_the_mdm() {
        let cases: &[(&str, &str)] = &[
            ("<key>AdminEmail</key><string>$EMAIL</string>", "/AdminEmail"),
            ("<key>DMFAOrgURL</key><string>{{okta_url}}</string>", "/DMFAOrgURL"),
            ("<key>DMFAOrgURL</key><string>https://${userOrg}.okta.com</string>", "/DMFAOrgURL"),
            (
                "<key>AllowedFactors</key><array><string>$EXTENSIONATTRIBUTE_3</string></array>",
                "/AllowedFactors/0",
            ),
        ];
        for (inside, path) in cases {
            assert_eq!(paths_in("unresolved-variable", inside), [*path], "{inside}");
            for rule in ["malformed-value", "malformed-url", "unknown-factor"] {
                assert!(paths_in(rule, inside).is_empty(), "{inside}");
            }
        }
        for silent in
            ["<key>AdminPhone</key><string>$PHONE</string>", "<key>AdminEmail</key><string>$MAIL</string>"]
        {
            assert!(paths_in("unresolved-variable", silent).is_empty(), "{silent}");
        }
    }
}
