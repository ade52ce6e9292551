//! The words of an answer to values of keys; each function is the reader of some questions.

use latchkey_profile_schema::{Node, Value};

use super::question::{
    CODE, DAY, LINKING, OFFLINE_ALLOWED, PUSH, Question, SECURITY_KEY, Values, factors as known_factors,
};
use crate::phrase::quoted;

/// What stands for all there is in a list.
pub(super) const ALL: &str = "*";

const NOBODY: &[&str] = &["none", "nobody"];
const EVERYBODY: &[&str] = &["everybody", "everyone", "all", ALL];
const NEVER: &[&str] = &["no", "never", "none"];

/// Whom an answer names.
enum People {
    Nobody,
    Everybody,
    Named(Vec<String>),
}

/// A text, or none.
pub(super) fn text(question: &Question, words: &[String]) -> Result<Values, String> {
    let text = words.join(" ").trim().to_owned();
    if text.is_empty() || is(&text, NOBODY) {
        return match (question.default)(question, &[]) {
            Some(_) => Ok(Vec::new()),
            None => Err(format!("expected {}, and found none", question.asks)),
        };
    }
    Ok(vec![(question.key, Value::String(text))])
}

/// Names of accounts, or nobody.
pub(super) fn names(question: &Question, words: &[String]) -> Result<Values, String> {
    Ok(match people(words)? {
        People::Nobody => Vec::new(),
        People::Everybody => vec![(question.key, list([ALL.to_owned()]))],
        People::Named(names) => vec![(question.key, list(names))],
    })
}

/// Names of accounts, or everybody.
pub(super) fn required(question: &Question, words: &[String]) -> Result<Values, String> {
    match people(words)? {
        // An absent list means everybody, which is the contrary.
        People::Nobody => Err("expected names of accounts or `everybody`, and found none".to_owned()),
        People::Everybody | People::Named(_) => names(question, words),
    }
}

/// Factors in their order, or all of them.
pub(super) fn factors(question: &Question, words: &[String]) -> Result<Values, String> {
    if words.is_empty() || matches!(words, [only] if is(only, NOBODY)) {
        return Err("expected factors, and found none".to_owned());
    }
    let factors: Vec<String> = words.iter().map(|word| factor(word)).collect::<Result<_, _>>()?;
    let has = |factor: &str| factors.iter().any(|there| there == factor);
    if has(ALL) {
        return match factors.iter().find(|there| *there != ALL) {
            None => Ok(vec![(question.key, list([ALL.to_owned()]))]),
            Some(other) => Err(format!(
                "expected `{ALL}` for all factors, or the ones that are allowed, and found `{ALL}` and {}",
                quoted(other)
            )),
        };
    }
    // The default is the push: where it is not allowed, what links an account is said in so many words. A security key
    // has no word there, and the device access code cannot link an account, which the linter says.
    let linking = match () {
        () if has(PUSH) => None,
        () if has(CODE) => Some(CODE),
        () => has(SECURITY_KEY).then_some(PUSH),
    };
    let linking = linking.map(|factor| (LINKING, Value::String(factor.to_owned())));
    Ok(std::iter::once((question.key, list(factors))).chain(linking).collect())
}

/// A number of days, or never.
pub(super) fn offline(question: &Question, words: &[String]) -> Result<Values, String> {
    let word = words.concat();
    if words.is_empty() || is(&word, NEVER) {
        return Ok(vec![(OFFLINE_ALLOWED, Value::Boolean(false))]);
    }
    let days = number(&word, "days, or `no`")?;
    Ok(vec![(OFFLINE_ALLOWED, Value::Boolean(true)), (question.key, Value::Real(days * DAY))])
}

/// A number of hours.
pub(super) fn hours(question: &Question, words: &[String]) -> Result<Values, String> {
    Ok(vec![(question.key, Value::Real(number(&words.concat(), "hours")?))])
}

/// Whom words name. A word that stands for nobody or for everybody is no name, and stands alone.
fn people(words: &[String]) -> Result<People, String> {
    let words: Vec<&str> = words.iter().map(|word| word.trim()).filter(|word| !word.is_empty()).collect();
    let special = |word: &&&str| is(word, NOBODY) || is(word, EVERYBODY);
    match (words.iter().find(special), words.as_slice()) {
        (None, []) => Ok(People::Nobody),
        (None, names) => Ok(People::Named(names.iter().map(|name| (*name).to_owned()).collect())),
        (Some(word), [_]) if is(word, NOBODY) => Ok(People::Nobody),
        (Some(_), [_]) => Ok(People::Everybody),
        (Some(word), all) => {
            let other = all.iter().find(|other| *other != word).unwrap_or(word);
            Err(format!(
                "expected names of accounts, or {} alone, and found it beside {}",
                quoted(word),
                quoted(other)
            ))
        }
    }
}

/// Whether a word is one of these, however it is capitalized.
pub(super) fn is(word: &str, any: &[&str]) -> bool {
    any.iter().any(|known| word.trim().eq_ignore_ascii_case(known))
}

/// Whether a word stands for none of what can be chosen.
pub(super) fn is_none(word: &str) -> bool {
    is(word, NOBODY)
}

/// A factor by its number in the list, or by its name, which the linter judges.
fn factor(word: &str) -> Result<String, String> {
    if is(word, EVERYBODY) {
        return Ok(ALL.to_owned());
    }
    let Ok(number) = word.parse::<usize>() else { return Ok(word.to_owned()) };
    let known = known_factors();
    let named = number.checked_sub(1).and_then(|index| known.get(index)).and_then(|it| it.value.as_str());
    named
        .map(str::to_owned)
        .ok_or_else(|| format!("expected a number from 1 to {}, and found {}", known.len(), quoted(word)))
}

fn number(word: &str, of: &str) -> Result<f64, String> {
    /// More than any computer lives, in days or hours; what is too much before that the linter says.
    const MOST: f64 = 1e9;
    let number = word.trim().parse::<f64>().ok().filter(|number| number.abs() <= MOST);
    match number {
        Some(number) if number < 0.0 => Err(format!("expected 0 or more {of}, and found {}", quoted(word))),
        // A zero with a sign is written without it.
        Some(number) => Ok(number.abs()),
        None => Err(format!("expected a number of {of}, and found {}", quoted(word))),
    }
}

fn list(words: impl IntoIterator<Item = String>) -> Value {
    Value::Array(words.into_iter().map(|word| Node::new(Value::String(word))).collect())
}
