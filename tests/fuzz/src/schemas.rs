//! What holds for any bytes that describe settings: they are read and linted in bounded time, a payload is compared
//! with what they say, and no value of a key that they call sensitive is shown.

use std::sync::Arc;

use latchkey::fuzzing::rendered;
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::library::{Key, Library, Schema};
use latchkey_profile_schema::plist::{self, MAX_PROBLEMS};
use latchkey_profile_schema::{Entry, Node, Value};

use super::reports::{CANARY, check, hides};

/// So many payload types of a file are looked at, and so many of their keys.
const TYPES: usize = 4;
const KEYS: usize = 64;

/// Reads the bytes as each kind of schema. Panics where a property does not hold.
pub(super) fn hold(bytes: &[u8]) {
    let none = Arc::new(Library::default());
    let is_json = bytes.trim_ascii_start().first() == Some(&b'{');
    check(&rendered(if is_json { "input.json" } else { "input.plist" }, bytes, &none));
    for name in ["schema.yaml", "schema.plist"] {
        let library = Arc::new(Library::index([(name.to_owned(), bytes.to_vec())]));
        let types: Vec<String> = library.payload_types().take(TYPES).map(str::to_owned).collect();
        for payload_type in types {
            let Some(schema) = library.of(&payload_type) else { continue };
            let Some(profile) = profile(schema) else { continue };
            let report = rendered("profile.mobileconfig", profile.as_bytes(), &library);
            check(&report);
            if !bytes.windows(CANARY.len()).any(|window| window == CANARY.as_bytes()) {
                hides(&report);
            }
        }
        assert!(library.problems().count() <= MAX_PROBLEMS * TYPES, "too many problems");
    }
}

/// A profile with a payload that sets every key of a schema, some of them wrongly.
fn profile(schema: &Schema) -> Option<String> {
    let mut settings = vec![entry("PayloadType", Value::String(schema.payload_type.clone()))];
    for (index, key) in schema.top().take(KEYS).enumerate() {
        settings.push(entry(&key.name, value(key, index)));
        settings.push(entry(&format!("{}s", key.name), Value::Boolean(true)));
    }
    let payloads = Value::Array(vec![node(Value::Dictionary(settings))]);
    let root = vec![
        entry("PayloadType", Value::String("Configuration".to_owned())),
        entry("PayloadContent", payloads),
    ];
    plist::write(&Value::Dictionary(root)).ok()
}

fn value(key: &Key, index: usize) -> Value {
    if key.sensitive {
        return Value::String(CANARY.to_owned());
    }
    let known = key.allowed.first().or(key.default.as_ref()).or(key.maximum.as_ref()).cloned();
    match (index % 3, known, key.kind) {
        (0, Some(known), _) => known,
        (1, ..) => Value::Array(vec![node(Value::Dictionary(vec![entry("a", Value::Integer(1))]))]),
        (_, _, Some(PlistType::Integer)) => Value::Integer(-1),
        (_, _, Some(PlistType::Dictionary)) => Value::Dictionary(vec![entry("a", Value::Integer(1))]),
        _ => Value::String("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!".to_owned()),
    }
}

fn entry(key: &str, value: Value) -> Entry {
    Entry { key: key.to_owned(), key_span: None, node: node(value) }
}

fn node(value: Value) -> Node {
    Node { value, span: None }
}
