//! `value-not-allowed`: a word that is none of a key's.

use latchkey_profile_schema::{KeyPath, Place, Value};

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix, Safety};
use crate::phrase::{key, one_of, quoted};
use crate::rule::rule;

rule! {
    /// A word that is none of those which the key knows.
    ///
    /// # What it does
    /// Compares the value with the declared words, letter by letter, and names the one that it resembles.
    ///
    /// # Why it matters
    /// The agent cannot guess what was meant, and does not use a policy whose meaning is open.
    ///
    /// # Example
    /// ```xml
    /// <key>Enforcement</key><string>audit</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>Enforcement</key><string>report</string>
    /// ```
    ///
    /// # Keys
    /// Every key whose words are listed; factors have the rule `unknown-factor`.
    static RULE = { name: "value-not-allowed", level: Error, since: "0.1.0" };
}

/// Words the value and those that exist.
pub(crate) fn word(
    place: Place,
    path: &KeyPath,
    found: Option<&str>,
    allowed: &[String],
    nearest: Option<&str>,
    at_stake: Option<&str>,
) -> Finding {
    let fix = found.zip(nearest).and_then(|(found, nearest)| spelt(&place, found, nearest));
    let found = found.map_or_else(|| "a value".to_owned(), quoted);
    let expected = if allowed.is_empty() {
        "one of the values that its schema lists".to_owned()
    } else {
        one_of(allowed)
    };
    let help = format!("write {}", nearest.map_or_else(|| expected.clone(), quoted));
    Finding::new(&RULE, place, format!("{} is {found}, not {expected}", key(path)))
        .help(help)
        .at_stake(at_stake)
        .fix(fix)
}

/// The known word in place of the one that stands there. Where case alone differs it is certain what was meant.
pub(super) fn spelt(place: &Place, found: &str, nearest: &str) -> Option<Fix> {
    let path = path_of(place)?;
    let safety = if found.eq_ignore_ascii_case(nearest) { Safety::Safe } else { Safety::Unsafe };
    let edit = Edit::Value(path.clone(), Value::String(nearest.to_owned()));
    Some(Fix::new(format!("write {}", quoted(nearest)), safety, [edit]))
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn words_are_exact() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>Enforcement</key><string>audit</string>", &["/Enforcement"]),
            ("<key>Enforcement</key><string>Report</string>", &["/Enforcement"]),
            ("<key>Enforcement</key><string>report</string>", &[]),
            ("<key>Services</key><dict><key>sudo</key><string>never</string></dict>", &["/Services/sudo"]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("value-not-allowed", inside), *expected, "{inside}");
        }
    }
}
