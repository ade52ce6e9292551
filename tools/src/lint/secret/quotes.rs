//! A problem that quotes a secret to the same problem without the quotation.

use latchkey_profile_schema::plist::ParseProblem;
use latchkey_profile_schema::{Document, Place, Problem, Span};
use memchr::memmem;

/// Names that are no secret wherever they stand.
const ELEMENTS: &[&str] =
    &["plist", "dict", "array", "key", "string", "integer", "real", "true", "false", "date", "data"];

/// Whether what a problem quotes stands in one of the places, or was torn out of one.
pub(in crate::lint) fn is_quoted(
    problem: &Problem,
    kind: &ParseProblem,
    document: Option<&Document>,
    secrets: &[Span],
    bytes: &[u8],
) -> bool {
    let span = match &problem.place {
        Place::Path(path, part) => document.and_then(|document| document.span(path, *part)),
        Place::Bytes(span) => Some(*span),
        Place::File => None,
    };
    let stands_there = span.is_some_and(|span| {
        let next = secrets.partition_point(|secret| secret.end <= span.start);
        secrets.get(next).is_some_and(|secret| secret.start < span.end)
    });
    stands_there
        || elements(kind).into_iter().filter(|name| !is_element(name)).any(|name| {
            let finder = memmem::Finder::new(name);
            secrets.iter().any(|secret| {
                let hidden = bytes.get(secret.start as usize..secret.end as usize).unwrap_or_default();
                finder.find(hidden).is_some()
            })
        })
}

/// The same problem without the user's text.
pub(in crate::lint) fn redacted(problem: &ParseProblem) -> ParseProblem {
    use ParseProblem as P;
    let found = || "…".to_owned();
    let name = |element: &str| if is_element(element) { element.to_owned() } else { found() };
    match problem {
        P::DeclaredEncoding { .. } => P::DeclaredEncoding { found: found() },
        P::PlistVersion { found: Some(_) } => P::PlistVersion { found: Some(found()) },
        P::StrayText { .. } => P::StrayText { found: found() },
        P::UnknownEntity { .. } => P::UnknownEntity { name: found() },
        P::BadCharacterReference { .. } => P::BadCharacterReference { found: found() },
        P::BadInteger { .. } => P::BadInteger { found: found() },
        P::IntegerOutOfRange { .. } => P::IntegerOutOfRange { found: found() },
        P::BadReal { .. } => P::BadReal { found: found() },
        P::BadDate { .. } => P::BadDate { found: found() },
        P::BooleanWithContent { .. } => P::BooleanWithContent { found: found() },
        P::KeyWithoutValue { .. } => P::KeyWithoutValue { key: found() },
        P::DuplicateKey { first, .. } => P::DuplicateKey { key: found(), first: *first },
        P::UnknownElement { nearest, .. } => P::UnknownElement { element: found(), nearest: *nearest },
        P::UnclosedElement { element } => P::UnclosedElement { element: name(element) },
        P::StrayEndTag { found } => P::StrayEndTag { found: name(found) },
        P::MismatchedEndTag { expected, found, opened } => {
            P::MismatchedEndTag { expected: name(expected), found: name(found), opened: *opened }
        }
        P::UnclosedBeforeKey { element, opened } => {
            P::UnclosedBeforeKey { element: name(element), opened: *opened }
        }
        P::ElementInText { outer, inner, opened } => {
            P::ElementInText { outer: name(outer), inner: name(inner), opened: *opened }
        }
        P::ForeignAttribute { element, .. } => {
            P::ForeignAttribute { element: name(element), attribute: found() }
        }
        P::BadAttributes { element } => P::BadAttributes { element: name(element) },
        P::ValueWithoutKey { element } => P::ValueWithoutKey { element: name(element) },
        P::SecondValue { element } => P::SecondValue { element: name(element) },
        other => other.clone(),
    }
}

/// The names of elements that a problem quotes.
fn elements(problem: &ParseProblem) -> Vec<&str> {
    use ParseProblem as P;
    match problem {
        P::UnknownElement { element, .. }
        | P::UnclosedElement { element }
        | P::BadAttributes { element }
        | P::ForeignAttribute { element, .. }
        | P::ValueWithoutKey { element }
        | P::SecondValue { element } => vec![element],
        P::StrayEndTag { found } => vec![found],
        P::MismatchedEndTag { expected, found, .. } => vec![expected, found],
        P::ElementInText { outer, inner, .. } => vec![outer, inner],
        _ => Vec::new(),
    }
}

fn is_element(name: &str) -> bool {
    ELEMENTS.contains(&name)
}
