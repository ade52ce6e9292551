//! What is left of a request limit, as an answer tells it.

/// What a request found of its window, as the `X-Rate-Limit-*` headers say it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Quota {
    /// Requests allowed in a window.
    pub(crate) limit: u32,
    /// What is left of them.
    pub(crate) remaining: u32,
    /// When the next window begins, in seconds since 1970.
    pub(crate) reset: u64,
}

impl Quota {
    /// The form of a limit on what may be outstanding at once: both counts are 0, the reset is a suggestion.
    pub(crate) const fn concurrent(reset: u64) -> Self {
        Self { limit: 0, remaining: 0, reset }
    }
}
