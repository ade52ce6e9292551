//! `placeholder-uuid`: a `PayloadUUID` that nobody has generated.

use crate::finding::{Finding, value_at};
use crate::phrase::quoted;
use crate::rule::rule;
use crate::rules::generated_uuid::generated;
use crate::view::FileView;

rule! {
    /// A `PayloadUUID` of one digit repeated, as templates have it.
    ///
    /// # What it does
    /// Reports a UUID whose digits are all the same, such as `00000000-0000-0000-0000-000000000000`.
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
        is_one_digit(uuid).then(|| (envelope.path.key(UUID), uuid))
    });
    uuids
        .map(|(path, uuid)| {
            let fix = generated(file.document, &path);
            Finding::new(&RULE, value_at(path), format!("the UUID {} is a placeholder", quoted(uuid)))
                .help("write a new UUID; `uuidgen` prints one")
                .consequence("another profile with the same placeholder may replace this one")
                .fix(fix)
        })
        .collect()
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
    }
}
