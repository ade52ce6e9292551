//! `too-large`: a file, or what it expands to, beyond what is read.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::plist::{MAX_BYTES, MAX_ELEMENTS, MAX_PROBLEMS, MAX_TEXT, ParseProblem as P};

use crate::finding::Finding;
use crate::rule::rule;

rule! {
    /// More bytes, values or problems than a profile can sensibly have.
    ///
    /// # What it does
    /// Reports a file over the limits, values of a binary file counted once for each use, and stops reading there.
    ///
    /// # Why it matters
    /// No profile comes near the limits, and some servers stop at 1 MB. A small binary file whose values refer to
    /// each other can stand for billions of them, which brings down programs that expand it.
    ///
    /// # Example
    /// A 200-byte binary property list of arrays that each hold the next one twice.
    ///
    /// # Instead
    /// The settings alone; large content belongs into a package.
    ///
    /// # Keys
    /// None.
    static RULE = { name: "too-large", level: Error, since: "0.1.0" };
}

/// Words the limit that was passed.
pub(crate) fn word(place: Place, problem: &P) -> Finding {
    let message = match problem {
        P::TooLarge { bytes } => return file(place, *bytes as u64),
        P::TooManyElements => format!("the file stands for more than {MAX_ELEMENTS} values"),
        P::TooMuchText => format!("the file stands for more than {MAX_TEXT} bytes of text"),
        _ => format!("the file has more than {MAX_PROBLEMS} problems; the rest is not listed"),
    };
    Finding::new(&RULE, place, message)
        .help("check that this is the file that was meant; no profile is built like this")
        .consequence("programs that read the file run out of memory, or refuse it")
}

/// Words the size of a file.
pub(crate) fn file(place: Place, bytes: u64) -> Finding {
    Finding::new(&RULE, place, format!("the file has {bytes} bytes, and no more than {MAX_BYTES} are read"))
        .help("check that this is the file that was meant; a profile has a few thousand bytes")
        .consequence("MDM servers refuse it; the lowest documented limit is 1,000,000 bytes")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in;

    #[test]
    fn values_are_counted() {
        let many = format!("<key>a</key><array>{}</array>", "<true/>".repeat(500_001));
        assert_eq!(messages_in("too-large", &many), ["the file stands for more than 500000 values"]);
    }
}
