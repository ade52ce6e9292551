//! The text of one XML value to the value, or to what is wrong with it.

use base64::Engine;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};

use super::date;
use crate::problem::ParseProblem;

/// Base64 as profiles have it. Bits that a careless encoder left in the last character change no byte.
pub(crate) const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new()
        .with_decode_allow_trailing_bits(true)
        .with_decode_padding_mode(DecodePaddingMode::RequireCanonical),
);

/// The smallest and the largest integer of a property list.
pub(super) const INTEGERS: std::ops::RangeInclusive<i128> = i64::MIN as i128..=u64::MAX as i128;

/// The white space of XML.
pub(super) const fn is_blank(character: char) -> bool {
    matches!(character, ' ' | '\t' | '\r' | '\n')
}

/// Whether there is white space alone.
pub(super) fn all_blank(text: &str) -> bool {
    text.bytes().all(|byte| is_blank(char::from(byte)))
}

/// The first characters of a text, for a message.
pub(crate) fn excerpt(text: &str) -> String {
    text.chars().take(ParseProblem::EXCERPT).collect()
}

/// An integer as CoreFoundation reads it: an optional sign, then decimal digits or `0x` and hexadecimal ones, white
/// space around it.
pub(super) fn integer(text: &str) -> Result<i128, ParseProblem> {
    let bad = || ParseProblem::BadInteger { found: excerpt(text) };
    let trimmed = text.trim_matches(is_blank);
    let (negative, unsigned) = match trimmed.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, trimmed.strip_prefix('+').unwrap_or(trimmed)),
    };
    let (radix, digits) = match unsigned.strip_prefix("0x").or_else(|| unsigned.strip_prefix("0X")) {
        Some(rest) => (16, rest),
        None => (10, unsigned),
    };
    if digits.is_empty() || !digits.chars().all(|digit| digit.is_digit(radix)) {
        return Err(bad());
    }
    let value = i128::from_str_radix(digits, radix).ok().map(|value| if negative { -value } else { value });
    value
        .filter(|value| INTEGERS.contains(value))
        .ok_or_else(|| ParseProblem::IntegerOutOfRange { found: excerpt(text) })
}

/// A finite real in decimal notation, white space around it.
pub(super) fn real(text: &str) -> Result<f64, ParseProblem> {
    let trimmed = text.trim_matches(is_blank);
    // `f64::from_str` also takes `inf` and `nan`, in words.
    let decimal = trimmed.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.' | b'e' | b'E'));
    let value = if decimal { trimmed.parse::<f64>().ok() } else { None };
    value.filter(|value| value.is_finite()).ok_or_else(|| ParseProblem::BadReal { found: excerpt(text) })
}

/// A date, exactly in the form that Apple writes.
pub(super) fn date(text: &str) -> Result<String, ParseProblem> {
    if date::is_date(text) {
        Ok(text.to_owned())
    } else {
        Err(ParseProblem::BadDate { found: excerpt(text) })
    }
}

/// The inside of `<true>` and `<false>`.
pub(super) fn empty(text: &str) -> Result<(), ParseProblem> {
    if all_blank(text) { Ok(()) } else { Err(ParseProblem::BooleanWithContent { found: excerpt(text) }) }
}

/// Base64 with white space anywhere.
pub(super) fn data(text: &str) -> Result<Vec<u8>, ParseProblem> {
    let dense: Vec<u8> = text.bytes().filter(|byte| !is_blank(char::from(*byte))).collect();
    BASE64.decode(dense).map_err(|_| ParseProblem::BadData)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_integers_as_core_foundation_does() {
        let cases = [
            ("0", 0),
            ("+7", 7),
            ("-7", -7),
            ("007", 7),
            (" 42\n", 42),
            ("0x1F", 31),
            ("-0x10", -16),
            ("-9223372036854775808", i128::from(i64::MIN)),
            ("18446744073709551615", i128::from(u64::MAX)),
        ];
        for (text, expected) in cases {
            assert_eq!(integer(text), Ok(expected), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_integer() {
        for text in ["", " ", "-", "+-1", "1.0", "1e3", "0x", "0xg", "12a", "1 2", "1,000", "٣", "--1"] {
            assert_eq!(integer(text), Err(ParseProblem::BadInteger { found: text.to_owned() }), "{text}");
        }
        let long = "9".repeat(1_000);
        for text in ["-9223372036854775809", "18446744073709551616", &long] {
            assert!(matches!(integer(text), Err(ParseProblem::IntegerOutOfRange { .. })), "{text}");
        }
    }

    #[test]
    fn reads_finite_reals() {
        for (text, expected) in [("48", 48.0), ("-.5", -0.5), ("1.", 1.0), ("1e3", 1000.0), (" 0.25 ", 0.25)]
        {
            assert_eq!(real(text), Ok(expected), "{text}");
        }
        for text in ["", "nan", "inf", "-infinity", "1e999", "1,5", "0x10", "e", "1_0"] {
            assert_eq!(real(text), Err(ParseProblem::BadReal { found: text.to_owned() }), "{text}");
        }
    }

    #[test]
    fn reads_base64_across_lines() {
        assert_eq!(data("\n\t aGVs\r\n\tbG8=\n"), Ok(b"hello".to_vec()));
        assert_eq!(data(""), Ok(Vec::new()));
        for text in ["aGVsbG8", "aGVs*G8=", "=", "a", "aGVsbG8==", "aGVs-_8="] {
            assert_eq!(data(text), Err(ParseProblem::BadData), "{text}");
        }
    }
}
