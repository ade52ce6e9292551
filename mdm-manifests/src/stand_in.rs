//! The key of a secret to the text that stands in its place in one carrier, and back: who is to give which value?

use latchkey_profile_schema::KeyPath;

use crate::placeholder::{PREFIX, is_placeholder, placeholder_for, word_for};

/// What stands for a secret that is not written.
#[derive(Clone, Copy, Debug)]
pub(crate) enum StandIn {
    /// A placeholder, until a person writes the value into the MDM's copy.
    Placeholder,
    /// A variable, for which a program writes the value whenever it delivers the profile.
    Variable(&'static Variable),
}

/// A variable of some program.
#[derive(Debug)]
pub(crate) struct Variable {
    /// The program.
    pub(crate) of: &'static str,
    /// The text that stands for the value of a key.
    text: fn(&str) -> String,
    /// The name under which the program is given the value, when a text is such a variable.
    name: fn(&str) -> Option<String>,
}

/// A key whose value is not in the files, and is filled in when they are deployed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FilledIn {
    /// The key, as `/domain/key`.
    pub key: KeyPath,
    /// Which program fills it in.
    pub by: &'static str,
    /// The name under which the program is to be given the value.
    pub name: String,
}

impl StandIn {
    /// The text that stands for the value of a key.
    pub(crate) fn text(self, key: &str) -> String {
        match self {
            Self::Placeholder => placeholder_for(key),
            Self::Variable(variable) => (variable.text)(key),
        }
    }
}

impl Variable {
    /// The name under which the program is given the value, when a text is one of its variables.
    pub(crate) fn name(&self, text: &str) -> Option<String> {
        (self.name)(text)
    }
}

/// Fleet, "Secrets in scripts and configuration profiles": `$FLEET_SECRET_…`, from the environment of `fleetctl gitops`.
pub(crate) static FLEET: Variable = Variable {
    of: "Fleet",
    text: |key| format!("{FLEET_SECRET}{}", word_for(key)),
    name: |text| {
        let inside = text.strip_prefix("${").and_then(|rest| rest.strip_suffix('}'));
        let name = inside.or_else(|| text.strip_prefix('$'))?;
        let rest = name.strip_prefix(FLEET_SECRET.trim_start_matches('$'))?;
        let is_name = |rest: &str| {
            !rest.is_empty() && rest.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'_')
        };
        is_name(rest).then(|| name.to_owned())
    },
};
const FLEET_SECRET: &str = "$FLEET_SECRET_";

/// SimpleMDM, "Custom attributes": `{{…}}`, where the profile is uploaded with attribute support.
pub(crate) static SIMPLE_MDM: Variable = Variable {
    of: "SimpleMDM",
    text: |key| format!("{{{{{}}}}}", word_for(key).to_ascii_lowercase()),
    name: |text| {
        let name = text.strip_prefix("{{")?.strip_suffix("}}")?.trim();
        let is_name =
            !name.is_empty() && name.bytes().all(|sign| sign.is_ascii_alphanumeric() || sign == b'_');
        is_name.then(|| name.to_owned())
    },
};

/// A placeholder in a text, in whose place Terraform's configuration writes a variable of its own.
pub(crate) static TERRAFORM: Variable =
    Variable { of: "Terraform", text: placeholder_for, name: terraform_variable };

/// The variable of Terraform for a placeholder: `YOUR_DMFA_CLIENT_SECRET` becomes `dmfa_client_secret`.
pub(crate) fn terraform_variable(placeholder: &str) -> Option<String> {
    // Terraform's configuration looks for the element whose whole text is the placeholder.
    let is_alone = is_placeholder(placeholder) && placeholder.trim() == placeholder;
    placeholder.strip_prefix(PREFIX).filter(|_| is_alone).map(str::to_ascii_lowercase)
}

/// The placeholder for which a variable of Terraform stands.
pub(crate) fn placeholder_of_variable(variable: &str) -> Option<String> {
    let placeholder = format!("{PREFIX}{}", variable.to_ascii_uppercase());
    is_placeholder(&placeholder).then_some(placeholder)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_program_knows_its_own_variables() {
        let cases = [
            (&FLEET, "$FLEET_SECRET_DMFA_CLIENT_SECRET", "FLEET_SECRET_DMFA_CLIENT_SECRET"),
            (&SIMPLE_MDM, "{{dmfa_client_secret}}", "dmfa_client_secret"),
            (&TERRAFORM, "YOUR_DMFA_CLIENT_SECRET", "dmfa_client_secret"),
        ];
        for (variable, text, name) in cases {
            assert_eq!(StandIn::Variable(variable).text("DMFAClientSecret"), text);
            assert_eq!(variable.name(text).as_deref(), Some(name));
            for (_, others, _) in cases.iter().filter(|(_, others, _)| *others != text) {
                assert_eq!(variable.name(others), None, "{} {others}", variable.of);
            }
        }
        assert_eq!(FLEET.name("${FLEET_SECRET_A}").as_deref(), Some("FLEET_SECRET_A"));
        assert_eq!(FLEET.name("$FLEET_VAR_HOST_UUID"), None);
        assert_eq!(FLEET.name("$FLEET_SECRET_A and more"), None);
        assert_eq!(SIMPLE_MDM.name("{{a}} {{b}}"), None);
        assert_eq!(TERRAFORM.name(" YOUR_A"), None);
        assert_eq!(placeholder_of_variable("dmfa_client_secret").as_deref(), Some("YOUR_DMFA_CLIENT_SECRET"));
        assert_eq!(StandIn::Placeholder.text("Challenge"), "YOUR_CHALLENGE");
    }
}
