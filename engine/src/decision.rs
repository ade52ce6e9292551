//! What a decision is: permit with terms, challenge with a requirement, or deny; with the reason and the keys
//! that led to it.

use latchkey_linker::{Factor, UnixTime};

use crate::keys::KeySet;

/// The answer of the policy to a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub struct Decision {
    /// Yes, prove it first, or no.
    pub verdict: Verdict,
    /// Why, in one word.
    pub reason: Reason,
    /// The preference keys that led to it.
    pub keys: KeySet,
    /// Whether this attempt starts the grace, if nothing started it before.
    pub starts_grace: bool,
    /// Where `Enforcement` is `report`: what `enforce` would have decided.
    pub would_be: Option<WouldBe>,
}

/// Yes, prove it first, or no.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Let in.
    Permit(Permit),
    /// Let in after this.
    Challenge(Challenge),
    /// Keep out.
    Deny(Denial),
}

/// The terms somebody is let in on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Permit {
    /// Seconds of grace that are left, where the grace let them in.
    pub grace_left: Option<u64>,
    /// Seconds of offline use that are left, where an offline factor let them in.
    pub offline_left: Option<u64>,
}

/// What must be proven.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Challenge {
    /// Link the account to an identity.
    Link {
        /// The factors that may prove the identity, never empty.
        factors: Factors,
        /// Until when it may be put off; `None` where it may not.
        put_off_until: Option<UnixTime>,
    },
    /// Prove the linked identity.
    SignIn {
        /// The factors that may prove it, in list order, never empty.
        factors: Factors,
    },
}

impl Challenge {
    /// Whether both ask for the same thing, by whichever factors.
    #[must_use]
    pub const fn is_like(&self, other: &Self) -> bool {
        matches!(
            (self, other),
            (Self::Link { .. }, Self::Link { .. }) | (Self::SignIn { .. }, Self::SignIn { .. })
        )
    }

    /// The factors that may prove it, in list order.
    #[must_use]
    pub const fn factors(&self) -> &Factors {
        match self {
            Self::Link { factors, .. } | Self::SignIn { factors } => factors,
        }
    }
}

/// The terms somebody is kept out on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Denial {
    /// Whether the help desk can open a window from here.
    pub recovery_offered: bool,
}

/// A list of factors without repetition, in display order.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Factors {
    items: [Option<Factor>; Factor::ALL.len()],
}

impl Factors {
    /// No factor.
    pub const NONE: Self = Self { items: [None; Factor::ALL.len()] };

    /// Appends a factor, unless it is there.
    pub fn push(&mut self, factor: Factor) {
        if self.contains(factor) {
            return;
        }
        // INVARIANT: there are as many places as factors, and none is there twice.
        if let Some(place) = self.items.iter_mut().find(|place| place.is_none()) {
            *place = Some(factor);
        }
    }

    /// Whether the factor is in the list.
    #[must_use]
    pub fn contains(&self, factor: Factor) -> bool {
        self.iter().any(|known| known == factor)
    }

    /// The factors in order.
    pub fn iter(&self) -> impl Iterator<Item = Factor> + '_ {
        self.items.iter().flatten().copied()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.iter().next().is_none()
    }

    /// The factors for which this holds, order kept.
    #[must_use]
    pub fn filter(&self, mut keep: impl FnMut(Factor) -> bool) -> Self {
        self.iter().filter(|&factor| keep(factor)).collect()
    }
}

impl FromIterator<Factor> for Factors {
    fn from_iter<I: IntoIterator<Item = Factor>>(factors: I) -> Self {
        let mut list = Self::NONE;
        factors.into_iter().for_each(|factor| list.push(factor));
        list
    }
}

impl std::fmt::Debug for Factors {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_list().entries(self.iter()).finish()
    }
}

/// What `enforce` would have decided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WouldBe {
    /// Yes, prove it first, or no.
    pub kind: VerdictKind,
    /// Why.
    pub reason: Reason,
    /// The keys that would have led to it.
    pub keys: KeySet,
}

/// A verdict without its terms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum VerdictKind {
    /// Let in.
    Permit,
    /// Let in after proof.
    Challenge,
    /// Keep out.
    Deny,
}

impl Verdict {
    /// The verdict without its terms.
    #[must_use]
    pub const fn kind(&self) -> VerdictKind {
        match self {
            Self::Permit(_) => VerdictKind::Permit,
            Self::Challenge(_) => VerdictKind::Challenge,
            Self::Deny(_) => VerdictKind::Deny,
        }
    }
}

impl VerdictKind {
    /// The word in machine-readable output.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Permit => "permit",
            Self::Challenge => "challenge",
            Self::Deny => "deny",
        }
    }
}

macro_rules! reasons {
    ($($(#[$doc:meta])* $reason:ident = $word:literal,)*) => {
        /// Why a decision or a reply is what it is.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Reason {
            $($(#[$doc])* $reason,)*
        }

        impl Reason {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$reason,)*];

            /// The word in scenarios, in the audit log and in machine-readable output.
            #[must_use]
            pub const fn word(self) -> &'static str {
                match self {
                    $(Self::$reason => $word,)*
                }
            }
        }
    };
}

reasons! {
    /// No policy was ever seen on this machine.
    NotManaged = "not-managed",
    /// The policy is gone, and `MissingProfile` says what then.
    MissingProfile = "missing-profile",
    /// The policy does not validate where it matters, and there is no good one to fall back to.
    InvalidPolicy = "invalid-policy",
    /// `Enforcement` is `report`.
    Report = "report",
    /// The subject is exempt.
    Exempt = "exempt",
    /// The subject is not among those who must.
    NotRequired = "not-required",
    /// The service is exempt.
    ServiceExempt = "service-exempt",
    /// The account is reserved and never linked.
    Reserved = "reserved",
    /// The help desk opened a window.
    Recovery = "recovery",
    /// The failure budget is spent.
    Budget = "budget",
    /// Not linked, inside the grace.
    Grace = "grace",
    /// Not linked, and the grace is over.
    GraceOver = "grace-over",
    /// Just linked.
    Linked = "linked",
    /// The linked identity must be, or was, proven with the organization.
    SignedIn = "signed-in",
    /// The linked identity must be, or was, proven with an offline factor.
    Offline = "offline",
    /// Offline use is forbidden, or closed until the next online success.
    OfflineForbidden = "offline-forbidden",
    /// The offline period is over.
    OfflineOver = "offline-over",
    /// The clock cannot be believed.
    Clock = "clock",
    /// No allowed factor can be used here.
    NoUsableFactor = "no-usable-factor",
    /// The person, the organization or a check said no.
    Refused = "refused",
    /// The organization could not be reached, and nothing permits that.
    Unavailable = "unavailable",
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_unique() {
        let mut words: Vec<_> = Reason::ALL.iter().map(|reason| reason.word()).collect();
        words.sort_unstable();
        words.dedup();
        assert_eq!(words.len(), Reason::ALL.len());
    }

    #[test]
    fn factors_keep_their_order_and_stand_there_once() {
        let factors: Factors = [Factor::Otp, Factor::Push, Factor::Otp].into_iter().collect();
        assert_eq!(factors.iter().collect::<Vec<_>>(), [Factor::Otp, Factor::Push]);
    }
}
