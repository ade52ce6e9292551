//! Turns the rate-limit headers of a response into how long to wait.

use std::time::{Duration, UNIX_EPOCH};

use crate::UnixTime;
use crate::step::HttpResponse;

/// The shortest wait, whatever the headers say.
const SHORTEST: i64 = 1;

/// The wait when the organization does not say: the default interval between two polls.
const UNSAID: i64 = 5;

/// `X-Rate-Limit-Reset` minus `Date`, both the organization's, so that this machine's clock does not matter
/// unless there is no `Date`.
pub(crate) fn wait(response: &HttpResponse, now: UnixTime) -> Duration {
    let reset =
        response.header("x-rate-limit-reset").and_then(|value| value.trim().parse().ok()).map(UnixTime);
    let answered_at = response.header("date").and_then(date).unwrap_or(now);
    let seconds = reset.map_or(UNSAID, |reset| reset.since(answered_at)).max(SHORTEST);
    Duration::from_secs(seconds.unsigned_abs())
}

fn date(value: &str) -> Option<UnixTime> {
    let moment = httpdate::parse_http_date(value).ok()?;
    let seconds = moment.duration_since(UNIX_EPOCH).ok()?.as_secs();
    i64::try_from(seconds).ok().map(UnixTime)
}

#[cfg(test)]
mod tests {
    use super::wait;
    use crate::UnixTime;
    use crate::step::HttpResponse;

    fn seconds(headers: &[(&str, &str)]) -> u64 {
        let headers = headers.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        wait(&HttpResponse { status: 429, headers, body: Vec::new() }, UnixTime(1_000)).as_secs()
    }

    #[test]
    fn the_wait_is_counted_on_the_organizations_clock() {
        let date = ("date", "Thu, 01 Jan 1970 01:00:00 GMT");
        assert_eq!(seconds(&[("x-rate-limit-reset", "3630"), date]), 30);
        assert_eq!(seconds(&[("x-rate-limit-reset", "1030")]), 30);
        assert_eq!(seconds(&[("x-rate-limit-reset", "1030"), ("date", "yesterday")]), 30);
    }

    #[test]
    fn the_wait_is_never_shorter_than_a_second() {
        assert_eq!(seconds(&[("x-rate-limit-reset", "1000")]), 1);
        assert_eq!(seconds(&[("x-rate-limit-reset", "-9223372036854775808")]), 1);
        assert_eq!(seconds(&[("x-rate-limit-reset", "soon")]), 5);
        assert_eq!(seconds(&[]), 5);
    }
}
