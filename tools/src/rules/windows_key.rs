//! `windows-key`: a name that means something on another platform alone.

use latchkey_profile_schema::{Document, Place};

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix, rename};
use crate::phrase::{one_of, quoted};
use crate::rule::rule;

rule! {
    /// A key of the Windows product in a macOS profile.
    ///
    /// # What it does
    /// Reports names of registry values, and names the macOS key that does the same, where there is one.
    ///
    /// # Why it matters
    /// The two products share many names and not all. macOS counts hours where Windows counts sign-ins, so the
    /// values cannot be carried over either.
    ///
    /// # Example
    /// ```xml
    /// <key>MFABypassList</key><array><string>breakglass</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>MFANotRequiredList</key><array><string>breakglass</string></array>
    /// ```
    ///
    /// # Keys
    /// `MFABypassList`, `MaxLoginsWithoutEnrolledFactors`, `MaxLoginsWithOfflineFactor`, `MFAGracePeriodInMinutes`,
    /// `AdminContactInfo`, `OnlineLoginAllowed`, `UseDirectAuth`, `ExcludePasswordCredProvider`,
    /// `CredProvidersToExclude`
    static RULE = { name: "windows-key", level: Error, since: "0.1.0" };
}

/// Words the key and what to use instead.
pub(crate) fn word(
    place: Place,
    key: &str,
    platform: &str,
    instead: &[&str],
    document: Option<&Document>,
) -> Finding {
    let counts_sign_ins = key.starts_with("Max");
    let fix = path_of(&place).and_then(|path| match instead {
        [twin] if !counts_sign_ins => {
            Some(Fix::guess(format!("rename it to {}", quoted(twin)), [rename(document, path, twin)?]))
        }
        // What people can be reached by is not thrown away.
        [_, _, ..] => None,
        _ => Some(Fix::guess("delete it", [Edit::Remove(path.clone())])),
    });
    let help = if instead.is_empty() {
        "delete it; macOS has no key for this".to_owned()
    } else if counts_sign_ins {
        format!("use {}, in hours; {platform} counts sign-ins", one_of(instead))
    } else {
        format!("use {}", one_of(instead))
    };
    Finding::new(&RULE, place, format!("{} belongs to {platform}; macOS does not read it", quoted(key)))
        .help(help)
        .consequence("the key is ignored, so the Mac does not do what the Windows machines do")
        .fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::paths_in;

    #[test]
    fn registry_values_are_named() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>MFABypassList</key><array/>", &["/MFABypassList"]),
            ("<key>MFAGracePeriodInMinutes</key><integer>60</integer>", &["/MFAGracePeriodInMinutes"]),
            ("<key>MFANotRequiredList</key><array/>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("windows-key", inside), *expected, "{inside}");
        }
    }
}
