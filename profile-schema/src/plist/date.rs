//! Dates of property lists: the one form of text that is allowed, and seconds since 2001 to that form.

/// Seconds from the year 0 of the proleptic Gregorian calendar to 2001-01-01, where binary dates begin.
const EPOCH: i64 = 730_851 * DAY;
const DAY: i64 = 86_400;
/// Days in 400 years, after which the calendar repeats.
const ERA: i64 = 146_097;

/// Whether this is `YYYY-MM-DDThh:mm:ssZ` and that moment exists.
pub(super) fn is_date(text: &str) -> bool {
    let [y1, y2, y3, y4, b'-', m1, m2, b'-', d1, d2, b'T', h1, h2, b':', n1, n2, b':', s1, s2, b'Z'] =
        text.as_bytes()
    else {
        return false;
    };
    let parts = (|| {
        Some((
            number(&[*y1, *y2, *y3, *y4])?,
            number(&[*m1, *m2])?,
            number(&[*d1, *d2])?,
            number(&[*h1, *h2])?,
            number(&[*n1, *n2])?,
            number(&[*s1, *s2])?,
        ))
    })();
    parts.is_some_and(|(year, month, day, hour, minute, second)| {
        (1..=days_in(year, month)).contains(&day) && hour < 24 && minute < 60 && second < 60
    })
}

/// The whole second at or before a number of seconds since 2001-01-01T00:00:00Z; none outside of the years 0 to 9999.
pub(super) fn from_seconds(seconds: f64) -> Option<String> {
    // 2^53: beyond it an `f64` has no whole seconds, and the range of years ends far before.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    if !seconds.is_finite() || seconds.abs() > EXACT {
        return None;
    }
    #[expect(clippy::cast_possible_truncation, reason = "the range was checked")]
    let since_year_zero = seconds.floor() as i64 + EPOCH;
    if since_year_zero < 0 {
        return None;
    }
    let (days, second) = (since_year_zero / DAY, since_year_zero % DAY);
    let mut year = days / ERA * 400;
    let mut day = days % ERA;
    while day >= days_of(year) {
        day -= days_of(year);
        year += 1;
    }
    let mut month = 1;
    while day >= days_in(year, month) {
        day -= days_in(year, month);
        month += 1;
    }
    if year > 9999 {
        return None;
    }
    let (hour, minute, second) = (second / 3600, second / 60 % 60, second % 60);
    Some(format!("{year:04}-{month:02}-{:02}T{hour:02}:{minute:02}:{second:02}Z", day + 1))
}

fn number(digits: &[u8]) -> Option<i64> {
    digits
        .iter()
        .try_fold(0, |value, digit| digit.is_ascii_digit().then(|| value * 10 + i64::from(digit - b'0')))
}

const fn is_leap(year: i64) -> bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
}

const fn days_of(year: i64) -> i64 {
    if is_leap(year) { 366 } else { 365 }
}

/// Days of a month, 0 when there is no such month.
const fn days_in(year: i64, month: i64) -> i64 {
    match month {
        2 if is_leap(year) => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        _ => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_moments_that_exist_are_dates() {
        for text in
            ["2001-01-01T00:00:00Z", "2024-02-29T23:59:59Z", "0000-02-29T00:00:00Z", "9999-12-31T23:59:59Z"]
        {
            assert!(is_date(text), "{text}");
        }
        for text in [
            "",
            "2001-01-01",
            "2001-01-01T00:00:00",
            "2001-01-01 00:00:00Z",
            "2001-01-01T00:00:00z",
            "2001-01-01T00:00:00.5Z",
            "2001-01-01T00:00:00+0000",
            "2023-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2001-00-01T00:00:00Z",
            "2001-13-01T00:00:00Z",
            "2001-01-00T00:00:00Z",
            "2001-04-31T00:00:00Z",
            "2001-01-01T24:00:00Z",
            "2001-01-01T00:60:00Z",
            "2001-01-01T00:00:60Z",
            " 2001-01-01T00:00:00Z",
            "2001-01-01T00:00:0\u{663}Z",
        ] {
            assert!(!is_date(text), "{text}");
        }
    }

    #[test]
    fn seconds_become_the_second_at_or_before() {
        let cases = [
            (0.0, "2001-01-01T00:00:00Z"),
            (-1.0, "2000-12-31T23:59:59Z"),
            (-0.5, "2000-12-31T23:59:59Z"),
            (0.999, "2001-01-01T00:00:00Z"),
            (730_858_271.0, "2024-02-29T00:11:11Z"),
            (-978_307_200.0, "1970-01-01T00:00:00Z"),
            (-63_145_526_400.0, "0000-01-01T00:00:00Z"),
            (252_423_993_599.0, "9999-12-31T23:59:59Z"),
        ];
        for (seconds, expected) in cases {
            assert_eq!(from_seconds(seconds).as_deref(), Some(expected), "{seconds}");
        }
        for seconds in [f64::NAN, f64::INFINITY, 1e300, -1e300, 252_423_993_600.0, -63_145_526_401.0] {
            assert_eq!(from_seconds(seconds), None, "{seconds}");
        }
    }
}
