//! What surrounds settings.

use super::*;

fn envelope(version: Node, uuid: &str) -> Node {
    dictionary([
        ("PayloadType", text("Configuration")),
        ("PayloadVersion", version),
        ("PayloadIdentifier", text("com.example.mfa")),
        ("PayloadUUID", text(uuid)),
        ("PayloadEnabled", boolean(true)),
        ("PayloadContent", array([])),
    ])
}

const UUID: &str = "3f2504e0-4f89-41d3-9a0c-0305e82c3301";

#[test]
fn envelopes_are_checked_by_the_same_means() {
    assert_eq!(found(&PROFILE, &envelope(integer(1), UUID)), []);
    one(&PROFILE, &envelope(integer(2), UUID), "/PayloadVersion", not_allowed("2", &["1"], None));
    one(
        &PROFILE,
        &envelope(text("1"), UUID),
        "/PayloadVersion",
        KeyProblem::WrongType {
            expected: PlistType::Integer,
            found: PlistType::String,
            meant: Some("<integer>1</integer>".into()),
        },
    );
    one(
        &PROFILE,
        &envelope(integer(1), "not-a-uuid"),
        "/PayloadUUID",
        KeyProblem::PatternMismatch {
            found: Some("not-a-uuid".into()),
            expected: "a UUID, 8-4-4-4-12 hexadecimal digits".into(),
        },
    );
    one(&PROFILE, &envelope(integer(1), ""), "/PayloadUUID", KeyProblem::EmptyValue);
}

#[test]
fn an_empty_envelope_lacks_what_every_payload_has() {
    let lacking: Vec<_> =
        found(&PAYLOAD, &dictionary([])).into_iter().map(|(_, _, problem)| problem).collect();
    let keys = ["PayloadType", "PayloadVersion", "PayloadIdentifier", "PayloadUUID"];
    assert_eq!(lacking, keys.map(|key| KeyProblem::MissingKey { key: key.into() }));
}

#[test]
fn a_wrong_scope_and_a_text_for_a_date_are_named() {
    let mut profile = envelope(integer(1), UUID);
    if let Value::Dictionary(entries) = &mut profile.value {
        for (key, node) in [("PayloadScope", text("system")), ("RemovalDate", text("2026-01-01"))] {
            entries.push(Entry { key: key.into(), key_span: None, node });
        }
    }
    assert_eq!(
        found(&PROFILE, &profile),
        [
            (
                "/PayloadScope".to_owned(),
                Part::Value,
                not_allowed("system", &["System", "User"], Some("System"))
            ),
            (
                "/RemovalDate".to_owned(),
                Part::Value,
                KeyProblem::WrongType { expected: PlistType::Date, found: PlistType::String, meant: None }
            ),
        ]
    );
}
