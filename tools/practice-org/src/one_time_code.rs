//! One account's one-time codes: a code is accepted once, and never one older than the last accepted.
//!
//! RFC 6238 with Okta Verify's figures: SHA-1, six digits, 30 seconds, one step of skew either way.

use std::fmt;

use totp_rs::{Builder, Secret as Seed, Totp, TotpError};

use crate::clock::Moment;

/// The codes of one account, with the highest time step accepted so far.
pub(crate) struct OneTimeCodes {
    totp: Totp,
    highest_accepted: Option<u64>,
}

impl OneTimeCodes {
    /// The codes made from `seed`, which must be 128 bits or more (RFC 4226 section 4, R6).
    pub(crate) fn new(seed: Seed) -> Result<Self, TotpError> {
        let totp = Builder::new().with_secret(seed).build()?;
        Ok(Self { totp, highest_accepted: None })
    }

    /// The codes of an account that was scanned: the text of its QR code, `otpauth://totp/…`.
    pub(crate) fn scanned(uri: &str) -> Option<Self> {
        Totp::from_url(uri).ok().map(|totp| Self { totp, highest_accepted: None })
    }

    /// The code that the account shows now.
    pub(crate) fn current(&self, now: Moment) -> String {
        self.totp.generate(now.unix_seconds()).to_string()
    }

    /// Whole seconds until another code is shown.
    pub(crate) fn seconds_left(&self, now: Moment) -> u64 {
        self.totp.next_step(now.unix_seconds()).saturating_sub(now.unix_seconds())
    }

    /// Whether `code` is right now; if so, it never is again.
    #[must_use]
    pub(crate) fn accept(&mut self, code: &str, now: Moment) -> bool {
        let Some(step) = self.totp.check(code, now.unix_seconds()) else { return false };
        // RFC 6238 section 5.2: a code is accepted once.
        if self.highest_accepted.is_some_and(|highest| step <= highest) {
            return false;
        }
        self.highest_accepted = Some(step);
        true
    }
}

impl fmt::Debug for OneTimeCodes {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("OneTimeCodes")
            .field("highest_accepted", &self.highest_accepted)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use totp_rs::Secret as Seed;

    use super::OneTimeCodes;
    use crate::clock::Moment;

    // RFC 6238 appendix B: the SHA-1 seed; its eight-digit codes end in the six-digit ones.
    const SEED: &[u8] = b"12345678901234567890";

    fn codes() -> OneTimeCodes {
        OneTimeCodes::new(Seed::from(SEED)).unwrap()
    }

    #[test]
    fn codes_are_those_of_the_rfc() {
        for (seconds, code) in [(59, "287082"), (1_111_111_109, "081804"), (2_000_000_000, "279037")] {
            assert_eq!(codes().current(Moment::from_unix_seconds(seconds)), code);
        }
    }

    #[test]
    fn a_scanned_account_shows_its_own_codes() {
        let uri = "otpauth://totp/x:y?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=x";
        assert_eq!(OneTimeCodes::scanned(uri).unwrap().current(Moment::from_unix_seconds(59)), "287082");
        assert!(OneTimeCodes::scanned("https://example.com").is_none());
    }

    #[test]
    fn a_code_is_accepted_once() {
        let (mut codes, now) = (codes(), Moment::from_unix_seconds(59));
        assert!(codes.accept("287082", now));
        assert!(!codes.accept("287082", now));
    }

    #[test]
    fn an_older_code_is_refused_after_a_newer_one() {
        let mut codes = codes();
        let older = codes.current(Moment::from_unix_seconds(30));
        let now = Moment::from_unix_seconds(60);
        let newer = codes.current(now);
        assert!(codes.accept(&newer, now));
        assert!(!codes.accept(&older, now));
    }

    #[test]
    fn one_step_of_skew_is_accepted_and_two_are_not() {
        for (shown_at, accepted) in [(0, false), (30, true), (60, true), (90, true), (120, false)] {
            let mut codes = codes();
            let code = codes.current(Moment::from_unix_seconds(shown_at));
            assert_eq!(codes.accept(&code, Moment::from_unix_seconds(60)), accepted, "shown at {shown_at}");
        }
    }

    #[test]
    fn what_is_not_six_digits_is_refused() {
        for code in ["", "28708", "2870822", "+87082", "28708२", " 287082"] {
            assert!(!codes().accept(code, Moment::from_unix_seconds(59)), "{code}");
        }
    }

    #[test]
    fn debug_shows_no_seed() {
        assert_eq!(format!("{:?}", codes()), "OneTimeCodes { highest_accepted: None, .. }");
    }
}
