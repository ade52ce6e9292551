//! `missing-key`: a key that must be set and is not.

use latchkey_profile_schema::Place;

use crate::finding::Finding;
use crate::phrase::quoted;
use crate::rule::rule;

rule! {
    /// A required key that no payload of the file sets.
    ///
    /// # What it does
    /// Reports required keys, all payloads of the file taken together. The client secret is not required where
    /// `ClientAuthentication` of `org.latchkey.agent` says that none is used.
    ///
    /// # Why it matters
    /// Without client ID, client secret and organization URL the agent has nobody to ask.
    ///
    /// # Example
    /// ```xml
    /// <key>DMFAClientSecret</key><string>$FLEET_SECRET_DMFA_CLIENT_SECRET</string>
    /// <key>DMFAOrgURL</key><string>https://corp.okta.com</string>
    /// ```
    ///
    /// # Instead
    /// ```xml
    /// <key>DMFAClientID</key><string>0oa1b2c3d4e5f6g7h8i9</string>
    /// <key>DMFAClientSecret</key><string>$FLEET_SECRET_DMFA_CLIENT_SECRET</string>
    /// <key>DMFAOrgURL</key><string>https://corp.okta.com</string>
    /// ```
    ///
    /// # Keys
    /// `DMFAClientID`, `DMFAClientSecret`, `DMFAOrgURL`; what a schema of yours (`--schemas`) requires, always or
    /// because of another setting.
    static RULE = { name: "missing-key", level: Error, since: "0.1.0" };
}

/// Words the missing key.
pub(crate) fn word(place: Place, key: &str, title: Option<&str>, at_stake: Option<&str>) -> Finding {
    let help = match title {
        Some(title) => format!("add it: the {}", lower(title)),
        None => "add it".to_owned(),
    };
    Finding::new(&RULE, place, format!("the required key {} is missing", quoted(key)))
        .help(help)
        .at_stake(at_stake)
}

/// The key that holds the settings of a SCEP payload.
pub(crate) const CONTENT: &str = "PayloadContent";
/// Keys of SCEP by which it is known that they stand one level too high.
pub(crate) const INSIDE: &[&str] = &["URL", "Challenge", "Keysize", "Subject"];

/// Words settings that stand beside the payload's own keys, and belong into a dictionary.
pub(crate) fn flat(place: Place, at_stake: Option<&str>) -> Finding {
    Finding::new(
        &RULE,
        place,
        "the required key `PayloadContent` is missing, and what belongs into it stands beside it",
    )
    .help("move `URL`, `Challenge` and the other settings into `<key>PayloadContent</key><dict>…</dict>`")
    .at_stake(at_stake)
}

/// Words the key that another setting needs.
pub(crate) fn required_by(place: Place, key: &str, by: &str) -> Finding {
    Finding::new(&RULE, place, format!("{} is missing, and {} needs it", quoted(key), quoted(by)))
        .help(format!("add it, or change {}", quoted(by)))
        .consequence(format!("{} works in part or not at all", quoted(by)))
}

/// A title within a sentence: `Client ID` becomes `client ID`, and `URLs` stays.
fn lower(title: &str) -> String {
    let mut characters = title.chars();
    if title.chars().nth(1).is_some_and(char::is_uppercase) {
        return title.to_owned();
    }
    characters.next().map_or_else(String::new, |first| first.to_lowercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in, messages_in_profile, payload};

    #[test]
    fn settings_one_level_too_high_are_not_called_missing() {
        let found =
            |inside: &str| messages_in_profile("missing-key", &payload("com.apple.security.scep", inside));
        let flat =
            found("<key>URL</key><string>https://a.b</string><key>Keysize</key><integer>2048</integer>");
        assert_eq!(
            flat,
            ["the required key `PayloadContent` is missing, and what belongs into it stands beside it"]
        );
        assert_eq!(found(""), ["the required key `PayloadContent` is missing"]);
    }

    #[test]
    fn names_what_the_agent_cannot_do_without() {
        assert_eq!(
            messages_in("missing-key", "<key>OfflineLoginAllowed</key><true/>"),
            [
                "the required key `DMFAClientID` is missing",
                "the required key `DMFAClientSecret` is missing",
                "the required key `DMFAOrgURL` is missing"
            ]
        );
        let complete = "<key>DMFAClientID</key><string>0oa1</string><key>DMFAClientSecret</key>\
                        <string>s3cr3t</string><key>DMFAOrgURL</key><string>https://corp.example.com</string>";
        assert!(messages_in("missing-key", complete).is_empty());
    }
}
