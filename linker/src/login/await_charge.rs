//! Waits until the failure budget was charged for a check, and then makes the check.

use crate::login::attempt::Attempt;
use crate::login::check::{Check, CodeOf};
use crate::login::next::Next;
use crate::login::turn::{Await, Turn};
use crate::step::CodeRefused;
use crate::{Input, Now, Outcome, Refusal, Step, totp};

#[derive(Debug)]
pub(super) struct AwaitCharge {
    pub(super) check: Check,
}

impl Await for AwaitCharge {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        Step::Charge
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> Turn<Self> {
        match input {
            Input::Charged => {
                attempt.charged = true;
                check(self.check, now, attempt).into()
            }
            Input::BudgetSpent => attempt.refuse(Refusal::BudgetSpent).into(),
            Input::StoreFailed => attempt.refuse(Refusal::NotRemembered).into(),
            _ => Turn::Stay(self),
        }
    }
}

fn check(check: Check, now: Now, attempt: &mut Attempt) -> Next {
    match check {
        Check::Push(endpoints) => match attempt.left_push.take_if(|push| push.lives(now)) {
            Some(push) => Next::showing(push),
            None => Next::PushStarted(endpoints),
        },
        Check::Code { of: CodeOf::Otp(endpoints), code, .. } => Next::CodeVerdict { code, endpoints },
        Check::Code { of: CodeOf::Offline(secret), code, asked } => {
            match totp::check(&secret.seed, &secret.identity, &code, now.wall) {
                Some(matched) => Next::TimeStep { secret, matched, asked },
                None => attempt.refuse_code(CodeOf::Offline(secret), CodeRefused::Wrong),
            }
        }
    }
}
