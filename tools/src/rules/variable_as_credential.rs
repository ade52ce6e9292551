//! `variable-as-credential`: a variable of the user or the device, where what the app needs is the same on every Mac.

use super::meanings::{Meaning, SAME_EVERYWHERE, instead_of_variable, meaning};
use super::variables::{Variable, in_text, is_variable};
use crate::finding::{Finding, value_at};
use crate::phrase::{key, quoted};
use crate::rule::rule;
use crate::view::PayloadView;

rule! {
    /// A variable that differs from Mac to Mac in place of the app's credentials or the organization.
    ///
    /// # What it does
    /// Reports `DMFAClientID`, `DMFAClientSecret` and `DMFAOrgURL` that hold a variable for the serial number, the UDID,
    /// the user or the like. Variables for secrets and attributes of one's own are fine.
    ///
    /// # Why it matters
    /// The credentials are the app's, and one and the same on every Mac. What the MDM writes there is a serial number,
    /// which Okta does not know.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAClientSecret</key><string>$SERIALNUMBER</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAClientSecret</key><string>$FLEET_SECRET_DMFA_CLIENT_SECRET</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAClientID`, `DMFAClientSecret`, `DMFAOrgURL`
    static RULE = { name: "variable-as-credential", level: Error, since: "0.1.0" };
}

/// Looks at the three keys.
pub(crate) fn check(settings: &PayloadView<'_>) -> Vec<Finding> {
    SAME_EVERYWHERE.iter().filter_map(|name| word(settings, name)).collect()
}

fn word(settings: &PayloadView<'_>, name: &str) -> Option<Finding> {
    let text = settings.text(name)?;
    // Of a secret only what is a variable and nothing else is looked at, so that no part of a real one is shown.
    if !text.contains(['$', '{', '%']) || (name == "DMFAClientSecret" && !is_variable(text)) {
        return None;
    }
    let (variable, what) =
        in_text(text).into_iter().find_map(|variable| Some((variable, differing(&variable)?)))?;
    let path = settings.path(name);
    let message =
        format!("{} holds the variable {}, which becomes {what}", key(&path), quoted(variable.text));
    let help = instead_of_variable(&path, &variable);
    let finding = Finding::new(&RULE, value_at(path), message)
        .help(help.unwrap_or("write the value that Okta's Admin Console shows"));
    Some(finding.consequence("Okta knows no such value, so nobody can link or sign in online"))
}

/// What a variable becomes on each Mac, where that is another on each.
fn differing(variable: &Variable<'_>) -> Option<&'static str> {
    match meaning(variable.text) {
        Meaning::Account => Some("the account name of the user"),
        Meaning::Mail => Some("the mail address of the user"),
        Meaning::DisplayName => Some("the name of the user"),
        Meaning::Device => Some("a name or number of the device"),
        Meaning::Other => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn what_is_the_same_everywhere_takes_no_variable_of_one_mac() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>DMFAClientSecret</key><string>$SERIALNUMBER</string>", &["/DMFAClientSecret"]),
            ("<key>DMFAClientSecret</key><string>$SERIAL_NUMBER</string>", &["/DMFAClientSecret"]),
            ("<key>DMFAClientSecret</key><string>{{serialnumber}}</string>", &["/DMFAClientSecret"]),
            ("<key>DMFAClientSecret</key><string>$UDID</string>", &["/DMFAClientSecret"]),
            ("<key>DMFAClientID</key><string>$USERNAME</string>", &["/DMFAClientID"]),
            ("<key>DMFAOrgURL</key><string>https://$EMAIL.okta.com</string>", &["/DMFAOrgURL"]),
            ("<key>DMFAOrgURL</key><string>https://$SITENAME.okta.com</string>", &[]),
            ("<key>DMFAClientSecret</key><string>$FLEET_SECRET_SERIAL</string>", &[]),
            ("<key>DMFAClientSecret</key><string>$EXTENSIONATTRIBUTE_3</string>", &[]),
            ("<key>DMFAClientSecret</key><string>{{okta_secret}}</string>", &[]),
            ("<key>DMFAClientSecret</key><string>pa$UDID$word</string>", &[]),
            ("<key>AdminPhone</key><string>$SERIALNUMBER</string>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("variable-as-credential", inside), *expected, "{inside}");
        }
    }
}
