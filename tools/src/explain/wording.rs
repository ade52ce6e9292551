//! What came of an attempt, a key, a factor and a service to the words that sentences are made of.

use latchkey_engine::Reason;
use latchkey_engine::because::{Because, because};
use latchkey_engine::keys::{KeySet, PolicyKey};
use latchkey_engine::settle::Cause;
use latchkey_linker::{Factor, Refusal};
use latchkey_profile_schema::{Layer, Settings};
use serde_json::Value;

use super::cast::UNKNOWN;
use super::stage::Trial;
use crate::effect::phrase;
use crate::terminal::texts;

/// The words of one profile: each key once, with what it says.
#[derive(Debug)]
pub(super) struct Words {
    known: Vec<Because>,
}

impl Words {
    pub(super) fn new(settings: &Settings) -> Self {
        let known = because(KeySet::of(PolicyKey::ALL), settings);
        let short = |known: Because| Because { value: cut(known.value), ..known };
        Self { known: known.into_iter().map(short).collect() }
    }

    /// The keys of a decision with their values; of long ones the beginning, since they are said many times.
    pub(super) fn because(&self, keys: KeySet) -> Vec<Because> {
        self.known.iter().filter(|known| keys.contains(known.key)).cloned().collect()
    }

    /// The number that a key says, with its unit, its name and who set it: ``48 hours (`FailureBudget`, default)``.
    pub(super) fn number(&self, key: PolicyKey) -> String {
        let (value, layer) = self.value(key);
        format!("{value} (`{}`, {layer})", key.name())
    }

    /// The same for a number of things.
    pub(super) fn count(&self, key: PolicyKey, number: u64, thing: &str) -> String {
        let (_, layer) = self.value(key);
        format!("{} (`{}`, {layer})", phrase::count(number, thing), key.name())
    }

    /// The key's name, and who set it.
    pub(super) fn key(&self, key: PolicyKey) -> String {
        let (_, layer) = self.value(key);
        format!("`{}`, {layer}", key.name())
    }

    fn value(&self, key: PolicyKey) -> (String, &'static str) {
        let Some(because) = self.known.iter().find(|known| known.key == key) else {
            return (String::new(), "default");
        };
        (value(&because.value, because.unit.as_deref()), set_by(because.layer))
    }
}

/// The beginning of a long value, and how much more there is.
fn cut(value: Value) -> Value {
    const MOST_ITEMS: usize = 100;
    const MOST_CHARACTERS: usize = 1_000;
    match value {
        Value::String(text) => match text.char_indices().nth(MOST_CHARACTERS) {
            Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()).into(),
            None => Value::String(text),
        },
        Value::Array(items) => {
            let more = items.len().saturating_sub(MOST_ITEMS);
            let mut shown: Vec<Value> = items.into_iter().take(MOST_ITEMS).map(cut).collect();
            if more > 0 {
                shown.push(format!("… {more} more").into());
            }
            Value::Array(shown)
        }
        Value::Object(entries) => {
            let more = entries.len().saturating_sub(MOST_ITEMS);
            let mut shown: serde_json::Map<String, Value> = entries.into_iter().take(MOST_ITEMS).collect();
            if more > 0 {
                shown.insert("…".to_owned(), format!("{more} more").into());
            }
            Value::Object(shown)
        }
        other => other,
    }
}

/// Who set a key of a profile, in a word or two.
pub(super) const fn set_by(layer: Layer) -> &'static str {
    match layer {
        Layer::BuiltIn => "default",
        Layer::LocalFile | Layer::ManagedDevice => "set here",
    }
}

/// A value with its unit, as people say it.
pub(super) fn value(value: &Value, unit: Option<&str>) -> String {
    match (value, unit) {
        (Value::Number(number), Some(unit)) if unit != "count" => {
            let one = number.as_f64() == Some(1.0);
            format!("{number} {}", if one { unit.trim_end_matches('s') } else { unit })
        }
        (Value::String(text), _) => crate::phrase::one_line(text),
        (value, _) => crate::phrase::one_line(&value.to_string()),
    }
}

/// What came of an attempt, after "is".
pub(super) fn outcome(trial: &Trial) -> String {
    match (trial.permits(), trial.proven) {
        (true, true) => "let in".to_owned(),
        (true, false) => "let in on the password alone".to_owned(),
        (false, _) => format!("kept out ({})", why(trial)),
    }
}

/// Why somebody is kept out, short enough for a pair of brackets.
fn why(trial: &Trial) -> String {
    let words = match (trial.reason, &trial.cause) {
        (_, Some(Cause::IdentityTaken)) => "the identity belongs to another account of the machine",
        (_, Some(Cause::Refused(Refusal::PutOff))) => "the account is not linked",
        (_, Some(Cause::Refused(Refusal::AccountMismatch))) => "the identity is not the account's own",
        (_, Some(Cause::Refused(Refusal::Declined))) => "the push was declined",
        (_, Some(Cause::Refused(Refusal::WrongCode(_)))) => "the code is wrong",
        (_, Some(Cause::Refused(Refusal::Replayed))) => "the code was used before",
        (_, Some(Cause::Refused(Refusal::TimedOut))) => "nobody answered",
        (_, Some(Cause::Refused(Refusal::IdentityRefused { .. }))) => "the organization refuses the identity",
        (_, Some(Cause::Refused(Refusal::Token(_)))) => {
            "the organization's answer cannot be checked without the time"
        }
        (Reason::MissingProfile, _) => "the profile is gone",
        (Reason::InvalidPolicy, _) => "there is no policy",
        (Reason::Reserved, _) => "the account is reserved",
        (Reason::Budget, _) => "too many wrong answers",
        (Reason::GraceOver, _) => "not linked, and no grace is left",
        (Reason::OfflineForbidden, _) => "offline use is not allowed",
        (Reason::OfflineOver, _) => "the offline period is over",
        (Reason::Clock, _) => "the clock cannot be believed",
        (Reason::NoUsableFactor, _) => "no allowed factor can be used",
        (Reason::Unavailable, _) => "the organization is out of reach",
        (_, Some(cause)) => return texts::cause(cause),
        (reason, None) => reason.word(),
    };
    words.to_owned()
}

/// Factors in order, the last one after `or`.
pub(super) fn factors(factors: &[Factor]) -> String {
    phrase::factors(factors, "or")
}

/// Services as code, the last one after `and`.
pub(super) fn services(services: &[&str]) -> String {
    phrase::names(services.iter().copied())
}

/// Where somebody signs in.
pub(super) fn at(service: &str) -> String {
    match service {
        "login" => "at the machine".to_owned(),
        UNKNOWN => format!("at {UNKNOWN}"),
        other => format!("at `{other}`"),
    }
}

/// A text that begins a sentence.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
