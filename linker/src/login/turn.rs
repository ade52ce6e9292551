//! What every state owes: the step it waits on, and where an answer leads from it.

use crate::login::attempt::Attempt;
use crate::login::next::Next;
use crate::login::patience::Retry;
use crate::{Input, Now, Outcome, Step};

/// Something a login waits for.
pub(super) trait Await: Sized {
    /// What has to be done for it.
    fn step(&self, attempt: &Attempt) -> Step<Outcome>;

    /// Goes on with an answer; what is none leaves everything as it is.
    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self>;
}

/// Where an answer leads from the state `S`.
#[derive(Debug)]
#[must_use]
pub(super) enum Turn<S> {
    /// Nowhere: it was no answer, or the state itself has another step to take.
    Stay(S),
    /// Back to the same request, after a while.
    Retry(Retry, S),
    /// On.
    Go(Next),
}

impl<S> From<Next> for Turn<S> {
    fn from(next: Next) -> Self {
        Self::Go(next)
    }
}
