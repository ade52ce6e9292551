//! What is remembered between attempts: of the machine, and of each account by its numeric id.

use std::collections::BTreeMap;
use std::time::Duration;

use latchkey_linker::identity::Identity;
use latchkey_linker::{Factor, UnixTime};
use serde::{Deserialize, Serialize};

use crate::budget::Budget;
use crate::time::{BootId, Clock, Moment, Reading, TrustedTime, is_ahead, left};

/// Everything that is remembered.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct State {
    /// Of the machine.
    pub machine: MachineState,
    /// Of each account, by uid.
    pub subjects: BTreeMap<u32, SubjectState>,
}

/// What is remembered of the machine.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct MachineState {
    /// Trusted time; none before the first attempt.
    #[serde(default)]
    pub time: Option<TrustedTime>,
    /// Whether a policy was ever in force here.
    #[serde(default)]
    pub policy_seen: bool,
    /// Whether what was remembered is known to be lost or older than the audit log.
    #[serde(default)]
    pub memory_lost: bool,
    /// Whether a recovery secret is escrowed.
    #[serde(default)]
    pub recovery_escrowed: bool,
}

impl MachineState {
    /// The time to decide at.
    #[must_use]
    pub fn moment(&self, reading: &Reading) -> Moment {
        match &self.time {
            Some(time) => time.moment(reading),
            None => Moment { now: reading.wall, clock: Clock::Trusted },
        }
    }
}

/// What is remembered of an account.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SubjectState {
    /// The identity it is linked to.
    #[serde(default)]
    pub link: Option<LinkRecord>,
    /// The first attempt that reached the question of linking. Never reset.
    #[serde(default)]
    pub grace_started: Option<UnixTime>,
    /// The last time that the organization proved the linked identity.
    #[serde(default)]
    pub last_online: Option<UnixTime>,
    /// The organization refused the identity; offline use is closed until the next online success.
    #[serde(default)]
    pub offline_closed: bool,
    /// Offline factors enrolled here.
    #[serde(default)]
    pub enrolled: Vec<OfflineFactor>,
    /// The highest time step of the offline code that was accepted.
    #[serde(default)]
    pub accepted_step: Option<u64>,
    /// Wrong answers.
    #[serde(default)]
    pub budget: Budget,
    /// The help desk's window.
    #[serde(default)]
    pub recovery: Option<RecoveryWindow>,
}

impl SubjectState {
    /// Ends for good what began after this time. A clock that was ahead set those beginnings; how much of the periods has
    /// passed is unknown, and they must not open again when the time comes.
    fn end_what_lies_ahead(&mut self, now: UnixTime) {
        let starts = [
            self.grace_started.as_mut(),
            self.last_online.as_mut(),
            self.recovery.as_mut().map(|window| &mut window.from),
        ];
        for start in starts.into_iter().flatten().filter(|start| is_ahead(**start, now)) {
            *start = LONG_AGO;
        }
    }
}

/// Before anything that began.
const LONG_AGO: UnixTime = UnixTime(i64::MIN);

/// A window that the help desk opened.
///
/// Within the boot that it was opened in, the boot clock measures it, since a wrong clock is one of the things it
/// helps against. In a later boot it is open only by a wall clock that is believed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryWindow {
    boot_id: BootId,
    from_since_boot: Duration,
    from: UnixTime,
    seconds: u64,
}

impl RecoveryWindow {
    /// Opens a window of this many seconds.
    #[must_use]
    pub fn open(seconds: u64, moment: Moment, reading: &Reading) -> Self {
        Self { boot_id: reading.boot_id, from_since_boot: reading.since_boot, from: moment.now, seconds }
    }

    /// Whether it is open.
    #[must_use]
    pub fn is_open(&self, moment: Moment, reading: &Reading) -> bool {
        if self.boot_id == reading.boot_id {
            let open = reading.since_boot.saturating_sub(self.from_since_boot);
            open < Duration::from_secs(self.seconds)
        } else {
            moment.clock == Clock::Trusted && left(self.from, self.seconds, moment.now).is_some()
        }
    }
}

/// A link of an account to an identity. The account is the uid it is kept under; names are labels.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkRecord {
    /// The identity: issuer and subject.
    pub identity: Identity,
    /// The username to sign in with at the organization, as it was when linking.
    pub username: String,
    /// When.
    pub at: UnixTime,
}

/// A factor that is enrolled on the machine itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum OfflineFactor {
    /// The device access code.
    OfflineCode,
    /// A FIDO2 key enrolled here.
    OfflineSecurityKey,
}

impl From<OfflineFactor> for Factor {
    fn from(factor: OfflineFactor) -> Self {
        match factor {
            OfflineFactor::OfflineCode => Self::OfflineCode,
            OfflineFactor::OfflineSecurityKey => Self::OfflineSecurityKey,
        }
    }
}

/// A change of what is remembered, as a decision or a reply asks for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Change {
    /// The grace begins, unless it had begun.
    StartGrace(UnixTime),
    /// The account is linked.
    Link(LinkRecord),
    /// The organization proved the identity now; opens offline use again.
    OnlineSuccess {
        /// Trusted time of the success, and the token's own time, which re-anchors it.
        at: UnixTime,
        /// `iat` of the verified token.
        issued_at: Option<UnixTime>,
    },
    /// The organization refused the identity.
    CloseOffline,
    /// An offline factor was enrolled.
    Enrolled(OfflineFactor),
    /// The secret of an offline factor is gone.
    Lost(OfflineFactor),
}

impl State {
    /// Takes a change in.
    pub fn apply(&mut self, uid: u32, change: Change, reading: &Reading) {
        let subject = self.subjects.entry(uid).or_default();
        match change {
            Change::StartGrace(at) => {
                subject.grace_started.get_or_insert(at);
            }
            Change::Link(record) => subject.link = Some(record),
            Change::OnlineSuccess { at, issued_at } => {
                subject.last_online = Some(issued_at.unwrap_or(at));
                subject.offline_closed = false;
                if let Some(issued_at) = issued_at {
                    self.machine
                        .time
                        .get_or_insert_with(|| TrustedTime::begin(reading))
                        .anchor(issued_at, reading);
                    self.subjects.values_mut().for_each(|subject| subject.end_what_lies_ahead(issued_at));
                }
            }
            Change::CloseOffline => subject.offline_closed = true,
            Change::Enrolled(factor) => {
                if !subject.enrolled.contains(&factor) {
                    subject.enrolled.push(factor);
                }
            }
            Change::Lost(factor) => subject.enrolled.retain(|enrolled| *enrolled != factor),
        }
    }

    /// Counts the passing of time.
    pub fn observe(&mut self, reading: &Reading) {
        self.machine.time.get_or_insert_with(|| TrustedTime::begin(reading)).observe(reading);
    }

    /// The uid of another account that is linked to this identity.
    #[must_use]
    pub fn linked_elsewhere(&self, uid: u32, identity: &Identity) -> Option<u32> {
        self.subjects
            .iter()
            .filter(|&(&other, _)| other != uid)
            .find(|(_, subject)| subject.link.as_ref().is_some_and(|link| link.identity.is(identity)))
            .map(|(&other, _)| other)
    }
}
