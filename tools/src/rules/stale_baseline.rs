//! `stale-baseline`: an entry of the baseline whose finding is gone.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// An entry of the baseline that accepts more than is found.
    ///
    /// # What it does
    /// Reports entries of the baseline whose file was checked and has fewer such findings than the entry accepts,
    /// and entries of files that are gone. What a rule found by comparing files is looked for only where the other file
    /// is checked too.
    ///
    /// # Why it matters
    /// The finding was mended, and the entry would accept it when it comes back.
    ///
    /// # Example
    /// An entry for the key path `/Unheard` of a profile from which that key was removed.
    ///
    /// # Instead
    /// A baseline written anew: `latchkey lint PATH --baseline FILE --write-baseline`.
    ///
    /// # Keys
    /// None: it is about the baseline.
    static RULE = { name: "stale-baseline", level: Warning, since: "0.1.0" };
}

/// Words an entry that accepts more findings than there are.
pub(crate) fn word(file: &str, rule: &str, accepted: usize, found: usize) -> Finding {
    let message = match found {
        0 => format!("{} has no finding like this of {} any more", quoted(file), quoted(rule)),
        _ => format!(
            "{} accepts {accepted} findings like this of {}, and has {found}",
            quoted(file),
            quoted(rule)
        ),
    };
    Finding::new(&RULE, Place::File, message)
        .help("run the same command with `--write-baseline`, which removes what is gone")
        .consequence("the finding would be accepted when it comes back")
}

#[cfg(test)]
mod tests {
    use super::word;

    #[test]
    fn what_is_left_is_counted() {
        assert_eq!(word("a.plist", "x", 2, 0).message, "`a.plist` has no finding like this of `x` any more");
        assert_eq!(
            word("a.plist", "x", 2, 1).message,
            "`a.plist` accepts 2 findings like this of `x`, and has 1"
        );
    }
}
