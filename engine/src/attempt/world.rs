//! The world of one attempt's logins: HTTP, clocks and secrets from the linker's driver, memory from here, and a
//! person from whoever holds the conversation.

use std::task::Poll;

use latchkey_linker::drive::{
    Asked, ChargeVerdict, HttpClient, SecretStore, StepVerdict, StoreError, Waited, World,
};
use latchkey_linker::step::{HttpRequest, HttpResponse, Notice, Question, SecretName, TransportFailure};
use latchkey_linker::{Monotonic, Now, Secret};

use super::{Event, Room};
use crate::budget::{Charge, Limits};
use crate::memory::Memory;
use crate::state::{Change, OfflineFactor};

/// What a person does while something else is waited for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Interruption {
    /// Gives up.
    GivesUp,
    /// Wants another factor.
    AnotherFactor,
}

/// The person at the machine.
pub trait Conversation {
    /// Asks, and waits until then.
    fn ask(&mut self, question: &Question, deadline: Monotonic) -> impl Future<Output = Asked>;

    /// Tells.
    fn tell(&mut self, notice: &Notice) -> impl Future<Output = ()>;

    /// Ends when the person does something while something else is waited for; may never end.
    fn interrupted(&mut self) -> impl Future<Output = Interruption>;

    /// Takes note of what happens.
    fn event(&mut self, event: &Event<'_>);
}

pub(super) struct AttemptWorld<'w, M, S, C> {
    pub(super) room: &'w Room<'w, M, S>,
    pub(super) uid: u32,
    pub(super) limits: Limits,
    /// The charge of the check under way.
    pub(super) charge: Option<Charge>,
    pub(super) conversation: &'w mut C,
}

impl<M: Memory, S: SecretStore, C: Conversation> World for AttemptWorld<'_, M, S, C> {
    fn now(&self) -> Now {
        self.room.clock.now()
    }

    async fn send(&mut self, request: HttpRequest) -> Result<HttpResponse, TransportFailure> {
        match self.room.http {
            Some(http) => HttpClient::send(http, request).await,
            None => Err(TransportFailure::Unreachable),
        }
    }

    async fn ask(&mut self, question: &Question, deadline: Monotonic) -> Asked {
        self.conversation.ask(question, deadline).await
    }

    async fn tell(&mut self, notice: &Notice) {
        self.conversation.tell(notice).await;
    }

    async fn load(&mut self, name: SecretName) -> Result<Option<Secret>, StoreError> {
        let loaded = self.room.secrets.load(self.uid, name)?;
        if loaded.is_none() {
            // Without its secret the factor is not enrolled, whatever the state says; it is offered again.
            let SecretName::OfflineCode = name;
            let (uid, reading) = (self.uid, self.room.clock.reading());
            let lost = Change::Lost(OfflineFactor::OfflineCode);
            self.room.memory.change(|state| state.apply(uid, lost, &reading))?;
        }
        Ok(loaded)
    }

    async fn store(&mut self, name: SecretName, secret: &Secret) -> Result<(), StoreError> {
        self.room.secrets.store(self.uid, name, secret)
    }

    async fn accept_time_step(&mut self, step: u64) -> Result<StepVerdict, StoreError> {
        let uid = self.uid;
        self.room.memory.change(|state| {
            let accepted = &mut state.subjects.entry(uid).or_default().accepted_step;
            // RFC 6238 section 5.2: a code is good once; an older one never becomes good again.
            if accepted.is_some_and(|highest| step <= highest) {
                return StepVerdict::Replayed;
            }
            *accepted = Some(step);
            StepVerdict::Accepted
        })
    }

    async fn charge(&mut self) -> Result<ChargeVerdict, StoreError> {
        let (uid, limits, reading) = (self.uid, self.limits, self.room.clock.reading());
        let charged = self
            .room
            .memory
            .change(|state| state.subjects.entry(uid).or_default().budget.charge(limits, &reading))?;
        let verdict = if charged.is_ok() { ChargeVerdict::Charged } else { ChargeVerdict::Spent };
        self.charge = charged.ok();
        Ok(verdict)
    }

    async fn refund(&mut self) -> Result<(), StoreError> {
        let Some(charge) = self.charge.take() else { return Ok(()) };
        let uid = self.uid;
        self.room.memory.change(|state| state.subjects.entry(uid).or_default().budget.give_back(charge))
    }

    async fn wait_until(&mut self, deadline: Monotonic) -> Waited {
        let clock = self.room.clock;
        let mut sleep = std::pin::pin!(clock.sleep_until(deadline));
        let mut interrupted = std::pin::pin!(self.conversation.interrupted());
        std::future::poll_fn(|context| {
            if let Poll::Ready(interruption) = interrupted.as_mut().poll(context) {
                return Poll::Ready(match interruption {
                    Interruption::GivesUp => Waited::Cancelled,
                    Interruption::AnotherFactor => Waited::AnotherFactor,
                });
            }
            sleep.as_mut().poll(context).map(|()| Waited::Elapsed)
        })
        .await
    }

    fn report(&mut self, error: StoreError) {
        self.conversation.event(&Event::NotRemembered(&error));
    }
}

/// The seed of a new offline code; `None` when the system gives no randomness, and then none is enrolled.
pub(super) fn random_seed() -> Option<[u8; latchkey_linker::totp::Seed::LENGTH]> {
    let mut seed = [0; latchkey_linker::totp::Seed::LENGTH];
    getrandom::fill(&mut seed).ok()?;
    Some(seed)
}
