//! What can be wrong with a scenario, as facts, and where in it.

use std::path::PathBuf;

use latchkey_profile_schema::KeyPath;

/// What is wrong with a scenario.
///
/// Steps are counted from 1.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ScenarioError {
    /// Not TOML, or not in the format.
    #[error("{}", .0.message())]
    Syntax(#[source] Box<toml::de::Error>),
    /// More than is played.
    #[error("a scenario has at most {steps} steps and {subjects} subjects")]
    TooMany {
        /// The most steps.
        steps: usize,
        /// The most people.
        subjects: usize,
    },
    /// A start that is none.
    #[error("`{text}` is no time")]
    Start {
        /// As written.
        text: String,
    },
    /// A step does nothing, or two things.
    #[error(
        "step {step} must have exactly one of `attempt`, `network`, `clock`, `reboot`, `profile`, `wipe`, `recovery`"
    )]
    NotOneThing {
        /// The step.
        step: usize,
    },
    /// Nobody of this name.
    #[error("step {step} names `{name}`, who is no `[[subject]]`")]
    UnknownSubject {
        /// The step.
        step: usize,
        /// The word beside which the name stands.
        key: &'static str,
        /// The name.
        name: String,
    },
    /// `expect` beside something that is no attempt.
    #[error("step {step} has `expect` but no `attempt`")]
    NothingToExpect {
        /// The step.
        step: usize,
    },
    /// A reason that does not exist.
    #[error("step {step} expects the reason `{word}`, which does not exist")]
    UnknownReason {
        /// The step.
        step: usize,
        /// The word.
        word: String,
    },
    /// The time of a step that is none.
    #[error("`{text}` is no time of a step")]
    At {
        /// The step.
        step: usize,
        /// As written.
        text: String,
    },
    /// A clock set to what is no time.
    #[error("`{text}` is nothing that a clock can be set to")]
    Clock {
        /// The step.
        step: usize,
        /// As written.
        text: String,
    },
    /// A step lies before the one before it.
    #[error("step {step} lies before the step before it")]
    Backwards {
        /// The step.
        step: usize,
    },
    /// A step, or its clock, leaves the years that have dates.
    #[error("step {step} leaves the years 1 to 9998")]
    TooFar {
        /// The step.
        step: usize,
        /// `at` or `clock`.
        key: &'static str,
    },
    /// More boots than can be told apart.
    #[error("too many reboots")]
    Boots,
    /// The profile cannot be read.
    #[error("the profile `{}` cannot be read: {source}", path.display())]
    Profile {
        /// The step; none for the profile of the start.
        step: Option<usize>,
        /// As written.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
}

impl ScenarioError {
    /// The key path of what is wrong; none where it is the text itself, whose bytes the source of
    /// [`Syntax`](Self::Syntax) knows.
    #[must_use]
    pub fn place(&self) -> Option<KeyPath> {
        let root = KeyPath::root();
        let step = |step: usize| root.key("step").index(step.saturating_sub(1));
        Some(match self {
            Self::Syntax(_) | Self::TooMany { .. } | Self::Boots => return None,
            Self::Start { .. } => root.key("start"),
            Self::NotOneThing { step: number } => step(*number),
            Self::UnknownSubject { step: number, key: "attempt", .. } => {
                step(*number).key("attempt").key("subject")
            }
            Self::UnknownSubject { step: number, key, .. } | Self::TooFar { step: number, key } => {
                step(*number).key(key)
            }
            Self::NothingToExpect { step: number } => step(*number).key("expect"),
            Self::UnknownReason { step: number, .. } => step(*number).key("expect").key("reason"),
            Self::At { step: number, .. } | Self::Backwards { step: number } => step(*number).key("at"),
            Self::Clock { step: number, .. } => step(*number).key("clock"),
            Self::Profile { step: number, .. } => {
                number.map_or_else(|| root.key("profile"), |number| step(number).key("profile"))
            }
        })
    }
}
