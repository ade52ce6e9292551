//! `duplicate-item`: the same factor or account twice in one list.

use latchkey_profile_schema::{KeyPath, Place, Segment};

use crate::finding::{Finding, value_at};
use crate::fix::{Edit, Fix};
use crate::phrase::{key, quoted};
use crate::rule::rule;

rule! {
    /// A factor or an account that stands in a list twice.
    ///
    /// # What it does
    /// Reports the later one and points at the earlier one.
    ///
    /// # Why it matters
    /// The order of factors is the order in which they are offered; the second mention says nothing, and often
    /// something else was meant.
    ///
    /// # Example
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string><string>OV_Push</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string><string>Offline_TOTP</string></array>
    /// ```
    ///
    /// # Keys
    /// `AllowedFactors`, `MFARequiredList`, `MFANotRequiredList`, `RecoveryRecipients`, `ReservedAccounts`
    static RULE = { name: "duplicate-item", level: Warning, since: "0.1.0" };
}

/// Words the item and its first place.
pub(crate) fn word(place: Place, path: &KeyPath, found: &str, first: usize) -> Finding {
    let mut segments = path.segments().to_vec();
    if let Some(last) = segments.last_mut() {
        *last = Segment::Index(first);
    }
    Finding::new(&RULE, place, format!("{} stands in {} twice", quoted(found), key(path)))
        .help("delete this one, or write what was meant")
        .consequence("the second mention has no effect")
        .related(value_at(KeyPath::from(segments)), "first listed here")
        .fix(Fix::safe("delete this one", [Edit::Remove(path.clone())]))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn the_later_one_is_reported() {
        let cases: &[(&str, &[&str])] = &[
            (
                "<key>AllowedFactors</key><array><string>OV_Push</string><string>OV_TOTP</string><string>OV_Push</string></array>",
                &["/AllowedFactors/2"],
            ),
            ("<key>MFANotRequiredList</key><array><string>a</string><string>A</string></array>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("duplicate-item", inside), *expected, "{inside}");
        }
    }
}
