//! Where secrets stand in a file, so that neither an excerpt nor a message shows them.

use std::sync::LazyLock;

use latchkey_profile_schema::domain::DOMAINS;
use latchkey_profile_schema::plist::ParseProblem;
use latchkey_profile_schema::{Document, Node, Place, Problem, Span, Value};

use crate::view::catalog;

/// The places of every text that belongs to a sensitive key, in order.
pub(super) fn spans(document: Option<&Document>, bytes: &[u8]) -> Vec<Span> {
    let mut spans = match document {
        Some(document) => in_tree(document, bytes),
        None => in_text(bytes),
    };
    spans.sort_unstable();
    spans
}

/// Whether what a problem quotes stands in one of the places.
pub(super) fn is_hidden(problem: &Problem, document: Option<&Document>, secrets: &[Span]) -> bool {
    let span = match &problem.place {
        Place::Path(path, part) => document.and_then(|document| document.span(path, *part)),
        Place::Bytes(span) => Some(*span),
        Place::File => None,
    };
    span.is_some_and(|span| {
        let next = secrets.partition_point(|secret| secret.end <= span.start);
        secrets.get(next).is_some_and(|secret| secret.start < span.end)
    })
}

/// The same problem without the user's text.
pub(super) fn redacted(problem: &ParseProblem) -> ParseProblem {
    use ParseProblem as P;
    let found = || "…".to_owned();
    match problem {
        P::StrayText { .. } => P::StrayText { found: found() },
        P::UnknownEntity { .. } => P::UnknownEntity { name: found() },
        P::BadCharacterReference { .. } => P::BadCharacterReference { found: found() },
        P::BadInteger { .. } => P::BadInteger { found: found() },
        P::IntegerOutOfRange { .. } => P::IntegerOutOfRange { found: found() },
        P::BadReal { .. } => P::BadReal { found: found() },
        P::BadDate { .. } => P::BadDate { found: found() },
        P::BooleanWithContent { .. } => P::BooleanWithContent { found: found() },
        P::KeyWithoutValue { .. } => P::KeyWithoutValue { key: found() },
        P::UnknownElement { nearest, .. } => P::UnknownElement { element: found(), nearest: *nearest },
        other => other.clone(),
    }
}

/// Whether the value of a key is not shown: declared so, or named like a secret, since a misspelt key holds one too.
fn is_sensitive(key: &str) -> bool {
    const WORDS: &[&str] = &["secret", "password", "passcode", "passphrase", "privatekey"];
    static DECLARED: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
        let keys = DOMAINS.iter().filter_map(|domain| catalog(domain)).flat_map(|catalog| &catalog.keys);
        keys.filter(|key| key.sensitive).map(|key| key.name.as_str()).collect()
    });
    let windows = |length| key.as_bytes().windows(length);
    WORDS.iter().any(|word| windows(word.len()).any(|part| part.eq_ignore_ascii_case(word.as_bytes())))
        || DECLARED.iter().any(|declared| declared.eq_ignore_ascii_case(key))
}

fn in_tree(document: &Document, bytes: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut open: Vec<&Node> = vec![&document.root];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::Array(items) => open.extend(items),
            Value::Dictionary(entries) => {
                for entry in entries {
                    if is_sensitive(&entry.key) {
                        spans.extend(entry.node.span.and_then(|span| content(span, bytes)));
                    } else {
                        open.push(&entry.node);
                    }
                }
            }
            _ => {}
        }
    }
    spans
}

/// What stands between the start tag and the end tag of an element.
fn content(element: Span, bytes: &[u8]) -> Option<Span> {
    let text = bytes.get(element.start as usize..element.end as usize)?;
    let start = text.iter().position(|byte| *byte == b'>')? + 1;
    let end = text.iter().rposition(|byte| *byte == b'<')?;
    (start < end).then_some(())?;
    let at = |offset: usize| u32::try_from(offset).ok().map(|offset| element.start.saturating_add(offset));
    Some(Span { start: at(start)?, end: at(end)? })
}

/// Where the file has no tree: everything from a sensitive key to the next key.
fn in_text(bytes: &[u8]) -> Vec<Span> {
    const KEY: &[u8] = b"<key>";
    let keys: Vec<usize> =
        bytes.windows(KEY.len()).enumerate().filter(|(_, window)| *window == KEY).map(|(at, _)| at).collect();
    let mut spans = Vec::new();
    for (index, at) in keys.iter().enumerate() {
        let name_start = at + KEY.len();
        let next = keys.get(index + 1).copied().unwrap_or(bytes.len());
        let Some(rest) = bytes.get(name_start..next) else { continue };
        let Some(length) = rest.iter().position(|byte| *byte == b'<') else { continue };
        let name = String::from_utf8_lossy(rest.get(..length).unwrap_or_default());
        // The tags in between stay readable up to the first `>` after `</key>`.
        let closing = rest.get(length..).and_then(|tail| tail.iter().position(|byte| *byte == b'>'));
        let start = name_start + length + closing.map_or(0, |offset| offset + 1);
        // A secret that was put into `<key>` by mistake is the next key.
        let nothing_between = bytes.get(start..next).is_some_and(|between| between.trim_ascii().is_empty());
        let end = if nothing_between { keys.get(index + 2).copied().unwrap_or(bytes.len()) } else { next };
        if let (true, Ok(start), Ok(end)) = (is_sensitive(&name), u32::try_from(start), u32::try_from(end)) {
            spans.push(Span { start, end });
        }
    }
    spans
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(bytes: &[u8]) -> Vec<String> {
        let reading = latchkey_profile_schema::plist::read(bytes);
        spans(reading.document.as_ref(), bytes)
            .iter()
            .map(|span| String::from_utf8_lossy(&bytes[span.start as usize..span.end as usize]).into_owned())
            .collect()
    }

    #[test]
    fn the_text_of_a_secret_is_found() {
        let plist = |inside: &str| format!("<plist version=\"1.0\"><dict>{inside}</dict></plist>");
        let cases: &[(&str, &[&str])] = &[
            ("<key>DMFAClientSecret</key><string>hunter2</string>", &["hunter2"]),
            ("<key>DMFAClientSecrt</key><string>x</string>", &[]),
            ("<key>dmfaclientsecret</key><string>hunter2</string>", &["hunter2"]),
            ("<key>DMFAClientSecret</key><string><![CDATA[hunter2]]></string>", &["<![CDATA[hunter2]]>"]),
            ("<key>a</key><dict><key>Password</key><string>x</string></dict>", &["x"]),
            ("<key>DMFAClientSecret</key><string/>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(masked(plist(inside).as_bytes()), *expected, "{inside}");
        }
    }

    #[test]
    fn a_broken_file_hides_more_rather_than_less() {
        let broken = b"<plist version=\"1.0\"><dict><key>DMFAClientSecret</key><sting>hunter2</sting><key>a</key></dict>";
        assert_eq!(masked(broken), ["<sting>hunter2</sting>"]);
        let swapped =
            b"<plist version=\"1.0\"><dict><key>DMFAClientSecret</key><key>hunter2</key></dict></plist>";
        assert_eq!(masked(swapped), ["<key>hunter2</key></dict></plist>"]);
    }
}
