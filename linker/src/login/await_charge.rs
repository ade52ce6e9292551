//! Waits until the failure budget was charged for a check, and then makes the check.

use crate::login::attempt::Attempt;
use crate::login::await_code::CodeOf;
use crate::login::await_code_verdict::AwaitCodeVerdict;
use crate::login::await_push_started::AwaitPushStarted;
use crate::login::await_time_step::AwaitTimeStep;
use crate::login::state::{Await, State};
use crate::oauth::endpoints::Endpoints;
use crate::step::CodeRefused;
use crate::{Input, Now, Outcome, Refusal, Secret, Step, UnixTime, totp};

/// What is checked once it is charged.
#[derive(Debug)]
pub(super) enum Check {
    /// Somebody answers a push.
    Push(Endpoints),
    /// A code that was asked for at this time.
    Code { of: CodeOf, code: Secret, asked: UnixTime },
}

#[derive(Debug)]
pub(super) struct AwaitCharge {
    pub(super) check: Check,
}

impl Await for AwaitCharge {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        Step::Charge
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> State {
        match input {
            Input::Charged => {
                attempt.charged = true;
                check(self.check, attempt, now)
            }
            Input::BudgetSpent => attempt.refuse(Refusal::BudgetSpent),
            Input::StoreFailed => attempt.refuse(Refusal::NotRemembered),
            _ => self.into(),
        }
    }
}

fn check(check: Check, attempt: &mut Attempt, now: Now) -> State {
    match check {
        Check::Push(endpoints) => match attempt.left_push.take_if(|push| push.lives(now)) {
            Some(push) => push.tell(),
            None => AwaitPushStarted::new(endpoints, attempt, now).into(),
        },
        Check::Code { of: CodeOf::Otp(endpoints), code, .. } => {
            AwaitCodeVerdict::new(code, endpoints, attempt, now).into()
        }
        Check::Code { of: CodeOf::Offline(secret), code, asked } => {
            match totp::check(&secret.seed, &secret.identity, &code, now.wall) {
                Some(matched) => AwaitTimeStep { secret, matched, asked }.into(),
                None => attempt.refuse_code(CodeOf::Offline(secret), CodeRefused::Wrong, now),
            }
        }
    }
}
