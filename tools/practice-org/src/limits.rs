//! How often may be asked: fixed windows, one a second for each user and one a minute for everything else.

use std::collections::HashMap;

use crate::{clock::Moment, options::Rates, quota::Quota};

/// All windows.
#[derive(Debug)]
pub(crate) struct Limits {
    rates: Rates,
    users: Window,
    organization: Window,
}

/// The counts of the present window; a new window forgets those of the last.
#[derive(Debug)]
struct Window {
    seconds: u64,
    number: u64,
    counts: HashMap<String, u32>,
}

impl Limits {
    pub(crate) fn new(rates: Rates) -> Self {
        let window = |seconds| Window { seconds, number: 0, counts: HashMap::new() };
        Self { rates, users: window(1), organization: window(60) }
    }

    /// Counts one request about `username`, or about nobody. The error is the quota that is spent.
    pub(crate) fn take(&mut self, username: Option<&str>, now: Moment) -> Result<Quota, Quota> {
        match username {
            Some(username) => self.users.take(username, self.rates.per_user_and_second, now),
            None => self.organization.take("", self.rates.per_organization_and_minute, now),
        }
    }
}

impl Window {
    fn take(&mut self, key: &str, limit: u32, now: Moment) -> Result<Quota, Quota> {
        let number = now.unix_seconds() / self.seconds;
        if number != self.number {
            self.number = number;
            self.counts.clear();
        }
        let count = self.counts.entry(key.to_owned()).or_default();
        *count = count.saturating_add(1);
        let reset = number.saturating_add(1).saturating_mul(self.seconds);
        let quota = Quota { limit, remaining: limit.saturating_sub(*count), reset };
        if *count <= limit { Ok(quota) } else { Err(quota) }
    }
}

#[cfg(test)]
mod tests {
    use super::Limits;
    use crate::{clock::Moment, options::Rates, quota::Quota};

    #[test]
    fn a_user_has_four_requests_a_second_and_another_user_has_their_own() {
        let mut limits = Limits::new(Rates::default());
        let now = Moment::from_unix_seconds(100);
        for remaining in [3, 2, 1, 0] {
            assert_eq!(limits.take(Some("alice"), now), Ok(Quota { limit: 4, remaining, reset: 101 }));
        }
        assert_eq!(limits.take(Some("alice"), now), Err(Quota { limit: 4, remaining: 0, reset: 101 }));
        assert!(limits.take(Some("bob"), now).is_ok());
        assert!(limits.take(Some("alice"), Moment::from_unix_seconds(101)).is_ok());
    }

    #[test]
    fn requests_about_nobody_share_a_minute() {
        let mut limits = Limits::new(Rates { per_organization_and_minute: 1, ..Rates::default() });
        assert_eq!(
            limits.take(None, Moment::from_unix_seconds(119)),
            Ok(Quota { limit: 1, remaining: 0, reset: 120 })
        );
        assert!(limits.take(None, Moment::from_unix_seconds(119)).is_err());
        assert!(limits.take(None, Moment::from_unix_seconds(120)).is_ok());
    }
}
