//! References of XML to the characters they stand for, and the parser's errors to what is wrong with the markup.

use quick_xml::errors::{Error, IllFormedError, SyntaxError};

use crate::plist::scalar::excerpt;
use crate::problem::{Markup, ParseProblem};

/// The character that stands for what is between `&` and `;`; none where that names nothing.
pub(crate) fn referred(name: &str) -> Option<char> {
    match name {
        "lt" => Some('<'),
        "gt" => Some('>'),
        "amp" => Some('&'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.strip_prefix('#').and_then(numbered),
    }
}

/// What is wrong with a reference that names nothing.
pub(crate) fn unknown_reference(name: &str) -> ParseProblem {
    if name.starts_with('#') {
        ParseProblem::BadCharacterReference { found: excerpt(name) }
    } else {
        ParseProblem::UnknownEntity { name: excerpt(name) }
    }
}

/// Whether the parser met an `&` that begins no reference; it goes on behind it.
pub(crate) const fn is_lone_ampersand(error: &Error) -> bool {
    matches!(error, Error::IllFormed(IllFormedError::UnclosedReference))
}

/// What is wrong with the markup, where the parser does not go on.
pub(crate) const fn fault(error: &Error) -> ParseProblem {
    match error {
        Error::IllFormed(IllFormedError::MissingDoctypeName) => ParseProblem::ForeignDoctype,
        Error::Syntax(error) => match error {
            SyntaxError::UnclosedPI | SyntaxError::UnclosedXmlDecl => {
                ParseProblem::UnclosedMarkup { markup: Markup::Instruction }
            }
            SyntaxError::UnclosedComment => ParseProblem::UnclosedMarkup { markup: Markup::Comment },
            SyntaxError::UnclosedDoctype => ParseProblem::UnclosedMarkup { markup: Markup::Doctype },
            SyntaxError::UnclosedCData => ParseProblem::UnclosedMarkup { markup: Markup::CData },
            SyntaxError::UnclosedTag
            | SyntaxError::UnclosedSingleQuotedAttributeValue
            | SyntaxError::UnclosedDoubleQuotedAttributeValue => {
                ParseProblem::UnclosedMarkup { markup: Markup::Tag }
            }
            SyntaxError::InvalidBangMarkup => ParseProblem::UnknownMarkup,
        },
        _ => ParseProblem::UnknownMarkup,
    }
}

/// The character of a numeric reference, when XML 1.0 section 2.2 allows it.
fn numbered(number: &str) -> Option<char> {
    let (digits, radix) = number.strip_prefix('x').map_or((number, 10), |hexadecimal| (hexadecimal, 16));
    let code =
        digits.chars().all(|digit| digit.is_digit(radix)).then(|| u32::from_str_radix(digits, radix).ok());
    let character = code.flatten().and_then(char::from_u32)?;
    let allowed = matches!(
        character,
        '\t' | '\n' | '\r' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..='\u{10FFFF}'
    );
    allowed.then_some(character)
}
