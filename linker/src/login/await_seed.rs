//! Waits for the secret of the offline code.

use crate::login::attempt::Attempt;
use crate::login::check::CodeOf;
use crate::login::next::Next;
use crate::login::turn::{Await, Turn};
use crate::offline_secret::OfflineSecret;
use crate::step::SecretName;
use crate::{Input, Now, Outcome, Refusal, Step};

#[derive(Debug)]
pub(super) struct AwaitSeed;

impl Await for AwaitSeed {
    fn step(&self, _: &Attempt) -> Step<Outcome> {
        Step::Load(SecretName::OfflineCode)
    }

    fn handle(self, input: Input, _: Now, attempt: &mut Attempt) -> Turn<Self> {
        match input {
            Input::Loaded(text) => {
                let secret = text.as_ref().and_then(OfflineSecret::read);
                match secret.filter(|secret| attempt.goal.is_for(&secret.identity)) {
                    Some(secret) => Next::Code { of: CodeOf::Offline(secret), again: None }.into(),
                    None => attempt.without_offline_code(Refusal::NoUsableFactor).into(),
                }
            }
            Input::StoreFailed => attempt.without_offline_code(Refusal::NotRemembered).into(),
            _ => Turn::Stay(self),
        }
    }
}
