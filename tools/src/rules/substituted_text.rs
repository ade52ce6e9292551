//! `substituted-text`: a description that the MDM rewrites.

use latchkey_profile_schema::plist::MAX_PROBLEMS;

use super::envelopes::text;
use super::variables::in_text;
use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A name or description in which the MDM replaces a word.
    ///
    /// # What it does
    /// With `--target NAME`, reports variables of that MDM in `PayloadDisplayName`, `PayloadDescription` and
    /// `PayloadOrganization`.
    ///
    /// # Why it matters
    /// The MDM replaces them wherever they stand, also in a sentence that is about the variable.
    ///
    /// # Example
    /// ```xml (target=kandji in=profile)
    /// <key>PayloadDescription</key><string>Fills in $EMAIL</string>
    /// ```
    ///
    /// # Instead
    /// ```xml (target=kandji in=profile)
    /// <key>PayloadDescription</key><string>Fills in the mail address</string>
    /// ```
    ///
    /// # Keys
    /// `PayloadDisplayName`, `PayloadDescription`, `PayloadOrganization`
    static RULE = { name: "substituted-text", level: Info, since: "0.1.0" };
}

/// Looks at the texts for people of every envelope.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const KEYS: [&str; 3] = ["PayloadDisplayName", "PayloadDescription", "PayloadOrganization"];
    let targets = &file.options.targets;
    if targets.is_empty() {
        return Vec::new();
    }
    let texts = file.contents.envelopes.iter().flat_map(|envelope| {
        KEYS.into_iter().filter_map(move |key| Some((envelope.path.key(key), text(envelope, key)?)))
    });
    texts
        .filter_map(|(path, text)| {
            let variables = in_text(text);
            let found = targets.iter().find_map(|target| {
                Some((*target, variables.iter().find(|variable| variable.is_of(*target))?))
            });
            let (target, variable) = found?;
            let message = format!("{} will replace {} in this text", target.title(), quoted(variable.text));
            Some(
                Finding::new(&RULE, value_at(path), message)
                    .help("write it in other words unless the value is meant to stand here")
                    .consequence("people read the value of one Mac or one user in place of the word")
                    .concerns([target]),
            )
        })
        .take(MAX_PROBLEMS)
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, payload, profile};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn what_is_replaced_is_said() {
        let file = |text: &str| {
            profile(&payload(
                "com.apple.dock",
                &format!("<key>PayloadDescription</key><string>{text}</string>"),
            ))
        };
        let count = |targets: &[Target], text: &str| {
            let options = Options { targets: targets.to_vec(), ..Options::default() };
            found_with("substituted-text", file(text).as_bytes(), &options).len()
        };
        assert_eq!(count(&[Target::Jamf], "sets $EMAIL"), 1);
        assert_eq!(
            [
                count(&[], "sets $EMAIL"),
                count(&[Target::Fleet], "sets $EMAIL"),
                count(&[Target::Jamf], "costs $5")
            ],
            [0; 3]
        );
    }
}
