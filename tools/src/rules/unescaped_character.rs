//! `unescaped-character`: `&` that does not begin a reference that XML knows.

use latchkey_profile_schema::plist::ParseProblem as P;
use latchkey_profile_schema::{Place, Span};

use crate::finding::{Finding, bytes_of};
use crate::fix::{Edit, Fix, Safety};
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
    let fix = bytes_of(&place).and_then(|span| mend(span, problem));
    Finding::new(&RULE, place, message).help(help).consequence("macOS cannot read the file").fix(fix)
}

/// Names of characters that HTML has and XML has not, as far as they are met in profiles.
const HTML: &[(&str, char)] = &[
    ("nbsp", '\u{a0}'),
    ("copy", '©'),
    ("reg", '®'),
    ("trade", '™'),
    ("ndash", '–'),
    ("mdash", '—'),
    ("hellip", '…'),
    ("lsquo", '‘'),
    ("rsquo", '’'),
    ("ldquo", '“'),
    ("rdquo", '”'),
    ("euro", '€'),
    ("auml", 'ä'),
    ("ouml", 'ö'),
    ("uuml", 'ü'),
    ("Auml", 'Ä'),
    ("Ouml", 'Ö'),
    ("Uuml", 'Ü'),
    ("szlig", 'ß'),
    ("agrave", 'à'),
    ("ccedil", 'ç'),
    ("eacute", 'é'),
    ("egrave", 'è'),
    ("ntilde", 'ñ'),
];

fn mend(span: Span, problem: &P) -> Option<Fix> {
    match problem {
        P::LoneAmpersand => Some(Fix::safe("write `&amp;`", [Edit::Text(span, "&amp;".into())])),
        P::UnknownEntity { name } => {
            let character = HTML.iter().find(|(known, _)| known == name).map(|(_, character)| *character);
            Some(match character {
                Some(character) => {
                    Fix::safe("write the character itself", [Edit::Text(span, character.into())])
                }
                None => {
                    // In `?a=1&b=2;` no entity was meant, since none can have such a name.
                    let is_name = name.chars().all(char::is_alphanumeric);
                    let safety = if is_name { Safety::Unsafe } else { Safety::Safe };
                    let text = format!("&amp;{name};");
                    Fix::new(format!("write {}", quoted(&text)), safety, [Edit::Text(span, text)])
                }
            })
        }
        _ => None,
    }
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
