//! Turns a typed code into the time step it belongs to, and a seed into what a person takes over to the phone.
//!
//! RFC 6238 with the parameters that every authenticator app supports: SHA-1, six digits, steps of 30 seconds.

use totp_rs::{Builder, Totp, TotpError};
use zeroize::Zeroizing;

use crate::step::OfflineEnrolment;
use crate::{Identity, Secret, UnixTime};

/// The length of a time step in seconds (RFC 6238 section 5.2).
pub const STEP_SECONDS: u64 = 30;

/// Time steps before and after the present one whose codes are taken (RFC 6238 section 5.2 recommends one).
const SKEW_STEPS: u16 = 1;

/// A seed of 160 bits, the length that RFC 4226 section 4 recommends. Overwritten when dropped, never printed.
pub struct Seed(Zeroizing<[u8; Self::LENGTH]>);

impl Seed {
    /// Its length in bytes.
    pub const LENGTH: usize = 20;

    /// Takes over bytes that a cryptographic random source made.
    #[must_use]
    pub fn new(random: [u8; Self::LENGTH]) -> Self {
        Self(Zeroizing::new(random))
    }

    /// Reads base32 (RFC 4648) of exactly [`Seed::LENGTH`] bytes.
    pub(crate) fn from_base32(text: &Secret) -> Option<Self> {
        let secret = totp_rs::Secret::try_from_base32(text.expose()).ok()?;
        <[u8; Self::LENGTH]>::try_from(secret.as_bytes()).ok().map(Self::new)
    }

    /// Base32 without padding.
    pub(crate) fn to_base32(&self) -> Secret {
        Secret::new(totp_rs::Secret::from(*self.0).to_base32())
    }

    fn totp(&self) -> Result<Totp, TotpError> {
        self.builder().build()
    }

    fn builder(&self) -> Builder {
        Builder::new()
            .with_secret(*self.0)
            .with_digits(6)
            .with_step_duration(STEP_SECONDS)
            .with_skew(SKEW_STEPS)
    }
}

impl std::fmt::Debug for Seed {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Seed")
    }
}

/// Six digits, blanks between them left out.
pub(crate) fn read_code(typed: &Secret) -> Option<Secret> {
    let digits: String = typed.expose().chars().filter(|character| !character.is_whitespace()).collect();
    let code = Secret::new(digits);
    (code.expose().len() == 6 && code.expose().bytes().all(|byte| byte.is_ascii_digit())).then_some(code)
}

/// The time step of a moment; none before 1970.
pub(crate) fn step_at(time: UnixTime) -> Option<u64> {
    u64::try_from(time.0).ok().map(|seconds| seconds / STEP_SECONDS)
}

/// A code that is right at the time. It proves nothing before its time step is known to be unused.
#[derive(Debug)]
pub(crate) struct MatchedCode {
    step: u64,
    identity: Identity,
}

impl MatchedCode {
    /// The time step to have accepted.
    pub(crate) fn step(&self) -> u64 {
        self.step
    }

    /// To be called on [`crate::Input::StepAccepted`] alone.
    pub(crate) fn accepted(self) -> AcceptedCode {
        AcceptedCode { identity: self.identity }
    }
}

/// A right code whose time step was not accepted before and now is: a proof.
#[derive(Debug)]
pub(crate) struct AcceptedCode {
    identity: Identity,
}

impl AcceptedCode {
    /// Whom the secret was enrolled for.
    pub(crate) fn identity(&self) -> &Identity {
        &self.identity
    }
}

/// Checks a code against a seed that was enrolled for `identity`. Codes are compared in constant time.
pub(crate) fn check(seed: &Seed, identity: &Identity, code: &Secret, time: UnixTime) -> Option<MatchedCode> {
    let seconds = u64::try_from(time.0).ok()?;
    let step = seed.totp().ok()?.check(code.expose(), seconds)?;
    Some(MatchedCode { step, identity: identity.clone() })
}

/// How far this machine's clock is off in seconds, positive when ahead, judged by a right code; zero when the
/// code was the present one at some time between the question and the answer, since people type slowly.
pub(crate) fn clock_skew(step: u64, asked: UnixTime, answered: UnixTime) -> i64 {
    let (Some(first), Some(last)) = (step_at(asked.min(answered)), step_at(answered)) else { return 0 };
    let seconds = |steps: u64| i64::try_from(steps.saturating_mul(STEP_SECONDS)).unwrap_or(i64::MAX);
    if step < first {
        seconds(first.abs_diff(step))
    } else if step > last {
        -seconds(step.abs_diff(last))
    } else {
        0
    }
}

/// The two forms of a new seed: `otpauth` for the camera, base32 in groups of four for the fingers.
pub(crate) fn enrolment(seed: &Seed, issuer: &str, owner: &str, machine: &str) -> OfflineEnrolment {
    // A colon separates issuer and account in the label of the URI, so neither may have one.
    let plain = |label: &str| label.trim().replace(':', " ");
    let account = format!("{} ({})", plain(owner), plain(machine));
    let labelled = seed.builder().with_issuer(Some(plain(issuer))).with_account_name(account);
    // INVARIANT: only an empty account or a colon fails, and there is neither.
    let uri = labelled.build_noncompliant().to_url().unwrap_or_default();
    let base32 = seed.to_base32();
    let mut typed = String::with_capacity(base32.expose().len() * 2);
    for (position, character) in base32.expose().chars().enumerate() {
        if position > 0 && position % 4 == 0 {
            typed.push(' ');
        }
        typed.push(character);
    }
    OfflineEnrolment { uri, typed }
}

#[cfg(test)]
mod tests {
    use super::{Seed, check, clock_skew, enrolment, read_code};
    use crate::{Identity, Secret, UnixTime};

    /// The secret of RFC 6238 appendix B for SHA-1.
    fn rfc_seed() -> Seed {
        Seed::new(*b"12345678901234567890")
    }

    fn identity() -> Identity {
        Identity { issuer: "https://corp.example".to_owned(), subject: "00u1".to_owned(), username: None }
    }

    fn step(code: &str, time: i64) -> Option<u64> {
        check(&rfc_seed(), &identity(), &Secret::new(code.to_owned()), UnixTime(time)).map(|code| code.step())
    }

    #[test]
    fn codes_of_rfc_6238_appendix_b_match_their_step() {
        // The vectors have eight digits; ours are the last six of them.
        for (time, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(step(code, time), Some(u64::try_from(time).unwrap() / 30), "{time}");
        }
    }

    #[test]
    fn a_code_is_taken_one_step_early_or_late_and_no_more() {
        assert_eq!(step("005924", 1_234_567_890 - 60), None);
        assert_eq!(step("005924", 1_234_567_890 - 30), Some(41_152_263));
        assert_eq!(step("005924", 1_234_567_890 + 30), Some(41_152_263));
        assert_eq!(step("005924", 1_234_567_890 + 60), None);
    }

    #[test]
    fn times_outside_the_range_match_nothing() {
        assert_eq!(step("287082", -59), None);
        assert_eq!(step("287082", i64::MIN), None);
        assert_eq!(step("287082", i64::MAX), None);
    }

    #[test]
    fn only_six_digits_are_a_code() {
        let read = |text: &str| read_code(&Secret::new(text.to_owned())).map(|code| code.expose().to_owned());
        assert_eq!(read("123456").as_deref(), Some("123456"));
        assert_eq!(read(" 123 456\n").as_deref(), Some("123456"));
        for text in ["", "12345", "1234567", "+12345", "12345a", "١٢٣٤٥٦", "-12345", "1e5000"] {
            assert_eq!(read(text), None, "{text}");
        }
    }

    #[test]
    fn skew_is_told_only_for_codes_never_current_while_typing() {
        assert_eq!(clock_skew(10, UnixTime(300), UnixTime(320)), 0);
        assert_eq!(clock_skew(10, UnixTime(329), UnixTime(331)), 0);
        assert_eq!(clock_skew(9, UnixTime(300), UnixTime(320)), 30);
        assert_eq!(clock_skew(11, UnixTime(300), UnixTime(320)), -30);
        assert_eq!(clock_skew(9, UnixTime(900), UnixTime(300)), 30);
    }

    #[test]
    fn base32_reads_back_and_other_lengths_do_not() {
        let text = rfc_seed().to_base32();
        assert_eq!(text.expose(), "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert_eq!(Seed::from_base32(&text).unwrap().to_base32().expose(), text.expose());
        for text in ["", "GEZDGNBVGY3TQOJQ", "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQGE", "not base32!"] {
            assert!(Seed::from_base32(&Secret::new(text.to_owned())).is_none(), "{text}");
        }
    }

    #[test]
    fn enrolment_has_a_uri_and_a_typed_form() {
        let shown = enrolment(&rfc_seed(), "Corp: North", "alice@corp.example", "mac-01");
        assert_eq!(
            shown.uri,
            "otpauth://totp/Corp%20%20North:alice%40corp.example%20%28mac-01%29\
             ?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Corp%20%20North"
        );
        assert_eq!(shown.typed, "GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ");
    }
}
