//! Waits for the secret of the offline code.

use crate::login::attempt::Attempt;
use crate::login::await_code::{AwaitCode, CodeOf};
use crate::login::state::{Await, State};
use crate::offline_secret::OfflineSecret;
use crate::step::SecretName;
use crate::{Input, Now, Outcome, Refusal, Step};

#[derive(Debug)]
pub(super) struct AwaitSeed;

impl Await for AwaitSeed {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        Step::Load(SecretName::OfflineCode)
    }

    fn handle(self, input: Input, now: Now, attempt: &mut Attempt) -> State {
        match input {
            Input::Loaded(text) => {
                let secret = text.as_ref().and_then(OfflineSecret::read);
                match secret.filter(|secret| attempt.goal.is_for(&secret.identity)) {
                    Some(secret) => AwaitCode::new(CodeOf::Offline(secret), None, attempt, now).into(),
                    None => attempt.without_offline_code(Refusal::NoUsableFactor, now),
                }
            }
            Input::StoreFailed => attempt.without_offline_code(Refusal::NotRemembered, now),
            _ => self.into(),
        }
    }
}
