//! `broken-schema`: a schema that you brought and that cannot be read.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::library::Fault;

use super::incomplete_schema;
use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A file of `--schemas` that cannot be read.
    ///
    /// # What it does
    /// Reports a schema file that a payload needs and that is no sound YAML, no sound manifest, or newer than what
    /// this version knows. Schema files that no payload needs are not read.
    ///
    /// # Why it matters
    /// Without the schema nothing is known about the payload, and its mistakes reach the Mac.
    ///
    /// # Example
    /// A manifest that was cut off by a download.
    ///
    /// # Instead
    /// Fetch the file again, or leave it out of the folder.
    ///
    /// # Keys
    /// None.
    static RULE = { name: "broken-schema", level: Error, since: "0.1.0" };
}

/// Words what is wrong with a schema file as a whole; what is wrong with a part of it is another rule's.
pub(crate) fn word(fault: &Fault) -> Finding {
    let (message, help) = match fault {
        Fault::NotUtf8 => ("the schema is not UTF-8 text".to_owned(), "save it as UTF-8"),
        Fault::TooLarge { most } => {
            (format!("the schema is larger than {} KiB", most / 1024), "leave it out of the folder")
        }
        Fault::Yaml { line, reason } => (
            format!("the schema is no YAML: line {line}: {reason}"),
            "mend the line, or fetch the file again",
        ),
        Fault::NoPayload => {
            ("the schema has no `payload`".to_owned(), "bring a file of `mdm/profiles` of Apple's schemas")
        }
        Fault::BrokenManifest => (
            "the manifest is no sound property list with a `pfm_domain`".to_owned(),
            "lint the manifest itself, or fetch it again",
        ),
        Fault::NewerFormat { version } => (
            format!(
                "the manifest has format {}, and 1 is the newest that is known",
                quoted(&version.to_string())
            ),
            "update Latchkey, or bring an older manifest",
        ),
        _ => return incomplete_schema::word(fault),
    };
    Finding::new(&RULE, Place::File, message).help(help).consequence("payloads of this type are not checked")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_line_is_named() {
        let fault = Fault::Yaml { line: 4, reason: "did not find expected node content".into() };
        let finding = word(&fault);
        assert_eq!(finding.rule.name, "broken-schema");
        assert_eq!(finding.message, "the schema is no YAML: line 4: did not find expected node content");
    }

    #[test]
    fn a_part_that_is_not_compared_is_another_rule() {
        let fault = Fault::UnknownType { key: "A".into(), found: "<strnig>".into() };
        let finding = word(&fault);
        assert_eq!(finding.rule.name, "incomplete-schema");
        assert_eq!(finding.message, "`A` has the unknown type `<strnig>`");
    }
}
