//! `unwanted-plist-root`: a whole property list where keys and values alone are wanted.

use latchkey_profile_schema::Place;
use latchkey_profile_schema::carrier::Carrier;
use latchkey_profile_schema::plist::Root;

use crate::finding::Finding;
use crate::rule::rule;
use crate::target::Target;
use crate::view::FileView;

rule! {
    /// A preference file for Intune with a property list around its keys.
    ///
    /// # What it does
    /// With `--target intune`, reports a preference file that has `<plist>` or `<dict>` around its keys and values.
    ///
    /// # Why it matters
    /// Intune writes the property list around what is uploaded as a preference file, without a look at it. What a
    /// Mac makes of one inside the other is not documented.
    ///
    /// # Example
    /// ```xml (target=intune)
    /// <plist version="1.0">
    /// <dict>
    ///     <key>FailureBudget</key><integer>5</integer>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Instead
    /// ```text (target=intune file=org.latchkey.agent.xml)
    /// <key>FailureBudget</key><integer>5</integer>
    /// ```
    ///
    /// # Keys
    /// no key
    static RULE = { name: "unwanted-plist-root", level: Warning, since: "0.1.0" };
}

/// Looks at what is around the keys.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let bare = file.contents.carrier == Carrier::Preferences && file.root != Root::Fragment;
    if !bare || !file.options.goes_to(Target::Intune) {
        return Vec::new();
    }
    vec![
        Finding::new(&RULE, Place::File, "the preference file has a property list around its keys and values")
            .help("keep what stands between `<dict>` and `</dict>` alone, or upload a whole profile as a custom one")
            .consequence("Intune puts a property list into a property list, and the settings may never take effect")
            .concerns([Target::Intune]),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, preferences, profile};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn keys_and_values_are_enough() {
        let count = |target: Target, file: &str| {
            let options = Options { targets: vec![target], ..Options::default() };
            found_with("unwanted-plist-root", file.as_bytes(), &options).len()
        };
        let keys = "<key>FailureBudget</key><integer>5</integer>";
        assert_eq!(count(Target::Intune, &preferences(keys)), 1);
        assert_eq!(count(Target::Intune, &format!("<dict>{keys}</dict>")), 1);
        assert_eq!([count(Target::Intune, keys), count(Target::Jamf, &preferences(keys))], [0, 0]);
        assert_eq!(count(Target::Intune, &profile(&payload("org.latchkey.agent", keys))), 0);
    }
}
