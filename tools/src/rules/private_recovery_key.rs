//! `private-recovery-key`: a private key where everybody reads it.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::rule::rule;

rule! {
    /// A private age key among the recovery recipients.
    ///
    /// # What it does
    /// Reports a text of `RecoveryRecipients` that is a private key. The key itself is never printed.
    ///
    /// # Why it matters
    /// The recipients are public keys, and a profile is readable for every user of the computer. Whoever has the
    /// private key makes recovery PINs for every computer.
    ///
    /// # Example
    /// ```xml
    /// <key>RecoveryRecipients</key><array><string>AGE-SECRET-KEY-1QQQQ</string></array>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>RecoveryRecipients</key><array><string>age1qqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqqq</string></array>
    /// ```
    ///
    /// # Keys
    /// `RecoveryRecipients`
    static RULE = { name: "private-recovery-key", level: Error, since: "0.1.0" };
}

/// Words the place; the text is a secret.
pub(crate) fn word(place: Place) -> Finding {
    Finding::new(&RULE, place, "a private key stands where public keys belong")
        .help(
            "write the public key, as `age-keygen -y` prints it, and make a new pair: this one has been seen",
        )
        .consequence("every user of a computer with this profile can make recovery PINs for all of them")
}

/// Whether a text is a private key: one of age, or any in PEM.
pub(crate) fn is_private_key(text: &str) -> bool {
    let text = text.trim_start();
    let age = text.get(..AGE.len()).is_some_and(|start| start.eq_ignore_ascii_case(AGE));
    age || (text.starts_with("-----BEGIN ") && text.contains("PRIVATE KEY-----"))
}

/// What private keys of age begin with.
const AGE: &str = "AGE-SECRET-KEY-";

#[cfg(test)]
mod tests {
    use latchkey_profile_schema::domain::AGENT;

    use crate::lint::testing::{found, preferences, report};
    use crate::options::Options;

    #[test]
    fn a_private_key_is_reported_and_not_shown() {
        let list = |text: &str| {
            preferences(&format!("<key>RecoveryRecipients</key><array><string>{text}</string></array>"))
        };
        for text in
            ["AGE-SECRET-KEY-1CANARY", "age-secret-key-1canary", "-----BEGIN PRIVATE KEY-----\ncanary"]
        {
            let file = list(text);
            assert_eq!(found("private-recovery-key", file.as_bytes(), Some(&AGENT)).len(), 1, "{text}");
            let options = Options { domain: Some(&AGENT), ..Options::default() };
            let human = crate::render::human::render(
                &[report("a.plist", file, &options)],
                crate::commands::Screen::Plain,
            );
            assert!(!human.to_lowercase().contains("canary"), "{human}");
        }
        for text in ["age1qqqq", "helpdesk", ""] {
            assert!(found("private-recovery-key", list(text).as_bytes(), Some(&AGENT)).is_empty(), "{text}");
        }
    }
}
