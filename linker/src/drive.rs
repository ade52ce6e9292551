//! Turns the steps of a machine into effects, and what came of them into inputs: the world behind [`Step`].
//!
//! [`World`] is what has to be there, [`drive`] the one loop over it. What every world is built from has a room
//! each: [`http`], [`clock`], [`secrets`], [`security_key`]. How a person is asked and where accepted time steps
//! and the failure budget are kept is for the program that drives.

pub mod clock;
pub mod error;
pub mod http;
pub mod private_folder;
pub mod secrets;
pub mod security_key;

#[cfg(test)]
mod tests;

use std::future::Future;

use crate::step::{Answer, HttpRequest, HttpResponse, Notice, Question, SecretName, TransportFailure};
use crate::{Input, Machine, Monotonic, Now, Secret, Step};

pub use clock::{BootId, Clock, ClockError, Reading};
pub use error::{StoreError, Stuck};
pub use http::HttpClient;
pub use private_folder::PrivateFolder;
pub use secrets::{FolderStore, SecretStore, SystemStore};
pub use security_key::{SecurityKey, SecurityKeys};

/// The most steps that one machine is given. A push polled every second for its five minutes takes some 600.
pub const STEP_LIMIT: usize = 4096;

/// The steps a machine is given to wind up once it was cancelled for reaching [`STEP_LIMIT`].
const LAST_STEPS: usize = 16;

/// Everything that a machine's steps touch. Each function is one effect and ends by itself.
pub trait World {
    /// Reads both clocks.
    fn now(&self) -> Now;

    /// Sends a request and reads the whole answer, within the request's own time.
    fn send(&mut self, request: HttpRequest) -> impl Future<Output = Result<HttpResponse, TransportFailure>>;

    /// Asks the person until the deadline.
    fn ask(&mut self, question: &Question, deadline: Monotonic) -> impl Future<Output = Asked>;

    /// Tells the person.
    fn tell(&mut self, notice: &Notice) -> impl Future<Output = ()>;

    /// Loads a secret of the account at hand.
    fn load(&mut self, name: SecretName) -> impl Future<Output = Result<Option<Secret>, StoreError>>;

    /// Keeps a secret of the account at hand, durably.
    fn store(&mut self, name: SecretName, secret: &Secret) -> impl Future<Output = Result<(), StoreError>>;

    /// Remembers the time step as accepted, durably, unless it or a later one was accepted before.
    fn accept_time_step(&mut self, step: u64) -> impl Future<Output = Result<StepVerdict, StoreError>>;

    /// Charges the failure budget, durably.
    fn charge(&mut self) -> impl Future<Output = Result<ChargeVerdict, StoreError>>;

    /// Gives back the last charge.
    fn refund(&mut self) -> impl Future<Output = Result<(), StoreError>>;

    /// Waits, or notices that the person gives up or wants another factor.
    fn wait_until(&mut self, deadline: Monotonic) -> impl Future<Output = Waited>;

    /// Takes the facts of a failure for the log: the machine learns only that something was not kept.
    fn report(&mut self, error: StoreError);
}

/// What came of a question.
#[derive(Debug)]
#[must_use]
pub enum Asked {
    /// The person answered.
    Answer(Answer),
    /// The person gave up.
    Cancelled,
    /// The deadline passed.
    TimedOut,
}

/// What came of a wait.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum Waited {
    /// The time has come.
    Elapsed,
    /// The person wants another factor.
    AnotherFactor,
    /// The person gave up.
    Cancelled,
}

/// What came of a time step.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum StepVerdict {
    /// New, and now remembered.
    Accepted,
    /// It, or a later one, was accepted before.
    Replayed,
}

/// What came of a charge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[must_use]
pub enum ChargeVerdict {
    /// The check may go on.
    Charged,
    /// Nothing is left.
    Spent,
}

/// Runs a machine against a world to its ending.
///
/// # Errors
///
/// [`Stuck`] when the machine asks for more than [`STEP_LIMIT`] steps and does not end when cancelled. Machines
/// promise never to do so; whoever gets this denies.
pub async fn drive<M: Machine>(machine: &mut M, world: &mut impl World) -> Result<M::Ending, Stuck> {
    for _ in 0..STEP_LIMIT {
        let input = match machine.poll() {
            Step::Finish(ending) => return Ok(ending),
            step => perform(step, world).await,
        };
        machine.handle(input, world.now());
    }
    machine.handle(Input::Cancelled, world.now());
    for _ in 0..LAST_STEPS {
        let input = match machine.poll() {
            Step::Finish(ending) => return Ok(ending),
            // What was charged for a check that will not happen is still given back.
            step @ Step::Refund => perform(step, world).await,
            _ => Input::Cancelled,
        };
        machine.handle(input, world.now());
    }
    Err(Stuck { steps: STEP_LIMIT })
}

async fn perform<F>(step: Step<F>, world: &mut impl World) -> Input {
    match step {
        Step::Send(request) => match world.send(request).await {
            Ok(response) => Input::Response(response),
            Err(failure) => Input::TransportFailed(failure),
        },
        Step::Ask { question, deadline } => match world.ask(&question, deadline).await {
            Asked::Answer(answer) => Input::Answer(answer),
            Asked::Cancelled => Input::Cancelled,
            Asked::TimedOut => Input::TimedOut,
        },
        Step::Tell(notice) => {
            world.tell(&notice).await;
            Input::Done
        }
        Step::Load(name) => {
            let loaded = world.load(name).await;
            kept(loaded, world, Input::Loaded)
        }
        Step::Store(name, secret) => {
            let stored = world.store(name, &secret).await;
            kept(stored, world, |()| Input::Stored)
        }
        Step::AcceptTimeStep(number) => {
            let verdict = world.accept_time_step(number).await;
            kept(verdict, world, |verdict| match verdict {
                StepVerdict::Accepted => Input::StepAccepted,
                StepVerdict::Replayed => Input::StepReplayed,
            })
        }
        Step::Charge => {
            let verdict = world.charge().await;
            kept(verdict, world, |verdict| match verdict {
                ChargeVerdict::Charged => Input::Charged,
                ChargeVerdict::Spent => Input::BudgetSpent,
            })
        }
        Step::Refund => {
            let refunded = world.refund().await;
            kept(refunded, world, |()| Input::Done)
        }
        Step::WaitUntil(deadline) => match world.wait_until(deadline).await {
            Waited::Elapsed => Input::Elapsed,
            Waited::AnotherFactor => Input::Answer(Answer::AnotherFactor),
            Waited::Cancelled => Input::Cancelled,
        },
        // No input answers a security key yet, so a machine that asks one ends; and the end needs no answer.
        Step::SecurityKey(_) | Step::Finish(_) => Input::Cancelled,
    }
}

fn kept<T>(result: Result<T, StoreError>, world: &mut impl World, input: impl FnOnce(T) -> Input) -> Input {
    match result {
        Ok(value) => input(value),
        Err(error) => {
            world.report(error);
            Input::StoreFailed
        }
    }
}
