//! `incomplete-manifest`: a manifest or schema that an editor makes do with.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::problem::Incomplete;

use crate::finding::Finding;
use crate::phrase::{a, quoted};
use crate::rule::rule;

rule! {
    /// A manifest or Jamf schema that leaves something to the editor's guess.
    ///
    /// # What it does
    /// Reports what editors do without but people miss: titles, the order of fields, what a list holds; keywords that
    /// a form ignores or that resemble a known one; older spellings.
    ///
    /// # Why it matters
    /// The form has a nameless or misplaced field, or none, or ignores what the keyword was meant to do.
    ///
    /// # Example
    /// ```json
    /// {
    ///   "title": "Example",
    ///   "description": "An example.",
    ///   "properties": {
    ///     "Mode": { "type": "string", "defualt": "fast" }
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
    ///     "Mode": { "type": "string", "title": "Mode", "property_order": 5, "default": "fast" }
    ///   }
    /// }
    /// ```
    ///
    /// # Keys
    /// Those of the manifest, not of a profile.
    static RULE = { name: "incomplete-manifest", level: Warning, since: "0.1.0" };
}

/// Words what is left to a guess; `setting` is the setting that it is about.
pub(crate) fn word(place: Place, setting: Option<&str>, fault: &Incomplete) -> Finding {
    let subject = setting.map_or_else(|| "the manifest".to_owned(), quoted);
    let (message, help, consequence) = match fault {
        Incomplete::Lacking { key } => (
            format!("{subject} has no {}", quoted(key)),
            format!("add {}", quoted(key)),
            "the editor guesses it",
        ),
        Incomplete::MetaSettings { names } => {
            let names: Vec<String> = names.iter().map(|name| quoted(name)).collect();
            (
                format!("the manifest does not list {}", names.join(", ")),
                "list them first, as every published manifest does".to_owned(),
                "some editors cannot write the payload's own keys",
            )
        }
        Incomplete::Keyword { found, nearest } => (
            format!("{} is no keyword that is known", quoted(found)),
            format!("write {} if that is meant", quoted(nearest)),
            "the editor ignores it",
        ),
        Incomplete::Ignored { keyword } => (
            format!("no form is drawn from {}", quoted(keyword)),
            "say it with `type`, `enum`, `properties` and `anyOf` alone".to_owned(),
            "the form ignores it, and lets pass what it was meant to refuse",
        ),
        Incomplete::Spelling { found, instead } => (
            format!("{} is an older spelling that not every editor knows", quoted(found)),
            format!("write {}", quoted(instead)),
            "some editors draw no field",
        ),
        Incomplete::Pattern { pattern } => (
            format!("the pattern {} of {subject} cannot be evaluated here", quoted(pattern)),
            "see whether a bracket is missing".to_owned(),
            "values are not compared with it",
        ),
        Incomplete::NullNotFirst => (
            format!("null is not the first branch of {subject}"),
            "put `{\"type\": \"null\"}` first".to_owned(),
            "the form writes the key even where nobody touched the field",
        ),
        Incomplete::NothingInside { kind } => (
            format!("{subject} is {}, and nothing says what is in it", a(*kind)),
            "describe what it holds".to_owned(),
            "the editor draws a field that nobody can use",
        ),
        _ => (
            format!("{subject} leaves something to a guess"),
            "compare it with others".to_owned(),
            "the editor guesses",
        ),
    };
    Finding::new(&RULE, place, message).help(help).consequence(consequence)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_keyword_that_is_meant_is_named() {
        let fault = Incomplete::Keyword { found: "defualt".into(), nearest: "default" };
        let finding = word(Place::File, Some("Mode"), &fault);
        assert_eq!(finding.message, "`defualt` is no keyword that is known");
        assert_eq!(finding.help.as_deref(), Some("write `default` if that is meant"));
    }
}
