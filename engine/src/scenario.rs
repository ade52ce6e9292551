//! A story of sign-ins as a file: who there is, what happens when, and what is expected. The format of the
//! decision corpus and of `policy simulate`; its JSON Schema is generated from the types here.

mod error;
mod proof;
mod run;
mod schema;
mod span;
mod transcript;
mod world;

use std::collections::BTreeSet;

use latchkey_linker::Factor;
use latchkey_profile_schema::domain::AllowedFactor;
use schemars::JsonSchema;
use serde::Deserialize;

pub use error::ScenarioError;
pub use proof::Supposed;
pub use run::{Profiles, run, transcript};
pub use schema::schema;
pub use span::{Clock, When};
pub use transcript::{Entry, Happened, Line, Transcript};
pub use world::{Doing, Situation, World, identity};

/// The most steps of a scenario.
const MAX_STEPS: usize = 100_000;
/// The most people in one.
const MAX_SUBJECTS: usize = 1_000;

/// A story of sign-ins on one machine, for `latchkey policy simulate`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(title = "Scenario of Latchkey")]
pub struct Scenario {
    /// The profile in force at the start, in any carrier, relative to the scenario's file; or `gone`. A profile that makes
    /// no policy is told in the transcript, and decided about like one that came to a device.
    pub profile: String,
    /// The time of the start, RFC 3339; 2026-01-05T09:00:00Z, a Monday, when left out.
    #[serde(default)]
    pub start: Option<String>,
    /// How accounts are numbered; as on macOS when left out.
    #[serde(default)]
    pub platform: System,
    /// Who there is. Of several with one name the last is there now: an account that was made anew with another number.
    #[serde(default, rename = "subject")]
    #[schemars(length(max = MAX_SUBJECTS))]
    pub subjects: Vec<SubjectOptions>,
    /// What happens, in order.
    #[serde(default, rename = "step")]
    #[schemars(length(max = MAX_STEPS))]
    pub steps: Vec<StepOptions>,
}

/// A word for how accounts are numbered.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum System {
    /// People from 501 on.
    #[default]
    MacOs,
    /// People from 1000 on.
    Linux,
}

/// Somebody with an account.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct SubjectOptions {
    /// The account's name.
    pub name: String,
    /// The account's number.
    pub uid: u32,
    /// The username that the organization proves; the account's name when left out.
    #[serde(default)]
    pub username: Option<String>,
    /// Offline factors that are enrolled at the start, in the words of `AllowedFactors`.
    #[serde(default)]
    pub enrolled: Vec<AllowedFactor>,
    /// Whether the account is linked at the start; the last online success is then the start itself.
    #[serde(default)]
    pub linked: bool,
}

/// One thing that happens: exactly one of the words beside `at`, `expect` and `note`.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
#[schemars(transform = schema::one_thing)]
pub struct StepOptions {
    /// When: RFC 3339, or `+48h` from the step before. Without it, at the same moment.
    #[serde(default)]
    pub at: Option<String>,
    /// Somebody wants in.
    #[serde(default)]
    pub attempt: Option<Attempt>,
    /// The network goes `up` or `down`; or it is `refusing`: up, and the organization refuses the identity itself.
    #[serde(default)]
    pub network: Option<Network>,
    /// The wall clock is set: to a time, or by `+2h` or `-2h`.
    #[serde(default)]
    pub clock: Option<String>,
    /// The machine starts anew.
    #[serde(default)]
    #[schemars(schema_with = "schema::only_true")]
    pub reboot: Option<bool>,
    /// Another profile comes: a file, or `gone`.
    #[serde(default)]
    pub profile: Option<String>,
    /// What the machine remembers is lost.
    #[serde(default)]
    #[schemars(schema_with = "schema::only_true")]
    pub wipe: Option<bool>,
    /// The help desk opens a window for this account.
    #[serde(default)]
    pub recovery: Option<String>,
    /// What must come of an attempt.
    #[serde(default)]
    pub expect: Option<Expectation>,
    /// For readers.
    #[serde(default)]
    pub note: Option<String>,
}

/// Somebody wants in.
#[derive(Clone, Debug, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Attempt {
    /// The account's name.
    pub subject: String,
    /// The PAM service, authorization right or our word for it.
    #[serde(default = "login")]
    pub service: String,
    /// Whether a remote host is named.
    #[serde(default)]
    pub remote: bool,
    /// What the person does when asked.
    #[serde(default)]
    pub answer: AnswerWord,
    /// The factor the person chooses, in the words of `AllowedFactors`; else the first that fits.
    #[serde(default)]
    pub factor: Option<AllowedFactor>,
}

fn login() -> String {
    "login".to_owned()
}

/// What a person does when asked.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum AnswerWord {
    /// Approves the push.
    Approve,
    /// Declines the push.
    Decline,
    /// Types the right code.
    Code,
    /// Types a wrong code.
    WrongCode,
    /// Types a code that was accepted before.
    Replay,
    /// Touches the security key.
    Touch,
    /// Puts linking off.
    Later,
    /// Does nothing.
    #[default]
    None,
}

/// Whether the organization can be reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Network {
    /// It can.
    Up,
    /// It cannot.
    Down,
    /// It can, and refuses the identity itself.
    Refusing,
}

/// What must come of an attempt.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Expectation {
    /// `permit` or `deny`.
    pub decision: DecisionWord,
    /// The word of the row that led to it.
    #[schemars(schema_with = "schema::reasons")]
    pub reason: String,
}

/// The end of an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize, JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum DecisionWord {
    /// Let in.
    Permit,
    /// Kept out.
    Deny,
}

impl DecisionWord {
    /// The word.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Permit => "permit",
            Self::Deny => "deny",
        }
    }
}

impl Scenario {
    /// Reads a scenario.
    ///
    /// # Errors
    ///
    /// Text that is no TOML or not in this format, a time that is none, an unknown reason or subject, a step that does
    /// nothing or two things, more of them than are played.
    pub fn parse(text: &str) -> Result<Self, ScenarioError> {
        let scenario: Self = toml::from_str(text).map_err(|error| ScenarioError::Syntax(Box::new(error)))?;
        if scenario.steps.len() > MAX_STEPS || scenario.subjects.len() > MAX_SUBJECTS {
            return Err(ScenarioError::TooMany { steps: MAX_STEPS, subjects: MAX_SUBJECTS });
        }
        if let Some(start) = &scenario.start {
            span::rfc3339(start).map_err(|text| ScenarioError::Start { text })?;
        }
        let names: BTreeSet<&str> = scenario.subjects.iter().map(|subject| subject.name.as_str()).collect();
        for (index, step) in scenario.steps.iter().enumerate() {
            step.check(index + 1, &names)?;
        }
        Ok(scenario)
    }
}

impl StepOptions {
    /// `step` counts from 1, as people count.
    fn check(&self, step: usize, names: &BTreeSet<&str>) -> Result<(), ScenarioError> {
        let things = [
            self.attempt.is_some(),
            self.network.is_some(),
            self.clock.is_some(),
            self.reboot == Some(true),
            self.profile.is_some(),
            self.wipe == Some(true),
            self.recovery.is_some(),
        ];
        if things.into_iter().filter(|&thing| thing).count() != 1 {
            return Err(ScenarioError::NotOneThing { step });
        }
        if let Some(at) = &self.at {
            When::parse(at).map_err(|text| ScenarioError::At { step, text })?;
        }
        if let Some(clock) = &self.clock {
            Clock::parse(clock).map_err(|text| ScenarioError::Clock { step, text })?;
        }
        let (key, subject) = match (&self.attempt, &self.recovery) {
            (Some(attempt), _) => ("attempt", Some(&attempt.subject)),
            (None, recovery) => ("recovery", recovery.as_ref()),
        };
        if let Some(name) = subject.filter(|name| !names.contains(name.as_str())) {
            return Err(ScenarioError::UnknownSubject { step, key, name: name.clone() });
        }
        match &self.expect {
            Some(_) if self.attempt.is_none() => Err(ScenarioError::NothingToExpect { step }),
            Some(expected) if !crate::decision::Reason::ALL.iter().any(|r| r.word() == expected.reason) => {
                Err(ScenarioError::UnknownReason { step, word: expected.reason.clone() })
            }
            _ => Ok(()),
        }
    }
}

/// The factor that a word of `AllowedFactors` names; none for `*`.
pub(crate) fn factor(word: AllowedFactor) -> Option<Factor> {
    match word {
        AllowedFactor::All => None,
        AllowedFactor::Push => Some(Factor::Push),
        AllowedFactor::Otp => Some(Factor::Otp),
        AllowedFactor::OfflineCode => Some(Factor::OfflineCode),
        AllowedFactor::SecurityKey => Some(Factor::SecurityKey),
    }
}
