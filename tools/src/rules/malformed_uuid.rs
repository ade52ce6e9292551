//! `malformed-uuid`: a `PayloadUUID` that is no UUID.

use latchkey_profile_schema::{Place, Value};

use crate::finding::{Finding, path_of};
use crate::fix::{Edit, Fix};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::rules::generated_uuid::Uuids;

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

/// Words the value.
pub(crate) fn word(place: Place, found: Option<&str>, uuids: &Uuids<'_>) -> Finding {
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
    use crate::lint::testing::messages_in_profile;

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
