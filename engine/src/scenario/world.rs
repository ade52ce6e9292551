//! A machine in a story: what it remembers, its clocks, its network and its profile; and what comes of an attempt on it,
//! through the same functions that decide at a sign-in.

use std::sync::Arc;
use std::time::Duration;

use latchkey_linker::identity::Identity;
use latchkey_linker::outcome::TokenFault;
use latchkey_linker::{Factor, Outcome, Refusal, Unavailability, UnixTime};

use super::{AnswerWord, Network, Supposed};
use crate::decide::{decide, offers_enrolment};
use crate::decision::{Challenge, Decision};
use crate::facts::Facts;
use crate::policy::{Policy, PolicyStatus};
use crate::request::Request;
use crate::settle::{Case, Reply, Settled, settle, without_login};
use crate::state::{Change, RecoveryWindow, State};
use crate::time::{BootId, Reading, TOLERANCE};

/// A machine in a story.
#[derive(Clone, Debug)]
pub struct World {
    /// What it remembers.
    pub state: State,
    /// How its profile stands.
    pub situation: Situation,
    /// The last profile that made a policy.
    pub last_good: Option<Arc<Policy>>,
    /// Whether the organization can be reached.
    pub network: Network,
    /// The time it truly is.
    pub now: UnixTime,
    /// Seconds that the wall clock is ahead of it.
    pub ahead: i64,
    boots: u32,
    boot: BootId,
    booted: UnixTime,
}

/// How a machine's profile stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Situation {
    /// It is there.
    Present,
    /// It is there and makes no policy.
    Invalid,
    /// It is not there.
    Gone,
}

/// What somebody does at an attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Doing<'d> {
    /// What the person does when asked.
    pub answer: AnswerWord,
    /// The factor the person chooses; else the first that fits.
    pub factor: Option<Factor>,
    /// The username that the organization proves.
    pub username: &'d str,
}

impl World {
    /// A machine at its first start, without a profile. `None` never happens: the first boot has a name.
    #[must_use]
    pub fn begin(now: UnixTime) -> Option<Self> {
        Some(Self {
            state: State::default(),
            situation: Situation::Gone,
            last_good: None,
            network: Network::Up,
            now,
            ahead: 0,
            boots: 0,
            boot: boot_id(0)?,
            booted: now,
        })
    }

    /// Puts a profile in force; `None` is one that makes no policy.
    pub fn take_profile(&mut self, policy: Option<Arc<Policy>>) {
        self.state.machine.policy_seen = true;
        self.situation = match policy {
            Some(policy) => {
                self.last_good = Some(policy);
                Situation::Present
            }
            None => Situation::Invalid,
        };
    }

    /// Starts the machine anew. False where more boots cannot be told apart.
    pub fn reboot(&mut self) -> bool {
        let next = self.boots.checked_add(1).and_then(|boots| Some((boots, boot_id(boots)?)));
        let Some((boots, boot)) = next else { return false };
        (self.boots, self.boot, self.booted) = (boots, boot, self.now);
        true
    }

    /// Loses what is remembered.
    pub fn wipe(&mut self) {
        self.state = State::default();
        self.state.machine.policy_seen = true;
        self.state.machine.memory_lost = true;
    }

    /// Opens the help desk's window for an account.
    pub fn open_window(&mut self, uid: u32) {
        let window = self.last_good.as_ref().map_or(0, |policy| policy.recovery_window);
        let reading = self.reading();
        self.state.observe(&reading);
        let moment = self.state.machine.moment(&reading);
        let window = RecoveryWindow::open(window, moment, &reading);
        self.state.subjects.entry(uid).or_default().recovery = Some(window);
    }

    /// What comes of an attempt.
    pub fn attempt(&mut self, request: &Request<'_>, doing: Doing<'_>) -> Reply<Supposed> {
        let reading = self.reading();
        self.state.observe(&reading);
        let last_good = self.last_good.clone();
        let last_good = last_good.as_deref();
        let status = match (self.situation, last_good) {
            (Situation::Present, Some(policy)) => PolicyStatus::Present(policy),
            (Situation::Invalid, _) => PolicyStatus::Invalid { last_good },
            (Situation::Gone, Some(_)) => PolicyStatus::Gone { last_good },
            (Situation::Present | Situation::Gone, None) => PolicyStatus::NeverSeen,
        };
        let status = status.remembered(self.state.machine.policy_seen);
        let uid = request.subject.uid;
        let facts = self.facts(status, uid, &reading);
        let decision = decide(&status, request, &facts);
        if decision.starts_grace {
            self.state.apply(uid, Change::StartGrace(facts.moment.now), &reading);
        }
        let facts = self.facts(status, uid, &reading);
        let link = self.state.subjects.get(&uid).and_then(|known| known.link.clone());
        let case = Case { status, request, facts: &facts, link: link.as_ref() };
        let reply = self.log_in(&case, decision, doing, &reading);
        if let (Reply::Permit { proof: Some(_), .. }, Some(policy)) = (&reply, status.policy()) {
            let facts = self.facts(status, uid, &reading);
            let enrols = facts.linked && doing.answer != AnswerWord::Later;
            if enrols && offers_enrolment(policy, request, &facts).is_some() {
                let enrolled = Change::Enrolled(crate::state::OfflineFactor::OfflineCode);
                self.state.apply(uid, enrolled, &reading);
            }
        }
        reply
    }

    fn log_in(
        &mut self,
        case: &Case<'_>,
        mut decision: Decision,
        doing: Doing<'_>,
        reading: &Reading,
    ) -> Reply<Supposed> {
        let uid = case.request.subject.uid;
        loop {
            let challenge = match without_login(&decision) {
                Ok(reply) => return reply,
                Err(challenge) => challenge,
            };
            let outcome = self.outcome(case, &challenge, doing, reading);
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
        doing: Doing<'_>,
        reading: &Reading,
    ) -> Outcome<Supposed> {
        let (factors, linking) = match challenge {
            Challenge::Link { factors, .. } => (factors, true),
            Challenge::SignIn { factors } => (factors, false),
        };
        if linking && doing.answer == AnswerWord::Later {
            return Outcome::Refused(Refusal::PutOff);
        }
        let fits = |factor: &Factor| match doing.answer {
            AnswerWord::Approve | AnswerWord::Decline => *factor == Factor::Push,
            AnswerWord::Code | AnswerWord::WrongCode | AnswerWord::Replay => {
                matches!(factor, Factor::Otp | Factor::OfflineCode)
            }
            AnswerWord::Touch => matches!(factor, Factor::SecurityKey | Factor::OfflineSecurityKey),
            AnswerWord::Later | AnswerWord::None => true,
        };
        let chosen = match doing.factor {
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
        self.answer(case, factor, doing, linking, reading)
    }

    fn answer(
        &mut self,
        case: &Case<'_>,
        factor: Factor,
        doing: Doing<'_>,
        linking: bool,
        reading: &Reading,
    ) -> Outcome<Supposed> {
        let subject = case.request.subject;
        let limits = case.policy().map(|policy| policy.budget);
        let budget = &mut self.state.subjects.entry(subject.uid).or_default().budget;
        // Charged before the check, as at a real sign-in; given back unless the answer was wrong.
        let charge = match limits.map(|limits| budget.charge(limits, reading)) {
            Some(Ok(charge)) => charge,
            Some(Err(_)) | None => return Outcome::Refused(Refusal::BudgetSpent),
        };
        match doing.answer {
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
        let identity = identity(doing.username);
        let rule = case.policy().map(|policy| policy.link_rule.account_rule(subject.name));
        if linking && !rule.is_some_and(|rule| rule.allows(&identity)) {
            return Outcome::Refused(Refusal::AccountMismatch);
        }
        Outcome::Granted(Supposed { factor, identity, issued_at })
    }

    fn facts(&self, status: PolicyStatus<'_>, uid: u32, reading: &Reading) -> Facts {
        let nothing = crate::state::SubjectState::default();
        let subject = self.state.subjects.get(&uid).unwrap_or(&nothing);
        Facts::of(status.policy(), &self.state.machine, subject, reading)
    }

    /// What the clocks of the machine say.
    #[must_use]
    pub fn reading(&self) -> Reading {
        let since_boot = Duration::from_secs(u64::try_from(self.now.since(self.booted)).unwrap_or(0));
        Reading {
            wall: UnixTime(self.now.0.saturating_add(self.ahead)),
            boot_id: self.boot,
            since_boot,
            running: since_boot,
        }
    }
}

/// The identity that the organization of a story proves for a username.
#[must_use]
pub fn identity(username: &str) -> Identity {
    Identity {
        issuer: "https://organization.example".to_owned(),
        subject: username.to_owned(),
        username: Some(username.to_owned()),
    }
}

/// The nth boot of a story.
fn boot_id(number: u32) -> Option<BootId> {
    BootId::parse(&format!("{number:08x}-0000-4000-8000-000000000000"))
}
