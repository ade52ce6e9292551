//! `too-deep`: arrays and dictionaries nested beyond what is read.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::plist::MAX_DEPTH;

use crate::finding::Finding;
use crate::rule::rule;

rule! {
    /// Arrays and dictionaries that stand too deep in each other.
    ///
    /// # What it does
    /// Reports the place where the limit is passed, and stops reading there.
    ///
    /// # Why it matters
    /// Profiles are a handful of levels deep. Thousands of levels crash programs that read them.
    ///
    /// # Example
    /// 20,000 times `<array>`.
    ///
    /// # Instead
    /// The settings, as the domain declares them.
    ///
    /// # Keys
    /// Any.
    static RULE = { name: "too-deep", level: Error, since: "0.1.0" };
}

/// Words the limit.
pub(crate) fn word(place: Place) -> Finding {
    Finding::new(
        &RULE,
        place,
        format!("arrays and dictionaries stand more than {MAX_DEPTH} deep in each other"),
    )
    .help("check that this is the file that was meant; no profile is built like this")
    .consequence("programs that read the file crash, or refuse it")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in;

    #[test]
    fn twenty_thousand_arrays_are_answered() {
        let deep = format!("<key>a</key>{}", "<array>".repeat(20_000));
        assert_eq!(
            messages_in("too-deep", &deep),
            ["arrays and dictionaries stand more than 512 deep in each other"]
        );
    }
}
