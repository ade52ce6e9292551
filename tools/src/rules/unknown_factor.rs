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
    let help = match nearest {
        Some(nearest) => format!("write {}", quoted(nearest)),
        None => format!("write {}", one_of(allowed)),
    };
    let fix = nearest.and_then(|nearest| spelt(&place, found, nearest));
    Finding::new(&RULE, place, format!("{} is not one of the factors {}", quoted(found), one_of(allowed)))
        .help(help)
        .at_stake(at_stake)
        .fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in, paths_in};

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
    fn the_factors_are_listed() {
        assert_eq!(
            messages_in("unknown-factor", "<key>AllowedFactors</key><array><string>SMS</string></array>"),
            ["`SMS` is not one of the factors `*`, `OV_Push`, `OV_TOTP`, `Offline_TOTP` or `FIDO2_USB_key`"]
        );
    }
}
