//! The story of one attempt: read what is known, decide, run the login that the decision asks for, settle, and
//! remember. The terminal and the daemon tell it alike.

mod event;
mod world;

use latchkey_linker::drive::clock::Clock;
use latchkey_linker::drive::{self, HttpClient, SecretStore, StoreError};
use latchkey_linker::identity::Identity;
use latchkey_linker::login::{EnrolOfflineCode, EnrolmentPlan, Link, LinkPlan, SignIn, SignInPlan};
use latchkey_linker::outcome::{EnrolmentEnding, Refusal};
use latchkey_linker::totp::Seed;
use latchkey_linker::{Factor, Outcome};
use latchkey_profile_schema::Settings;

use crate::decide::{EnrolmentOffer, decide, offers_enrolment};
use crate::decision::{Challenge, Decision, Factors, Reason};
use crate::facts::Facts;
use crate::keys::KeySet;
use crate::memory::Memory;
use crate::organization::{OrganizationFault, organization};
use crate::policy::PolicyStatus;
use crate::request::Request;
use crate::settle::{Case, Cause, Reply, Settled, settle, without_login};
use crate::state::{Change, LinkRecord, OfflineFactor, State, SubjectState};
use crate::time::Reading;

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
            story.end(denied(Cause::NotRemembered))
        }
    }
}

struct Story<'s, 'm, M, S, C> {
    room: &'s Room<'s, M, S>,
    matter: &'s Matter<'m>,
    conversation: &'s mut C,
}

impl<'m, M: Memory, S: SecretStore, C: Conversation> Story<'_, 'm, M, S, C> {
    async fn tell(&mut self) -> Result<Reply, StoreError> {
        let request = &self.matter.request;
        let known = self.look(None)?;
        let mut decision = decide(&known.status, request, &known.facts);
        self.conversation.event(&Event::Decided(&decision));
        let known = match decision.starts_grace {
            true => self.look(Some(Change::StartGrace(known.facts.moment.now)))?,
            false => known,
        };
        loop {
            let challenge = match without_login(&decision) {
                Ok(reply) => return Ok(reply),
                Err(challenge) => challenge,
            };
            let outcome = match self.log_in(&known.status, &challenge, known.link.as_ref()).await {
                Ok(outcome) => outcome,
                Err(fault) => return Ok(denied(Cause::Settings(fault))),
            };
            if let Outcome::Unavailable(cause) = &outcome {
                self.conversation.event(&Event::Unavailable(cause));
            }
            match self.settle(&decision, outcome)? {
                Settled::Over { reply, .. } => {
                    self.after(&known.status, &reply).await;
                    return Ok(reply);
                }
                Settled::AskOffline { decision: offline, .. } => {
                    self.conversation.event(&Event::DecidedOffline(&offline));
                    decision = offline;
                }
            }
        }
    }

    /// Counts the time, remembers a change, and gives what is then known.
    fn look(&self, change: Option<Change>) -> Result<Known<'m>, StoreError> {
        let reading = self.room.clock.reading();
        let uid = self.matter.request.subject.uid;
        self.room.memory.change(|state| {
            state.observe(&reading);
            if let Some(change) = change {
                state.apply(uid, change, &reading);
            }
            let known = Known::of(self.matter, state, &reading);
            state.machine.policy_seen |= !matches!(known.status, PolicyStatus::NeverSeen);
            known
        })
    }

    async fn log_in(
        &mut self,
        status: &PolicyStatus<'_>,
        challenge: &Challenge,
        link: Option<&LinkRecord>,
    ) -> Result<Outcome, OrganizationFault> {
        let Matter { settings, request, username, factor, .. } = *self.matter;
        let (Some(policy), Some(settings)) = (status.policy(), settings) else {
            return Err(OrganizationFault::NoOrganization);
        };
        let organization = organization(settings)?;
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
            (Challenge::SignIn { .. }, None) => return Ok(Outcome::Refused(Refusal::OtherIdentity)),
        };
        // A machine that does not end is a mistake of ours, and nobody may come in by it: not offline either.
        Ok(ending.unwrap_or(Outcome::Refused(Refusal::Protocol("the login did not end"))))
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
            charge: None,
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

    /// Settles by how things stand now, and remembers in the same act: between the decision and this, another attempt
    /// may have linked the account, used its identity, or closed what was open.
    fn settle(&mut self, decision: &Decision, outcome: Outcome) -> Result<Settled, StoreError> {
        let matter = self.matter;
        let uid = matter.request.subject.uid;
        let reading = self.room.clock.reading();
        self.room.memory.change(|state| {
            state.observe(&reading);
            let known = Known::of(matter, state, &reading);
            let case = Case {
                status: known.status,
                request: &matter.request,
                facts: &known.facts,
                link: known.link.as_ref(),
            };
            let taken = |identity: &Identity| state.linked_elsewhere(uid, identity).is_some();
            let settled = settle(&case, decision, outcome, taken);
            if let Settled::Over { changes, .. } = &settled {
                changes.iter().for_each(|change| state.apply(uid, change.clone(), &reading));
            }
            settled
        })
    }

    /// After a success at the machine's own login: offers the offline code. The reply stands, whatever comes of it.
    async fn after(&mut self, status: &PolicyStatus<'_>, reply: &Reply) {
        let (Reply::Permit { proof: Some(proof), .. }, Some(policy)) = (reply, status.policy()) else {
            return;
        };
        let offer = match self.look(None) {
            Ok(known) => offers_enrolment(policy, &self.matter.request, &known.facts),
            Err(error) => return self.conversation.event(&Event::NotRemembered(&error)),
        };
        let (Some(offer), Some(seed)) = (offer, world::random_seed()) else { return };
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
            let enrolled = Change::Enrolled(OfflineFactor::OfflineCode);
            if let Err(error) = self.look(Some(enrolled)) {
                self.conversation.event(&Event::NotRemembered(&error));
            }
        }
    }

    fn end(&mut self, reply: Reply) -> Reply {
        self.conversation.event(&Event::Replied(&reply));
        reply
    }
}

/// What is known at one moment of an attempt.
struct Known<'m> {
    status: PolicyStatus<'m>,
    facts: Facts,
    link: Option<LinkRecord>,
}

impl<'m> Known<'m> {
    fn of(matter: &Matter<'m>, state: &State, reading: &Reading) -> Self {
        let nothing = SubjectState::default();
        let subject = state.subjects.get(&matter.request.subject.uid).unwrap_or(&nothing);
        let status = matter.status.remembered(state.machine.policy_seen);
        Self {
            status,
            facts: Facts::of(status.policy(), &state.machine, subject, reading),
            link: subject.link.clone(),
        }
    }
}

fn denied(cause: Cause) -> Reply {
    Reply::Deny { reason: Reason::Refused, keys: KeySet::NONE, cause: Some(cause), recovery_offered: false }
}
