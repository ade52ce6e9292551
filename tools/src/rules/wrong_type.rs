//! `wrong-type`: a value whose type is not the declared one.

use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{KeyPath, Place};

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix, Safety, value_of};
use crate::phrase::{a, element, quoted, subject};
use crate::rule::rule;

rule! {
    /// A value of another type than the key has.
    ///
    /// # What it does
    /// Compares each value with the declared type. Where a number may have a fraction, `<integer>` is as good as
    /// `<real>`; nothing else is converted.
    ///
    /// # Why it matters
    /// Readers differ: one takes the string `true` for true, another one for false, a third ignores it.
    ///
    /// # Example
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><string>168</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>LoginPeriodWithOfflineFactor</key><real>168</real>
    /// ```
    ///
    /// # Keys
    /// Every key of a declared domain.
    static RULE = { name: "wrong-type", level: Error, since: "0.1.0" };
}

/// Words both types, and what to write.
pub(crate) fn word(
    place: Place,
    path: &KeyPath,
    (expected, found): (PlistType, PlistType),
    meant: Option<&str>,
    at_stake: Option<&str>,
) -> Finding {
    let help = match (meant, expected, found) {
        (Some(meant), ..) => format!("write {}", quoted(meant)),
        (None, PlistType::Array, PlistType::String) => {
            "put it into a list: `<array><string>…</string></array>`".to_owned()
        }
        (None, ..) => format!("write {}", element(expected)),
    };
    let fix = conversion(&place, (expected, found), meant);
    Finding::new(&RULE, place, format!("{} is {}, not {}", subject(path), a(found), a(expected)))
        .help(help)
        .at_stake(at_stake)
        .fix(fix)
}

/// The same value in the right type. A number that should be a text may have lost its leading zeros.
pub(super) fn conversion(
    place: &Place,
    (expected, found): (PlistType, PlistType),
    meant: Option<&str>,
) -> Option<Fix> {
    use PlistType as T;
    let (path, meant) = (path_of(place)?, meant?);
    let title = format!("write {}", quoted(meant));
    let safety = match (expected, found) {
        (T::Array, T::String) => {
            let text = meant.trim_start_matches("<array><string>").trim_end_matches("</string></array>");
            let is_one =
                !text.contains(|character: char| character.is_whitespace() || ",;|".contains(character));
            return is_one.then(|| Fix::safe(title, [Edit::Wrap(path.clone())]));
        }
        (T::Boolean | T::Integer | T::Real, _) => Safety::Safe,
        _ => Safety::Unsafe,
    };
    Some(Fix::new(title, safety, [Edit::Value(path.clone(), value_of(meant)?)]))
}

/// The advice for settings that stand in no property list.
pub(crate) fn advice_in_words(expected: PlistType) -> String {
    format!("write {}", a(expected))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in, paths_in};

    #[test]
    fn nothing_is_converted() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>LoginPeriodWithOfflineFactor</key><string>168</string>",
                &["/LoginPeriodWithOfflineFactor"],
            ),
            ("<key>OfflineLoginAllowed</key><string>true</string>", &["/OfflineLoginAllowed"]),
            ("<key>OfflineLoginAllowed</key><integer>1</integer>", &["/OfflineLoginAllowed"]),
            ("<key>AllowedFactors</key><string>OV_Push</string>", &["/AllowedFactors"]),
            ("<key>MFARequiredList</key><array><integer>1</integer></array>", &["/MFARequiredList/0"]),
            ("<key>LoginPeriodWithOfflineFactor</key><integer>168</integer>", &[]),
            ("<key>LoginPeriodWithOfflineFactor</key><real>1.5</real>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("wrong-type", inside), *expected, "{inside}");
        }
    }

    #[test]
    fn an_item_is_called_one() {
        let found = messages_in("wrong-type", "<key>AllowedFactors</key><array><integer>1</integer></array>");
        assert_eq!(found, ["an item of `AllowedFactors` is an integer, not a string"]);
    }

    #[test]
    fn a_secret_of_the_wrong_type_is_not_quoted() {
        let found = messages_in("wrong-type", "<key>DMFAClientSecret</key><integer>271828</integer>");
        assert_eq!(found, ["`DMFAClientSecret` is an integer, not a string"]);
    }
}
