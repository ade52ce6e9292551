//! What differs between two files, as facts that anybody may be shown.

use latchkey_profile_schema::{KeyPath, Value};

/// So many differences are told one by one; nobody reads more.
pub const MOST_DIFFERENCES: usize = 1_000;

/// What differs between two files.
#[derive(Clone, Debug, PartialEq)]
pub struct Comparison {
    /// The differences: by domain, ours first, then by key.
    pub differences: Vec<Difference>,
    /// How many more there are.
    pub further: usize,
    /// How many are told one by one.
    room: usize,
}

/// One difference. It holds no secret.
#[derive(Clone, Debug, PartialEq)]
pub struct Difference {
    /// The preference domain or payload type; `Configuration` for the profile itself.
    pub domain: String,
    /// The key, from the settings of the domain.
    pub path: KeyPath,
    /// What differs.
    pub kind: DifferenceKind,
    /// What the first file has; none where it has nothing.
    pub before: Option<Shown>,
    /// What the second file has.
    pub after: Option<Shown>,
}

/// What differs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DifferenceKind {
    /// Only the second file has the key.
    Added,
    /// Only the first file has the key.
    Removed,
    /// The values differ.
    Changed,
    /// How the settings reach their reader: enforced, set once, as a payload.
    Means,
    /// A text that is only shown to people: what the profile is called.
    Label,
    /// A secret that is still to be filled in, in one file or in both.
    Open,
}

/// What may be shown of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Shown {
    /// The value, its secret parts left out.
    Value(Value),
    /// Nothing: it is a secret.
    Hidden,
}

impl Comparison {
    /// Nothing yet; so many differences will be told one by one, and the others counted.
    pub(super) const fn with_room(room: usize) -> Self {
        Self { differences: Vec::new(), further: 0, room }
    }

    /// How many differences there are.
    #[must_use]
    pub const fn len(&self) -> usize {
        self.differences.len() + self.further
    }

    /// Whether there is none.
    #[must_use]
    pub const fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Takes a difference over as long as there is room.
    pub(super) fn add(&mut self, difference: impl FnOnce() -> Difference) {
        if self.differences.len() < self.room {
            self.differences.push(difference());
        } else {
            self.further += 1;
        }
    }
}
