//! The placeholders of settings to variables of Terraform, which write the values in their place.

use std::collections::BTreeMap;

use super::hcl;
use crate::settings_file::SettingsFile;
use crate::stand_in::terraform_variable;
use crate::tree;

/// Placeholders, each with its variable.
pub(super) struct Variables(BTreeMap<String, String>);

impl Variables {
    /// The placeholders of the settings.
    pub(super) fn of(settings: &SettingsFile) -> Self {
        let mut variables = BTreeMap::new();
        tree::texts(&settings.document().root, &latchkey_profile_schema::KeyPath::root(), &mut |_, text| {
            variables.extend(terraform_variable(text).map(|variable| (text.to_owned(), variable)));
        });
        Self(variables)
    }

    /// The blocks that declare them: in XML, some signs of a value are written in another way.
    pub(super) fn declarations(&self) -> String {
        let mut text = String::new();
        for (placeholder, variable) in &self.0 {
            let attributes = [
                ("description", hcl::quoted(&format!("Written in place of {placeholder}."))),
                ("type", "string".to_owned()),
                ("sensitive", "true".to_owned()),
            ];
            text.push_str(&format!("variable \"{variable}\" {{\n{}}}\n\n", hcl::attributes(2, &attributes)));
        }
        if !self.0.is_empty() {
            let locals: Vec<(&str, String)> =
                self.0.values().map(|variable| (variable.as_str(), escaped(variable))).collect();
            text.push_str(&format!("locals {{\n{}}}\n\n", hcl::attributes(2, &locals)));
        }
        text
    }

    /// An expression of a profile to one of the profile with the values in it.
    pub(super) fn replaced(&self, expression: String) -> String {
        self.0.iter().fold(expression, |expression, (placeholder, variable)| {
            format!("replace({expression}, \"{}\", \"{}\")", element(placeholder), inserted(variable))
        })
    }

    /// A template of a profile to one in which the values are inserted.
    pub(super) fn inserted(&self, template: String) -> String {
        self.0.iter().fold(template, |template, (placeholder, variable)| {
            template.replace(&element(placeholder), &inserted(variable))
        })
    }
}

/// The value of a variable as XML holds it.
fn escaped(variable: &str) -> String {
    let references = [("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")];
    references.iter().fold(format!("var.{variable}"), |value, (sign, reference)| {
        format!("replace({value}, \"{sign}\", \"{reference}\")")
    })
}

fn element(text: &str) -> String {
    format!("<string>{text}</string>")
}

fn inserted(variable: &str) -> String {
    element(&format!("${{local.{variable}}}"))
}
