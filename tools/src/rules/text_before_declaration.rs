//! `text-before-declaration`: something before `<?xml` that strict readers refuse.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::plist::ParseProblem as P;

use crate::finding::{Finding, bytes_of};
use crate::fix::{Edit, Fix};
use crate::rule::rule;

rule! {
    /// White space or a byte order mark before the XML declaration.
    ///
    /// # What it does
    /// Reports a blank, an empty line or a byte order mark in front of `<?xml`.
    ///
    /// # Why it matters
    /// XML allows nothing before its declaration. macOS reads the file nevertheless, several MDM servers and most
    /// XML programs do not.
    ///
    /// # Example
    /// An empty first line:
    /// ```xml
    ///
    /// <?xml version="1.0" encoding="UTF-8"?>
    /// <plist version="1.0"><dict>…</dict></plist>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <?xml version="1.0" encoding="UTF-8"?>
    /// <plist version="1.0"><dict>…</dict></plist>
    /// ```
    ///
    /// # Keys
    /// None.
    static RULE = { name: "text-before-declaration", level: Warning, on: [Fleet: Error], since: "0.1.0" };
}

/// Words what stands before the declaration.
pub(crate) fn word(place: Place, problem: &P) -> Finding {
    let (message, help) = match problem {
        P::ByteOrderMark => ("the file begins with a byte order mark", "save the file as UTF-8 without one"),
        _ => ("white space stands before `<?xml`", "delete it, so that the file begins with `<?xml`"),
    };
    let fix = bytes_of(&place).map(|span| Fix::safe("delete it", [Edit::Text(span, String::new())]));
    Finding::new(&RULE, place, message)
        .help(help)
        .consequence("macOS reads the file, and some MDM servers refuse it")
        .fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages;

    #[test]
    fn tells_blanks_from_a_byte_order_mark() {
        let file = "<?xml version=\"1.0\" encoding=\"UTF-8\"?><plist version=\"1.0\"><dict/></plist>";
        let found = |prefix: &str| messages("text-before-declaration", format!("{prefix}{file}").as_bytes());
        assert_eq!(found("\n "), ["white space stands before `<?xml`"]);
        assert_eq!(found("\u{feff}"), ["the file begins with a byte order mark"]);
        assert!(found("").is_empty());
    }
}
