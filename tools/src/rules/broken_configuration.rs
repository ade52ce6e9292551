//! `broken-configuration`: a `latchkey.toml` that says what nobody understands.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::rule::rule;

rule! {
    /// A configuration file of Latchkey that is not in order.
    ///
    /// # What it does
    /// Reports every mistake of `latchkey.toml` at once: its syntax, unknown keys, unknown rules and targets, values of
    /// another type, patterns and versions that are none.
    ///
    /// # Why it matters
    /// A misspelt rule keeps its own level, and a misspelt pattern leaves out nothing. So nothing is checked until
    /// the configuration says what was meant, and the exit status is 2.
    ///
    /// # Example
    /// ```toml
    /// [lint.rules]
    /// no-break-glas = "off"
    /// ```
    ///
    /// # Instead
    /// ```toml
    /// [lint.rules]
    /// no-break-glass = "off"
    /// ```
    ///
    /// # Keys
    /// Those of `latchkey.toml`, which `latchkey schema latchkey.toml` describes.
    static RULE = { name: "broken-configuration", level: Error, since: "0.1.0" };
}

/// Words a mistake of the configuration.
pub(crate) fn word(message: String, help: Option<String>) -> Finding {
    let finding = Finding::new(&RULE, Place::File, message)
        .consequence("no file is checked until the configuration is in order");
    match help {
        Some(help) => finding.help(help),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use crate::configuration::parse;

    #[test]
    fn a_misspelt_rule_is_reported_and_a_known_one_is_not() {
        let messages = |text: &str| {
            let (_, problems) = parse(text.as_bytes());
            problems.into_iter().map(|problem| problem.message).collect::<Vec<_>>()
        };
        assert_eq!(messages("[lint.rules]\nno-break-glas = \"off\""), ["unknown rule `no-break-glas`"]);
        assert!(messages("[lint.rules]\nno-break-glass = \"off\"").is_empty());
    }
}
