//! Random bytes to the target that `FUZZ_TARGET` names, and a panic where one of them takes too long.

#![no_main]

use std::sync::LazyLock;
use std::time::Duration;

use latchkey_fuzz::{Property, TARGETS};
use rustix::time::{ClockId, clock_gettime};

/// Any bytes get an answer within this time of the processor.
const LONGEST: Duration = Duration::from_secs(2);

static HOLDS: LazyLock<Property> = LazyLock::new(|| {
    let asked = std::env::var("FUZZ_TARGET").unwrap_or_default();
    let found = TARGETS.iter().find(|(name, _)| *name == asked);
    found.unwrap_or_else(|| panic!("FUZZ_TARGET is `{asked}`, which is no target")).1
});

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let before = spent();
    HOLDS(bytes);
    let took = spent().saturating_sub(before);
    assert!(took < LONGEST, "{} bytes took {took:?}", bytes.len());
});

/// What this thread has had of a processor.
fn spent() -> Duration {
    let now = clock_gettime(ClockId::ThreadCPUTime);
    Duration::try_from(now).unwrap_or_default()
}
