//! What happens in an attempt, for whoever shows it or writes it down.

use latchkey_linker::Unavailability;
use latchkey_linker::drive::{StoreError, Stuck};

use crate::decide::EnrolmentOffer;
use crate::decision::Decision;
use crate::settle::Reply;

/// Something that happened. Nothing secret is in it.
#[derive(Debug)]
pub enum Event<'e> {
    /// The policy decided, assuming that the organization can be reached.
    Decided(&'e Decision),
    /// The organization could not answer, and why; what the policy makes of it comes next.
    Unavailable(&'e Unavailability),
    /// The organization could not be reached, and the policy decided once more.
    DecidedOffline(&'e Decision),
    /// A success is followed by the offer of the offline code.
    OffersOfflineCode(EnrolmentOffer),
    /// Something could not be read or kept.
    NotRemembered(&'e StoreError),
    /// A login asked for more steps than any may. A mistake of ours; it denied.
    Stuck(Stuck),
    /// The attempt is over.
    Replied(&'e Reply),
}
