//! Plays a scenario through the same functions that decide at a sign-in, and holds what comes of it against what
//! was expected.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use latchkey_linker::{Factor, UnixTime};

use super::world::{Doing, Situation, World, identity};
use super::{
    Attempt, Clock, DecisionWord, Expectation, Scenario, ScenarioError, StepOptions, SubjectOptions, System,
    When, span,
};
use crate::decision::Reason;
use crate::keys::KeySet;
use crate::policy::{Platform, Policy};
use crate::request::{Origin, Request, Service, Subject};
use crate::settle::Reply;
use crate::state::{LinkRecord, OfflineFactor};

/// The first moment of a scenario that names none: 2026-01-05T09:00:00Z, a Monday.
const START: UnixTime = UnixTime(1_767_603_600);

/// The profiles a scenario names, however the caller finds them.
pub trait Profiles {
    /// The policy of the profile at this path, as the scenario spells it; `Err(())` when it is no policy.
    ///
    /// # Errors
    ///
    /// When the profile cannot be read at all.
    fn policy(&self, path: &str, platform: Platform) -> Result<Option<Policy>, std::io::Error>;
}

/// What came of an attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Line {
    /// The step, counted from 1.
    pub step: usize,
    /// The time it truly was.
    pub at: UnixTime,
    /// Who.
    pub subject: String,
    /// The service as the scenario spells it.
    pub service: String,
    /// Let in or kept out.
    pub decision: DecisionWord,
    /// Why.
    pub reason: Reason,
    /// The keys that led to it.
    pub keys: KeySet,
    /// What was expected, where it was something else.
    pub unmet: Option<Expectation>,
}

/// Plays a scenario to its end: a line for each attempt.
///
/// # Errors
///
/// A time that is none or runs backwards, a profile that cannot be read.
pub fn run(scenario: &Scenario, profiles: &impl Profiles) -> Result<Vec<Line>, ScenarioError> {
    let mut story = Story::begin(scenario, profiles)?;
    let mut lines = Vec::new();
    for (index, step) in scenario.steps.iter().enumerate() {
        lines.extend(story.step(index + 1, step)?);
    }
    Ok(lines)
}

struct Story<'s, P> {
    profiles: &'s P,
    platform: Platform,
    subjects: BTreeMap<&'s str, &'s SubjectOptions>,
    world: World,
}

impl<'s, P: Profiles> Story<'s, P> {
    fn begin(scenario: &'s Scenario, profiles: &'s P) -> Result<Self, ScenarioError> {
        let now = scenario.start.as_deref().map_or(Ok(START), span::rfc3339)?;
        let platform = match scenario.platform {
            System::MacOs => Platform::MacOs,
            System::Linux => Platform::Linux,
        };
        let mut story = Self {
            profiles,
            platform,
            subjects: scenario.subjects.iter().map(|subject| (subject.name.as_str(), subject)).collect(),
            world: World::begin(now).ok_or(ScenarioError::Boots)?,
        };
        story.take_profile(&scenario.profile)?;
        let reading = story.world.reading();
        story.world.state.observe(&reading);
        for subject in &scenario.subjects {
            story.remember(subject);
        }
        Ok(story)
    }

    fn remember(&mut self, subject: &SubjectOptions) {
        let now = self.world.now;
        let known = self.world.state.subjects.entry(subject.uid).or_default();
        known.enrolled = subject
            .enrolled
            .iter()
            .filter_map(|&word| match super::factor(word)? {
                Factor::OfflineCode => Some(OfflineFactor::OfflineCode),
                Factor::SecurityKey => Some(OfflineFactor::OfflineSecurityKey),
                Factor::OfflineSecurityKey | Factor::Push | Factor::Otp => None,
            })
            .collect();
        if subject.linked {
            let identity = identity(username(subject));
            known.link = Some(LinkRecord { identity, username: subject.name.clone(), at: now });
            known.last_online = Some(now);
            known.grace_started = Some(now);
        }
    }

    fn step(&mut self, number: usize, step: &StepOptions) -> Result<Option<Line>, ScenarioError> {
        let world = &mut self.world;
        if let Some(at) = &step.at {
            let now = match When::parse(at)? {
                When::At(time) => time,
                When::After(seconds) => world.now.plus(seconds),
            };
            if now < world.now {
                return Err(ScenarioError::Backwards { step: number });
            }
            world.now = now;
        }
        if let Some(attempt) = &step.attempt {
            return Ok(self.attempt(number, attempt, step.expect.as_ref()));
        }
        if let Some(network) = step.network {
            world.network = network;
        }
        if let Some(clock) = &step.clock {
            world.ahead = match Clock::parse(clock)? {
                Clock::By(seconds) => world.ahead.saturating_add(seconds),
                Clock::To(time) => time.since(world.now),
            };
        }
        if step.reboot == Some(true) && !world.reboot() {
            return Err(ScenarioError::Boots);
        }
        if let Some(profile) = &step.profile {
            self.take_profile(profile)?;
        }
        if step.wipe == Some(true) {
            self.world.wipe();
        }
        if let Some(subject) = step.recovery.as_ref().and_then(|name| self.subjects.get(name.as_str())) {
            self.world.open_window(subject.uid);
        }
        Ok(None)
    }

    fn take_profile(&mut self, path: &str) -> Result<(), ScenarioError> {
        if path == "gone" {
            self.world.situation = Situation::Gone;
            return Ok(());
        }
        let policy = self
            .profiles
            .policy(path, self.platform)
            .map_err(|source| ScenarioError::Profile { path: PathBuf::from(path), source })?;
        self.world.take_profile(policy.map(Arc::new));
        Ok(())
    }

    fn attempt(&mut self, step: usize, attempt: &Attempt, expected: Option<&Expectation>) -> Option<Line> {
        let subject = *self.subjects.get(attempt.subject.as_str())?;
        let request = Request {
            subject: Subject { uid: subject.uid, name: &attempt.subject },
            service: Service::named(&attempt.service),
            origin: if attempt.remote { Origin::Remote } else { Origin::Local },
        };
        let doing = Doing {
            answer: attempt.answer,
            factor: attempt.factor.and_then(super::factor),
            username: username(subject),
        };
        let (decision, reason, keys) = match self.world.attempt(&request, doing) {
            Reply::Permit { reason, keys, .. } => (DecisionWord::Permit, reason, keys),
            Reply::Deny { reason, keys, .. } => (DecisionWord::Deny, reason, keys),
        };
        let met = |expected: &Expectation| expected.decision == decision && expected.reason == reason.word();
        Some(Line {
            step,
            at: self.world.now,
            subject: attempt.subject.clone(),
            service: attempt.service.clone(),
            decision,
            reason,
            keys,
            unmet: expected.filter(|expected| !met(expected)).cloned(),
        })
    }
}

/// The username that the organization proves for an account of the story.
fn username(subject: &SubjectOptions) -> &str {
    subject.username.as_deref().unwrap_or(&subject.name)
}
