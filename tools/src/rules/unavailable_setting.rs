//! `unavailable-setting`: a word of the agent that this version cannot follow.

use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::view::SettingsView;

rule! {
    /// A word that this version of the agent does not follow yet.
    ///
    /// # What it does
    /// Reports `Protocol` of `device-authorization` or `ciba`, and `ClientAuthentication` of `private_key_jwt`.
    ///
    /// # Why it matters
    /// The words are declared, so that profiles can be written ahead. This version refuses to sign anybody in with
    /// them.
    ///
    /// # Example
    /// ```xml
    /// <key>Protocol</key><string>ciba</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>Protocol</key><string>direct-authentication</string>
    /// ```
    ///
    /// # Keys
    /// `Protocol`, `ClientAuthentication`
    static RULE = { name: "unavailable-setting", level: Warning, since: "0.1.0" };
}

/// Looks for the words.
pub(crate) fn check(settings: &SettingsView<'_>) -> Vec<Finding> {
    const WORDS: &[(&str, &str, &str)] = &[
        ("Protocol", "device-authorization", "write `automatic` or `direct-authentication`"),
        ("Protocol", "ciba", "write `automatic` or `direct-authentication`"),
        ("ClientAuthentication", "private_key_jwt", "write `client_secret_post` or `client_secret_basic`"),
    ];
    WORDS
        .iter()
        .filter(|(key, word, _)| settings.text(key) == Some(word))
        .map(|(key, word, help)| {
            let message = format!("{} of {} is not available in this version", quoted(key), quoted(word));
            Finding::new(&RULE, value_at(settings.path(key)), message).help(*help).consequence(
                "with this version of the Latchkey agent nobody can link an account or sign in online",
            )
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::agent_paths_in;

    #[test]
    fn what_exists_is_silent() {
        let cases: &[(&str, &[&str])] = &[
            ("<key>Protocol</key><string>ciba</string>", &["/Protocol"]),
            ("<key>Protocol</key><string>device-authorization</string>", &["/Protocol"]),
            ("<key>ClientAuthentication</key><string>private_key_jwt</string>", &["/ClientAuthentication"]),
            ("<key>Protocol</key><string>automatic</string>", &[]),
            ("<key>ClientAuthentication</key><string>none</string>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(agent_paths_in("unavailable-setting", inside), *expected, "{inside}");
        }
    }
}
