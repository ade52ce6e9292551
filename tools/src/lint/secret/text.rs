//! Places of secrets in text that no tree holds: comments, files that are broken, and URLs wherever they stand.

use std::ops::Range;

use latchkey_profile_schema::Span;
use latchkey_profile_schema::check::{Secrecy, private_parts};

use super::is_generated;

const KEY: Mark = Mark(b"<key>", 0);
const COMMENT: Mark = Mark(b"<!--", 1);
const COMMENT_END: Mark = Mark(b"-->", 0);
const SCHEME_END: Mark = Mark(b"://", 0);
const TAG_END: Mark = Mark(b">", 0);

pub(super) fn span(range: Range<usize>) -> Option<Span> {
    Some(Span { start: u32::try_from(range.start).ok()?, end: u32::try_from(range.end).ok()? })
}

/// Comments that name a secret: everything after the name. Of others, the words that are made like one.
pub(super) fn in_comments(bytes: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut secrecy = Secrecy::default();
    let mut at = 0;
    while let Some(start) = find(bytes, at, &COMMENT).map(|start| start + 4) {
        let end = find(bytes, start, &COMMENT_END).unwrap_or(bytes.len());
        let inside = bytes.get(start..end).unwrap_or_default();
        match names(inside, &mut secrecy).next() {
            Some(name) => spans.extend(span(start + name.end..end)),
            None => {
                spans.extend(generated(inside).filter_map(|word| span(start + word.start..start + word.end)))
            }
        }
        at = end;
    }
    spans
}

/// Words that are generated for certain: letters small and large, and more digits than a path has.
fn generated(text: &[u8]) -> impl Iterator<Item = Range<usize>> {
    let words = text.split(|byte| byte.is_ascii_whitespace() || b"\"'`,;:()<>".contains(byte));
    let mut end = 0;
    words.filter_map(move |word| {
        let start = end;
        end += word.len() + 1;
        let digits = word.iter().filter(|byte| byte.is_ascii_digit()).count();
        let is_mixed =
            digits > 2 && word.iter().any(u8::is_ascii_lowercase) && word.iter().any(u8::is_ascii_uppercase);
        let is_one = is_mixed && std::str::from_utf8(word).is_ok_and(is_generated);
        is_one.then_some(start..start + word.len())
    })
}

/// What is private in the URLs of a text. A URL ends where an element, an attribute or the line does.
pub(super) fn in_urls(bytes: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut at = 0;
    while let Some(start) = find(bytes, at, &SCHEME_END).map(|start| start + 3) {
        let rest = bytes.get(start..).unwrap_or_default();
        let length = rest.iter().position(|byte| b"<\"\n\r".contains(byte)).unwrap_or(rest.len());
        let end = start + length;
        // Offsets hold only where every byte stands for itself.
        match std::str::from_utf8(rest.get(..length).unwrap_or_default()) {
            Ok(url) => spans.extend(
                private_parts(url).into_iter().filter_map(|part| span(start + part.start..start + part.end)),
            ),
            Err(_) => spans.extend(span(start..end)),
        }
        at = end;
    }
    spans
}

/// Where the file is broken: everything from the name of a secret to the next key.
pub(super) fn in_text(bytes: &[u8]) -> Vec<Span> {
    let mut spans = Vec::new();
    let mut hidden = 0;
    for name in names(bytes, &mut Secrecy::default()) {
        if name.start < hidden {
            continue;
        }
        // The tags in between stay readable up to the first `>` after the name.
        let closed = bytes.get(name.end) == Some(&b'<');
        let tag_end = find(bytes, name.end, &TAG_END).filter(|_| closed);
        let start = tag_end.map_or(name.end, |end| end + 1);
        let next = find(bytes, start, &KEY).unwrap_or(bytes.len());
        // A secret that was put into `<key>` by mistake is the next key.
        let nothing_between = bytes.get(start..next).is_some_and(|between| between.trim_ascii().is_empty());
        let end =
            if nothing_between { find(bytes, next + KEY.0.len(), &KEY).unwrap_or(bytes.len()) } else { next };
        spans.extend(span(start..end));
        hidden = end;
    }
    spans
}

/// The words of a text that name secrets.
fn names(bytes: &[u8], secrecy: &mut Secrecy) -> impl Iterator<Item = Range<usize>> {
    let is_letter = |byte: &u8| byte.is_ascii_alphanumeric() || *byte >= 0x80;
    let mut at = 0;
    std::iter::from_fn(move || {
        loop {
            let start = at + bytes.get(at..)?.iter().position(is_letter)?;
            let rest = bytes.get(start..)?;
            let end = start + rest.iter().position(|byte| !is_letter(byte)).unwrap_or(rest.len());
            at = end;
            if std::str::from_utf8(bytes.get(start..end)?).is_ok_and(|name| secrecy.is_secret(name)) {
                return Some(start..end);
            }
        }
    })
}

/// A text to look for, and which of its bytes is the rarest in property lists.
struct Mark(&'static [u8], usize);

/// The first place from here on.
fn find(bytes: &[u8], from: usize, Mark(what, rare): &Mark) -> Option<usize> {
    let byte = *what.get(*rare)?;
    let mut at = from + rare;
    loop {
        at += memchr::memchr(byte, bytes.get(at..)?)?;
        let start = at - rare;
        if bytes.get(start..)?.starts_with(what) {
            return Some(start);
        }
        at += 1;
    }
}
