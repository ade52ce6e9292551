//! Facts to pieces of sentences: types, lists, quotes.

use std::borrow::Cow;

use latchkey_profile_schema::check::private_parts;
use latchkey_profile_schema::document::PlistType;
use latchkey_profile_schema::{KeyPath, Segment};

/// A type as people say it: `an array`.
pub(crate) const fn a(plist_type: PlistType) -> &'static str {
    match plist_type {
        PlistType::String => "a string",
        PlistType::Integer => "an integer",
        PlistType::Real => "a number",
        PlistType::Boolean => "a boolean",
        PlistType::Date => "a date",
        PlistType::Data => "data",
        PlistType::Array => "an array",
        PlistType::Dictionary => "a dictionary",
    }
}

/// How a value of a type is written.
pub(crate) const fn element(plist_type: PlistType) -> &'static str {
    match plist_type {
        PlistType::String => "`<string>…</string>`",
        PlistType::Integer => "`<integer>…</integer>`",
        PlistType::Real => "`<real>…</real>` or `<integer>…</integer>`",
        PlistType::Boolean => "`<true/>` or `<false/>`",
        PlistType::Date => "`<date>…</date>`",
        PlistType::Data => "`<data>…</data>`",
        PlistType::Array => "`<array>…</array>`",
        PlistType::Dictionary => "`<dict>…</dict>`",
    }
}

/// User text in backticks, on one line, cut where it is long.
///
/// What is private in a URL is left out.
pub(crate) fn quoted(text: &str) -> String {
    const LONGEST: usize = 80;
    let public = public(text);
    let text = public.as_ref();
    let mut shown: String = text
        .chars()
        .take(LONGEST)
        .map(|character| if is_unprintable(character) { '\u{fffd}' } else { character })
        .collect();
    if text.chars().nth(LONGEST).is_some() {
        shown.push('…');
    }
    format!("`{shown}`")
}

/// A text without the private parts of the URL that it is.
fn public(text: &str) -> Cow<'_, str> {
    if !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let mut shown = text.to_owned();
    for part in private_parts(text).into_iter().rev() {
        shown.replace_range(part, "…");
    }
    Cow::Owned(shown)
}

/// Whether a character would not be seen, and would change how what stands around it is seen.
pub(crate) fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// A name on one line: its control characters escaped, its end cut off where it is long.
pub(crate) fn one_line(name: &str) -> String {
    /// Longer than every path that a system takes.
    const LONGEST: usize = 4_096;
    let mut shown = String::with_capacity(name.len().min(LONGEST));
    for character in name.chars() {
        if shown.len() >= LONGEST {
            shown.push('…');
            break;
        }
        if is_unprintable(character) {
            shown.extend(character.escape_default());
        } else {
            shown.push(character);
        }
    }
    shown
}

/// The name of a file in backticks, on one line; unlike other text it is of use only as a whole.
pub(crate) fn file_name(name: &str) -> String {
    format!("`{}`", one_line(name))
}

/// Words in backticks, the last one after `or`.
pub(crate) fn one_of<S: AsRef<str>>(words: impl IntoIterator<Item = S>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| quoted(word.as_ref())).collect();
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} or {last}", others.join(", ")),
        None => String::new(),
    }
}

/// How many of something there are.
pub(crate) fn many(count: usize, noun: &str) -> String {
    match count {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// The key that a path leads to, in backticks; for an item the key of its list.
pub(crate) fn key(path: &KeyPath) -> String {
    path.last_key().map_or_else(|| "the file".to_owned(), quoted)
}

/// What a path leads to, as people say it: the key, or an item of it.
pub(crate) fn subject(path: &KeyPath) -> String {
    match path.segments().last() {
        Some(Segment::Index(_)) => format!("an item of {}", key(path)),
        _ => key(path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lists_read_as_sentences() {
        assert_eq!(one_of(["a"]), "`a`");
        assert_eq!(one_of(["a", "b"]), "`a` or `b`");
        assert_eq!(one_of(["a", "b", "c"]), "`a`, `b` or `c`");
        assert_eq!(one_of::<&str>([]), "");
    }

    #[test]
    fn names_stay_on_one_line() {
        assert_eq!(one_line("a\u{1b}[2J\r\n.plist"), "a\\u{1b}[2J\\r\\n.plist");
        assert_eq!(one_line(&"x".repeat(10_000)).chars().count(), 4_097);
        assert_eq!(one_line("Büro/profil.plist"), "Büro/profil.plist");
    }

    #[test]
    fn quotes_stay_on_one_line() {
        assert_eq!(quoted("a\nb"), "`a\u{fffd}b`");
        assert_eq!(quoted(&"x".repeat(200)).chars().count(), 83);
    }
}
