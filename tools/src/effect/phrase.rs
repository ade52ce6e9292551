//! Quantities, names and factors to the pieces that sentences about a policy are made of.

use latchkey_linker::Factor;

use crate::phrase::quoted;

/// So many names are said; the others are counted.
const MOST_NAMES: usize = 8;

/// Units that a length of time may be said in, from the largest.
const UNITS: &[(u64, &str)] = &[(86_400, "day"), (3_600, "hour"), (60, "minute"), (1, "second")];

/// A length of time in the largest unit of which it is a whole number.
pub(crate) fn span(seconds: u64) -> String {
    let (number, unit) = in_unit(seconds);
    count(number, unit)
}

/// Two lengths of time, the unit once where it is the same: `from 7 to 2 days`.
pub(crate) fn from_to(before: u64, after: u64) -> String {
    match (in_unit(before), in_unit(after)) {
        ((number, unit), (other, same)) if unit == same => format!("from {number} to {}", count(other, same)),
        _ => format!("from {} to {}", span(before), span(after)),
    }
}

fn in_unit(seconds: u64) -> (u64, &'static str) {
    let whole = |&&(length, _): &&(u64, &str)| seconds >= length && seconds.is_multiple_of(length);
    UNITS.iter().find(whole).map_or((seconds, "second"), |(length, unit)| (seconds / length, unit))
}

/// A number of things.
pub(crate) fn count(number: u64, what: &str) -> String {
    format!("{number} {what}{}", if number == 1 { "" } else { "s" })
}

/// Texts of a file, the last one after `and`.
pub(crate) fn names<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let all: Vec<&str> = names.into_iter().collect();
    let mut said: Vec<String> = all.iter().take(MOST_NAMES).map(|name| quoted(name)).collect();
    if all.len() > MOST_NAMES {
        said.push(format!("{} more", all.len() - MOST_NAMES));
    }
    listed(&said, "and")
}

/// Words, the last one after a conjunction.
pub(crate) fn listed(words: &[String], conjunction: &str) -> String {
    match words.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, others)) => format!("{} {conjunction} {last}", others.join(", ")),
        None => "nothing".to_owned(),
    }
}

/// Factors as people call them, the last one after a conjunction.
pub(crate) fn factors(factors: &[Factor], conjunction: &str) -> String {
    listed(&factors.iter().map(|factor| called(*factor).to_owned()).collect::<Vec<_>>(), conjunction)
}

const fn called(factor: Factor) -> &'static str {
    match factor {
        Factor::Push => "an Okta Verify push",
        Factor::Otp => "an Okta Verify code",
        Factor::SecurityKey => "a FIDO2 security key",
        Factor::OfflineCode => "a device access code",
        Factor::OfflineSecurityKey => "a security key enrolled on this computer",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_said_in_the_largest_whole_unit() {
        for (seconds, expected) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (90, "90 seconds"),
            (5_400, "90 minutes"),
            (3_600, "1 hour"),
            (129_600, "36 hours"),
            (86_400, "1 day"),
            (604_800, "7 days"),
        ] {
            assert_eq!(span(seconds), expected);
        }
        assert_eq!(from_to(604_800, 172_800), "from 7 to 2 days");
        assert_eq!(from_to(86_400, 3_600), "from 1 day to 1 hour");
    }

    #[test]
    fn long_lists_are_cut() {
        let many: Vec<String> = (0..20).map(|index| format!("n{index}")).collect();
        assert!(names(many.iter().map(String::as_str)).ends_with("`n7` and 12 more"));
        assert_eq!(names(["a", "b"]), "`a` and `b`");
    }
}
