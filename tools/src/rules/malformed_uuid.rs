//! `malformed-uuid`: a `PayloadUUID` that is no UUID.

use latchkey_profile_schema::{KeyPath, KeyProblem, Place, Value};

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix};
use crate::options::Options;
use crate::phrase::quoted;
use crate::rule::rule;
use crate::rules::generated_uuid::Uuids;
use crate::target::Target;

rule! {
    /// A `PayloadUUID` that is not written as a UUID.
    ///
    /// # What it does
    /// Reports a value that is not 8-4-4-4-12 hexadecimal digits.
    ///
    /// # Why it matters
    /// macOS asks only that the value be unique. Several MDM servers and most editors refuse anything but a UUID.
    ///
    /// # Example
    /// ```xml (in=payload)
    /// <key>PayloadUUID</key><string>desktop-mfa-1</string>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=payload)
    /// <key>PayloadUUID</key><string>9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10</string>
    /// ```
    ///
    /// # Keys
    /// `PayloadUUID`
    static RULE = { name: "malformed-uuid", level: Warning, since: "0.1.0" };
}

/// Kandji's variable for the UUID that it gives the profile ("Global Variables").
const PROFILE_UUID: &str = "$PROFILE_UUID";

/// Whether the MDM that gets the file, and no other, writes a UUID there.
pub(crate) fn is_replaced(path: &KeyPath, problem: &KeyProblem, options: &Options) -> bool {
    let is_variable =
        || matches!(problem, KeyProblem::PatternMismatch { found: Some(found), .. } if found == PROFILE_UUID);
    options.targets == [Target::Kandji] && path.last_key() == Some("PayloadUUID") && is_variable()
}

/// Words the value.
pub(crate) fn word(place: Place, found: Option<&str>, uuids: &Uuids<'_>) -> Finding {
    if found == Some(PROFILE_UUID) {
        let message = format!("{} is a variable that Kandji alone replaces", quoted(PROFILE_UUID));
        return Finding::new(&RULE, place, message)
            .help("check the profile with `--target kandji`, or write a UUID for other MDMs")
            .consequence("other MDMs refuse the profile, or pass the variable on as it stands");
    }
    let fix = mend(&place, found, uuids);
    let message = match found {
        Some(found) => format!("{} is not written as a UUID", quoted(found)),
        None => "`PayloadUUID` is not written as a UUID".to_owned(),
    };
    Finding::new(&RULE, place, message)
        .help("write 8-4-4-4-12 hexadecimal digits; `uuidgen` prints a new UUID")
        .consequence("some MDM servers refuse the profile; macOS needs only that nothing else has it")
        .fix(fix)
}

/// The digits that stand there, or a UUID of the envelope's identifier.
fn mend(place: &Place, found: Option<&str>, uuids: &Uuids<'_>) -> Option<Fix> {
    let path = path_of(place)?;
    match found.and_then(canonical) {
        Some(uuid) => {
            let title = format!("write {}", quoted(&uuid));
            Some(Fix::safe(title, [Edit::Value(path.clone(), Value::String(uuid))]))
        }
        None => uuids.generated(path),
    }
}

/// A UUID in braces, without its hyphens or with a prefix, as 8-4-4-4-12 digits.
fn canonical(text: &str) -> Option<String> {
    let text = text.trim().trim_matches(['{', '}', '(', ')']);
    let text = text.strip_prefix("urn:").unwrap_or(text);
    let text = text.strip_prefix("uuid:").unwrap_or(text);
    let digits: Vec<char> = text.chars().filter(|character| *character != '-').collect();
    if digits.len() != 32 || !digits.iter().all(char::is_ascii_hexdigit) {
        return None;
    }
    let mut uuid = String::with_capacity(36);
    for (index, digit) in digits.into_iter().enumerate() {
        if matches!(index, 8 | 12 | 16 | 20) {
            uuid.push('-');
        }
        uuid.push(digit);
    }
    Some(uuid)
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{found_with, messages_in_profile, profile};
    use crate::options::Options;
    use crate::target::Target;

    #[test]
    fn kandji_writes_the_uuid_of_the_profile() {
        let payload = "<dict><key>PayloadType</key><string>com.apple.dock</string><key>PayloadVersion</key>\
                       <integer>1</integer><key>PayloadIdentifier</key><string>a.b</string><key>PayloadUUID</key>\
                       <string>$PROFILE_UUID</string></dict>";
        let count = |targets: &[Target]| {
            let options = Options { targets: targets.to_vec(), ..Options::default() };
            let found = found_with("malformed-uuid", profile(payload).as_bytes(), &options);
            assert!(found.iter().all(|finding| finding.fix.is_none()));
            found.len()
        };
        assert_eq!([count(&[Target::Kandji]), count(&[]), count(&[Target::Jamf])], [0, 1, 1]);
    }

    #[test]
    fn either_case_is_a_uuid() {
        let payload = |uuid: &str| {
            format!(
                "<dict><key>PayloadType</key><string>com.apple.dock</string><key>PayloadVersion</key>\
                 <integer>1</integer><key>PayloadIdentifier</key><string>a.b</string><key>PayloadUUID</key>\
                 <string>{uuid}</string></dict>"
            )
        };
        let cases: &[(&str, &[&str])] = &[
            ("9b5dfa38-6b8a-4c0f-9d43-0c2e2d6f3d10", &[]),
            ("9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10", &[]),
            ("not-a-uuid", &["`not-a-uuid` is not written as a UUID"]),
        ];
        for (uuid, expected) in cases {
            assert_eq!(messages_in_profile("malformed-uuid", &payload(uuid)), *expected);
        }
    }
}
