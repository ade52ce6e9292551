//! The level of a rule as it is written: `off` beside the levels that a finding can have.

use serde::Deserialize;

use crate::rule::Level;

/// How grave findings of a rule are.
#[derive(Clone, Copy, Debug, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum LevelOption {
    /// They are not reported.
    Off,
    /// Worth knowing.
    Info,
    /// Probably not meant.
    Warning,
    /// They fail the run.
    Error,
}

impl LevelOption {
    /// The words for it.
    pub(super) const WORDS: [&str; 4] = ["off", "info", "warning", "error"];

    /// The level; none where nothing is reported.
    pub(super) const fn level(self) -> Option<Level> {
        match self {
            Self::Off => None,
            Self::Info => Some(Level::Info),
            Self::Warning => Some(Level::Warning),
            Self::Error => Some(Level::Error),
        }
    }
}
