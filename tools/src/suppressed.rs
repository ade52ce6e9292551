//! A finding that is not reported, and who said so.

use crate::located::Located;

/// A finding that is not reported.
#[derive(Clone, Debug)]
pub(crate) struct Suppressed {
    /// The finding.
    pub(crate) located: Located,
    /// Who said so.
    pub(crate) by: By,
}

/// Who said that a finding is not reported.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum By {
    /// A comment in the file.
    Comment {
        /// Why.
        reason: String,
    },
    /// The configuration.
    Configuration {
        /// Why.
        reason: String,
    },
    /// The baseline.
    Baseline,
}
