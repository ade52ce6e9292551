//! `contradictory-encryption`: a profile that says it is encrypted, and is not as an encrypted one is.

use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{Value, carrier::CONFIGURATION};

use super::envelopes::profile;
use crate::finding::{Finding, value_at};
use crate::phrase::a;
use crate::rule::rule;
use crate::view::FileView;

rule! {
    /// A profile whose keys about encryption contradict each other.
    ///
    /// # What it does
    /// Reports `IsEncrypted` without `EncryptedPayloadContent`, or beside payloads in the clear, and an
    /// `EncryptedPayloadContent` that is no `<data>`.
    ///
    /// # Why it matters
    /// An encrypted profile has its payloads in `EncryptedPayloadContent`, encrypted for one device, and nowhere else.
    ///
    /// # Example
    /// ```xml (in=profile)
    /// <key>IsEncrypted</key><true/>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>IsEncrypted</key><false/>
    /// ```
    ///
    /// # Keys
    /// `IsEncrypted`, `EncryptedPayloadContent`, `PayloadContent`
    static RULE = { name: "contradictory-encryption", level: Error, since: "0.1.0" };
}

const IS_ENCRYPTED: &str = "IsEncrypted";
const ENCRYPTED: &str = "EncryptedPayloadContent";

/// Looks at the top level of the profile.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    let Some(profile) = profile(file).filter(|profile| profile.payload_type == Some(CONFIGURATION)) else {
        return Vec::new();
    };
    let says = profile.node.get(IS_ENCRYPTED).is_some_and(|node| node.value == Value::Boolean(true));
    let content = profile.node.get(ENCRYPTED).map(|node| node.value.plist_type());
    let in_the_clear = profile.node.get("PayloadContent").is_some();
    let (key, message, help) = match content {
        None if says && in_the_clear => (
            IS_ENCRYPTED,
            "the profile says that it is encrypted, and its payloads are not".to_owned(),
            "delete `IsEncrypted`",
        ),
        None if says => (
            IS_ENCRYPTED,
            format!("the profile says that it is encrypted, and has no `{ENCRYPTED}`"),
            "let the MDM server encrypt the profile, or write the payloads into `PayloadContent` without `IsEncrypted`",
        ),
        Some(found) if found != PlistType::Data => (
            ENCRYPTED,
            format!("`{ENCRYPTED}` is {}, not data", a(found)),
            "let the MDM server encrypt the profile",
        ),
        Some(_) if in_the_clear => (
            "PayloadContent",
            format!("the profile has payloads in the clear beside `{ENCRYPTED}`"),
            "keep one of the two",
        ),
        _ => return Vec::new(),
    };
    vec![
        Finding::new(&RULE, value_at(profile.path.key(key)), message)
            .help(help)
            .consequence("macOS refuses the profile"),
    ]
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages, payload, profile};

    #[test]
    fn the_keys_of_encryption_agree() {
        const YES: &str = "<key>IsEncrypted</key><true/>";
        const NO: &str = "<key>IsEncrypted</key><false/>";
        const DATA: &str = "<key>EncryptedPayloadContent</key><data>MAA=</data>";
        let clear = profile(&payload("com.apple.dock", ""));
        let (head, rest) = clear.split_once("<key>PayloadContent</key>").unwrap();
        let bare = format!("{head}</dict></plist>");
        let count = |file: &str, keys: &str| {
            let file = file.replacen("<dict>", &format!("<dict>{keys}"), 1);
            messages("contradictory-encryption", file.as_bytes()).len()
        };
        assert!(rest.contains("com.apple.dock"));
        assert_eq!([count(&bare, &format!("{YES}{DATA}")), count(&clear, NO), count(&clear, "")], [0, 0, 0]);
        assert_eq!(
            [count(&bare, YES), count(&clear, YES), count(&clear, &format!("{YES}{DATA}"))],
            [1, 1, 1]
        );
        let text = format!("{YES}<key>EncryptedPayloadContent</key><string>a</string>");
        assert_eq!(count(&bare, &text), 1);
    }
}
