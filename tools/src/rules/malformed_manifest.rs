//! `malformed-manifest`: a manifest or schema that an editor refuses.

use latchkey_profile_schema::problem::Malformed;
use latchkey_profile_schema::{Part, Place};

use crate::finding::Finding;
use crate::phrase::{a, one_of, quoted};
use crate::rule::rule;

rule! {
    /// A manifest or Jamf schema that an editor refuses, or draws no field from.
    ///
    /// # What it does
    /// Reads a community manifest (`pfm_domain`) or a custom schema for Jamf (JSON with `properties`) and compares
    /// its form with what editors and their checkers require: known types and words, a name and a type for every
    /// setting, as many titles as values, no setting twice.
    ///
    /// # Why it matters
    /// The editor refuses the file, or leaves out fields without a word, and administrators go without the setting.
    ///
    /// # Example
    /// ```json
    /// {
    ///   "title": "Example",
    ///   "description": "An example.",
    ///   "properties": {
    ///     "Until": { "type": "date", "title": "Until", "property_order": 5 }
    ///   }
    /// }
    /// ```
    ///
    /// # Instead
    /// ```json
    /// {
    ///   "title": "Example",
    ///   "description": "An example.",
    ///   "properties": {
    ///     "Days": { "type": "integer", "title": "Days", "property_order": 5 }
    ///   }
    /// }
    /// ```
    ///
    /// # Keys
    /// Those of the manifest, not of a profile.
    static RULE = { name: "malformed-manifest", level: Error, since: "0.1.0" };
}

/// Words what is wrong with the form; `setting` is the setting that it is about.
pub(crate) fn word(place: Place, setting: Option<&str>, fault: &Malformed) -> Finding {
    let subject = setting.map_or_else(|| "the manifest".to_owned(), quoted);
    let mut related = None;
    let (message, help) = match fault {
        Malformed::Json { reason } => (format!("this is no JSON: {reason}"), "mend the text here".to_owned()),
        Malformed::RepeatedName { name, first } => {
            related = Some((Place::Bytes(*first), "the first stands here"));
            (format!("{} stands twice in one object", quoted(name)), "keep one of the two".to_owned())
        }
        Malformed::Lacking { key } => {
            (format!("{subject} has no {}", quoted(key)), format!("add {}", quoted(key)))
        }
        Malformed::Type { key, expected, found } => (
            format!("{} is {}, not {}", quoted(key), a(*found), a(*expected)),
            format!("write {}", a(*expected)),
        ),
        Malformed::Word { key, found, allowed, nearest } => {
            let help = match nearest {
                Some(nearest) => format!("write {}", quoted(nearest)),
                None => format!("write {}", one_of(*allowed)),
            };
            (format!("{} of {subject} is {}, not {}", quoted(key), quoted(found), one_of(*allowed)), help)
        }
        Malformed::Format { found } => (
            format!("the format of the manifest is {}, and 1 is the only one", quoted(&found.to_string())),
            "write 1; the revision of the manifest belongs into `pfm_version`".to_owned(),
        ),
        Malformed::SeveralTypes => (
            format!("{subject} has several types, and a form draws one"),
            "write one type; put `{\"type\": \"null\"}` into `anyOf` where the key may be left out"
                .to_owned(),
        ),
        Malformed::Reference => {
            (format!("{subject} is a reference, which no form follows"), "write its content here".to_owned())
        }
        Malformed::OnlyNull => (
            format!("{subject} may only be null, so the form has no field for it"),
            "add the branch that describes the value".to_owned(),
        ),
        Malformed::NotAnAddress { key, found } => (
            format!("{} is {}, which is no web address", quoted(key), quoted(found)),
            "write an address that begins with `https://`".to_owned(),
        ),
        Malformed::RequiredFalse => (
            format!("`pfm_required` of {subject} is false, which says nothing"),
            "delete it, or write `<true/>`".to_owned(),
        ),
        Malformed::SettingTwice { first } => {
            related = Some((Place::Path(first.clone(), Part::Value), "the first stands here"));
            (
                format!("{subject} is described twice"),
                "keep one description, or give each a condition".to_owned(),
            )
        }
        Malformed::Titles { values, titles } => (
            format!("{subject} lists {values} values and {titles} titles"),
            "write one title for each value, in the same order".to_owned(),
        ),
        Malformed::RequiredAndHidden => (
            format!("{subject} must be set, is hidden, and has no default"),
            "show it, or give it a default".to_owned(),
        ),
        Malformed::RequiresUnknown { name } => (
            format!("{} is required and not described", quoted(name)),
            "describe it, or take it from the list".to_owned(),
        ),
        _ => (
            format!("{subject} is not what an editor reads"),
            "compare it with a manifest that works".to_owned(),
        ),
    };
    let finding = Finding::new(&RULE, place, message)
        .help(help)
        .consequence("the editor refuses the file or leaves the field out");
    match related {
        Some((place, message)) => finding.related(place, message),
        None => finding,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_meant_word_is_named() {
        let fault = Malformed::Word {
            key: "pfm_type".into(),
            found: "float".into(),
            allowed: &["integer", "real"],
            nearest: Some("real"),
        };
        let finding = word(Place::File, Some("Ratio"), &fault);
        assert_eq!(finding.message, "`pfm_type` of `Ratio` is `float`, not `integer` or `real`");
        assert_eq!(finding.help.as_deref(), Some("write `real`"));
    }
}
