//! What is known at an attempt, reduced to what a decision needs; small and copied freely, so that the prover can
//! walk through all of them.

use latchkey_linker::{Factor, UnixTime};

use crate::decision::Factors;
use crate::policy::Policy;
use crate::state::{MachineState, SubjectState};
use crate::time::{Moment, Reading};

/// What is known about the subject and the machine at the moment of the attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Facts {
    /// The time.
    pub moment: Moment,
    /// Whether the account is linked.
    pub linked: bool,
    /// When the grace began, if it did.
    pub grace_started: Option<UnixTime>,
    /// When the organization last proved the linked identity.
    pub last_online: Option<UnixTime>,
    /// Whether a refusal of the identity closed offline use.
    pub offline_closed: bool,
    /// Whether what was remembered is lost: no grace and no offline use until an online success.
    pub memory_lost: bool,
    /// Offline factors enrolled on this machine for this subject.
    pub enrolled: Factors,
    /// Factors this machine can perform at all.
    pub performable: Factors,
    /// Wrong answers that are left.
    pub budget_left: u32,
    /// Whether the help desk's window is open.
    pub recovery_open: bool,
    /// Whether a recovery secret is escrowed, so that the help desk can open a window.
    pub recovery_escrowed: bool,
}

/// What this program can perform today. Security keys are listed but not yet asked.
#[must_use]
pub fn performable() -> Factors {
    [Factor::Push, Factor::Otp, Factor::OfflineCode].into_iter().collect()
}

impl Facts {
    /// The facts of a subject on a machine at this reading of the clocks.
    #[must_use]
    pub fn of(
        policy: Option<&Policy>,
        machine: &MachineState,
        subject: &SubjectState,
        reading: &Reading,
    ) -> Self {
        let moment = machine.moment(reading);
        Self {
            moment,
            linked: subject.link.is_some(),
            grace_started: subject.grace_started,
            last_online: subject.last_online,
            offline_closed: subject.offline_closed,
            memory_lost: machine.memory_lost && subject.last_online.is_none(),
            enrolled: subject.enrolled.iter().copied().map(Factor::from).collect(),
            performable: performable(),
            budget_left: policy.map_or(u32::MAX, |policy| subject.budget.left(policy.budget, reading)),
            recovery_open: subject.recovery.as_ref().is_some_and(|window| window.is_open(moment, reading)),
            recovery_escrowed: machine.recovery_escrowed,
        }
    }
}
