//! The story of one attempt: read what is known, decide, run the login that the decision asks for, settle, and
//! remember. The terminal and the daemon tell it alike.

mod event;
mod world;

use latchkey_linker::drive::clock::Clock;
use latchkey_linker::drive::{self, HttpClient, SecretStore, StoreError};
use latchkey_linker::login::{EnrolOfflineCode, EnrolmentPlan, Link, LinkPlan, SignIn, SignInPlan};
use latchkey_linker::outcome::{EnrolmentEnding, Refusal};
use latchkey_linker::totp::Seed;
use latchkey_linker::{Factor, Outcome};
use latchkey_profile_schema::Settings;

use crate::decide::{EnrolmentOffer, decide, offers_enrolment};
use crate::decision::{Challenge, Decision, Factors, Reason};
use crate::facts::Facts;
use crate::memory::Memory;
use crate::organization::organization;
use crate::policy::PolicyStatus;
use crate::request::Request;
use crate::settle::{Case, Cause, Reply, Settled, settle, without_login};
use crate::state::{Change, LinkRecord, MachineState, OfflineFactor, State, SubjectState};

pub use event::Event;
pub use world::{Conversation, Interruption};

use world::AttemptWorld;

/// Wrong codes after which one attempt ends; the failure budget goes on from there.
const TRIES: u8 = 3;

/// What an attempt is made with.
#[derive(Debug)]
pub struct Room<'r, M, S> {
    /// The clocks.
    pub clock: &'r Clock,
    /// The way to the organization; `None` plays a machine without a network.
    pub http: Option<&'r HttpClient>,
    /// What is remembered.
    pub memory: &'r M,
    /// The secrets.
    pub secrets: &'r S,
    /// The machine's name, for the label of the offline code.
    pub machine: &'r str,
}

/// What an attempt is about.
#[derive(Clone, Copy, Debug)]
pub struct Matter<'m> {
    /// The policy's situation.
    pub status: PolicyStatus<'m>,
    /// The settings behind it, which name the organization.
    pub settings: Option<&'m Settings>,
    /// Who wants in, through what.
    pub request: Request<'m>,
    /// The username at the organization, where the person gave one beforehand.
    pub username: Option<&'m str>,
    /// The factor the person chose beforehand.
    pub factor: Option<Factor>,
}

/// Plays one attempt to its end. Every error on the way denies.
pub async fn attempt<M: Memory, S: SecretStore, C: Conversation>(
    room: &Room<'_, M, S>,
    matter: &Matter<'_>,
    conversation: &mut C,
) -> Reply {
    let mut story = Story { room, matter, conversation };
    match story.tell().await {
        Ok(reply) => story.end(reply),
        Err(error) => {
            story.conversation.event(&Event::NotRemembered(&error));
            story.end(not_remembered())
        }
    }
}

struct Story<'s, M, S, C> {
    room: &'s Room<'s, M, S>,
    matter: &'s Matter<'s>,
    conversation: &'s mut C,
}

impl<M: Memory, S: SecretStore, C: Conversation> Story<'_, M, S, C> {
    async fn tell(&mut self) -> Result<Reply, StoreError> {
        let Matter { status, request, .. } = *self.matter;
        let reading = self.room.clock.reading();
        let (machine, subject) = self.remember(|state| state.observe(&reading))?;
        let facts = Facts::of(status.policy(), &machine, &subject, &reading);
        let mut decision = decide(&status, &request, &facts);
        self.conversation.event(&Event::Decided(&decision));
        let (mut facts, mut link) = (facts, subject.link);
        if decision.starts_grace {
            let uid = request.subject.uid;
            let start = Change::StartGrace(facts.moment.now);
            let (machine, subject) = self.remember(|state| state.apply(uid, start, &reading))?;
            facts = Facts::of(status.policy(), &machine, &subject, &reading);
            link = subject.link;
        }
        loop {
            let challenge = match without_login(&decision) {
                Ok(reply) => return Ok(reply),
                Err(challenge) => challenge,
            };
            let outcome = self.log_in(&challenge, link.as_ref()).await;
            if let Outcome::Unavailable(cause) = &outcome {
                self.conversation.event(&Event::Unavailable(cause));
            }
            let case = Case { status, request: &request, facts: &facts, link: link.as_ref() };
            match self.settle(&case, &decision, &challenge, outcome)? {
                Settled::Over { reply, .. } => return self.after(reply).await,
                Settled::AskOffline { decision: offline, .. } => {
                    self.conversation.event(&Event::DecidedOffline(&offline));
                    decision = offline;
                }
            }
        }
    }

    /// Changes the state durably, and gives what is then known of the machine and the subject.
    fn remember(&self, change: impl FnOnce(&mut State)) -> Result<(MachineState, SubjectState), StoreError> {
        let uid = self.matter.request.subject.uid;
        let managed = !matches!(self.matter.status, PolicyStatus::NeverSeen);
        self.room.memory.change(|state| {
            change(state);
            state.machine.policy_seen |= managed;
            (state.machine.clone(), state.subjects.get(&uid).cloned().unwrap_or_default())
        })
    }

    async fn log_in(&mut self, challenge: &Challenge, link: Option<&LinkRecord>) -> Outcome {
        let Matter { status, settings, request, username, factor } = *self.matter;
        let (Some(policy), Some(settings)) = (status.policy(), settings) else {
            return Outcome::Refused(Refusal::NoUsableFactor);
        };
        let organization = match organization(settings) {
            Ok(organization) => organization,
            Err(fault) => {
                let description = fault.to_string();
                return Outcome::Refused(Refusal::Configuration { code: "settings".to_owned(), description });
            }
        };
        let now = self.room.clock.now();
        let list = |factors: &Factors| factors.iter().collect::<Vec<_>>();
        let expected = policy.link_rule.username(request.subject.name);
        let ending = match (challenge, link) {
            (Challenge::Link { factors, put_off_until }, _) => {
                let plan = LinkPlan {
                    organization,
                    suggestion: Some(username.unwrap_or(&expected).to_owned()),
                    expected: policy.link_rule.account_rule(request.subject.name),
                    factors: list(factors),
                    choice: factor,
                    postponable: put_off_until.is_some(),
                    prompt_timeout: policy.prompt_timeout,
                    tries: TRIES,
                };
                self.drive(&mut Link::new(plan, now), policy.budget).await
            }
            (Challenge::SignIn { factors }, Some(link)) => {
                let plan = SignInPlan {
                    organization,
                    identity: link.identity.clone(),
                    username: link.username.clone(),
                    factors: list(factors),
                    choice: factor.filter(|&factor| factors.contains(factor)),
                    prompt_timeout: policy.prompt_timeout,
                    tries: TRIES,
                };
                self.drive(&mut SignIn::new(plan, now), policy.budget).await
            }
            (Challenge::SignIn { .. }, None) => return Outcome::Refused(Refusal::OtherIdentity),
        };
        // A machine that does not end is a mistake of ours, and nobody may come in by it: not offline either.
        ending.unwrap_or(Outcome::Refused(Refusal::Protocol("the login did not end")))
    }

    async fn drive<L: latchkey_linker::Machine>(
        &mut self,
        machine: &mut L,
        limits: crate::budget::Limits,
    ) -> Option<L::Ending> {
        let mut world = AttemptWorld {
            room: self.room,
            uid: self.matter.request.subject.uid,
            limits,
            conversation: &mut *self.conversation,
        };
        match drive::drive(machine, &mut world).await {
            Ok(ending) => Some(ending),
            Err(stuck) => {
                self.conversation.event(&Event::Stuck(stuck));
                None
            }
        }
    }

    /// Settles and remembers in one act, so that two accounts cannot take one identity at the same time.
    fn settle(
        &mut self,
        case: &Case<'_>,
        decision: &Decision,
        challenge: &Challenge,
        outcome: Outcome,
    ) -> Result<Settled, StoreError> {
        let uid = self.matter.request.subject.uid;
        let reading = self.room.clock.reading();
        self.room.memory.change(|state| {
            let settled = settle(case, decision, challenge, outcome, |identity| {
                state.linked_elsewhere(uid, identity).is_some()
            });
            if let Settled::Over { changes, .. } = &settled {
                changes.iter().for_each(|change| state.apply(uid, change.clone(), &reading));
            }
            settled
        })
    }

    /// After a success at the machine's own login: offers the offline code. Nothing here changes the reply.
    async fn after(&mut self, reply: Reply) -> Result<Reply, StoreError> {
        let Matter { status, request, .. } = *self.matter;
        let (Reply::Permit { proof: Some(proof), .. }, Some(policy)) = (&reply, status.policy()) else {
            return Ok(reply);
        };
        let reading = self.room.clock.reading();
        let state = self.room.memory.read()?;
        let subject = state.subjects.get(&request.subject.uid).cloned().unwrap_or_default();
        let facts = Facts::of(Some(policy), &state.machine, &subject, &reading);
        let Some(offer) = offers_enrolment(policy, &request, &facts) else { return Ok(reply) };
        let Some(seed) = world::random_seed() else { return Ok(reply) };
        let plan = EnrolmentPlan {
            seed: Seed::new(seed),
            identity: proof.identity().clone(),
            issuer: "Device access code".to_owned(),
            machine: self.room.machine.to_owned(),
            postponable: offer == EnrolmentOffer::Postponable,
            prompt_timeout: policy.prompt_timeout,
            tries: TRIES,
        };
        self.conversation.event(&Event::OffersOfflineCode(offer));
        let now = self.room.clock.now();
        let ending = self.drive(&mut EnrolOfflineCode::new(plan, now), policy.budget).await;
        if matches!(ending, Some(EnrolmentEnding::Enrolled)) {
            let uid = request.subject.uid;
            let enrolled = Change::Enrolled(OfflineFactor::OfflineCode);
            self.room.memory.change(|state| state.apply(uid, enrolled, &reading))?;
        }
        Ok(reply)
    }

    fn end(&mut self, reply: Reply) -> Reply {
        self.conversation.event(&Event::Replied(&reply));
        reply
    }
}

fn not_remembered() -> Reply {
    Reply::Deny {
        reason: Reason::Refused,
        keys: crate::keys::KeySet::NONE,
        cause: Some(Cause::NotRemembered),
        recovery_offered: false,
    }
}
