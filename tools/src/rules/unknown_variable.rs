//! `unknown-variable`: a variable that no MDM replaces.

use latchkey_profile_schema::Value;

use super::fleet_variables;
use super::meanings::instead_of_variable;
use super::variables::{Owner, Text, Variable, in_settings};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::options::Options;
use crate::phrase::{quoted, subject};
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// A text that looks like a variable, and that no MDM known here replaces.
    ///
    /// # What it does
    /// Reports `$NAME` and `${name}` in the settings of a declared domain where the name is in the list of no MDM.
    /// A misspelt `$FLEET_VAR_…` is reported with the one that was meant, and with `--target fleet` every one that Fleet
    /// does not have.
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
    /// <key>MFANotRequiredList</key><array><string>breakglass</string></array>
    /// ```
    ///
    /// # Keys
    /// every text of a declared domain
    static RULE = { name: "unknown-variable", level: Warning, since: "0.1.0" };
}

const CONSEQUENCE: &str = "the Mac receives the text as it stands, instead of a value";

/// Looks at every text of the declared domains.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let texts = in_settings(file).into_iter().filter(|text| text.declared);
    texts
        .filter_map(|text| {
            let nobodys = text.variables.iter().find(|variable| variable.owner == Owner::Nobody);
            match nobodys {
                Some(variable) => Some(of_nobody(&text, variable)),
                None => text.variables.iter().find_map(|variable| of_fleet(&text, variable, file.options)),
            }
        })
        .collect()
}

fn of_nobody(text: &Text<'_>, variable: &Variable<'_>) -> Finding {
    let message = format!("{} holds {}, which no MDM replaces", subject(&text.path), quoted(variable.text));
    Finding::new(&RULE, value_at(text.path.clone()), message)
        .help(instead_of_variable(&text.path, variable).unwrap_or(
            "write the value, or the variable as the MDM spells it; `--target` checks it against one",
        ))
        .consequence(CONSEQUENCE)
}

/// A variable that begins like those of Fleet. Fleet may come to have more than are listed: what resembles none of them
/// is reported where Fleet is the target alone.
fn of_fleet(text: &Text<'_>, variable: &Variable<'_>, options: &Options) -> Option<Finding> {
    let meant = fleet_variables::unknown(variable.text)?;
    if meant.is_none() && !options.targets.contains(&Target::Fleet) {
        return None;
    }
    let message =
        format!("{} holds {}, which Fleet does not replace", subject(&text.path), quoted(variable.text));
    let finding = Finding::new(&RULE, value_at(text.path.clone()), message).consequence(CONSEQUENCE);
    Some(match (instead_of_variable(&text.path, variable), meant) {
        (Some(help), _) => finding.help(help),
        (None, Some(meant)) => {
            let title = format!("write {}", quoted(&meant));
            let mended = Value::String(text.text.replacen(variable.text, &meant, 1));
            finding.help(title.clone()).fix(Fix::guess(title, [Edit::Value(text.path.clone(), mended)]))
        }
        (None, None) => finding.help("write one of the variables that Fleet has, or the value itself"),
    })
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::DESKTOP_MFA;

    use crate::lint::testing::{found_with, paths_in, preferences};
    use crate::options::Options;
    use crate::target::Target;

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

    #[test]
    fn variables_of_fleet_are_known_by_name() {
        let helps = |inside: &str, targets: Vec<Target>| -> Vec<String> {
            let options = Options { domain: Some(&DESKTOP_MFA), targets, ..Options::default() };
            let found = found_with("unknown-variable", preferences(inside).as_bytes(), &options);
            found.into_iter().filter_map(|finding| finding.help).collect()
        };
        let phone = |text: &str| format!("<key>AdminPhone</key><string>{text}</string>");
        let meant = ["write `$FLEET_VAR_HOST_UUID`"];
        assert_eq!(helps(&phone("$FLEET_VAR_HOST_UID"), Vec::new()), meant);
        assert_eq!(helps(&phone("$FLEET_VAR_HOST_UID"), vec![Target::Fleet]), meant);
        assert_eq!(helps(&phone("$FLEET_VAR_NEWER"), vec![Target::Fleet]).len(), 1);
        assert!(helps(&phone("$FLEET_VAR_NEWER"), Vec::new()).is_empty());
        assert!(helps(&phone("$FLEET_VAR_HOST_UUID"), vec![Target::Fleet]).is_empty());
        let exempt = "<key>MFANotRequiredList</key><array>\
                      <string>$FLEET_VAR_HOST_END_USER_IDP_USERNAME_LOCALPART</string></array>";
        assert!(helps(exempt, vec![Target::Fleet]).concat().contains("no variable"));
    }
}
