//! `unknown-factor`: a factor that does not exist, or not on macOS.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::phrase::{one_of, quoted};
use crate::rule::rule;
use crate::rules::value_not_allowed::spelt;

rule! {
    /// A word in a list of factors that is no factor.
    ///
    /// # What it does
    /// Compares each word with the factors of the key, letter by letter, and names the one that it resembles.
    ///
    /// # Why it matters
    /// A factor that is not spelt exactly is not offered. A list without one known factor leaves users with none.
    ///
    /// # Example
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_push</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string></array>
    /// ```
    ///
    /// # Keys
    /// `AllowedFactors`, `AccountLinkingMFAFactor`
    static RULE = { name: "unknown-factor", level: Error, since: "0.1.0" };
}

/// Words the factor and those that exist.
pub(crate) fn word(
    place: Place,
    found: &str,
    allowed: &[String],
    nearest: Option<&str>,
    at_stake: Option<&str>,
) -> Finding {
    let parts: Vec<&str> =
        found.split([',', ';', '|']).map(str::trim).filter(|part| !part.is_empty()).collect();
    let are_several = parts.len() > 1 && parts.iter().all(|part| allowed.iter().any(|word| word == part));
    let help = match nearest {
        _ if are_several => {
            let items: String = parts.iter().map(|part| format!("<string>{part}</string>")).collect();
            format!("write each factor as an item of its own: {}", quoted(&items))
        }
        Some(nearest) => format!("write {}", quoted(nearest)),
        None => format!("write {}", one_of(allowed)),
    };
    let fix = nearest.filter(|_| !are_several).and_then(|nearest| spelt(&place, found, nearest));
    Finding::new(&RULE, place, format!("{} is not one of the factors {}", quoted(found), one_of(allowed)))
        .help(help)
        .at_stake(at_stake)
        .fix(fix)
}

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::DESKTOP_MFA;

    use crate::lint::testing::{found, messages_in, paths_in, preferences};

    #[test]
    fn spelling_is_exact() {
        let list = |factors: &str| format!("<key>AllowedFactors</key><array>{factors}</array>");
        let cases: &[(String, &[&str])] = &[
            (list("<string>OV_Push</string><string>OV_push</string>"), &["/AllowedFactors/1"]),
            (list("<string>SMS</string>"), &["/AllowedFactors/0"]),
            (list("<string>Offline_Security_key</string>"), &["/AllowedFactors/0"]),
            (list("<string>FIDO2_USB_key</string><string>Offline_TOTP</string>"), &[]),
            (list("<string>*</string>"), &[]),
            ("<key>AccountLinkingMFAFactor</key><string>push</string>".into(), &["/AccountLinkingMFAFactor"]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("unknown-factor", inside), *expected, "{inside}");
        }
    }

    #[test]
    fn several_in_one_text_are_taken_apart() {
        let file = "<key>AllowedFactors</key><array><string>OV_Push, Offline_TOTP</string></array>";
        let found = found("unknown-factor", preferences(file).as_bytes(), Some(&DESKTOP_MFA));
        let help = "write each factor as an item of its own: \
                    `<string>OV_Push</string><string>Offline_TOTP</string>`";
        assert_eq!(found.first().and_then(|found| found.help.as_deref()), Some(help));
    }

    #[test]
    fn the_factors_are_listed() {
        assert_eq!(
            messages_in("unknown-factor", "<key>AllowedFactors</key><array><string>SMS</string></array>"),
            ["`SMS` is not one of the factors `*`, `OV_Push`, `OV_TOTP`, `Offline_TOTP` or `FIDO2_USB_key`"]
        );
    }
}
