//! Reads the system's clocks: the wall clock, two that count from boot, and which boot that is.
//!
//! Wall clocks can be set; the others cannot. One counts sleep and serves deadlines and the comparison with the
//! wall clock; one stops in sleep and serves what must be earned by running time.

use std::fmt;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use crate::{Monotonic, Now, UnixTime};

#[cfg(target_os = "linux")]
#[path = "clock/linux.rs"]
mod system;
#[cfg(target_os = "macos")]
#[path = "clock/macos.rs"]
mod system;
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
#[path = "clock/unsupported.rs"]
mod system;

/// The longest single sleep. Timers of the runtime stop while the machine sleeps, so a wait looks up this often.
const SLICE: Duration = Duration::from_secs(1);

/// The clocks of this machine.
#[derive(Clone, Debug)]
pub struct Clock {
    boot_id: BootId,
}

/// One boot of the machine: a random name that the kernel makes when it starts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct BootId(u128);

/// All clocks, read one right after the other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reading {
    /// The wall clock.
    pub wall: UnixTime,
    /// Which boot the two below count from.
    pub boot_id: BootId,
    /// Time since boot, sleep counted.
    pub since_boot: Duration,
    /// Time since boot, sleep not counted.
    pub running: Duration,
}

/// A text that is no boot identifier.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no boot identifier")]
pub struct NoBootId(String);

/// The clocks cannot be read.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClockError {
    /// The system does not say which boot this is.
    #[error("could not read the boot identifier from `{origin}`")]
    BootId {
        /// Where it should be.
        origin: &'static str,
        /// What the system said.
        source: Box<dyn std::error::Error + Send + Sync>,
    },
    /// The boot identifier is not one.
    #[error("`{origin}` holds `{found}`, expected a boot identifier")]
    OddBootId {
        /// Where it is.
        origin: &'static str,
        /// What is there.
        found: String,
    },
    /// This system has no clocks that we know.
    #[error("the clocks of this system are not supported")]
    Unsupported,
}

impl Clock {
    /// Takes note of the boot; the clocks themselves can always be read from then on.
    ///
    /// # Errors
    ///
    /// When the system does not say which boot this is.
    pub fn open() -> Result<Self, ClockError> {
        Ok(Self { boot_id: system::boot_id()? })
    }

    /// Reads all clocks.
    #[must_use]
    pub fn reading(&self) -> Reading {
        Reading {
            wall: system::wall(),
            boot_id: self.boot_id,
            since_boot: system::since_boot(),
            running: system::running(),
        }
    }

    /// Reads the two clocks of a login.
    #[must_use]
    pub fn now(&self) -> Now {
        Now { wall: system::wall(), monotonic: self.monotonic() }
    }

    /// Reads the clock of deadlines.
    #[must_use]
    pub fn monotonic(&self) -> Monotonic {
        Monotonic(system::since_boot())
    }

    /// Sleeps until the deadline, however long the machine itself sleeps meanwhile.
    pub async fn sleep_until(&self, deadline: Monotonic) {
        loop {
            let left = deadline.0.saturating_sub(self.monotonic().0);
            if left.is_zero() {
                return;
            }
            tokio::time::sleep(left.min(SLICE)).await;
        }
    }
}

impl BootId {
    /// Takes what the kernel printed: a UUID. `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim_matches(['\n', '\0']);
        let groups = [8, 4, 4, 4, 12];
        let fits = text.split('-').count() == groups.len()
            && text.split('-').zip(groups).all(|(group, length)| {
                group.len() == length && group.bytes().all(|byte| byte.is_ascii_hexdigit())
            });
        fits.then(|| u128::from_str_radix(&text.replace('-', ""), 16).ok().map(Self))?
    }

    fn read(origin: &'static str, text: &str) -> Result<Self, ClockError> {
        Self::parse(text).ok_or_else(|| ClockError::OddBootId { origin, found: text.to_owned() })
    }
}

/// In lower case.
impl fmt::Display for BootId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self(id) = self;
        let group = |from: u32, digits: u32| (id >> (from * 4)) & ((1 << (digits * 4)) - 1);
        let (first, second, third) = (group(24, 8), group(20, 4), group(16, 4));
        write!(formatter, "{first:08x}-{second:04x}-{third:04x}-{:04x}-{:012x}", group(12, 4), group(0, 12))
    }
}

impl TryFrom<String> for BootId {
    type Error = NoBootId;

    fn try_from(text: String) -> Result<Self, NoBootId> {
        Self::parse(&text).ok_or(NoBootId(text))
    }
}

impl From<BootId> for String {
    fn from(id: BootId) -> Self {
        id.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_boot_identifier_is_a_uuid_and_nothing_else() {
        let kernel = "0a9E23b4-6f2c-4b5d-9a77-3c1f00dd1234\n";
        assert_eq!(BootId::parse(kernel).map(|id| id.to_string()), Some(kernel.trim().to_ascii_lowercase()));
        for odd in [
            "",
            "-",
            "----",
            "0a9e23b4-6f2c-4b5d-9a77-3c1f00dd123",
            "0a9e23b4-6f2c-4b5d-9a77-3c1f00dd12345",
            "0a9e23b4-6f2c-4b5d-9a77-3c1f00dd123g",
            "0a9e23b4-6f2c-4b5d-9a77-3c1f00dd1234-",
            "../../../etc/passwd",
        ] {
            assert_eq!(BootId::parse(odd), None, "{odd}");
        }
    }

    #[test]
    fn running_time_never_exceeds_time_since_boot() {
        let clock = Clock::open().unwrap();
        let (first, second) = (clock.reading(), clock.reading());
        assert_eq!(first.boot_id, second.boot_id);
        assert!(first.since_boot <= second.since_boot && first.running <= second.running);
        assert!(first.running <= second.since_boot, "{first:?} {second:?}");
        assert!(first.wall.0 > 0);
    }

    #[tokio::test]
    async fn a_deadline_in_the_past_does_not_wait() {
        let clock = Clock::open().unwrap();
        clock.sleep_until(Monotonic(Duration::ZERO)).await;
        let soon = clock.monotonic().plus(Duration::from_millis(5));
        clock.sleep_until(soon).await;
        assert!(clock.monotonic() >= soon);
    }
}
