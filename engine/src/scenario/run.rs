//! Plays a scenario through the same functions that decide at a sign-in, and holds what comes of it against what
//! was expected.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use latchkey_linker::{Factor, UnixTime};

use super::world::{Doing, Situation, World, identity};
use super::{
    Attempt, Clock, DecisionWord, Entry, Expectation, Happened, Line, Scenario, ScenarioError, StepOptions,
    SubjectOptions, System, Transcript, When, span,
};
use crate::policy::{Platform, Policy};
use crate::request::{Origin, Request, Service, Subject};
use crate::settle::Reply;
use crate::state::{LinkRecord, OfflineFactor};

/// The first moment of a scenario that names none: 2026-01-05T09:00:00Z, a Monday.
const START: UnixTime = UnixTime(1_767_603_600);

/// The profiles a scenario names, however the caller finds them.
pub trait Profiles {
    /// The policy of the profile at this path, as the scenario spells it; `None` when it is no policy.
    ///
    /// # Errors
    ///
    /// When the profile cannot be read at all.
    fn policy(&self, path: &str, platform: Platform) -> Result<Option<Policy>, std::io::Error>;
}

/// Plays a scenario to its end: a line for each attempt.
///
/// # Errors
///
/// As [`transcript`].
pub fn run(scenario: &Scenario, profiles: &impl Profiles) -> Result<Vec<Line>, ScenarioError> {
    let transcript = transcript(scenario, profiles)?;
    let lines = transcript.entries.into_iter().filter_map(|entry| match entry.happened {
        Happened::Attempt(line) => Some(line),
        _ => None,
    });
    Ok(lines.collect())
}

/// Plays a scenario to its end: an entry for each step.
///
/// # Errors
///
/// A time that is none, runs backwards or has no date, a profile that cannot be read.
pub fn transcript(scenario: &Scenario, profiles: &impl Profiles) -> Result<Transcript, ScenarioError> {
    let mut story = Story::begin(scenario, profiles)?;
    let (start, situation) = (story.world.now, story.world.situation);
    let mut entries = Vec::with_capacity(scenario.steps.len());
    for (index, step) in scenario.steps.iter().enumerate() {
        let number = index + 1;
        let happened = story.step(number, step)?;
        entries.extend(happened.map(|happened| Entry {
            step: number,
            at: story.world.now,
            note: step.note.clone(),
            happened,
        }));
    }
    Ok(Transcript { start, profile: scenario.profile.as_str().into(), situation, entries })
}

struct Story<'s, P> {
    profiles: &'s P,
    platform: Platform,
    subjects: BTreeMap<&'s str, &'s SubjectOptions>,
    world: World,
    /// The profile that made the last good policy.
    decides: Option<Arc<str>>,
}

impl<'s, P: Profiles> Story<'s, P> {
    fn begin(scenario: &'s Scenario, profiles: &'s P) -> Result<Self, ScenarioError> {
        let now = scenario.start.as_deref().map_or(Ok(START), span::rfc3339);
        let now = now.map_err(|text| ScenarioError::Start { text })?;
        let platform = match scenario.platform {
            System::MacOs => Platform::MacOs,
            System::Linux => Platform::Linux,
        };
        let mut story = Self {
            profiles,
            platform,
            subjects: scenario.subjects.iter().map(|subject| (subject.name.as_str(), subject)).collect(),
            world: World::begin(now).ok_or(ScenarioError::Boots)?,
            decides: None,
        };
        story.take_profile(None, &scenario.profile)?;
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

    /// What happens in a step; always something, since each one does exactly one thing.
    fn step(&mut self, number: usize, step: &StepOptions) -> Result<Option<Happened>, ScenarioError> {
        if let Some(at) = &step.at {
            self.pass(number, at)?;
        }
        let world = &mut self.world;
        if let Some(attempt) = &step.attempt {
            return Ok(self.attempt(number, attempt, step.expect.as_ref()).map(Happened::Attempt));
        }
        if let Some(network) = step.network {
            world.network = network;
            return Ok(Some(Happened::Network(network)));
        }
        if let Some(clock) = &step.clock {
            return Ok(Some(Happened::Clock { wall: self.set_clock(number, clock)? }));
        }
        if step.reboot == Some(true) {
            return if world.reboot() { Ok(Some(Happened::Reboot)) } else { Err(ScenarioError::Boots) };
        }
        if let Some(path) = &step.profile {
            let situation = self.take_profile(Some(number), path)?;
            return Ok(Some(Happened::Profile { path: path.as_str().into(), situation }));
        }
        if step.wipe == Some(true) {
            world.wipe();
            return Ok(Some(Happened::Wipe));
        }
        let subject = step.recovery.as_ref().and_then(|name| self.subjects.get(name.as_str()));
        Ok(subject.map(|subject| {
            self.world.open_window(subject.uid);
            Happened::Recovery { subject: subject.name.clone() }
        }))
    }

    fn pass(&mut self, step: usize, at: &str) -> Result<(), ScenarioError> {
        let world = &mut self.world;
        let now = match When::parse(at).map_err(|text| ScenarioError::At { step, text })? {
            When::At(time) => time,
            When::After(seconds) => world.now.plus(seconds),
        };
        if now < world.now {
            return Err(ScenarioError::Backwards { step });
        }
        if !span::has_date(now) || !span::has_date(UnixTime(now.0.saturating_add(world.ahead))) {
            return Err(ScenarioError::TooFar { step, key: "at" });
        }
        world.now = now;
        Ok(())
    }

    /// Sets the wall clock; gives what it says then.
    fn set_clock(&mut self, step: usize, clock: &str) -> Result<UnixTime, ScenarioError> {
        let world = &mut self.world;
        let ahead = match Clock::parse(clock).map_err(|text| ScenarioError::Clock { step, text })? {
            Clock::By(seconds) => world.ahead.saturating_add(seconds),
            Clock::To(time) => time.since(world.now),
        };
        let wall = UnixTime(world.now.0.saturating_add(ahead));
        if !span::has_date(wall) {
            return Err(ScenarioError::TooFar { step, key: "clock" });
        }
        world.ahead = ahead;
        Ok(wall)
    }

    fn take_profile(&mut self, step: Option<usize>, path: &str) -> Result<Situation, ScenarioError> {
        if path == "gone" {
            self.world.situation = Situation::Gone;
            return Ok(Situation::Gone);
        }
        let policy = self.profiles.policy(path, self.platform).map_err(|source| ScenarioError::Profile {
            step,
            path: PathBuf::from(path),
            source,
        })?;
        if policy.is_some() {
            self.decides = Some(path.into());
        }
        self.world.take_profile(policy.map(Arc::new));
        Ok(self.world.situation)
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
            profile: self.decides.clone(),
            unmet: expected.filter(|expected| !met(expected)).cloned(),
        })
    }
}

/// The username that the organization proves for an account of the story.
fn username(subject: &SubjectOptions) -> &str {
    subject.username.as_deref().unwrap_or(&subject.name)
}
