//! The clocks of macOS, clock_gettime(3), and its boot session, sysctl(3).

use std::time::Duration;

use nix::libc::{CLOCK_MONOTONIC_RAW, CLOCK_REALTIME, CLOCK_UPTIME_RAW, clockid_t};
use nix::sys::time::TimeSpec;
use nix::time::{ClockId, clock_gettime};
use sysctl::{Ctl, Sysctl};

use super::{BootId, ClockError};
use crate::UnixTime;

// Not `kern.boottime`, which moves whenever the wall clock is set.
const BOOT_SESSION: &str = "kern.bootsessionuuid";

pub(super) fn boot_id() -> Result<BootId, ClockError> {
    let text = Ctl::new(BOOT_SESSION)
        .and_then(|control| control.value_string())
        .map_err(|error| ClockError::BootId { origin: BOOT_SESSION, source: error.to_string().into() })?;
    BootId::read(BOOT_SESSION, &text)
}

pub(super) fn wall() -> UnixTime {
    UnixTime(read(CLOCK_REALTIME).map_or(0, |time| time.tv_sec()))
}

/// `mach_continuous_time`: counts sleep, is never stepped and never slewed.
pub(super) fn since_boot() -> Duration {
    read(CLOCK_MONOTONIC_RAW).map_or(Duration::ZERO, Duration::from)
}

/// `mach_absolute_time`: stops in sleep.
pub(super) fn running() -> Duration {
    read(CLOCK_UPTIME_RAW).map_or(Duration::ZERO, Duration::from)
}

fn read(clock: clockid_t) -> Option<TimeSpec> {
    clock_gettime(ClockId::from_raw(clock)).ok()
}
