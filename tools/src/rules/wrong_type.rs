//! `wrong-type`: a value whose type is not the declared one.

use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{KeyPath, Place, Segment};

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
    let nested = is_nested(path);
    let help = match (meant, expected, found) {
        (_, PlistType::Array, PlistType::String) if nested => {
            "put what stands in this array into one more: `<array><array>…</array></array>`".to_owned()
        }
        (_, PlistType::String, PlistType::Array) if matches!(path.segments(), [.., Segment::Index(_)]) => {
            "take one `<array>` away".to_owned()
        }
        (Some(meant), PlistType::Array, PlistType::String) => match items(meant).as_slice() {
            [] | [_] => format!("write {}", quoted(meant)),
            items => {
                let items: String = items.iter().map(|item| format!("<string>{item}</string>")).collect();
                format!(
                    "write each word as an item of its own: {}",
                    quoted(&format!("<array>{items}</array>"))
                )
            }
        },
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
        (T::Array, T::String) if is_nested(path) => return around(path),
        (T::Array, T::String) => {
            let is_one = items(meant).len() == 1 && !meant.contains(char::is_whitespace);
            return is_one.then(|| Fix::safe(title, [Edit::Wrap(path.clone())]));
        }
        (T::Boolean | T::Integer | T::Real, _) => Safety::Safe,
        _ => Safety::Unsafe,
    };
    Some(Fix::new(title, safety, [Edit::Value(path.clone(), value_of(meant)?)]))
}

/// Whether a value is an item of an item, such as a word of a pair of SCEP's `Subject`.
fn is_nested(path: &KeyPath) -> bool {
    matches!(path.segments(), [.., Segment::Index(_), Segment::Index(_)])
}

/// One more array around the item in which the first of several texts stands: each text for itself would tear them
/// apart.
fn around(path: &KeyPath) -> Option<Fix> {
    let (last, item) = path.segments().split_last()?;
    let edit = Edit::Wrap(KeyPath::from(item.to_vec()));
    (*last == Segment::Index(0)).then(|| Fix::guess("put one more `<array>` around the array", [edit]))
}

/// The words of a text that should have been a list, given as a list of that text alone.
fn items(meant: &str) -> Vec<&str> {
    let text = meant.trim_start_matches("<array><string>").trim_end_matches("</string></array>");
    text.split([',', ';', '|']).map(str::trim).filter(|item| !item.is_empty()).collect()
}

/// The advice for settings that stand in no property list.
pub(crate) fn advice_in_words(expected: PlistType) -> String {
    format!("write {}", a(expected))
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::DESKTOP_MFA;

    use crate::lint::testing::{found, messages_in, paths_in, payload, preferences, profile};

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
    fn a_list_in_one_text_is_taken_apart() {
        let help = |text: &str| {
            let file = preferences(&format!("<key>AllowedFactors</key><string>{text}</string>"));
            found("wrong-type", file.as_bytes(), Some(&DESKTOP_MFA)).remove(0).help.unwrap()
        };
        assert_eq!(help("OV_Push"), "write `<array><string>OV_Push</string></array>`");
        let apart = "write each word as an item of its own: \
                     `<array><string>OV_Push</string><string>Offline_TOTP</string></array>`";
        assert_eq!(help("OV_Push, Offline_TOTP"), apart);
        assert_eq!(help("OV_Push;Offline_TOTP;"), apart);
    }

    #[test]
    fn a_pair_stays_together() {
        let subject = "<key>PayloadContent</key><dict><key>URL</key><string>https://a.b</string><key>Subject</key>\
                       <array><array><string>CN</string><string>x</string></array></array></dict>";
        let file = profile(&payload("com.apple.security.scep", subject));
        let found = found("wrong-type", file.as_bytes(), None);
        assert_eq!(found.len(), 2);
        let edits: Vec<String> =
            found.iter().filter_map(|found| Some(found.fix.as_ref()?.title.clone())).collect();
        assert_eq!(edits, ["put one more `<array>` around the array"]);
    }

    #[test]
    fn an_array_too_many_is_taken_away() {
        let file = preferences("<key>MFARequiredList</key><array><array><string>*</string></array></array>");
        let found = found("wrong-type", file.as_bytes(), Some(&DESKTOP_MFA));
        assert_eq!(found.first().and_then(|found| found.help.as_deref()), Some("take one `<array>` away"));
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
