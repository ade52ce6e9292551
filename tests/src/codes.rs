//! Codes as an authenticator app makes them from a seed, right ones and wrong ones.

#![expect(clippy::unwrap_used, reason = "it serves tests, which fail loudly")]

use latchkey_linker::drive::Clock;
use totp_rs::{Builder, Secret};

/// The length of a time step (RFC 6238 section 4.1).
const STEP: i64 = 30;

/// The code of this base32 seed, so many time steps from now.
///
/// # Panics
///
/// When the seed is not base32, or the system's clock stands before 1970.
#[must_use]
pub fn code(seed: &str, steps: i64) -> String {
    let now = Clock::open().unwrap().now().wall.0;
    let totp = Builder::new().with_secret(Secret::try_from_base32(seed).unwrap()).build().unwrap();
    totp.generate(u64::try_from(now + steps * STEP).unwrap()).to_string()
}

/// Six digits that are no code of this seed about now.
///
/// # Panics
///
/// As [`code`].
#[must_use]
pub fn wrong_code(seed: &str) -> String {
    let near: Vec<String> = (-4..=4).map(|steps| code(seed, steps)).collect();
    (271_828..).map(|number| format!("{number:06}")).find(|candidate| !near.contains(candidate)).unwrap()
}
