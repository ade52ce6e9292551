//! What holds for the report of any bytes: in each format it is what that format is, and no secret stands in it.

use std::sync::Arc;

use latchkey::fuzzing::{Rendered, rendered};
use latchkey_profile_schema::library::Library;
use latchkey_profile_schema::plist;
use quick_xml::events::Event;
use serde_json::Value;

/// A text that nobody may see, and the part of it that is looked for.
pub(super) const CANARY: &str = "canary-7Kq2vX9mPz";
const PART: &[u8] = b"canary-7K";

/// Checks the bytes as a profile and as what stands around a secret. Panics where a property does not hold.
pub(super) fn hold(bytes: &[u8]) {
    let none = Arc::new(Library::default());
    check(&rendered("input.mobileconfig", bytes, &none));
    secret_is_hidden(bytes, &none);
}

/// Whether each format is what it says.
pub(super) fn check(report: &Rendered) {
    for (name, json) in [("json", &report.json), ("sarif", &report.sarif)] {
        let read: Result<Value, _> = serde_json::from_str(json);
        let value = read.unwrap_or_else(|error| panic!("{name} is no JSON: {error}: {json}"));
        if name == "json" {
            ranges(&value);
        }
    }
    let mut junit = quick_xml::Reader::from_str(&report.junit);
    while !matches!(junit.read_event(), Ok(Event::Eof)) {
        assert!(junit.error_position() == 0, "junit is no XML: {}", report.junit);
    }
    let is_command = |line: &str| line.starts_with("::");
    assert!(report.github.lines().all(is_command), "a line of github is no command: {}", report.github);
    // What moves the cursor or colours a terminal is ours to write, never the file's.
    let moves = |character: char| character.is_control() && character != '\n';
    assert!(!report.human.contains(moves), "human writes control characters: {:?}", report.human);
}

/// A place begins before it ends, in line 1 and column 1 at the earliest.
fn ranges(report: &Value) {
    let findings = report["findings"].as_array().expect("findings are an array");
    for range in findings.iter().map(|finding| &finding["range"]).filter(|range| !range.is_null()) {
        let point = |side: &str| (range[side]["line"].as_u64(), range[side]["column"].as_u64());
        let (start, end) = (point("start"), point("end"));
        assert!(start >= (Some(1), Some(1)) && start <= end, "{range}");
    }
}

/// A secret with the bytes on both sides of it: no format shows it, whatever they make of the file.
fn secret_is_hidden(bytes: &[u8], schemas: &Arc<Library>) {
    let (before, after) = bytes.split_at(bytes.len() / 2);
    let entry = format!("<key>DMFAClientSecret</key><string>{CANARY}</string>");
    let file =
        [b"<plist version=\"1.0\"><dict>", before, entry.as_bytes(), after, b"</dict></plist>"].concat();
    let holds_part = |bytes: &[u8]| bytes.windows(PART.len()).any(|window| window == PART);
    if holds_part(bytes) || !stands_under_its_key(&file) {
        return;
    }
    hides(&rendered("secret.mobileconfig", &file, schemas));
}

/// Whether a file is broken, so that nobody knows, or the secret is the value of its key.
fn stands_under_its_key(file: &[u8]) -> bool {
    let reading = plist::read(file);
    let Some(document) = reading.document.as_ref().filter(|_| reading.is_sound()) else { return true };
    document.root.get("DMFAClientSecret").and_then(|node| node.as_str()) == Some(CANARY)
}

/// Panics where a report shows the secret.
pub(super) fn hides(report: &Rendered) {
    let part = std::str::from_utf8(PART).unwrap_or(CANARY);
    for (name, text) in report.all() {
        assert!(!text.contains(part), "{name} shows a secret: {text}");
    }
}
