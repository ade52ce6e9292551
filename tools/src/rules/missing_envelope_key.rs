//! `missing-envelope-key`: a profile or payload without one of the keys that every one has.

use latchkey_profile_schema::{Place, Value};

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::rules::generated_uuid::Uuids;

rule! {
    /// A profile or payload that lacks a key which every one must have.
    ///
    /// # What it does
    /// Reports a missing `PayloadType`, `PayloadVersion`, `PayloadIdentifier` or `PayloadUUID`.
    ///
    /// # Why it matters
    /// macOS refuses the profile as having a missing or invalid field, often without naming it.
    ///
    /// # Example
    /// ```xml
    /// <plist version="1.0">
    /// <dict>
    ///   <key>PayloadType</key><string>Configuration</string>
    ///   <key>PayloadIdentifier</key><string>com.example.mfa</string>
    ///   <key>PayloadUUID</key><string>9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10</string>
    ///   <key>PayloadDisplayName</key><string>Desktop MFA</string>
    ///   <key>PayloadScope</key><string>System</string>
    ///   <key>PayloadContent</key><array>…</array>
    /// </dict>
    /// </plist>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=profile)
    /// <key>PayloadVersion</key><integer>1</integer>
    /// ```
    ///
    /// # Keys
    /// `PayloadType`, `PayloadVersion`, `PayloadIdentifier`, `PayloadUUID`
    static RULE = { name: "missing-envelope-key", level: Error, since: "0.1.0" };
}

/// Words the missing key.
pub(crate) fn word(
    place: Place,
    key: &str,
    whose: &str,
    consequence: Option<&str>,
    uuids: &Uuids<'_>,
) -> Finding {
    let help = match key {
        "PayloadVersion" => "add `<key>PayloadVersion</key><integer>1</integer>`",
        "PayloadUUID" => "add `PayloadUUID` with a new UUID, as `uuidgen` prints one",
        "PayloadIdentifier" => {
            "add `PayloadIdentifier`, a name in reverse-DNS style such as `com.example.desktop-mfa`"
        }
        _ => "add it",
    };
    let fix = path_of(&place).and_then(|envelope| match key {
        "PayloadVersion" => {
            let (into, key, value) = (envelope.clone(), key.to_owned(), Value::Integer(1));
            Some(Fix::safe("add it", [Edit::Insert { into, key, value }]))
        }
        "PayloadUUID" => uuids.generated(&envelope.key(key)),
        _ => None,
    });
    Finding::new(&RULE, place, format!("the {whose} has no {}", quoted(key)))
        .help(help)
        .at_stake(consequence)
        .fix(fix)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::messages_in_profile;

    #[test]
    fn names_each_missing_key() {
        let inside = "<dict><key>PayloadType</key><string>com.apple.dock</string></dict>";
        assert_eq!(
            messages_in_profile("missing-envelope-key", inside),
            [
                "the payload has no `PayloadVersion`",
                "the payload has no `PayloadIdentifier`",
                "the payload has no `PayloadUUID`"
            ]
        );
    }
}
