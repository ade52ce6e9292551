//! `bad-encoding`: bytes that are not the UTF-8 text that a property list is.

use latchkey_profile_schema::plist::ParseProblem as P;
use latchkey_profile_schema::{Place, Span};

use crate::finding::{Finding, bytes_of};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// Text that is not UTF-8, or says that it is something else.
    ///
    /// # What it does
    /// Reports bytes that are not UTF-8, an XML declaration that names another encoding or UTF-8 where the bytes are
    /// UTF-16, and characters that XML forbids.
    ///
    /// # Why it matters
    /// A profile is UTF-8. Other text is refused, or arrives with other letters than were written.
    ///
    /// # Example
    /// ```xml
    /// <?xml version="1.0" encoding="ISO-8859-1"?>
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
    /// Any.
    static RULE = { name: "bad-encoding", level: Error, since: "0.1.0" };
}

/// Words a problem with the encoding.
pub(crate) fn word(place: Place, problem: &P) -> Finding {
    let (message, help) = match problem {
        P::DeclaredEncoding { found } => (
            format!(
                "the XML declaration says that the file is {}, and a property list is UTF-8",
                quoted(found)
            ),
            "save the file as UTF-8 and write `encoding=\"UTF-8\"`",
        ),
        P::ContradictedEncoding { found } => (
            format!("the file is UTF-16, and its XML declaration says {}", quoted(found)),
            "save the file as UTF-8",
        ),
        P::ForbiddenCharacter { code } => (
            format!(
                "the {} U+{code:04X} is forbidden in XML",
                if *code < 0x20 { "control character" } else { "character" }
            ),
            "delete it; it often comes along when text is pasted",
        ),
        P::BadUtf16 => (
            "the file is UTF-16, and here stands half of a character".to_owned(),
            "save the file as UTF-8; the copy was cut, or joined from two encodings",
        ),
        _ => ("the file is not UTF-8 from here on".to_owned(), "save the file as UTF-8"),
    };
    let fix = bytes_of(&place).and_then(|span| mend(span, problem));
    Finding::new(&RULE, place, message).help(help).consequence("macOS cannot read the file").fix(fix)
}

/// What was read as UTF-8 without a fault is UTF-8, whatever it says.
fn mend(span: Span, problem: &P) -> Option<Fix> {
    match problem {
        P::DeclaredEncoding { .. } => {
            let edit = Edit::Attribute { tag: span, name: "encoding".into(), value: Some("UTF-8".into()) };
            Some(Fix::safe("write `encoding=\"UTF-8\"`", [edit]))
        }
        P::ForbiddenCharacter { .. } => Some(Fix::guess("delete it", [Edit::Text(span, String::new())])),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages, messages_in};

    #[test]
    fn names_what_is_not_utf_8() {
        assert_eq!(
            messages(
                "bad-encoding",
                b"<?xml version=\"1.0\" encoding=\"ISO-8859-1\"?><plist version=\"1.0\"><dict/></plist>"
            ),
            ["the XML declaration says that the file is `ISO-8859-1`, and a property list is UTF-8"]
        );
        assert_eq!(
            messages_in("bad-encoding", "<key>a</key><string>\u{1}</string>"),
            ["the control character U+0001 is forbidden in XML"]
        );
        assert_eq!(
            messages_in("bad-encoding", "<key>a</key><string>\u{ffff}</string>"),
            ["the character U+FFFF is forbidden in XML"]
        );
    }

    #[test]
    fn utf_16_is_not_what_its_declaration_says() {
        let count = |encoding: &str| {
            let text = format!(
                "\u{feff}<?xml version=\"1.0\" encoding=\"{encoding}\"?><plist version=\"1.0\"><dict/></plist>"
            );
            let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
            messages("bad-encoding", &bytes)
        };
        assert_eq!(count("UTF-8"), ["the file is UTF-16, and its XML declaration says `UTF-8`"]);
        assert!(count("UTF-16").is_empty());
        assert_eq!(count("ISO-8859-1").len(), 1);
    }
}
