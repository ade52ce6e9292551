//! A text and the mended one to the same texts without secrets. Each has places of its own: a fix may spell a secret
//! anew.

use std::collections::HashSet;
use std::ops::Range;

use latchkey_profile_schema::library::Library;

use crate::lint;

/// What stands for a secret, and for one that is spelt anew.
const HIDDEN: &str = "…";
const MENDED: &str = "… (mended)";

/// Both texts; what was mended in a secret is told, and not shown.
pub(super) fn both(before: &str, after: &str, library: Option<&Library>) -> (String, String) {
    let (hidden_before, hidden_after) = (places(before, library), places(after, library));
    let known: HashSet<&str> = hidden_before.iter().filter_map(|place| before.get(place.clone())).collect();
    let mark = |secret: &str| if known.contains(secret) { HIDDEN } else { MENDED };
    (mask(before, &hidden_before, |_| HIDDEN), mask(after, &hidden_after, mark))
}

/// Where secrets stand, without the blanks around them.
fn places(text: &str, library: Option<&Library>) -> Vec<Range<usize>> {
    let trimmed = |start: usize, end: usize| {
        let secret = text.get(start..end)?;
        let start = start + secret.len() - secret.trim_start().len();
        let end = start + secret.trim().len();
        (start < end).then_some(start..end)
    };
    let spans = lint::secrets(text.as_bytes(), library);
    spans.into_iter().filter_map(|span| trimmed(span.start as usize, span.end as usize)).collect()
}

fn mask(text: &str, places: &[Range<usize>], mark: impl Fn(&str) -> &'static str) -> String {
    let mut masked = String::with_capacity(text.len());
    let mut at = 0;
    for place in places {
        masked.push_str(text.get(at..place.start).unwrap_or_default());
        let secret = text.get(place.clone()).unwrap_or_default();
        masked.push_str(mark(secret));
        // The lines below keep their numbers.
        masked.extend(secret.chars().filter(|sign| *sign == '\n'));
        at = place.end;
    }
    masked.push_str(text.get(at..).unwrap_or_default());
    masked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_is_hidden_however_it_is_spelt() {
        let text = |secret: &str| {
            format!("<plist version=\"1.0\"><dict>\n<key>DMFAClientSecret</key>\n{secret}\n</dict></plist>")
        };
        let cases = [
            ("<string> ab </string>", "<string>ab</string>", "<string> … </string>", "<string>…</string>"),
            (
                "<string><![CDATA[a&b]]></string>",
                "<string>a&amp;b</string>",
                "<string>…</string>",
                "<string>… (mended)</string>",
            ),
            (
                "<string>a\nb</string>",
                "<string>a\nb</string>",
                "<string>…\n</string>",
                "<string>…\n</string>",
            ),
            ("<true/>", "<false/>", "<true/>", "<false/>"),
        ];
        for (before, after, shown, mended) in cases {
            assert_eq!(both(&text(before), &text(after), None), (text(shown), text(mended)), "{before}");
        }
    }

    #[test]
    fn a_broken_text_keeps_its_lines_and_shows_no_secret() {
        let before = "<plist version=\"1.0\"><dict>\n<key>DMFAClientSecret</key>\n<string>a&canary</string>\n</dict></plist>";
        let (shown, mended) = both(before, &before.replace('&', "&amp;"), None);
        assert!(
            !shown.contains("canary") && mended.contains("<string>… (mended)</string>"),
            "{shown} {mended}"
        );
        assert_eq!(shown.lines().count(), 3, "{shown}");
    }
}
