//! Names and texts to HCL, laid out as `terraform fmt` leaves it.
//!
//! HashiCorp, HCL Native Syntax Specification: "Template Expressions"; Terraform, "Style Conventions".

use crate::artifact::{Artifact, file_name};

/// The attributes of a block, equals signs below each other.
pub(super) fn attributes(indentation: usize, attributes: &[(&str, String)]) -> String {
    let width = attributes.iter().map(|(name, _)| name.len()).max().unwrap_or(0);
    attributes.iter().map(|(name, value)| format!("{:indentation$}{name:width$} = {value}\n", "")).collect()
}

/// A text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    format!("\"{}\"", escaped(text))
}

/// The content of a file in the folder of the module.
pub(super) fn file(name: &str) -> String {
    format!("file(\"${{path.module}}/{}\")", escaped(name))
}

/// A text between quotation marks. What begins a template is doubled.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for (sign, next) in signs(text) {
        match sign {
            '"' => escaped.push_str("\\\""),
            '\\' => escaped.push_str("\\\\"),
            '\n' => escaped.push_str("\\n"),
            '\r' => escaped.push_str("\\r"),
            '\t' => escaped.push_str("\\t"),
            sign if sign.is_control() => escaped.push_str(&format!("\\u{:04X}", u32::from(sign))),
            sign => push(&mut escaped, sign, next),
        }
    }
    escaped
}

/// A text of whole lines as it is, between two lines with a word that is none of its lines.
pub(super) fn heredoc(text: &str) -> String {
    let mut word = String::from("EOT");
    while text.lines().any(|line| line.trim() == word) {
        word.push('_');
    }
    let mut escaped = String::with_capacity(text.len());
    for (sign, next) in signs(text) {
        push(&mut escaped, sign, next);
    }
    format!("<<{word}\n{escaped}{word}")
}

fn signs(text: &str) -> impl Iterator<Item = (char, Option<char>)> {
    text.chars().zip(text.chars().skip(1).map(Some).chain([None]))
}

fn push(escaped: &mut String, sign: char, next: Option<char>) {
    escaped.push(sign);
    if matches!(sign, '$' | '%') && next == Some('{') {
        escaped.push(sign);
    }
}

/// A name for a resource: a letter first, then letters, digits and `_`.
pub(super) fn label(identifier: &str) -> String {
    let sign = |sign: char| if sign.is_ascii_alphanumeric() { sign.to_ascii_lowercase() } else { '_' };
    let label: String = file_name(identifier).chars().map(sign).collect();
    if label.starts_with(|first: char| first.is_ascii_alphabetic()) { label } else { format!("_{label}") }
}

/// `<module>.versions.tf`: from where the provider comes, in a file of its own, since a module says so once.
pub(super) fn requirements(folder: &str, module: &str, name: &str, source: &str) -> Artifact {
    let text = format!(
        "terraform {{\n  required_providers {{\n    {name} = {{\n      source = {}\n    }}\n  }}\n}}\n",
        quoted(source)
    );
    Artifact::new(format!("{folder}/{module}.versions.tf"), text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_text_is_a_template() {
        let cases = [
            ("a", "\"a\""),
            ("${x} %{ if } $$ $", "\"$${x} %%{ if } $$ $\""),
            ("$${x}", "\"$$${x}\""),
            ("\"\\\n\r\t\u{7}", "\"\\\"\\\\\\n\\r\\t\\u0007\""),
            ("Söhne 😀", "\"Söhne 😀\""),
        ];
        for (text, expected) in cases {
            assert_eq!(quoted(text), expected);
        }
        assert_eq!(heredoc("a ${b}\n EOT\n"), "<<EOT_\na $${b}\n EOT\nEOT_");
    }

    #[test]
    fn labels_are_names() {
        for (identifier, expected) in [
            ("com.example.desktop-mfa", "com_example_desktop_mfa"),
            ("1a", "_1a"),
            ("", "settings"),
            ("ü", "__"),
        ] {
            assert_eq!(label(identifier), expected);
        }
    }
}
