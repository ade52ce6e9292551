//! A person at a machine under one policy: what they do there to what comes of it, by the functions that decide at every
//! sign-in; and each happening as a scenario, so that anybody can play it again.

use std::sync::Arc;

use latchkey_engine::decide::{EnrolmentOffer, decide, offers_enrolment};
use latchkey_engine::decision::{Challenge, Permit, Reason, Verdict, WouldBe};
use latchkey_engine::keys::KeySet;
use latchkey_engine::policy::{Platform, Policy, PolicyStatus};
use latchkey_engine::request::{Origin, Request, Service, Subject};
use latchkey_engine::scenario::{
    AnswerWord, Attempt, DecisionWord, Doing, Expectation, Network, Scenario, Situation, StepOptions,
    SubjectOptions, Supposed, System, World, identity,
};
use latchkey_engine::settle::{Case, Cause, Reply, Settled, settle};
use latchkey_engine::state::{LinkRecord, OfflineFactor, State};
use latchkey_engine::time::Reading;
use latchkey_engine::{Decision, Facts};
use latchkey_linker::{Factor, Outcome, Unavailability, UnixTime};
use latchkey_profile_schema::domain::AllowedFactor;

/// The first moment: Monday, 2026-01-05, 09:00, as in a scenario that names none.
pub(super) const START: UnixTime = UnixTime(1_767_603_600);
/// What a scenario calls the profile, one that makes no policy, and none.
pub(super) const PROFILE: &str = "profile";
pub(super) const INVALID: &str = "invalid";
pub(super) const GONE: &str = "gone";

/// Somebody with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Person {
    pub(crate) name: String,
    pub(crate) uid: u32,
}

/// How an account stands at the beginning.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Standing {
    New,
    Linked,
    /// Linked, with a device access code.
    Enrolled,
}

/// What came of an attempt.
#[derive(Clone, Debug)]
pub(super) struct Trial {
    pub(super) decision: DecisionWord,
    pub(super) reason: Reason,
    pub(super) keys: KeySet,
    pub(super) terms: Permit,
    pub(super) cause: Option<Cause>,
    /// Whether a proof let them in.
    pub(super) proven: bool,
    pub(super) recovery_offered: bool,
    /// What was asked last, with the network as it was.
    pub(super) asked: Option<Challenge>,
    pub(super) would_be: Option<WouldBe>,
}

/// What a sentence says, so that it can be held against the engine: the scenario ends with an attempt whose outcome is
/// expected, and asks for these factors.
#[derive(Clone, Debug)]
#[cfg_attr(not(test), expect(dead_code, reason = "read where sentences are held against the engine"))]
pub(crate) struct Claim {
    pub(crate) scenario: Scenario,
}

/// A person at a machine.
#[derive(Clone, Debug)]
pub(super) struct Stage {
    policy: Arc<Policy>,
    person: Person,
    pub(super) world: World,
    scenario: Scenario,
    /// Seconds since the last step that was written down.
    waited: u64,
}

impl Trial {
    pub(super) fn permits(&self) -> bool {
        self.decision == DecisionWord::Permit
    }
}

impl Stage {
    /// `None` never happens: a world has a first boot.
    pub(super) fn begin(
        policy: &Arc<Policy>,
        platform: Platform,
        person: &Person,
        standing: Standing,
    ) -> Option<Self> {
        let mut world = World::begin(START)?;
        world.take_profile(Some(Arc::clone(policy)));
        world.state.observe(&world.reading());
        let mut stage = Self {
            policy: Arc::clone(policy),
            person: person.clone(),
            world,
            scenario: Scenario {
                profile: PROFILE.to_owned(),
                start: None,
                platform: match platform {
                    Platform::MacOs => System::MacOs,
                    Platform::Linux => System::Linux,
                },
                subjects: Vec::new(),
                steps: Vec::new(),
            },
            waited: 0,
        };
        stage.add(person, &policy.link_rule.username(&person.name), standing);
        Some(stage)
    }

    /// Adds somebody else to the machine.
    pub(super) fn add(&mut self, person: &Person, username: &str, standing: Standing) {
        let enrolled = standing == Standing::Enrolled;
        let known = self.world.state.subjects.entry(person.uid).or_default();
        if enrolled {
            known.enrolled = vec![OfflineFactor::OfflineCode];
        }
        if standing != Standing::New {
            known.link =
                Some(LinkRecord { identity: identity(username), username: person.name.clone(), at: START });
            known.last_online = Some(START);
            known.grace_started = Some(START);
        }
        self.scenario.subjects.push(SubjectOptions {
            name: person.name.clone(),
            uid: person.uid,
            username: Some(username.to_owned()),
            enrolled: if enrolled { vec![AllowedFactor::OfflineCode] } else { Vec::new() },
            linked: standing != Standing::New,
        });
    }

    /// What the organization proves from now on when asked for the person.
    pub(super) fn prove_as(&mut self, username: &str) {
        if let Some(subject) = self.scenario.subjects.first_mut() {
            subject.username = Some(username.to_owned());
        }
    }

    /// Time passes.
    pub(super) fn wait(&mut self, seconds: u64) {
        self.world.now = self.world.now.plus(seconds);
        self.waited = self.waited.saturating_add(seconds);
    }

    /// Seconds since the beginning.
    pub(super) fn elapsed(&self) -> u64 {
        u64::try_from(self.world.now.since(START)).unwrap_or(0)
    }

    pub(super) fn network(&mut self, network: Network) {
        self.world.network = network;
        self.note(StepOptions { network: Some(network), ..nothing() });
    }

    /// Sets the wall clock ahead or back.
    pub(super) fn clock(&mut self, seconds: i64) {
        self.world.ahead = self.world.ahead.saturating_add(seconds);
        self.note(StepOptions { clock: Some(format!("{seconds:+}s")), ..nothing() });
    }

    /// The machine starts anew.
    pub(super) fn restart(&mut self) {
        // There are more boots than steps in any story here.
        let _ = self.world.reboot();
        self.note(StepOptions { reboot: Some(true), ..nothing() });
    }

    pub(super) fn open_window(&mut self) {
        self.world.open_window(self.person.uid);
        self.note(StepOptions { recovery: Some(self.person.name.clone()), ..nothing() });
    }

    pub(super) fn lose_memory(&mut self) {
        self.world.wipe();
        self.note(StepOptions { wipe: Some(true), ..nothing() });
    }

    /// The machine has no profile any more, or one that makes no policy.
    pub(super) fn lose_profile(&mut self, situation: Situation) {
        self.world.situation = situation;
        let profile = if situation == Situation::Gone { GONE } else { INVALID };
        self.note(StepOptions { profile: Some(profile.to_owned()), ..nothing() });
    }

    /// The machine never saw a profile, or only one that makes no policy.
    pub(super) fn without_policy(&mut self, situation: Situation) {
        self.world.state = State::default();
        self.world.state.machine.policy_seen = situation == Situation::Invalid;
        self.world.last_good = None;
        self.world.situation = situation;
        if situation == Situation::Gone { GONE } else { INVALID }.clone_into(&mut self.scenario.profile);
    }

    /// Somebody wants in at the machine, or over SSH.
    pub(super) fn attempt(
        &mut self,
        service: &str,
        answer: AnswerWord,
        factor: Option<AllowedFactor>,
    ) -> Trial {
        let name = self.person.name.clone();
        let request = request(&name, self.person.uid, service);
        let (asked, would_be) = self.asked(&request);
        let username =
            self.scenario.subjects.first().and_then(|subject| subject.username.clone()).unwrap_or_default();
        let doing = Doing { answer, factor: factor.and_then(local), username: &username };
        let reply = self.world.attempt(&request, doing);
        self.note(StepOptions {
            attempt: Some(Attempt {
                subject: name.clone(),
                service: service.to_owned(),
                remote: false,
                answer,
                factor,
            }),
            ..nothing()
        });
        trial(reply, asked, would_be)
    }

    /// What was just played, as a claim.
    pub(super) fn claim(&self, trial: &Trial) -> Claim {
        let mut scenario = self.scenario.clone();
        if let Some(step) = scenario.steps.last_mut() {
            step.expect =
                Some(Expectation { decision: trial.decision, reason: trial.reason.word().to_owned() });
        }
        Claim { scenario }
    }

    /// The answer that is right for a factor.
    pub(super) fn prove(&mut self, service: &str, factor: Factor) -> Trial {
        let (answer, word) = right(factor);
        self.attempt(service, answer, Some(word))
    }

    /// What is asked of the person now, with the network as it is.
    pub(super) fn asks(&self, service: &str) -> Vec<Factor> {
        let request = request(&self.person.name, self.person.uid, service);
        let (asked, _) = self.asked(&request);
        asked.map(|asked| asked.factors().iter().collect()).unwrap_or_default()
    }

    /// Whether the device access code is offered after a success now.
    pub(super) fn offer(&self, service: &str) -> Option<EnrolmentOffer> {
        let facts = self.facts(&self.world.reading());
        offers_enrolment(&self.policy, &request(&self.person.name, self.person.uid, service), &facts)
    }

    pub(super) fn is_linked(&self) -> bool {
        self.world.state.subjects.get(&self.person.uid).is_some_and(|known| known.link.is_some())
    }

    pub(super) fn is_enrolled(&self) -> bool {
        self.world.state.subjects.get(&self.person.uid).is_some_and(|known| !known.enrolled.is_empty())
    }

    /// What is asked, while the profile is there.
    fn asked(&self, request: &Request<'_>) -> (Option<Challenge>, Option<WouldBe>) {
        if self.world.situation != Situation::Present {
            return (None, None);
        }
        let status = PolicyStatus::Present(&self.policy);
        let mut state = self.world.clone();
        let reading = state.reading();
        state.state.observe(&reading);
        let facts = self.facts(&reading);
        let decision = decide(&status, request, &facts);
        let Verdict::Challenge(challenge) = decision.verdict else { return (None, decision.would_be) };
        let asked = match self.world.network {
            Network::Up | Network::Refusing => Some(challenge),
            Network::Down => offline(&status, request, &facts, &decision),
        };
        (asked, decision.would_be)
    }

    fn facts(&self, reading: &Reading) -> Facts {
        let mut state = self.world.state.clone();
        state.observe(reading);
        let known = state.subjects.get(&self.person.uid).cloned().unwrap_or_default();
        Facts::of(Some(&self.policy), &state.machine, &known, reading)
    }

    fn note(&mut self, step: StepOptions) {
        let at = (self.waited > 0).then(|| format!("+{}s", self.waited));
        self.waited = 0;
        self.scenario.steps.push(StepOptions { at, ..step });
    }
}

/// The second question of an attempt whose first one nobody could answer.
fn offline(
    status: &PolicyStatus<'_>,
    request: &Request<'_>,
    facts: &Facts,
    decision: &Decision,
) -> Option<Challenge> {
    let case = Case { status: *status, request, facts, link: None };
    let unreachable: Outcome<Supposed> = Outcome::Unavailable(Unavailability::Unreachable);
    match settle(&case, decision, unreachable, |_| false) {
        Settled::AskOffline { challenge, .. } => Some(challenge),
        Settled::Over { .. } => None,
    }
}

pub(super) fn request<'r>(name: &'r str, uid: u32, service: &'r str) -> Request<'r> {
    Request { subject: Subject { uid, name }, service: Service::named(service), origin: Origin::Local }
}

fn trial(reply: Reply<Supposed>, asked: Option<Challenge>, would_be: Option<WouldBe>) -> Trial {
    match reply {
        Reply::Permit { terms, reason, keys, proof } => Trial {
            decision: DecisionWord::Permit,
            reason,
            keys,
            terms,
            cause: None,
            proven: proof.is_some(),
            recovery_offered: false,
            asked,
            would_be,
        },
        Reply::Deny { reason, keys, cause, recovery_offered } => Trial {
            decision: DecisionWord::Deny,
            reason,
            keys,
            terms: Permit::default(),
            cause,
            proven: false,
            recovery_offered,
            asked,
            would_be,
        },
    }
}

fn nothing() -> StepOptions {
    StepOptions {
        at: None,
        attempt: None,
        network: None,
        clock: None,
        reboot: None,
        profile: None,
        wipe: None,
        recovery: None,
        expect: None,
        note: None,
    }
}

/// The right answer for a factor, and the word that chooses it.
pub(super) const fn right(factor: Factor) -> (AnswerWord, AllowedFactor) {
    match factor {
        Factor::Push => (AnswerWord::Approve, AllowedFactor::Push),
        Factor::Otp => (AnswerWord::Code, AllowedFactor::Otp),
        Factor::OfflineCode => (AnswerWord::Code, AllowedFactor::OfflineCode),
        Factor::SecurityKey | Factor::OfflineSecurityKey => (AnswerWord::Touch, AllowedFactor::SecurityKey),
    }
}

/// A wrong answer for a factor.
pub(super) const fn wrong(factor: Factor) -> AnswerWord {
    match factor {
        Factor::Push => AnswerWord::Decline,
        _ => AnswerWord::WrongCode,
    }
}

const fn local(word: AllowedFactor) -> Option<Factor> {
    match word {
        AllowedFactor::All => None,
        AllowedFactor::Push => Some(Factor::Push),
        AllowedFactor::Otp => Some(Factor::Otp),
        AllowedFactor::OfflineCode => Some(Factor::OfflineCode),
        AllowedFactor::SecurityKey => Some(Factor::SecurityKey),
    }
}
