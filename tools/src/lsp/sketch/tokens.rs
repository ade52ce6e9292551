//! A text to its tags, whole ones and half ones; what is not a tag lies between them.

use latchkey_profile_schema::Span;

/// A tag.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Token<'a> {
    /// `<name …>` or `<name/>`
    Start {
        /// The name.
        name: &'a str,
        /// All of it.
        span: Span,
        /// Whether it closes itself.
        empty: bool,
    },
    /// `</name>`
    End {
        /// The name.
        name: &'a str,
        /// All of it.
        span: Span,
    },
    /// The end of the text.
    Finish {
        /// Nothing, at the end.
        span: Span,
    },
}

impl Token<'_> {
    /// Where it stands.
    pub(super) const fn span(&self) -> Span {
        match self {
            Self::Start { span, .. } | Self::End { span, .. } | Self::Finish { span } => *span,
        }
    }
}

/// The tags of a text, then its end. Comments, instructions and declarations are passed over. A tag that another one
/// begins in ends before it.
pub(super) fn tokens(text: &str) -> impl Iterator<Item = Token<'_>> {
    let mut at = 0;
    let mut ended = false;
    std::iter::from_fn(move || {
        while let Some(start) = text.get(at..)?.find('<').map(|found| at + found) {
            let rest = text.get(start..)?;
            if let Some(length) = passed_over(rest) {
                at = start + length;
                continue;
            }
            let inside = rest.get(1..)?;
            let length = inside.find(['<', '>']).map_or(rest.len(), |found| {
                let closed = inside.get(found..).is_some_and(|rest| rest.starts_with('>'));
                1 + found + usize::from(closed)
            });
            at = start + length;
            let tag = rest.get(1..length)?.trim_end_matches('>');
            let span = span(start, at)?;
            return Some(match tag.strip_prefix('/') {
                Some(name) => Token::End { name: word(name), span },
                None => Token::Start { name: word(tag), span, empty: tag.ends_with('/') },
            });
        }
        if std::mem::replace(&mut ended, true) {
            return None;
        }
        at = text.len();
        Some(Token::Finish { span: span(at, at)? })
    })
}

/// How long the comment, instruction or declaration is that begins here; none where it is a tag.
fn passed_over(rest: &str) -> Option<usize> {
    let (_, close) =
        [("<!--", "-->"), ("<?", "?>"), ("<!", ">")].into_iter().find(|(open, _)| rest.starts_with(open))?;
    Some(rest.find(close).map_or(rest.len(), |found| found + close.len()))
}

fn word(tag: &str) -> &str {
    let end = tag.find(|character: char| character.is_whitespace() || character == '/').unwrap_or(tag.len());
    tag.get(..end).unwrap_or_default()
}

fn span(start: usize, end: usize) -> Option<Span> {
    Some(Span { start: u32::try_from(start).ok()?, end: u32::try_from(end).ok()? })
}
