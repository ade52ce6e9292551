//! `incomplete-schema`: a part of a schema that you brought with which nothing is compared.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::library::Fault;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A part of a file of `--schemas` that cannot be used.
    ///
    /// # What it does
    /// Reports a key of a schema whose type is unknown, that is defined more than 64 times in one dictionary, or whose
    /// regular expression cannot be evaluated.
    ///
    /// # Why it matters
    /// Any value of the key passes; the rest of the schema is used.
    ///
    /// # Example
    /// A pattern with a bracket that nothing closes.
    ///
    /// # Instead
    /// Mend the schema, or read the key's values yourself.
    ///
    /// # Keys
    /// None.
    static RULE = { name: "incomplete-schema", level: Info, since: "0.1.0" };
}

/// Words the part that is not used.
pub(crate) fn word(fault: &Fault) -> Finding {
    let message = match fault {
        Fault::UnknownType { key, found } => {
            format!("{} has the unknown type {}", quoted(key), quoted(found))
        }
        Fault::DefinedTooOften { key } => {
            format!("{} is defined more often than definitions are taken together", quoted(key))
        }
        Fault::PatternNotChecked { key, pattern } => {
            format!("the pattern {} of {} cannot be evaluated", quoted(pattern), quoted(key))
        }
        Fault::More => "further parts of the schema cannot be used".to_owned(),
        _ => "a part of the schema cannot be used".to_owned(),
    };
    Finding::new(&RULE, Place::File, message)
        .help("mend the schema")
        .consequence("values of the key are not compared with it")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_pattern_is_named() {
        let fault = Fault::PatternNotChecked { key: "A".into(), pattern: "[0-9".into() };
        assert_eq!(word(&fault).message, "the pattern `[0-9` of `A` cannot be evaluated");
    }
}
