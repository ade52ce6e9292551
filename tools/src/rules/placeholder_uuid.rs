//! `placeholder-uuid`: a `PayloadUUID` that nobody has generated.

use latchkey_profile_schema::plist::MAX_PROBLEMS;
use latchkey_profile_schema::{KeyPath, Place};

use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::rules::generated_uuid::Uuids;
use crate::view::FileView;

rule! {
    /// A `PayloadUUID` that comes from a template or a document.
    ///
    /// # What it does
    /// Reports a UUID whose digits are all the same, such as `00000000-0000-0000-0000-000000000000`, those that documents
    /// show, such as `12345678-1234-1234-1234-123456789012`, and texts of templates, such as `${uuid_0}`.
    ///
    /// # Why it matters
    /// The UUID tells a payload from every other. Whoever uses the same template gets the same one.
    ///
    /// # Example
    /// ```xml (in=payload)
    /// <key>PayloadUUID</key><string>11111111-1111-1111-1111-111111111111</string>
    /// ```
    ///
    /// # Instead
    /// ```xml (in=payload)
    /// <key>PayloadUUID</key><string>9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10</string>
    /// ```
    ///
    /// # Keys
    /// `PayloadUUID`
    static RULE = { name: "placeholder-uuid", level: Warning, since: "0.1.0" };
}

/// Looks at every UUID.
pub(crate) fn check(file: &FileView<'_>) -> Vec<Finding> {
    const UUID: &str = "PayloadUUID";
    let uuids = file.contents.envelopes.iter().filter_map(|envelope| {
        let uuid = envelope.node.get(UUID)?.as_str()?;
        (is_one_digit(uuid) || is_sample(uuid)).then(|| (envelope.path.key(UUID), uuid))
    });
    let known = Uuids::of(file.document);
    uuids
        .take(MAX_PROBLEMS)
        .map(|(path, uuid)| {
            let fix = known.generated(&path);
            Finding::new(&RULE, value_at(path), format!("the UUID {} is a placeholder", quoted(uuid)))
                .help("write a new UUID; `uuidgen` prints one")
                .consequence("another profile with the same placeholder may replace this one")
                .fix(fix)
        })
        .collect()
}

/// Words a text that is no UUID and was never meant to stay.
pub(crate) fn word(place: Place, path: &KeyPath, found: &str, uuids: &Uuids<'_>) -> Finding {
    Finding::new(&RULE, place, format!("{} stands where a UUID belongs", quoted(found)))
        .help("write a new UUID; `uuidgen` prints one")
        .consequence("another profile with the same placeholder may replace this one")
        .fix(uuids.generated(path))
}

/// Whether a text that is no UUID is one of a template: `${uuid_0}`, `{{uuid}}`, `XXXXXXXX-…`, `YOUR-UUID-HERE`.
pub(crate) fn is_template(text: &str) -> bool {
    let lower = text.to_ascii_lowercase();
    let only_x = lower.contains('x') && lower.bytes().all(|sign| matches!(sign, b'x' | b'-'));
    let asks = ["your", "uuid-here", "replace", "generate"].iter().any(|word| lower.contains(word));
    only_x || lower.contains("${") || lower.contains("{{") || (asks && !text.starts_with('$'))
}

/// Whether it is a UUID of documents and templates.
fn is_sample(uuid: &str) -> bool {
    const SAMPLES: [&str; 6] = [
        "01234567-89AB-CDEF-0123-456789ABCDEF",
        "12345678-1234-1234-1234-123456789012",
        "12345678-1234-1234-1234-123456789ABC",
        "12345678-1234-1234-1234-1234567890AB",
        "12345678-1234-5678-1234-567812345678",
        "A1B2C3D4-E5F6-7890-ABCD-EF1234567890",
    ];
    SAMPLES.iter().any(|sample| sample.eq_ignore_ascii_case(uuid))
}

fn is_one_digit(uuid: &str) -> bool {
    let mut digits = uuid.bytes().filter(|byte| *byte != b'-');
    uuid.len() == 36
        && digits.next().is_some_and(|first| {
            first.is_ascii_hexdigit() && digits.all(|digit| digit.eq_ignore_ascii_case(&first))
        })
}

#[cfg(test)]
mod tests {
    use crate::lint::testing::{messages_in_profile, payload_of};

    #[test]
    fn one_digit_is_no_uuid() {
        let count = |uuid: &str| {
            messages_in_profile("placeholder-uuid", &payload_of("com.apple.dock", "a.b", uuid, "")).len()
        };
        assert_eq!(count("00000000-0000-0000-0000-000000000000"), 1);
        assert_eq!(count("aaaaaaaa-aaaa-AAAA-aaaa-aaaaaaaaaaaa"), 1);
        assert_eq!(count("00000000-0000-4000-8000-00000000000B"), 0);
        assert_eq!(count("zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz"), 0);
        assert_eq!(count("12345678-1234-1234-1234-123456789012"), 1);
    }

    #[test]
    fn a_template_is_one_mistake() {
        let count = |rule: &str, uuid: &str| {
            messages_in_profile(rule, &payload_of("com.apple.dock", "a.b", uuid, "")).len()
        };
        for uuid in ["${uuid_0}", "{{uuid}}", "XXXXXXXX-XXXX-XXXX-XXXX-XXXXXXXXXXXX", "YOUR-UUID-HERE"] {
            assert_eq!([count("placeholder-uuid", uuid), count("malformed-uuid", uuid)], [1, 0], "{uuid}");
        }
        for uuid in ["not-a-uid", "$PROFILE_UUID", "{9B5DFA38-6B8A-4C0F-9D43-0C2E2D6F3D10}"] {
            assert_eq!([count("placeholder-uuid", uuid), count("malformed-uuid", uuid)], [0, 1], "{uuid}");
        }
    }
}
