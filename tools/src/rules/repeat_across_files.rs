//! `repeat-across-files`: two files that say the same.

use std::collections::{BTreeMap, HashMap};

use crate::facts::{Across, Audience, OneOfMany, Setting};
use crate::phrase::{file_name, quoted};
use crate::rule::rule;

rule! {
    /// Keys that two files set, to the same values.
    ///
    /// # What it does
    /// Compares the settings of every preference domain in all files of the call, as `conflict-across-files` does, and
    /// reports each file once a domain.
    ///
    /// # Why it matters
    /// Nothing is wrong as long as both stay the same. Whoever changes one of them makes a conflict.
    ///
    /// # Example
    /// ```xml (file=one.plist)
    /// <key>FailureBudget</key><integer>5</integer>
    /// ```
    /// ```xml (file=two.plist)
    /// <key>FailureBudget</key><integer>5</integer>
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
    static RULE = { name: "repeat-across-files", level: Info, since: "0.1.0" };
}

/// Compares each setting with the first file that has it.
pub(crate) fn check(files: &[OneOfMany<'_>]) -> Vec<Across> {
    let mut first: HashMap<(&str, &str, Audience), (usize, &Setting)> = HashMap::new();
    let mut found = Vec::new();
    for (file, OneOfMany { facts, .. }) in files.iter().enumerate() {
        let mut repeated: BTreeMap<&str, Vec<(&Setting, usize, &Setting)>> = BTreeMap::new();
        for setting in &facts.settings {
            let (earlier, theirs) = *first.entry(setting.name()).or_insert((file, setting));
            if earlier != file && theirs.value == setting.value {
                repeated.entry(&*setting.given.domain).or_default().push((setting, earlier, theirs));
            }
        }
        for (domain, settings) in repeated {
            let Some((setting, earlier, theirs)) = settings.iter().min_by_key(|(ours, ..)| place(ours))
            else {
                continue;
            };
            let name = file_name(files.get(*earlier).map_or("", |file| file.name));
            let message = match settings.as_slice() {
                [_] => format!("{} has the same value here as in {name}", quoted(&setting.key)),
                _ => format!(
                    "{} keys of {} have the same values here as in other files, {} as in {name}",
                    settings.len(),
                    quoted(domain),
                    quoted(&setting.key)
                ),
            };
            found.push(Across {
                rule: &RULE,
                at_most: None,
                file,
                spot: setting.spot(),
                message,
                help: "keep each key in one file; check copies for several MDMs apart",
                consequence: "a change in one of the files alone makes the two contradict each other",
                related: vec![(*earlier, theirs.spot(), "the same value")],
            });
        }
    }
    found
}

fn place(setting: &Setting) -> (Option<u32>, &str) {
    (setting.span.map(|span| span.start), &setting.key)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{files, preferences};

    #[test]
    fn a_file_is_told_once() {
        let both = preferences(
            "<key>FailureBudget</key><integer>5</integer><key>Enforcement</key><string>report</string>",
        );
        let five = preferences("<key>FailureBudget</key><integer>5</integer>");
        let six = preferences("<key>FailureBudget</key><integer>6</integer>");
        let found = |contents: &[&String]| files("repeat-across-files", contents);
        assert_eq!(
            found(&[&both, &both]),
            [(
                1,
                "2 keys of `org.latchkey.agent` have the same values here as in other files, \
                 `FailureBudget` as in `0.plist`"
                    .to_owned()
            )]
        );
        assert_eq!(
            found(&[&five, &both]),
            [(1, "`FailureBudget` has the same value here as in `0.plist`".to_owned())]
        );
        assert!(found(&[&five, &six]).is_empty() && found(&[&five]).is_empty());
    }
}
