//! `windows-factor`: a factor that another platform alone has.

use latchkey_profile_schema::Place;

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix};
use crate::phrase::{one_of, quoted};
use crate::rule::rule;

rule! {
    /// A factor of the Windows product in a macOS profile.
    ///
    /// # What it does
    /// Reports words of the Windows product's `AllowedFactors` beside others that macOS has. Where no other is listed,
    /// `unknown-factor` reports the word.
    ///
    /// # Why it matters
    /// No document of the vendor lists the word for macOS, so it offers nothing there.
    ///
    /// # Example
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string><string>Offline_Security_key</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>AllowedFactors</key><array><string>OV_Push</string><string>Offline_TOTP</string></array>
    /// ```
    ///
    /// # Keys
    /// `AllowedFactors`
    static RULE = { name: "windows-factor", level: Warning, since: "0.1.0" };
}

/// Words the factor.
pub(crate) fn word(place: Place, found: &str, platform: &str, instead: &[&str]) -> Finding {
    let help = if instead.is_empty() {
        "delete it; no factor of macOS does the same".to_owned()
    } else {
        format!("write {}, or delete it", one_of(instead))
    };
    let fix = path_of(&place).map(|path| Fix::guess("delete it", [Edit::Remove(path.clone())]));
    Finding::new(&RULE, place, format!("{} is a factor of {platform}, not of macOS", quoted(found)))
        .help(help)
        .consequence("the factor is not offered; the Latchkey agent uses the others of the list")
        .fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn beside_others_it_is_left_out() {
        let list = |rule: &str, factors: &str| {
            paths_in(rule, &format!("<key>AllowedFactors</key><array>{factors}</array>"))
        };
        let windows = "<string>Offline_Security_key</string>";
        let both = format!("<string>OV_Push</string>{windows}");
        assert_eq!(list("windows-factor", &both), ["/AllowedFactors/1"]);
        assert!(list("unknown-factor", &both).is_empty());
        assert!(list("windows-factor", windows).is_empty());
        assert_eq!(list("unknown-factor", windows), ["/AllowedFactors/0"]);
    }
}
