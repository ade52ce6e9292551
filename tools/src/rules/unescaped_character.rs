//! `unescaped-character`: `&` that does not begin a reference that XML knows.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::plist::ParseProblem as P;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// An ampersand that begins no reference, or one that XML does not know.
    ///
    /// # What it does
    /// Reports `&` alone, entities such as `&nbsp;`, and numbers that name no character.
    ///
    /// # Why it matters
    /// In XML `&` begins a reference. A company name or a URL with a bare `&` makes the whole file unreadable.
    ///
    /// # Example
    /// ```xml (in=profile)
    /// <key>PayloadOrganization</key><string>Smith & Sons</string>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>PayloadOrganization</key><string>Smith &amp; Sons</string>
    /// ```
    ///
    /// # Keys
    /// Any.
    static RULE = { name: "unescaped-character", level: Error, since: "0.1.0" };
}

/// Words a problem with a reference.
pub(crate) fn word(place: Place, problem: &P) -> Finding {
    let (message, help) = match problem {
        P::UnknownEntity { name } => (
            format!("XML does not know {}", quoted(&format!("&{name};"))),
            "write the character itself; XML knows `&amp;`, `&lt;`, `&gt;`, `&quot;` and `&apos;` alone",
        ),
        P::BadCharacterReference { found } => {
            (format!("{} names no character", quoted(&format!("&{found};"))), "write the character itself")
        }
        _ => ("`&` begins no reference".to_owned(), "write `&amp;`"),
    };
    Finding::new(&RULE, place, message).help(help).consequence("macOS cannot read the file")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in;

    #[test]
    fn names_the_reference() {
        let cases = [
            ("<key>a</key><string>Smith & Sons</string>", "`&` begins no reference"),
            ("<key>a</key><string>&nbsp;</string>", "XML does not know `&nbsp;`"),
            ("<key>a</key><string>&#xD800;</string>", "`&#xD800;` names no character"),
        ];
        for (inside, expected) in cases {
            assert_eq!(messages_in("unescaped-character", inside), [expected]);
        }
    }
}
