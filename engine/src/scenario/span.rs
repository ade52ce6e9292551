//! Times of a scenario: RFC 3339, or a span from the step before.

use latchkey_linker::UnixTime;

/// When a step happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum When {
    /// At this time.
    At(UnixTime),
    /// This many seconds after the step before.
    After(u64),
}

/// How the wall clock is set.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Clock {
    /// To this time.
    To(UnixTime),
    /// By this many seconds.
    By(i64),
}

/// Seconds of the units that a span can have.
const UNITS: &[(char, i64)] = &[('s', 1), ('m', 60), ('h', 3_600), ('d', 86_400)];

impl When {
    /// Reads RFC 3339 or `+48h`.
    ///
    /// # Errors
    ///
    /// The text again for anything else, a span backwards too.
    pub fn parse(text: &str) -> Result<Self, String> {
        match span(text) {
            Some(seconds) => u64::try_from(seconds).map(Self::After).map_err(|_| text.to_owned()),
            None => rfc3339(text).map(Self::At),
        }
    }
}

impl Clock {
    /// Reads RFC 3339, `+2h` or `-2h`.
    ///
    /// # Errors
    ///
    /// The text again for anything else.
    pub fn parse(text: &str) -> Result<Self, String> {
        match span(text) {
            Some(seconds) => Ok(Self::By(seconds)),
            None => rfc3339(text).map(Self::To),
        }
    }
}

/// The last second that a story reaches: where years end has no date in every time zone.
const LAST: i64 = 253_370_764_799;
/// The first one, that of the year 1.
const FIRST: i64 = -62_135_596_800;

/// Whether a time is one of the years 1 to 9998.
pub(super) const fn has_date(time: UnixTime) -> bool {
    FIRST <= time.0 && time.0 <= LAST
}

pub(super) fn rfc3339(text: &str) -> Result<UnixTime, String> {
    let time = text.parse::<jiff::Timestamp>().map(|time| UnixTime(time.as_second()));
    time.ok().filter(|time| has_date(*time)).ok_or_else(|| text.to_owned())
}

/// A sign, then whole numbers with a unit each: `+1d2h30m`.
fn span(text: &str) -> Option<i64> {
    let (sign, mut rest) = match (text.strip_prefix('+'), text.strip_prefix('-')) {
        (Some(rest), _) => (1, rest),
        (_, Some(rest)) => (-1, rest),
        _ => return None,
    };
    let mut seconds = 0_i64;
    while !rest.is_empty() {
        let (number, after) = rest.split_at_checked(rest.find(|digit: char| !digit.is_ascii_digit())?)?;
        let unit = after.chars().next()?;
        let (_, factor) = UNITS.iter().find(|(known, _)| *known == unit)?;
        seconds = number.parse::<i64>().ok()?.checked_mul(*factor)?.checked_add(seconds)?;
        rest = after.get(unit.len_utf8()..)?;
    }
    (text.len() > 1).then_some(seconds * sign)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spans_and_times_are_read() {
        assert_eq!(When::parse("+48h").unwrap(), When::After(172_800));
        assert_eq!(When::parse("+1d2h30m5s").unwrap(), When::After(95_405));
        assert_eq!(When::parse("1970-01-01T00:01:00Z").unwrap(), When::At(UnixTime(60)));
        assert_eq!(Clock::parse("-5m").unwrap(), Clock::By(-300));
        assert_eq!(Clock::parse("1970-01-01T01:00:00+01:00").unwrap(), Clock::To(UnixTime(0)));
    }

    #[test]
    fn anything_else_is_no_time() {
        for text in [
            "",
            "+",
            "48h",
            "+48",
            "+h",
            "-2h",
            "+1w",
            "tomorrow",
            "+9999999999999999999d",
            "9999-01-01T00:00:00Z",
        ] {
            assert!(When::parse(text).is_err(), "{text}");
        }
    }
}
