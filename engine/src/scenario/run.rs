//! Plays a scenario through the same functions that decide at a sign-in, and holds what comes of it against what
//! was expected.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::time::Duration;

use latchkey_linker::identity::Identity;
use latchkey_linker::outcome::TokenFault;
use latchkey_linker::{Factor, Outcome, Refusal, Unavailability, UnixTime};

use super::{
    AnswerWord, Attempt, Clock, DecisionWord, Expectation, Network, Scenario, ScenarioError, StepOptions,
    SubjectOptions, Supposed, System, When, span,
};
use crate::decide::{decide, offers_enrolment};
use crate::decision::{Challenge, Reason};
use crate::facts::Facts;
use crate::keys::KeySet;
use crate::policy::{Platform, Policy, PolicyStatus};
use crate::request::{Origin, Request, Service, Subject};
use crate::settle::{Case, Reply, Settled, settle, without_login};
use crate::state::{Change, LinkRecord, OfflineFactor, RecoveryWindow, State};
use crate::time::{BootId, Reading, TOLERANCE};

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
    state: State,
    status: Situation,
    last_good: Option<Policy>,
    network: Network,
    /// The time it truly is.
    now: UnixTime,
    /// Seconds that the wall clock is ahead of it.
    ahead: i64,
    boots: u32,
    boot: BootId,
    booted: UnixTime,
}

enum Situation {
    Present,
    Invalid,
    Gone,
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
            state: State::default(),
            status: Situation::Gone,
            last_good: None,
            network: Network::Up,
            now,
            ahead: 0,
            boots: 0,
            boot: boot_id(0).ok_or(ScenarioError::Boots)?,
            booted: now,
        };
        story.take_profile(&scenario.profile)?;
        let reading = story.reading();
        story.state.observe(&reading);
        for subject in &scenario.subjects {
            story.remember(subject);
        }
        Ok(story)
    }

    fn remember(&mut self, subject: &SubjectOptions) {
        let identity = self.identity(&subject.name);
        let known = self.state.subjects.entry(subject.uid).or_default();
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
            known.link = Some(LinkRecord { identity, username: subject.name.clone(), at: self.now });
            known.last_online = Some(self.now);
            known.grace_started = Some(self.now);
        }
    }

    fn step(&mut self, number: usize, step: &StepOptions) -> Result<Option<Line>, ScenarioError> {
        if let Some(at) = &step.at {
            let now = match When::parse(at)? {
                When::At(time) => time,
                When::After(seconds) => self.now.plus(seconds),
            };
            if now < self.now {
                return Err(ScenarioError::Backwards { step: number });
            }
            self.now = now;
        }
        if let Some(attempt) = &step.attempt {
            return Ok(self.attempt(number, attempt, step.expect.as_ref()));
        }
        if let Some(network) = step.network {
            self.network = network;
        }
        if let Some(clock) = &step.clock {
            self.ahead = match Clock::parse(clock)? {
                Clock::By(seconds) => self.ahead.saturating_add(seconds),
                Clock::To(time) => time.since(self.now),
            };
        }
        if step.reboot == Some(true) {
            self.boots += 1;
            self.boot = boot_id(self.boots).ok_or(ScenarioError::Boots)?;
            self.booted = self.now;
        }
        if let Some(profile) = &step.profile {
            self.take_profile(profile)?;
        }
        if step.wipe == Some(true) {
            self.state = State::default();
            self.state.machine.policy_seen = true;
            self.state.machine.memory_lost = true;
        }
        if let Some(name) = &step.recovery {
            self.open_window(name);
        }
        Ok(None)
    }

    fn take_profile(&mut self, path: &str) -> Result<(), ScenarioError> {
        if path == "gone" {
            self.status = Situation::Gone;
            return Ok(());
        }
        let policy = self
            .profiles
            .policy(path, self.platform)
            .map_err(|source| ScenarioError::Profile { path: PathBuf::from(path), source })?;
        self.state.machine.policy_seen = true;
        self.status = match policy {
            Some(policy) => {
                self.last_good = Some(policy);
                Situation::Present
            }
            None => Situation::Invalid,
        };
        Ok(())
    }

    fn open_window(&mut self, name: &str) {
        let Some(subject) = self.subjects.get(name) else { return };
        let window = self.last_good.as_ref().map_or(0, |policy| policy.recovery_window);
        let reading = self.reading();
        self.state.observe(&reading);
        let moment = self.state.machine.moment(&reading);
        let window = RecoveryWindow::open(window, moment, &reading);
        self.state.subjects.entry(subject.uid).or_default().recovery = Some(window);
    }

    fn attempt(&mut self, step: usize, attempt: &Attempt, expected: Option<&Expectation>) -> Option<Line> {
        let uid = self.subjects.get(attempt.subject.as_str())?.uid;
        let reading = self.reading();
        self.state.observe(&reading);
        let (decision, reason, keys) = match self.play(uid, attempt, &reading) {
            Reply::Permit { reason, keys, .. } => (DecisionWord::Permit, reason, keys),
            Reply::Deny { reason, keys, .. } => (DecisionWord::Deny, reason, keys),
        };
        let met = |expected: &Expectation| expected.decision == decision && expected.reason == reason.word();
        Some(Line {
            step,
            at: self.now,
            subject: attempt.subject.clone(),
            service: attempt.service.clone(),
            decision,
            reason,
            keys,
            unmet: expected.filter(|expected| !met(expected)).cloned(),
        })
    }

    fn play(&mut self, uid: u32, attempt: &Attempt, reading: &Reading) -> Reply<Supposed> {
        let last_good = self.last_good.clone();
        let last_good = last_good.as_ref();
        let status = match (&self.status, last_good) {
            (Situation::Present, Some(policy)) => PolicyStatus::Present(policy),
            (Situation::Invalid, _) => PolicyStatus::Invalid { last_good },
            (Situation::Gone, Some(_)) => PolicyStatus::Gone { last_good },
            (Situation::Present | Situation::Gone, None) => PolicyStatus::NeverSeen,
        };
        let status = status.remembered(self.state.machine.policy_seen);
        let request = Request {
            subject: Subject { uid, name: &attempt.subject },
            service: Service::named(&attempt.service),
            origin: if attempt.remote { Origin::Remote } else { Origin::Local },
        };
        let facts = self.facts(status, uid, reading);
        let decision = decide(&status, &request, &facts);
        if decision.starts_grace {
            self.state.apply(uid, Change::StartGrace(facts.moment.now), reading);
        }
        let facts = self.facts(status, uid, reading);
        let link = self.state.subjects.get(&uid).and_then(|known| known.link.clone());
        let case = Case { status, request: &request, facts: &facts, link: link.as_ref() };
        let reply = self.log_in(&case, decision, attempt, reading);
        if let (Reply::Permit { .. }, Some(policy)) = (&reply, status.policy()) {
            let facts = self.facts(status, uid, reading);
            let enrols = facts.linked && attempt.answer != AnswerWord::Later;
            if enrols && offers_enrolment(policy, &request, &facts).is_some() {
                self.state.apply(uid, Change::Enrolled(OfflineFactor::OfflineCode), reading);
            }
        }
        reply
    }

    fn log_in(
        &mut self,
        case: &Case<'_>,
        mut decision: crate::Decision,
        attempt: &Attempt,
        reading: &Reading,
    ) -> Reply<Supposed> {
        let uid = case.request.subject.uid;
        loop {
            let challenge = match without_login(&decision) {
                Ok(reply) => return reply,
                Err(challenge) => challenge,
            };
            let outcome = self.outcome(case, &challenge, attempt, reading);
            let taken = |identity: &Identity| self.state.linked_elsewhere(uid, identity).is_some();
            match settle(case, &decision, outcome, taken) {
                Settled::Over { reply, changes } => {
                    for change in changes {
                        self.state.apply(uid, change, reading);
                    }
                    return reply;
                }
                Settled::AskOffline { decision: offline, .. } => decision = offline,
            }
        }
    }

    /// What the login would have ended with, given what the person does and what the network lets through.
    fn outcome(
        &mut self,
        case: &Case<'_>,
        challenge: &Challenge,
        attempt: &Attempt,
        reading: &Reading,
    ) -> Outcome<Supposed> {
        let (factors, linking) = match challenge {
            Challenge::Link { factors, .. } => (factors, true),
            Challenge::SignIn { factors } => (factors, false),
        };
        if linking && attempt.answer == AnswerWord::Later {
            return Outcome::Refused(Refusal::PutOff);
        }
        let fits = |factor: &Factor| match attempt.answer {
            AnswerWord::Approve | AnswerWord::Decline => *factor == Factor::Push,
            AnswerWord::Code | AnswerWord::WrongCode | AnswerWord::Replay => {
                matches!(factor, Factor::Otp | Factor::OfflineCode)
            }
            AnswerWord::Touch => matches!(factor, Factor::SecurityKey | Factor::OfflineSecurityKey),
            AnswerWord::Later | AnswerWord::None => true,
        };
        let chosen = match attempt.factor.and_then(super::factor) {
            Some(factor) => factors.iter().find(|&known| known == factor).filter(fits),
            None => factors.iter().find(fits),
        };
        let asked = chosen.or_else(|| factors.iter().next());
        match asked {
            Some(factor) if !factor.is_offline() && self.network == Network::Down => {
                return Outcome::Unavailable(Unavailability::Unreachable);
            }
            Some(factor) if !factor.is_offline() && self.network == Network::Refusing => {
                return Outcome::Refused(Refusal::IdentityRefused { code: "access_denied".to_owned() });
            }
            _ => {}
        }
        let Some(factor) = chosen else { return Outcome::Refused(Refusal::TimedOut) };
        self.answer(case, factor, attempt, linking, reading)
    }

    fn answer(
        &mut self,
        case: &Case<'_>,
        factor: Factor,
        attempt: &Attempt,
        linking: bool,
        reading: &Reading,
    ) -> Outcome<Supposed> {
        let uid = case.request.subject.uid;
        let limits = case.policy().map(|policy| policy.budget);
        let budget = &mut self.state.subjects.entry(uid).or_default().budget;
        // Charged before the check, as at a real sign-in; given back unless the answer was wrong.
        let charge = match limits.map(|limits| budget.charge(limits, reading)) {
            Some(Ok(charge)) => charge,
            Some(Err(_)) | None => return Outcome::Refused(Refusal::BudgetSpent),
        };
        match attempt.answer {
            AnswerWord::Decline => return Outcome::Refused(Refusal::Declined),
            AnswerWord::WrongCode => return Outcome::Refused(Refusal::WrongCode(factor)),
            AnswerWord::Replay => return Outcome::Refused(Refusal::Replayed),
            AnswerWord::Approve | AnswerWord::Code | AnswerWord::Touch => budget.give_back(charge),
            AnswerWord::Later | AnswerWord::None => {
                budget.give_back(charge);
                return Outcome::Refused(Refusal::TimedOut);
            }
        }
        let issued_at = (!factor.is_offline()).then_some(self.now);
        if issued_at.is_some() && self.ahead.unsigned_abs() > TOLERANCE {
            return Outcome::Refused(Refusal::Token(TokenFault::IssuedAt));
        }
        let identity = self.identity(&attempt.subject);
        let rule = case.policy().map(|policy| policy.link_rule.account_rule(&attempt.subject));
        if linking && !rule.is_some_and(|rule| rule.allows(&identity)) {
            return Outcome::Refused(Refusal::AccountMismatch);
        }
        Outcome::Granted(Supposed { factor, identity, issued_at })
    }

    /// The identity that the organization proves for an account of the story.
    fn identity(&self, name: &str) -> Identity {
        let username =
            self.subjects.get(name).and_then(|subject| subject.username.as_deref()).unwrap_or(name);
        Identity {
            issuer: "https://organization.example".to_owned(),
            subject: username.to_owned(),
            username: Some(username.to_owned()),
        }
    }

    fn facts(&self, status: PolicyStatus<'_>, uid: u32, reading: &Reading) -> Facts {
        let subject = self.state.subjects.get(&uid).cloned().unwrap_or_default();
        Facts::of(status.policy(), &self.state.machine, &subject, reading)
    }

    fn reading(&self) -> Reading {
        let since_boot = Duration::from_secs(u64::try_from(self.now.since(self.booted)).unwrap_or(0));
        Reading {
            wall: UnixTime(self.now.0.saturating_add(self.ahead)),
            boot_id: self.boot.clone(),
            since_boot,
            running: since_boot,
        }
    }
}

/// The nth boot of a story.
fn boot_id(number: u32) -> Option<BootId> {
    BootId::parse(&format!("{number:08x}-0000-4000-8000-000000000000"))
}
