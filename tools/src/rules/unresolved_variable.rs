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
    /// or not of the form that the key needs. With `--target`, variables that every target replaces are left to it.
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

/// Words the key, unless a variable in the text is one that nobody, or not this MDM, replaces: there are rules for
/// that. What the MDM replaces by documented values is as it should be.
pub(crate) fn word(place: Place, path: &KeyPath, text: &str, options: &Options) -> Option<Finding> {
    let secret = path.last_key().is_some_and(is_secret);
    let variables = in_text(text);
    let reported = variables.iter().any(|variable| {
        let alone = variable.text == text.trim();
        let foreign = |target: &Target| is_foreign(variable, *target, true);
        (alone || !secret) && (variable.owner == Owner::Nobody || options.targets.iter().any(foreign))
    });
    let replaces = |target: &Target| variables.iter().all(|variable| variable.is_of(*target));
    let documented = !options.targets.is_empty() && options.targets.iter().all(replaces);
    (!reported && !documented).then(|| {
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
    use std::sync::Arc;

    use latchkey_profile_schema::domain::DESKTOP_MFA;
    use latchkey_profile_schema::library::Library;

    use crate::lint::testing::{found_with, paths_in, payload, preferences, profile, report};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn what_the_named_mdm_replaces_is_its_own_business() {
        let count = |targets: &[Target], inside: &str| {
            let options =
                Options { domain: Some(&DESKTOP_MFA), targets: targets.to_vec(), ..Options::default() };
            found_with("unresolved-variable", preferences(inside).as_bytes(), &options).len()
        };
        let mail = "<key>AdminEmail</key><string>$EMAIL</string>";
        assert_eq!(count(&[], mail), 1);
        assert_eq!([count(&[Target::Jamf], mail), count(&[Target::Jamf, Target::Kandji], mail)], [0, 0]);
        let url = "<key>DMFAOrgURL</key><string>https://{{org}}.okta.com</string>";
        assert_eq!(count(&[], url), 1);
        let scep = profile(&payload(
            "com.apple.security.scep",
            "<key>PayloadContent</key><dict><key>URL</key><string>$FLEET_VAR_NDES_SCEP_PROXY_URL</string></dict>",
        ));
        let in_scep = |targets: Vec<Target>| {
            let options = Options { targets, ..Options::default() };
            found_with("unresolved-variable", scep.as_bytes(), &options).len()
        };
        assert_eq!([in_scep(vec![Target::Fleet]), in_scep(Vec::new())], [0, 1]);
    }

    #[test]
    fn so_it_is_where_a_schema_that_was_brought_says_the_form() {
        let manifest = "<plist version=\"1.0\"><dict><key>pfm_domain</key><string>com.example.app</string>\
            <key>pfm_subkeys</key><array><dict><key>pfm_name</key><string>Mode</string><key>pfm_type</key>\
            <string>string</string><key>pfm_range_list</key><array><string>a</string></array></dict><dict>\
            <key>pfm_name</key><string>Mail</string><key>pfm_type</key><string>string</string><key>pfm_format</key>\
            <string>^.+@.+$</string></dict></array></dict></plist>";
        let library = Library::index([("a.plist".to_owned(), manifest.as_bytes().to_vec())]);
        let schemas = Some(Arc::new(library));
        let rules = |mode: &str, mail: &str, targets: &[Target]| {
            let inside =
                format!("<key>Mode</key><string>{mode}</string><key>Mail</key><string>{mail}</string>");
            let options =
                Options { targets: targets.to_vec(), schemas: schemas.clone(), ..Options::default() };
            let file = profile(&payload("com.example.app", &inside));
            let found = report("a.mobileconfig", file, &options).findings;
            let of_value = found.into_iter().filter(|one| {
                one.spot
                    .key_path
                    .as_ref()
                    .is_some_and(|path| ["Mode", "Mail"].contains(&path.last_key().unwrap_or_default()))
            });
            of_value.map(|finding| finding.rule.name).collect::<Vec<_>>()
        };
        assert_eq!(rules("$DEPARTMENTNAME", "$EMAIL", &[]), ["unresolved-variable", "unresolved-variable"]);
        assert!(rules("$DEPARTMENTNAME", "$EMAIL", &[Target::Jamf]).is_empty());
        assert_eq!(rules("$DEPARTMENTNAME", "a@b", &[Target::Kandji]), ["foreign-variable"]);
        assert_eq!(rules("$NOBODYS", "a", &[]), ["value-not-allowed", "malformed-value"]);
    }

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
