//! `foreign-variable`: a variable of another MDM than the one that gets the file.

use latchkey_profile_schema::Value;

use super::meanings::instead_of_variable;
use super::variables::{Owner, Text, Variable, in_settings};
use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::{quoted, subject};
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// A variable that the MDM which gets the profile does not replace, since it is of another.
    ///
    /// # What it does
    /// With `--target NAME`, reports variables of other MDMs: `$SERIAL_NUMBER` of Kandji, `$SERIALNUMBER` of Jamf
    /// Pro, `{{serialnumber}}` of Intune, `$FLEET_VAR_…` of Fleet, `{SerialNumber}` of Workspace ONE. An MDM that
    /// replaces nothing knows none.
    ///
    /// # Why it matters
    /// The profile arrives with the variable in it. A user is then called `$EMAIL`, and the secret is
    /// `$FLEET_SECRET_ID`.
    ///
    /// # Example
    /// ```xml (target=jamf)
    /// <key>MFARequiredList</key><array><string>{{username}}</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml (target=jamf)
    /// <key>MFARequiredList</key><array><string>$USERNAME</string></array>
    /// ```
    ///
    /// # Keys
    /// every text
    static RULE = { name: "foreign-variable", level: Error, since: "0.1.0" };
}

/// Looks at every text of the settings.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    if file.options.targets.is_empty() {
        return Vec::new();
    }
    let mut findings = Vec::new();
    for text in in_settings(file) {
        for target in &file.options.targets {
            let foreign = text.variables.iter().find(|variable| is_foreign(variable, *target, text.declared));
            findings.extend(foreign.map(|variable| word(&text, variable, *target)));
        }
    }
    findings
}

/// Whether a variable is another MDM's. In a payload that is not declared, only what is in a list counts: texts like
/// `%d` and `${HOME}` have a meaning of their own there.
pub(crate) fn is_foreign(variable: &Variable<'_>, target: Target, declared: bool) -> bool {
    match variable.owner {
        Owner::Targets(_) => !variable.is_of(target),
        Owner::Others(_) => declared,
        Owner::Nobody => false,
    }
}

fn word(text: &Text<'_>, variable: &Variable<'_>, target: Target) -> Finding {
    let message = format!(
        "{} holds {}, a variable of {}, and {} does not replace it",
        subject(&text.path),
        quoted(variable.text),
        variable.whose(),
        target.title()
    );
    let finding = Finding::new(&RULE, value_at(text.path.clone()), message)
        .consequence("the Mac receives the variable as it stands, instead of a value")
        .concerns([target]);
    if let Some(help) = instead_of_variable(&text.path, variable) {
        return finding.help(help);
    }
    match variable.for_target(target) {
        Some(ours) => {
            let mended = Value::String(text.text.replace(variable.text, ours));
            let title = format!("write {}", quoted(ours));
            finding.help(title.clone()).fix(Fix::guess(title, [Edit::Value(text.path.clone(), mended)]))
        }
        None => finding.help("write a variable that this MDM replaces, or the value itself"),
    }
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::DESKTOP_MFA;

    use crate::lint::testing::{found_with, payload, preferences, profile};
    use crate::options::Options;
    use crate::target::Target;

    fn helps(targets: &[Target], text: &str) -> Vec<String> {
        let file = preferences(&format!("<key>AdminPhone</key><string>{text}</string>"));
        let options = Options { domain: Some(&DESKTOP_MFA), targets: targets.to_vec(), ..Options::default() };
        found_with("foreign-variable", file.as_bytes(), &options)
            .into_iter()
            .filter_map(|finding| finding.help)
            .collect()
    }

    #[test]
    fn each_mdm_has_variables_of_its_own() {
        assert_eq!(helps(&[Target::Jamf], "$SERIAL_NUMBER"), ["write `$SERIALNUMBER`"]);
        assert_eq!(helps(&[Target::Intune], "$EMAIL"), ["write `{{mail}}`"]);
        assert_eq!(helps(&[Target::Jamf, Target::Fleet], "$PHONE").len(), 1);
        assert_eq!(helps(&[Target::AppleBusiness], "%SerialNumber%").len(), 1);
        for (target, text) in [
            (Target::Jamf, "$EMAIL"),
            (Target::Kandji, "$EMAIL"),
            (Target::Fleet, "$FLEET_SECRET_PHONE"),
            (Target::Intune, "{{mail}}"),
            (Target::Jamf, "$NOBODYS"),
            (Target::Jamf, "+1 555 0100"),
        ] {
            assert!(helps(&[target], text).is_empty(), "{text}");
        }
        assert!(helps(&[], "$SERIAL_NUMBER").is_empty());
    }

    #[test]
    fn no_variable_is_offered_where_none_belongs() {
        for (inside, part) in [
            ("<key>MFANotRequiredList</key><array><string>{{username}}</string></array>", "short names"),
            ("<key>DMFAClientSecret</key><string>$SERIAL_NUMBER</string>", "the secret"),
        ] {
            let options =
                Options { domain: Some(&DESKTOP_MFA), targets: vec![Target::Jamf], ..Options::default() };
            let found = found_with("foreign-variable", preferences(inside).as_bytes(), &options);
            assert!(!found.is_empty() && found.iter().all(|finding| finding.fix.is_none()), "{inside}");
            let helps: String = found.into_iter().filter_map(|finding| finding.help).collect();
            assert!(helps.contains(part), "{inside}: {helps}");
        }
    }

    #[test]
    fn other_payloads_have_texts_of_their_own() {
        let count = |text: &str| {
            let file = profile(&payload(
                "com.example.script",
                &format!("<key>a</key><array><string>{text}</string></array>"),
            ));
            let options = Options { targets: vec![Target::Intune], ..Options::default() };
            found_with("foreign-variable", file.as_bytes(), &options).len()
        };
        assert_eq!([count("$SERIALNUMBER"), count("${HOME}"), count("%name% %path%")], [1, 0, 0]);
    }
}
