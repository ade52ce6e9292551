//! What is proven of a policy, and what the proof of each property says.

use super::people::Class;
use super::story::Story;
use crate::keys::{KeySet, PolicyKey};

/// Something that must hold whatever happens; design 5.3.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Property {
    /// Whoever must sign in gets in again without an administrator.
    LockOut,
    /// Nobody gets in on the password alone but whom the policy names.
    WayPast,
    /// There is an end to going without the organization.
    UnboundedOffline,
    /// Each setting changes something.
    DeadSetting,
    /// No change of the clock opens what had closed.
    UnsafeTime,
}

impl Property {
    /// All of them.
    pub const ALL: [Self; 5] =
        [Self::LockOut, Self::WayPast, Self::UnboundedOffline, Self::DeadSetting, Self::UnsafeTime];

    /// The word of this property on the command line and in machine-readable output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::LockOut => "lock-out",
            Self::WayPast => "way-past",
            Self::UnboundedOffline => "unbounded-offline",
            Self::DeadSetting => "dead-setting",
            Self::UnsafeTime => "unsafe-time",
        }
    }
}

/// What was found out about a property.
#[derive(Clone, Debug, PartialEq)]
pub struct Finding {
    /// The property.
    pub property: Property,
    /// What is true in every situation.
    pub bounds: Vec<Bound>,
    /// What breaks it; nothing where it holds.
    pub breaks: Vec<Break>,
}

/// What breaks a property.
#[derive(Clone, Debug, PartialEq)]
pub enum Break {
    /// A situation, and the shortest way to it.
    Story(Story),
    /// A key that the profile sets and that changes nothing.
    Key(PolicyKey),
    /// A word of a list that changes nothing.
    Factor(String),
}

/// Something that is true in every situation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// What.
    pub what: Limit,
    /// For how many seconds; `None` is for ever.
    pub seconds: Option<u64>,
    /// The keys that say so.
    pub keys: KeySet,
}

/// What a bound limits.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Limit {
    /// Nobody must sign in with a second factor.
    NobodyAsked,
    /// How long one waits at most until one gets in, once the organization can be reached.
    WaitAtMost,
    /// How long accounts of this class get in on the password alone.
    Password(Class),
    /// The same at a service that is not asked for.
    Service(String),
    /// The same before an account is linked, once for each account.
    Grace,
    /// The same each time that the help desk opens its window.
    Recovery,
    /// The same for a policy that only reports.
    Report,
    /// How long an offline factor is enough after the organization was asked.
    Offline,
    /// Offline factors are never enough.
    NeverOffline,
}
