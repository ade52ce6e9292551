//! Turns a plan into a login: what is known beforehand goes in, steps and inputs cross, an [`Outcome`] comes out.
//!
//! [`SignIn`] proves the identity an account is linked to; [`Link`] proves one that it may be linked to. Both walk
//! through the same states, one a file, each named for what it waits for. Imports run downward: a state knows no
//! other one, it says what comes next (`next.rs`), and `state.rs` alone turns that into a state.

use std::time::Duration;

use crate::login::attempt::{Attempt, Goal, Limits};
use crate::login::next::Next;
use crate::login::state::State;
use crate::login::usable::Usable;
use crate::oauth::Organization;
use crate::{AccountRule, Factor, Identity, Input, Machine, Now, Outcome, Step};

pub use enrol_offline_code::{EnrolOfflineCode, EnrolmentPlan};

mod attempt;
mod await_approval;
mod await_charge;
mod await_choice;
mod await_code;
mod await_code_verdict;
mod await_consent;
mod await_discovery;
mod await_keys;
mod await_poll_time;
mod await_push_started;
mod await_seed;
mod await_time_step;
mod await_username;
mod check;
mod enrol_offline_code;
mod errand;
mod next;
mod patience;
mod pending_push;
mod state;
#[cfg(test)]
mod tests;
mod turn;
mod usable;

/// What a sign-in is to prove, and how.
#[derive(Debug)]
pub struct SignInPlan {
    /// Whom to ask.
    pub organization: Organization,
    /// The identity the account is linked to; nothing else is granted.
    pub identity: Identity,
    /// The name to ask the organization for (`login_hint`).
    pub username: String,
    /// The factors that satisfy the policy, the usual one first. Those this program cannot perform are left out.
    pub factors: Vec<Factor>,
    /// The one to begin with, instead of asking which.
    pub choice: Option<Factor>,
    /// How long a question waits.
    pub prompt_timeout: Duration,
    /// Wrong codes after which the login ends.
    pub tries: u8,
}

/// What linking is to prove, and how.
#[derive(Debug)]
pub struct LinkPlan {
    /// Whom to ask.
    pub organization: Organization,
    /// Whom the account may be linked to.
    pub expected: AccountRule,
    /// The username to offer.
    pub suggestion: Option<String>,
    /// The factors that satisfy the policy, the usual one first. Offline ones prove no new identity and are left out.
    pub factors: Vec<Factor>,
    /// The one to begin with, instead of asking which.
    pub choice: Option<Factor>,
    /// Whether the person may answer *later*.
    pub postponable: bool,
    /// How long a question waits.
    pub prompt_timeout: Duration,
    /// Wrong codes after which the login ends.
    pub tries: u8,
}

/// A sign-in of a linked account.
#[derive(Debug)]
pub struct SignIn(Login);

impl SignIn {
    /// Begins.
    #[must_use]
    pub fn new(plan: SignInPlan, now: Now) -> Self {
        let mut attempt = Attempt::new(
            plan.organization,
            Goal::SignIn { linked: plan.identity },
            Usable::among(&plan.factors),
            plan.choice,
            Limits::new(plan.prompt_timeout, plan.tries),
        );
        attempt.username = plan.username;
        let first = attempt.choose_factor();
        Self(Login::begin(attempt, first, now))
    }
}

/// The linking of an account.
#[derive(Debug)]
pub struct Link(Login);

impl Link {
    /// Begins.
    #[must_use]
    pub fn new(plan: LinkPlan, now: Now) -> Self {
        let online = |usable: &Usable| matches!(usable, Usable::Online(_));
        let mut attempt = Attempt::new(
            plan.organization,
            Goal::Link { rule: plan.expected },
            Usable::among(&plan.factors).into_iter().filter(online).collect(),
            plan.choice,
            Limits::new(plan.prompt_timeout, plan.tries),
        );
        let first = if attempt.can_begin() {
            Next::Consent { postponable: plan.postponable, suggestion: plan.suggestion }
        } else {
            attempt.choose_factor()
        };
        Self(Login::begin(attempt, first, now))
    }
}

impl Machine for SignIn {
    type Ending = Outcome;

    fn poll(&mut self) -> Step<Outcome> {
        self.0.poll()
    }

    fn handle(&mut self, input: Input, now: Now) {
        self.0.handle(input, now);
    }
}

impl Machine for Link {
    type Ending = Outcome;

    fn poll(&mut self) -> Step<Outcome> {
        self.0.poll()
    }

    fn handle(&mut self, input: Input, now: Now) {
        self.0.handle(input, now);
    }
}

/// What both share: the facts of the attempt, and what it waits for.
#[derive(Debug)]
struct Login {
    attempt: Attempt,
    state: State,
}

impl Login {
    fn begin(attempt: Attempt, first: Next, now: Now) -> Self {
        let state = State::of(first, &attempt, now);
        Self { attempt, state }
    }

    fn poll(&self) -> Step<Outcome> {
        self.state.step(&self.attempt)
    }

    fn handle(&mut self, input: Input, now: Now) {
        // Were anything to interrupt the line below, what is left behind is a refusal.
        let state = std::mem::replace(&mut self.state, State::cancelled());
        self.state = state.handle(input, now, &mut self.attempt);
    }
}
