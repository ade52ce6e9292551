//! One JSON object a line, the last being the reply. The shape is frozen: fields are added, never changed.

use latchkey_engine::attempt::Event;
use latchkey_engine::because::because;
use latchkey_engine::decide::EnrolmentOffer;
use latchkey_engine::keys::KeySet;
use latchkey_engine::settle::Reply;
use latchkey_engine::{Decision, Verdict};
use latchkey_linker::step::{Answer, Notice, Question};
use latchkey_profile_schema::Settings;
use serde_json::{Value, json};

use super::{Show, line};
use crate::terminal::texts;

/// A sign-in for programs.
#[derive(Debug)]
pub(crate) struct JsonLines<'s> {
    settings: Option<&'s Settings>,
}

impl<'s> JsonLines<'s> {
    pub(crate) fn new(settings: Option<&'s Settings>) -> Self {
        Self { settings }
    }

    fn reasons(&self, keys: KeySet) -> Value {
        let Some(settings) = self.settings else { return json!([]) };
        because(keys, settings)
            .into_iter()
            .map(|because| {
                json!({
                    "domain": because.key.domain(),
                    "key": because.key.name(),
                    "value": because.value,
                    "unit": because.unit,
                    "layer": because.layer.name(),
                })
            })
            .collect()
    }

    fn decided(&self, connectivity: &str, decision: &Decision) {
        let factors: Vec<&str> = match &decision.verdict {
            Verdict::Challenge(challenge) => {
                challenge.factors().iter().map(latchkey_linker::Factor::word).collect()
            }
            Verdict::Permit(_) | Verdict::Deny(_) => Vec::new(),
        };
        emit(&json!({
            "event": "decision",
            "connectivity": connectivity,
            "decision": decision.verdict.kind().word(),
            "reason": decision.reason.word(),
            "factors": factors,
            "reasons": self.reasons(decision.keys),
            "enforced": decision.would_be.map(|would_be| json!({
                "decision": would_be.kind.word(),
                "reason": would_be.reason.word(),
            })),
        }));
    }

    fn replied(&self, reply: &Reply) {
        emit(&match reply {
            Reply::Permit { terms, reason, keys, proof } => json!({
                "event": "reply",
                "decision": "permit",
                "reason": reason.word(),
                "reasons": self.reasons(*keys),
                "factor": proof.as_ref().map(|proof| proof.factor().word()),
                "grace_seconds_left": terms.grace_left,
                "offline_seconds_left": terms.offline_left,
            }),
            Reply::Deny { reason, keys, cause, recovery_offered } => json!({
                "event": "reply",
                "decision": "deny",
                "reason": reason.word(),
                "reasons": self.reasons(*keys),
                "cause": cause.as_ref().map(texts::cause),
                "recovery_offered": recovery_offered,
            }),
        });
    }
}

impl Show for JsonLines<'_> {
    fn ask(&mut self, question: &Question, _answerable: bool) {
        emit(&json!({ "event": "question", "question": word(question) }));
    }

    fn answered(&mut self, question: &Question, _answer: &Answer) {
        emit(&json!({ "event": "answered", "question": word(question) }));
    }

    fn tell(&mut self, notice: &Notice) {
        emit(&match notice {
            Notice::PushSent => json!({ "event": "push", "number": null }),
            Notice::PushNumber(number) => json!({ "event": "push", "number": number }),
            Notice::OfflineCodeEnrolled => json!({ "event": "enrolled", "factor": "offline-code" }),
            Notice::ClockSkew { seconds } => json!({ "event": "clock-skew", "seconds": seconds }),
            Notice::RateLimited { seconds } => json!({ "event": "rate-limited", "seconds": seconds }),
        });
    }

    fn hint(&mut self, text: &str) {
        emit(&json!({ "event": "hint", "text": text }));
    }

    fn event(&mut self, event: &Event<'_>) {
        match event {
            Event::Decided(decision) => self.decided("online", decision),
            Event::Unavailable(cause) => {
                emit(&json!({ "event": "unavailable", "cause": texts::unavailable(cause) }));
            }
            Event::DecidedOffline(decision) => self.decided("offline", decision),
            Event::OffersOfflineCode(offer) => emit(&json!({
                "event": "offer",
                "factor": "offline-code",
                "postponable": *offer == EnrolmentOffer::Postponable,
            })),
            Event::NotRemembered(error) => emit(&json!({ "event": "error", "text": error.to_string() })),
            Event::Stuck(stuck) => emit(&json!({ "event": "error", "text": stuck.to_string() })),
            Event::Replied(reply) => self.replied(reply),
        }
    }
}

const fn word(question: &Question) -> &'static str {
    match question {
        Question::BeginLinking { .. } => "begin-linking",
        Question::Username { .. } => "username",
        Question::ChooseFactor(_) => "choose-factor",
        Question::Code { .. } => "code",
        Question::BeginOfflineCode { .. } => "begin-offline-code",
        Question::ConfirmOfflineCode { .. } => "confirm-offline-code",
    }
}

fn emit(value: &Value) {
    line(&value.to_string());
}
