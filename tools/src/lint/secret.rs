//! Where secrets stand in a file, so that neither an excerpt nor a message shows them.

mod described;
mod hidden;
mod quotes;
mod shape;
mod text;

use std::collections::HashSet;
use std::sync::LazyLock;

use latchkey_profile_schema::check::{Secrecy, is_secret, private_parts};
use latchkey_profile_schema::domain::{COMPANIONS, DOMAINS};
use latchkey_profile_schema::library::Library;
use latchkey_profile_schema::manifest::{self, ManifestKind, recognize};
use latchkey_profile_schema::plist::{ParseProblem, Reading};
use latchkey_profile_schema::{Catalog, Document, Node, Place, Problem, ProblemKind, Span, Value};

use crate::rules::odd_client_id::might_be_secret;
use crate::rules::private_recovery_key::is_private_key;
pub(super) use hidden::Hidden;
pub(super) use quotes::{is_quoted, redacted};
pub(super) use shape::is_generated;

/// The places of every text that belongs to a sensitive key, also of schemas that the user brought, and of what is
/// private in URLs, in order and apart.
pub(super) fn spans(reading: &Reading, bytes: &[u8], library: Option<&Library>) -> Vec<Span> {
    let mut spans = text::in_comments(bytes);
    spans.extend(text::in_urls(bytes));
    if let Some(document) = &reading.document {
        spans.extend(in_tree(document, bytes));
        spans.extend(library.map(|library| described::spans(document, library, bytes)).unwrap_or_default());
        if let Some(kind) = recognize(document) {
            let values = manifest::secrets(document, kind);
            spans.extend(values.into_iter().filter_map(|span| content(span, bytes)));
        }
    }
    spans.extend(reading.problems.iter().filter_map(stray));
    if reading.document.is_none() || reading.problems.iter().any(loses_text) {
        spans.extend(text::in_text(bytes));
    }
    apart(spans)
}

/// The places of the values that a manifest in JSON gives for secrets; where it cannot be read, of whatever comes
/// after the name of one.
pub(super) fn in_json(document: Option<&Document>, kind: Option<ManifestKind>, bytes: &[u8]) -> Vec<Span> {
    apart(match (document, kind) {
        (Some(document), Some(kind)) => manifest::secrets(document, kind),
        _ => text::in_text(bytes),
    })
}

/// The places of the values of secrets in a settings file, and of what else is one: the same value elsewhere, and what
/// is private in URLs.
pub(super) fn in_settings(mut spans: Vec<Span>, bytes: &[u8]) -> Vec<Span> {
    /// What is shorter may stand elsewhere by chance.
    const SHORTEST: usize = 8;
    /// So many secrets are looked for.
    const MOST: usize = 64;
    let quoted = |span: &Span| {
        let text = bytes.get(span.start as usize..span.end as usize)?.trim_ascii();
        let without = |quote: u8| text.strip_prefix(&[quote])?.strip_suffix(&[quote]);
        Some(without(b'"').or_else(|| without(b'\'')).unwrap_or(text))
    };
    let known: HashSet<&[u8]> =
        spans.iter().filter_map(quoted).filter(|text| text.len() >= SHORTEST).take(MOST).collect();
    for secret in known {
        let there = memchr::memmem::find_iter(bytes, secret);
        spans.extend(there.filter_map(|at| text::span(at..at + secret.len())));
    }
    spans.extend(text::in_urls(bytes));
    apart(spans)
}

/// In order, and what touches joined.
fn apart(mut spans: Vec<Span>) -> Vec<Span> {
    spans.sort_unstable();
    let mut apart: Vec<Span> = Vec::with_capacity(spans.len());
    for span in spans {
        match apart.last_mut() {
            Some(last) if span.start <= last.end => last.end = last.end.max(span.end),
            _ => apart.push(span),
        }
    }
    apart
}

/// Text outside of every value, where a word of it may be a secret.
fn stray(problem: &Problem) -> Option<Span> {
    match (&problem.kind, &problem.place) {
        (ProblemKind::Parse(ParseProblem::StrayText { found }), Place::Bytes(span)) => {
            found.split_whitespace().any(is_generated).then_some(*span)
        }
        _ => None,
    }
}

/// The text at some bytes, an ellipsis in place of each secret.
pub(super) fn shown(span: Span, bytes: &[u8], secrets: &[Span]) -> String {
    let text = |start: u32, end: u32| {
        String::from_utf8_lossy(bytes.get(start as usize..end as usize).unwrap_or_default())
    };
    let (mut shown, mut at) = (String::new(), span.start);
    let first = secrets.partition_point(|secret| secret.end <= span.start);
    for secret in secrets.iter().skip(first).take_while(|secret| secret.start < span.end) {
        shown.push_str(&text(at, secret.start.max(at)));
        shown.push('…');
        at = secret.end;
    }
    shown.push_str(&text(at, span.end.max(at)));
    shown
}

/// Whether text of the file may be missing from the tree.
fn loses_text(problem: &Problem) -> bool {
    use ParseProblem as P;
    match &problem.kind {
        ProblemKind::Parse(problem) => {
            !problem.is_notice()
                && !matches!(
                    problem,
                    P::DuplicateKey { .. }
                        | P::BadInteger { .. }
                        | P::IntegerOutOfRange { .. }
                        | P::BadReal { .. }
                        | P::BadDate { .. }
                        | P::BadData
                )
        }
        _ => false,
    }
}

/// Keys that were judged: those of a large file are mostly the same few, and comparing names takes its time.
struct Seen<'a> {
    last: [Option<(&'a str, bool)>; Seen::PLACES],
    secrecy: Secrecy,
}

impl<'a> Seen<'a> {
    const PLACES: usize = 64;

    fn is_secret(&mut self, key: &'a str) -> bool {
        let ends = key.bytes().next().zip(key.bytes().next_back());
        let place = ends.map_or(0, |(first, last)| key.len() + 7 * usize::from(first) + usize::from(last));
        match self.last.get_mut(place % Self::PLACES) {
            Some(Some((known, is_secret))) if *known == key => *is_secret,
            Some(place) => place.insert((key, self.secrecy.is_secret(key))).1,
            None => self.secrecy.is_secret(key),
        }
    }
}

impl Default for Seen<'_> {
    fn default() -> Self {
        Self { last: [None; Self::PLACES], secrecy: Secrecy::default() }
    }
}

fn in_tree(document: &Document, bytes: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut seen = Seen::default();
    let mut open: Vec<&Node> = vec![&document.root];
    while let Some(node) = open.pop() {
        match &node.value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    let before = index.checked_sub(1).and_then(|before| items.get(before)?.as_str());
                    if before.is_some_and(is_secret) {
                        spans.extend(item.span.and_then(|span| content(span, bytes)));
                    } else {
                        open.push(item);
                    }
                }
            }
            Value::Dictionary(entries) => {
                for entry in entries {
                    if shape::of_key(&entry.key, entry.node.as_str(), &mut seen.secrecy).is_some() {
                        spans.extend(entry.key_span);
                    }
                    if seen.is_secret(&entry.key) {
                        spans.extend(entry.node.span.and_then(|span| content(span, bytes)));
                    } else if is_url(&entry.key) {
                        let whole = entry.node.as_str().is_some_and(|text| is_generated(text.trim()));
                        let hidden = if whole { content } else { without_scheme };
                        spans.extend(entry.node.span.and_then(|span| hidden(span, bytes)));
                    } else if entry.key == "DMFAClientID" && entry.node.as_str().is_some_and(might_be_secret)
                    {
                        spans.extend(entry.node.span.and_then(|span| content(span, bytes)));
                    } else {
                        open.push(&entry.node);
                    }
                }
            }
            Value::String(text) if is_private_key(text) => {
                spans.extend(node.span.and_then(|span| content(span, bytes)));
            }
            Value::String(text) if shape::of_service(text).is_some() => {
                spans.extend(node.span.and_then(|span| of_service(span, bytes)));
            }
            _ => {}
        }
    }
    spans
}

/// Whether a key is declared to hold a URL.
fn is_url(key: &str) -> bool {
    static DECLARED: LazyLock<Vec<&str>> = LazyLock::new(|| {
        DOMAINS.iter().chain(COMPANIONS).flat_map(|domain| Catalog::marked(domain, "x-syntax")).collect()
    });
    DECLARED.iter().any(|declared| declared.eq_ignore_ascii_case(key))
}

/// What stands before the host of a URL that lacks its scheme; one with a scheme is found in the text.
fn without_scheme(element: Span, bytes: &[u8]) -> Option<Span> {
    let content = content(element, bytes)?;
    let text = std::str::from_utf8(bytes.get(content.start as usize..content.end as usize)?).ok()?;
    let part = private_parts(text).into_iter().find(|_| !text.contains("://"))?;
    text::span(content.start as usize + part.start..content.start as usize + part.end)
}

/// What stands before the host of an associated domain.
fn of_service(element: Span, bytes: &[u8]) -> Option<Span> {
    let content = content(element, bytes)?;
    let text = std::str::from_utf8(bytes.get(content.start as usize..content.end as usize)?).ok()?;
    let part = shape::of_service(text)?;
    text::span(content.start as usize + part.start..content.start as usize + part.end)
}

/// What stands between the start tag and the end tag of an element, and the attributes of its start tag.
fn content(element: Span, bytes: &[u8]) -> Option<Span> {
    let text = bytes.get(element.start as usize..element.end as usize)?;
    let name_end = text.iter().position(|byte| b"/>".contains(byte) || byte.is_ascii_whitespace())?;
    let rest = text.get(name_end..)?;
    let start = if rest.first() == Some(&b'>') { name_end + 1 } else { name_end };
    let end = text.iter().rposition(|byte| *byte == b'<').filter(|end| *end > 0).unwrap_or(text.len());
    let is_empty = start >= end || rest.trim_ascii() == b"/>";
    if is_empty { None } else { text::span(element.start as usize + start..element.start as usize + end) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn masked(bytes: &[u8]) -> Vec<String> {
        let reading = latchkey_profile_schema::plist::read(bytes);
        spans(&reading, bytes, None)
            .iter()
            .map(|span| String::from_utf8_lossy(&bytes[span.start as usize..span.end as usize]).into_owned())
            .collect()
    }

    #[test]
    fn the_text_of_a_secret_is_found() {
        let plist = |inside: &str| format!("<plist version=\"1.0\"><dict>{inside}</dict></plist>");
        let cases: &[(&str, &[&str])] = &[
            ("<key>DMFAClientSecret</key><string>hunter2</string>", &["hunter2"]),
            ("<key>DMFAClientSecrt</key><string>x</string>", &["x"]),
            ("<key>dmfaclientsecret</key><string>hunter2</string>", &["hunter2"]),
            ("<key>DMFAClientSecret</key><string><![CDATA[hunter2]]></string>", &["<![CDATA[hunter2]]>"]),
            ("<key>a</key><dict><key>Password</key><string>x</string></dict>", &["x"]),
            ("<key>DMFAClientSecret</key><string/>", &[]),
            ("<key>DMFAClientSecret</key><string />", &[]),
            ("<key>a</key><array><string>DMFAClientSecret</string><string>x</string></array>", &["x"]),
            (
                "<key>a</key><true/><!-- <key>DMFAClientSecret</key><string>x</string> -->",
                &["</key><string>x</string> "],
            ),
            ("<key>a</key><true/><!-- DMFAClientSecret = x --><key>b</key><true/>", &[" = x "]),
            ("<key>a</key><true/><!-- no key at all -->", &[]),
            ("<key>a</key><true/><!-- old: \"CaNaRy7xQ9Kd83hFhs72\", gone -->", &["CaNaRy7xQ9Kd83hFhs72"]),
            (
                "<key>a</key><true/><!-- 2B6E1069-4037-5B67-B399-0B690E44DF2B in Library/Managed2/Settings -->",
                &[],
            ),
            ("<key>DMFAOrgURL</key><string>https://me:x@corp.okta.com/a?b=c</string>", &["me:x", "b=c"]),
            ("<key>DMFAOrgURL</key><string>me:x@corp.okta.com</string>", &["me:x"]),
            ("<key>a</key><string>https://corp.okta.com/me@x</string>", &["corp.okta.com/me@x"]),
            ("<key>DMFAOrgURL</key><string>CaNaRy7xQ9Kd83hFhs72</string>", &["CaNaRy7xQ9Kd83hFhs72"]),
            ("<key>DMFAClientID</key><string>CaNaRy7xQ9Kd83hFhs72</string>", &["CaNaRy7xQ9Kd83hFhs72"]),
            ("<key>DMFAClientID</key><string>0oa1b2c3d4e5f6g7h8i9</string>", &[]),
            ("<key>DMFAClientSecret=hunter2</key><true/>", &["DMFAClientSecret=hunter2"]),
            ("<key>a</key><array><string>authsrv:u:x@acme.okta.com</string></array>", &["u:x"]),
            ("<key>a</key><true/>CaNaRy7xQ9Kd83hFhs72", &["CaNaRy7xQ9Kd83hFhs72"]),
            ("<key>AdminEmail</key><string>help@example.com</string>", &[]),
        ];
        for (inside, expected) in cases {
            assert_eq!(masked(plist(inside).as_bytes()), *expected, "{inside}");
        }
    }

    #[test]
    fn text_is_shown_without_its_secrets() {
        let secrets = [Span { start: 2, end: 4 }, Span { start: 6, end: 8 }];
        let cases =
            [(0, 10, "ab…ef…ij"), (3, 7, "…ef…"), (2, 4, "…"), (4, 6, "ef"), (8, 90, ""), (8, 10, "ij")];
        for (start, end, expected) in cases {
            assert_eq!(shown(Span { start, end }, b"abcdefghij", &secrets), expected, "{start}..{end}");
        }
        assert_eq!(shown(Span { start: 0, end: 3 }, b"abc", &[]), "abc");
    }

    #[test]
    fn no_message_quotes_a_secret() {
        let options = crate::options::Options::default();
        let secret = "<key>DMFAClientSecret</key><string>canary</string>";
        for (before, after) in [
            ("<dict><plist version=\"1", "\"/></dict>"),
            ("<dict><!-- latchkey: ig", " --></dict>"),
            ("<dict><!-- latchkey: ignore a", ",b: c --></dict>"),
            ("<dict><!-- latchkey: ignore unknown-key: ", " --><key>a</key><true/></dict>"),
            ("<?xml encoding=\"", "\"?>"),
        ] {
            let text = format!("<plist version=\"1.0\">{before}{secret}{after}</plist>");
            for report in crate::lint::lint(
                crate::lint::Source { name: "a.plist".into(), bytes: text.clone().into_bytes() },
                &options,
            ) {
                let shown = crate::render::human::render(&[report], crate::commands::Screen::Plain);
                assert!(!shown.contains("canary"), "{text}: {shown}");
            }
        }
    }

    #[test]
    fn a_broken_file_hides_more_rather_than_less() {
        let broken = b"<plist version=\"1.0\"><dict><key>DMFAClientSecret</key><sting>hunter2</sting><key>a</key></dict>";
        assert_eq!(masked(broken), ["<sting>hunter2</sting>"]);
        let attribute = b"<plist version=\"1.0\"><dict><key>DMFAClientSecret</key><string value=\"hunter2\"/></dict></plist>";
        assert_eq!(masked(attribute), ["<string value=\"hunter2\"/></dict></plist>"]);
        let pair = b"<plist version=\"1.0\"><dict><string>DMFAClientSecret</string><string>hunter2</string></dict></plist>";
        assert_eq!(masked(pair), ["<string>hunter2</string></dict></plist>"]);
        let torn = b"<plist version=\"1.0\"><dict><key>DMFAClientSecret</key><string>hun<ter2</string></dict></plist>";
        assert_eq!(masked(torn), ["<string>hun<ter2</string></dict></plist>"]);
        let swapped =
            b"<plist version=\"1.0\"><dict><key>DMFAClientSecret</key><key>hunter2</key></dict></plist>";
        assert_eq!(masked(swapped), ["<key>hunter2</key></dict></plist>"]);
    }
}
