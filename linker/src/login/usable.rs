//! Turns the factors of a requirement into those this program can perform.

use crate::Factor;

/// A factor with states to perform it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Usable {
    Online(Online),
    OfflineCode,
}

/// A factor that the organization checks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Online {
    Push,
    Otp,
}

impl Usable {
    /// Those of a list, in its order, each once.
    pub(super) fn among(factors: &[Factor]) -> Vec<Self> {
        let mut usable = Vec::new();
        for factor in factors.iter().copied().filter_map(Self::of) {
            if !usable.contains(&factor) {
                usable.push(factor);
            }
        }
        usable
    }

    fn of(factor: Factor) -> Option<Self> {
        match factor {
            Factor::Push => Some(Self::Online(Online::Push)),
            Factor::Otp => Some(Self::Online(Online::Otp)),
            Factor::OfflineCode => Some(Self::OfflineCode),
            Factor::SecurityKey | Factor::OfflineSecurityKey => None,
        }
    }

    pub(super) fn factor(self) -> Factor {
        match self {
            Self::Online(online) => online.factor(),
            Self::OfflineCode => Factor::OfflineCode,
        }
    }
}

impl Online {
    pub(super) fn factor(self) -> Factor {
        match self {
            Self::Push => Factor::Push,
            Self::Otp => Factor::Otp,
        }
    }
}
