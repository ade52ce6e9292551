//! `conflict-across-files`: two files that set one key to different values.

use std::collections::HashMap;

use crate::facts::{Across, Audience, OneOfMany, Setting};
use crate::phrase::{file_name, quoted};
use crate::rule::{Level, rule};

rule! {
    /// A key that two files set, to different values.
    ///
    /// # What it does
    /// Compares the settings of every preference domain in all files of the call: of those that are declared, that a
    /// community manifest describes (`--schemas`), or that the managed client delivers. Where a file sets a key twice, the
    /// last value counts. In domains that are not declared it is a warning. What is for one user is not compared with what is for the device.
    ///
    /// # Why it matters
    /// Both profiles install. Apple does not say which of two values wins, so Macs of one fleet may differ.
    ///
    /// # Example
    /// ```xml (file=one.plist)
    /// <key>FailureBudget</key><integer>5</integer>
    /// ```
    /// ```xml (file=two.plist)
    /// <key>FailureBudget</key><integer>6</integer>
    /// ```
    ///
    /// # Instead
    /// ```xml (file=one.plist)
    /// <key>FailureBudget</key><integer>5</integer>
    /// ```
    /// ```xml (file=two.plist)
    /// <key>PromptTimeoutSeconds</key><integer>300</integer>
    /// ```
    ///
    /// # Keys
    /// every key of a preference domain
    static RULE = { name: "conflict-across-files", level: Error, since: "0.1.0" };
}

/// Compares each setting with the first file that has it.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let mut first: HashMap<(&str, &str, Audience), (usize, &Setting)> = HashMap::new();
    let mut found = Vec::new();
    for (file, OneOfMany { facts, .. }) in files.iter().enumerate() {
        for setting in &facts.settings {
            let (earlier, theirs) = *first.entry(setting.name()).or_insert((file, setting));
            if earlier == file || theirs.value == setting.value {
                continue;
            }
            let name = files.get(earlier).map_or("", |file| file.name);
            found.push(Across {
                rule: &RULE,
 // Collections hold profiles for one domain that are never meant to meet.
                at_most: (!setting.given.declared).then_some(Level::Warning),
                file,
                spot: setting.spot(),
                message: format!("{} has another value here than in {}", quoted(&setting.key), file_name(name)),
                help: "keep the key in one file, or give both the same value; check files that never meet on one Mac apart",
                consequence: "where both are installed, which value is in force is not documented",
                related: vec![(earlier, theirs.spot(), "the other value")],
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, payload, preferences, profile};

    fn managed(domain: &str, inside: &str) -> String {
        profile(&payload(
            "com.apple.ManagedClient.preferences",
            &format!(
                "<key>PayloadContent</key><dict><key>{domain}</key><dict><key>Forced</key><array><dict>\
                 <key>mcx_preference_settings</key><dict>{inside}</dict></dict></array></dict></dict>"
            ),
        ))
    }

    #[test]
    fn what_the_managed_client_delivers_is_compared_whatever_it_is() {
        let one = managed("com.example.app", "<key>a</key><integer>1</integer>");
        let two = managed("com.example.app", "<key>a</key><integer>2</integer>");
        let elsewhere = managed("com.example.other", "<key>a</key><integer>2</integer>");
        let found = |other: &String| files("conflict-across-files", &[&one, other]).len();
        assert_eq!([found(&two), found(&one), found(&elsewhere)], [1, 0, 0]);
        assert_eq!(files("repeat-across-files", &[&one, &one]).len(), 1);
    }

    #[test]
    fn what_one_user_is_given_never_meets_what_the_device_is_given() {
        let file = |budget: u8, scope: &str| {
            let inside = format!("<key>FailureBudget</key><integer>{budget}</integer>");
            profile(&payload("org.latchkey.agent", &inside))
                .replace("<string>System</string>", &format!("<string>{scope}</string>"))
        };
        let found =
            |one: &str, other: &str| files("conflict-across-files", &[&file(5, one), &file(6, other)]).len();
        assert_eq!([found("System", "User"), found("User", "System"), found("System", "System")], [0, 0, 1]);
    }

    #[test]
    fn two_files_may_not_disagree() {
        let settings = |inside: &str| preferences(inside);
        let five = settings("<key>FailureBudget</key><integer>5</integer>");
        let same = settings("<key>FailureBudget</key><real>5</real>");
        let six = settings("<key>FailureBudget</key><integer>6</integer>");
        let other = settings("<key>PromptTimeoutSeconds</key><integer>60</integer>");
        let stand_in = settings("<key>Issuer</key><string>YOUR_ISSUER</string>");
        let issuer = settings("<key>Issuer</key><string>https://id.example.com</string>");
        let found = |contents: &[&String]| files("conflict-across-files", contents);
        assert_eq!(
            found(&[&five, &six]),
            [(1, "`FailureBudget` has another value here than in `0.plist`".to_owned())]
        );
        assert_eq!(found(&[&five, &five, &six, &six]).len(), 2);
        for silent in
            [&[&five, &five][..], &[&five, &same], &[&five, &other], &[&five], &[&stand_in, &issuer]]
        {
            assert!(found(silent).is_empty(), "{silent:?}");
        }
    }
}
