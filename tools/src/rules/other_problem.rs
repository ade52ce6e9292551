//! `other-problem`: a problem that no other rule words.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::rule::rule;

rule! {
    /// A problem that has no rule of its own yet.
    ///
    /// # What it does
    /// Reports what reading or checking the file found and this version cannot word.
    ///
    /// # Why it matters
    /// Nothing that was found is kept back.
    ///
    /// # Example
    /// None.
    ///
    /// # Instead
    /// Compare the place with a profile that works.
    ///
    /// # Keys
    /// Any.
    static RULE = { name: "other-problem", level: Error, since: "0.1.0" };
}

/// Words that something is wrong here.
pub(crate) fn word(place: Place) -> Finding {
    Finding::new(&RULE, place, "something is wrong here that has no name yet")
        .help("compare this place with a profile that works")
}
