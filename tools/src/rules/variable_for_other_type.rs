//! `variable-for-other-type`: a variable where no text belongs.

use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{KeyPath, KeyProblem, Place};

use super::variables::in_text;
use crate::finding::Finding;
use crate::phrase::{a, element, subject};
use crate::rule::rule;

rule! {
    /// A variable of an MDM where the key holds no text.
    ///
    /// # What it does
    /// Reports a `<string>` with a variable as the value of a key that holds a number, a boolean, a list or a date.
    ///
    /// # Why it matters
    /// An MDM replaces text by text. `$GRACE` becomes the string `48`, never the number, and a reader that asks for
    /// a number finds none.
    ///
    /// # Example
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><string>$EXTENSIONATTRIBUTE_7</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>168</real>
    /// ```
    ///
    /// # Keys
    /// every key that holds no text
    static RULE = { name: "variable-for-other-type", level: Error, since: "0.1.0" };
}

/// Words the key and the type that it has.
pub(crate) fn word(place: Place, path: &KeyPath, expected: PlistType) -> Finding {
    let message = format!("{} holds a variable, and must be {}", subject(path), a(expected));
    Finding::new(&RULE, place, message)
        .help(format!("write the value itself: {}", element(expected)))
        .consequence("an MDM replaces text by text, so the Mac receives a text where the key holds none")
}

/// The type that is expected where this text stands, when it holds a variable.
pub(crate) fn expected(problem: &KeyProblem, text: Option<&str>) -> Option<PlistType> {
    match problem {
        KeyProblem::WrongType { expected, found: PlistType::String, .. } => {
            text.filter(|text| !in_text(text).is_empty()).map(|_| *expected)
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn a_text_stays_one() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>LoginPeriodWithOfflineFactor</key><string>$EXTENSIONATTRIBUTE_7</string>",
                &["/LoginPeriodWithOfflineFactor"],
            ),
            ("<key>OfflineLoginAllowed</key><string>{{offline}}</string>", &["/OfflineLoginAllowed"]),
            ("<key>LoginPeriodWithOfflineFactor</key><string>168</string>", &[]),
            ("<key>MFARequiredList</key><array><string>$USERNAME</string></array>", &[]),
        ];
        for (inside, expected) in cases {
            assert!(expected.is_empty() || paths_in("wrong-type", inside).is_empty());
            assert_eq!(paths_in("variable-for-other-type", inside), *expected, "{inside}");
        }
    }
}
