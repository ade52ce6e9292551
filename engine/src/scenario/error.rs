//! What can be wrong with a scenario, as facts.

use std::path::PathBuf;

/// What is wrong with a scenario.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// Not TOML, or not in the format.
    #[error("{0}")]
    Syntax(#[source] Box<toml::de::Error>),
    /// A step does nothing, or two things.
    #[error(
        "step {step} must have exactly one of `attempt`, `network`, `clock`, `reboot`, `profile`, `wipe`, `recovery`"
    )]
    NotOneThing {
        /// Counted from 1.
        step: usize,
    },
    /// Nobody of this name.
    #[error("step {step} names `{name}`, who is no `[[subject]]`")]
    UnknownSubject {
        /// Counted from 1.
        step: usize,
        /// The name.
        name: String,
    },
    /// `expect` beside something that is no attempt.
    #[error("step {step} has `expect` but no `attempt`")]
    NothingToExpect {
        /// Counted from 1.
        step: usize,
    },
    /// A reason that does not exist.
    #[error("step {step} expects the reason `{word}`, which does not exist")]
    UnknownReason {
        /// Counted from 1.
        step: usize,
        /// The word.
        word: String,
    },
    /// A time that is none.
    #[error("`{text}` is no time; write RFC 3339 (`2026-01-05T09:00:00Z`) or a span (`+48h`, `-5m`)")]
    Time {
        /// As written.
        text: String,
    },
    /// A step lies before the one before it.
    #[error("step {step} lies before the step before it")]
    Backwards {
        /// Counted from 1.
        step: usize,
    },
    /// More boots than can be told apart.
    #[error("too many reboots")]
    Boots,
    /// The profile cannot be read.
    #[error("could not read the profile `{}`", path.display())]
    Profile {
        /// As written.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}
