//! `unknown-variable`: a variable that no MDM replaces.

use super::variables::{Owner, in_settings};
use crate::finding::{Finding, value_at};
use crate::phrase::{quoted, subject};
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A text that looks like a variable, and that no MDM known here replaces.
    ///
    /// # What it does
    /// Reports `$NAME` and `${name}` in the settings of a declared domain where the name is in the list of no MDM.
    /// With `--target intune`, so is a token that Intune does not have.
    ///
    /// # Why it matters
    /// It is a leftover of a template, or a misspelt name. The Mac receives it as it stands.
    ///
    /// # Example
    /// ```xml
    /// <key>MFANotRequiredList</key><array><string>$BREAKGLASS</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MFANotRequiredList</key><array><string>$USERNAME</string></array>
    /// ```
    ///
    /// # Keys
    /// every text of a declared domain
    static RULE = { name: "unknown-variable", level: Warning, since: "0.1.0" };
}

/// Looks at every text of the declared domains.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let texts = in_settings(file).into_iter().filter(|text| text.declared);
    texts
        .filter_map(|text| {
            let variable = text.variables.iter().find(|variable| variable.owner == Owner::Nobody)?;
            Some(
                Finding::new(
                    &RULE,
                    value_at(text.path.clone()),
                    format!("{} holds {}, which no MDM replaces", subject(&text.path), quoted(variable.text)),
                )
                .help(
                    "write the value, or the variable as the MDM spells it; `--target` checks it against one",
                )
                .consequence("the Mac receives the text as it stands, instead of a value"),
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn known_variables_are_silent() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>MFANotRequiredList</key><array><string>a</string><string>$BREAKGLASS</string></array>",
                &["/MFANotRequiredList/1"],
            ),
            ("<key>DMFAClientID</key><string>${client_id}</string>", &["/DMFAClientID"]),
            ("<key>DMFAClientSecret</key><string>$SECRET</string>", &["/DMFAClientSecret"]),
            ("<key>DMFAClientSecret</key><string>s3cr3t$SECRET</string>", &[]),
            ("<key>AdminPhone</key><string>$PHONE</string>", &[]),
            ("<key>AdminPhone</key><string>{{phone}}</string>", &[]),
            ("<key>AdminPhone</key><string>$5</string>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("unknown-variable", inside), *expected, "{inside}");
        }
    }
}
