//! The clocks of Linux, clock_gettime(2), and its boot identifier, random(4).
#![expect(clippy::disallowed_methods, reason = "this is the room for the clock")]

use std::time::Duration;

use rustix::time::{ClockId, Timespec, clock_gettime};

use super::{BootId, ClockError};
use crate::UnixTime;

const BOOT_ID: &str = "/proc/sys/kernel/random/boot_id";

pub(super) fn boot_id() -> Result<BootId, ClockError> {
    let text = std::fs::read_to_string(BOOT_ID)
        .map_err(|error| ClockError::BootId { origin: BOOT_ID, source: error.into() })?;
    BootId::read(BOOT_ID, &text)
}

pub(super) fn wall() -> UnixTime {
    UnixTime(clock_gettime(ClockId::Realtime).tv_sec)
}

pub(super) fn since_boot() -> Duration {
    span(clock_gettime(ClockId::Boottime))
}

pub(super) fn running() -> Duration {
    span(clock_gettime(ClockId::Monotonic))
}

fn span(time: Timespec) -> Duration {
    Duration::try_from(time).unwrap_or_default()
}
