//! `contradictory-default`: a value of a manifest that its own setting refuses.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::problem::{Contradiction, Refusal, Role};

use crate::finding::Finding;
use crate::phrase::{a, one_of, quoted};
use crate::rule::rule;

rule! {
    /// A default, listed value or bound that its own setting refuses.
    ///
    /// # What it does
    /// Holds the values that a manifest or Jamf schema gives against the type, the list, the bounds and the pattern of
    /// the same setting. An empty default passes for a pattern: editors show it as an empty field.
    ///
    /// # Why it matters
    /// Whoever takes the default gets a profile that the application refuses, or a form that cannot be saved.
    ///
    /// # Example
    /// ```json
    /// {
    ///   "title": "Example",
    ///   "description": "An example.",
    ///   "properties": {
    ///     "Mode": {
    ///       "type": "string", "title": "Mode", "property_order": 5,
    ///       "enum": ["fast", "safe"], "options": { "enum_titles": ["Fast", "Safe"] }, "default": "Fast"
    ///     }
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
    ///     "Mode": {
    ///       "type": "string", "title": "Mode", "property_order": 5,
    ///       "enum": ["fast", "safe"], "options": { "enum_titles": ["Fast", "Safe"] }, "default": "fast"
    ///     }
    ///   }
    /// }
    /// ```
    ///
    /// # Keys
    /// Those of the manifest, not of a profile.
    static RULE = { name: "contradictory-default", level: Error, since: "0.1.0" };
}

/// Words the value and why its setting refuses it.
pub(crate) fn word(place: Place, setting: Option<&str>, contradiction: &Contradiction) -> Finding {
    let Contradiction { role, found, because } = contradiction;
    let subject = setting.map_or_else(|| "a setting".to_owned(), quoted);
    let role = match role {
        Role::Default => "the default",
        Role::DefaultItem => "an item of the default",
        Role::Listed => "a listed value",
        Role::Bound => "a bound",
    };
    let value = found.as_deref().map(|found| format!(" {}", quoted(found))).unwrap_or_default();
    let (reason, help) = match because {
        Refusal::Type { expected, found } => (
            format!("is {}, not {}", a(*found), a(*expected)),
            format!("write {}, or describe {}", a(*expected), a(*found)),
        ),
        Refusal::NotListed { allowed } if allowed.is_empty() => {
            ("is not listed".to_owned(), "write a listed value, or list this one".to_owned())
        }
        Refusal::NotListed { allowed } => {
            (format!("is not {}", one_of(allowed)), "write a listed value, or list this one".to_owned())
        }
        Refusal::IsTitle { value } => (
            "is a title and not a value".to_owned(),
            format!("write {}, the value with this title", quoted(value)),
        ),
        Refusal::OutOfRange { minimum, maximum } => {
            let bounds = match (minimum, maximum) {
                (Some(minimum), Some(maximum)) => format!("{minimum} to {maximum}"),
                (Some(minimum), None) => format!("{minimum} and more"),
                (None, Some(maximum)) => format!("up to {maximum}"),
                (None, None) => "the bounds".to_owned(),
            };
            (format!("is outside of {bounds}"), "write a value within the bounds, or widen them".to_owned())
        }
        Refusal::Pattern { pattern } => (
            format!("does not match {}", quoted(pattern)),
            "write a value that matches, or mend the pattern".to_owned(),
        ),
        Refusal::EmptyRange => {
            ("is smaller than the smallest value".to_owned(), "exchange the two bounds".to_owned())
        }
    };
    Finding::new(&RULE, place, format!("{role}{value} of {subject} {reason}"))
        .help(help)
        .consequence("whoever takes what the editor offers gets a profile that is wrong")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_value_and_the_reason_are_named() {
        let because = Refusal::NotListed { allowed: vec!["a".into(), "b".into()] };
        let contradiction = Contradiction { role: Role::Default, found: Some("c".into()), because };
        let finding = word(Place::File, Some("Mode"), &contradiction);
        assert_eq!(finding.message, "the default `c` of `Mode` is not `a` or `b`");
        let because = Refusal::Pattern { pattern: "^x$".into() };
        let contradiction = Contradiction { role: Role::Default, found: None, because };
        let finding = word(Place::File, Some("Secret"), &contradiction);
        assert_eq!(finding.message, "the default of `Secret` does not match `^x$`");
    }
}
