//! `malformed-value`: a text that does not have the form of its key.

use latchkey_profile_schema::{KeyPath, Place, Segment, Value};

use super::companions::{APP, EXTENSION, TEAM};
use crate::finding::Finding;
use crate::fix::{Edit, Fix};
use crate::phrase::{key, quoted};
use crate::rule::rule;

rule! {
    /// A text that does not have the form that the key asks for.
    ///
    /// # What it does
    /// Compares texts with the declared form: client IDs and secrets without blanks, mail addresses, account names,
    /// public keys.
    ///
    /// # Why it matters
    /// A blank that was copied along makes a client ID another one.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAClientID</key><string>0oa1b2c3 </string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAClientID</key><string>0oa1b2c3</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAClientID`, `DMFAClientSecret`, `AdminEmail`, `AccountName`, `RecoveryRecipients` and others
    static RULE = { name: "malformed-value", level: Error, since: "0.1.0" };
}

/// Words the text and its form.
pub(crate) fn word(
    place: Place,
    path: &KeyPath,
    found: Option<&str>,
    expected: &str,
    at_stake: Option<&str>,
) -> Finding {
    let fix = found.and_then(|found| {
        let trimmed = found.trim();
        let only_around = trimmed != found && !trimmed.is_empty() && !trimmed.contains(char::is_whitespace);
        let edit = Edit::Value(path.clone(), Value::String(trimmed.to_owned()));
        only_around.then(|| Fix::safe("delete the blanks around it", [edit]))
    });
    let meant = found
        .filter(|found| is_identifier(path) && [APP, EXTENSION].contains(found))
        .map(|found| format!("{TEAM}.{found}"));
    let found = found.map_or_else(|| "a text".to_owned(), quoted);
    Finding::new(&RULE, place, format!("{} holds {found}, not {expected}", key(path)))
        .help(meant.map_or_else(|| format!("write {expected}"), |meant| format!("write {}", quoted(&meant))))
        .at_stake(at_stake)
        .fix(fix)
}

/// Whether an app's identifier stands here, which begins with its team.
fn is_identifier(path: &KeyPath) -> bool {
    matches!(path.segments().last(), Some(Segment::Key(key)) if &**key == "ApplicationIdentifier")
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in, paths_in};

    #[test]
    fn forms_are_compared() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>DMFAClientID</key><string>0oa1 </string>", &["/DMFAClientID"]),
            ("<key>AdminEmail</key><string>helpdesk</string>", &["/AdminEmail"]),
            ("<key>AdminEmail</key><string>helpdesk@example.com</string>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(paths_in("malformed-value", inside), *expected, "{inside}");
        }
    }

    #[test]
    fn a_secret_is_not_quoted() {
        let found = messages_in("malformed-value", "<key>DMFAClientSecret</key><string>hunter 2</string>");
        assert_eq!(found, ["`DMFAClientSecret` holds a text, not a client secret without blanks"]);
    }
}
