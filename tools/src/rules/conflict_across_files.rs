//! `conflict-across-files`: two files that set one key to different values.

use std::collections::HashMap;

use crate::facts::{Across, OneOfMany, Setting};
use crate::phrase::{file_name, quoted};
use crate::rule::rule;

rule! {
    /// A key that two files set, to different values.
    ///
    /// # What it does
    /// Compares the settings of every declared preference domain in all files of the call. Where a file sets a key
    /// twice, the last value counts.
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
    /// every key of a declared preference domain
    static RULE = { name: "conflict-across-files", level: Error, since: "0.1.0" };
}

/// Compares each setting with the first file that has it.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let mut first: HashMap<(&str, &str), (usize, &Setting)> = HashMap::new();
    let mut found = Vec::new();
    for (file, OneOfMany { facts, .. }) in files.iter().enumerate() {
        for setting in &facts.settings {
            let (earlier, theirs) = *first.entry((setting.domain, &*setting.key)).or_insert((file, setting));
            if earlier == file || theirs.value == setting.value {
                continue;
            }
            let name = files.get(earlier).map_or("", |file| file.name);
            found.push(Across {
                rule: &RULE,
                file,
                spot: setting.spot.clone(),
                message: format!("{} has another value here than in {}", quoted(&setting.key), file_name(name)),
                help: "keep the key in one file, or give both the same value; check files that never meet on one Mac apart",
                consequence: "where both are installed, which value is in force is not documented",
                related: vec![(earlier, theirs.spot.clone(), "the other value")],
            });
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, preferences};

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
