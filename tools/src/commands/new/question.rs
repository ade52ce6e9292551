//! The questions: each a line that is typed to the values of the keys that it is about.

use latchkey_profile_schema::catalog::AllowedValue;
use latchkey_profile_schema::domain::DESKTOP_MFA;
use latchkey_profile_schema::{Catalog, CatalogKey, Node, Value};

use crate::cli::NewArguments;
use crate::phrase::quoted;

pub(super) const ORGANIZATION: &str = "DMFAOrgURL";
pub(super) const CLIENT_ID: &str = "DMFAClientID";
pub(super) const REQUIRED: &str = "MFARequiredList";
pub(super) const EXEMPT: &str = "MFANotRequiredList";
pub(super) const OFFLINE_ALLOWED: &str = "OfflineLoginAllowed";
pub(super) const OFFLINE_PERIOD: &str = "LoginPeriodWithOfflineFactor";
pub(super) const FACTORS: &str = "AllowedFactors";
pub(super) const LINKING: &str = "AccountLinkingMFAFactor";
pub(super) const GRACE: &str = "LoginPeriodWithoutEnrolledFactor";
pub(super) const MAIL: &str = "AdminEmail";
pub(super) const PHONE: &str = "AdminPhone";

const PUSH: &str = "OV_Push";
const CODE: &str = "OV_TOTP";
pub(super) const OFFLINE_CODE: &str = "Offline_TOTP";

/// How many hours a day has.
pub(super) const DAY: f64 = 24.0;

/// Keys and the values that an answer gives them.
pub(super) type Values = Vec<(&'static str, Value)>;

/// A question and the values so far to the answer of whoever presses Enter.
type Default = fn(&Question, &[(String, Value)]) -> Option<Vec<String>>;

/// A question.
#[derive(Debug)]
pub(super) struct Question {
    /// What is asked, in a few words.
    pub(super) asks: &'static str,
    /// The option that answers it.
    pub(super) option: &'static str,
    /// The keys that it explains, the first being the one that the answer is written to.
    pub(super) key: &'static str,
    /// Further keys that an answer may set.
    pub(super) also: &'static [&'static str],
    /// What else can be typed.
    pub(super) hint: &'static str,
    /// What the options of the command line answer.
    pub(super) given: fn(&NewArguments) -> Option<Vec<String>>,
    /// The answer of whoever presses Enter; `None` where there is no sound one.
    pub(super) default: Default,
    /// The words of an answer to values; an error says what was expected.
    pub(super) read: fn(&Question, &[String]) -> Result<Values, String>,
    /// How a line becomes words.
    pub(super) line: Line,
}

/// How a line becomes words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// It is one.
    Whole,
    /// Blanks and commas stand between them.
    Words,
}

impl Question {
    /// The keys that it is about.
    pub(super) fn keys(&self) -> impl Iterator<Item = &'static str> {
        std::iter::once(self.key).chain(self.also.iter().copied())
    }

    /// The words of a line that was typed; none for `none`.
    pub(super) fn words(&self, line: &str) -> Vec<String> {
        let line = line.trim();
        if line.eq_ignore_ascii_case("none") {
            return Vec::new();
        }
        match self.line {
            Line::Whole => vec![line.to_owned()],
            Line::Words => words(line),
        }
    }
}

/// The words of a line, with blanks or commas between them.
pub(super) fn words(line: &str) -> Vec<String> {
    let words = line.split(|sign: char| sign == ',' || sign.is_whitespace());
    words.filter(|word| !word.is_empty()).map(str::to_owned).collect()
}

/// What is declared of a key.
pub(super) fn declared(key: &str) -> Option<&'static CatalogKey> {
    Catalog::declared(&DESKTOP_MFA)?.key(key)
}

/// The factors that are declared.
pub(super) fn factors() -> &'static [AllowedValue] {
    declared(FACTORS).map_or(&[], CatalogKey::allowed_anywhere)
}

/// The questions in the order in which they are asked: each stands on those before it.
pub(super) static QUESTIONS: &[Question] = &[
    Question {
        asks: "the URL of the organization",
        option: "--organization URL",
        key: ORGANIZATION,
        also: &[],
        hint: "",
        given: |arguments| arguments.organization.clone().map(|url| vec![url]),
        default: |_, _| None,
        read: text,
        line: Line::Whole,
    },
    Question {
        asks: "the client ID of the Desktop MFA app",
        option: "--client-id ID",
        key: CLIENT_ID,
        also: &[],
        hint: "The client secret belongs to it; it is not asked for here, and no file will hold it.",
        given: |arguments| arguments.client_id.clone().map(|id| vec![id]),
        default: |_, _| None,
        read: text,
        line: Line::Whole,
    },
    Question {
        asks: "who must sign in with a second factor",
        option: "--require NAME… or --everyone",
        key: REQUIRED,
        also: &[],
        hint: "Names with blanks between them, or `everybody`.",
        given: |arguments| match arguments.everyone {
            true => Some(vec!["*".to_owned()]),
            false => arguments.require.clone(),
        },
        default: |_, _| Some(vec!["*".to_owned()]),
        read: required,
        line: Line::Words,
    },
    Question {
        asks: "which accounts are kept for emergencies, without a second factor",
        option: "--break-glass NAME…",
        key: EXEMPT,
        also: &[],
        hint: "Names with blanks between them. The usual choice is one local account with a long password that nobody \
               uses otherwise; it must exist on the computers.",
        given: |arguments| arguments.break_glass.clone(),
        default: |_, _| Some(Vec::new()),
        read: names,
        line: Line::Words,
    },
    Question {
        asks: "for how many days offline use is allowed",
        option: "--offline-days N or --no-offline",
        key: OFFLINE_PERIOD,
        also: &[OFFLINE_ALLOWED],
        hint: "A number of days, or `no`.",
        given: |arguments| match arguments.no_offline {
            true => Some(vec!["no".to_owned()]),
            false => arguments.offline_days.clone().map(|days| vec![days]),
        },
        default: |question, _| {
            let hours = declared(question.key)?.default.as_ref()?.as_f64()?;
            Some(vec![(hours / DAY).to_string()])
        },
        read: offline,
        line: Line::Whole,
    },
    Question {
        asks: "which factors, in the order in which they are offered",
        option: "--factor NAME…",
        key: FACTORS,
        also: &[LINKING],
        hint: "Numbers or names with blanks between them:",
        given: |arguments| arguments.factor.clone(),
        default: |_, before| {
            let offline = before
                .iter()
                .any(|(key, value)| key == OFFLINE_ALLOWED && matches!(value, Value::Boolean(true)));
            let factors = if offline { &[PUSH, OFFLINE_CODE][..] } else { &[PUSH, CODE] };
            Some(factors.iter().map(|factor| (*factor).to_owned()).collect())
        },
        read: allowed,
        line: Line::Words,
    },
    Question {
        asks: "for how many hours a user may put off linking the account",
        option: "--grace-hours N",
        key: GRACE,
        also: &[],
        hint: "A number of hours; two working days are usual.",
        given: |arguments| arguments.grace_hours.clone().map(|hours| vec![hours]),
        default: |question, _| Some(vec![declared(question.key)?.placeholder.clone()?]),
        read: hours,
        line: Line::Whole,
    },
    Question {
        asks: "the mail address of the help desk",
        option: "--help-desk-mail MAIL",
        key: MAIL,
        also: &[],
        hint: "",
        given: |arguments| arguments.help_desk_mail.clone().map(|mail| vec![mail]),
        default: |_, _| Some(Vec::new()),
        read: text,
        line: Line::Whole,
    },
    Question {
        asks: "the telephone number of the help desk",
        option: "--help-desk-phone NUMBER",
        key: PHONE,
        also: &[],
        hint: "",
        given: |arguments| arguments.help_desk_phone.clone().map(|number| vec![number]),
        default: |_, _| Some(Vec::new()),
        read: text,
        line: Line::Whole,
    },
];

fn text(question: &Question, words: &[String]) -> Result<Values, String> {
    let text = words.join(" ").trim().to_owned();
    if text.is_empty() {
        return match (question.default)(question, &[]) {
            Some(_) => Ok(Vec::new()),
            None => Err(format!("expected {}, and found nothing", question.asks)),
        };
    }
    Ok(vec![(question.key, Value::String(text))])
}

fn names(question: &Question, words: &[String]) -> Result<Values, String> {
    let names: Vec<String> = words.iter().map(|word| word.trim().to_owned()).collect();
    let names: Vec<String> = names.into_iter().filter(|name| !name.is_empty()).collect();
    Ok(if names.is_empty() { Vec::new() } else { vec![(question.key, list(names))] })
}

fn required(question: &Question, words: &[String]) -> Result<Values, String> {
    let everybody =
        |word: &String| ["everybody", "everyone", "all"].iter().any(|all| word.eq_ignore_ascii_case(all));
    let names = match words {
        [only] if everybody(only) => vec!["*".to_owned()],
        words => words.to_vec(),
    };
    // An absent list means everybody, which is the contrary.
    if names.is_empty() {
        return Err("expected names of accounts or `everybody`, and found none".to_owned());
    }
    Ok(vec![(question.key, list(names))])
}

fn allowed(question: &Question, words: &[String]) -> Result<Values, String> {
    if words.is_empty() {
        return Err("expected factors, and found none".to_owned());
    }
    let factors: Vec<String> = words.iter().map(|word| factor(word)).collect::<Result<_, _>>()?;
    let has = |factor: &str| factors.iter().any(|there| there == factor);
    // Where the push is not allowed, it must not be what the account is linked by, as it is by default.
    let by_code = has(CODE) && !has(PUSH) && !has("*");
    let linking = by_code.then(|| (LINKING, Value::String(CODE.to_owned())));
    Ok(std::iter::once((question.key, list(factors))).chain(linking).collect())
}

/// A factor by its number in the list, or by its name, which the linter judges.
fn factor(word: &str) -> Result<String, String> {
    let Ok(number) = word.parse::<usize>() else { return Ok(word.to_owned()) };
    let named = number.checked_sub(1).and_then(|index| factors().get(index)).and_then(|it| it.value.as_str());
    named
        .map(str::to_owned)
        .ok_or_else(|| format!("expected a number from 1 to {}, and found {}", factors().len(), quoted(word)))
}

fn offline(question: &Question, words: &[String]) -> Result<Values, String> {
    let word = words.concat();
    if words.is_empty() || ["no", "never"].iter().any(|no| word.eq_ignore_ascii_case(no)) {
        return Ok(vec![(OFFLINE_ALLOWED, Value::Boolean(false))]);
    }
    let days = number(&word, "days, or `no`")?;
    Ok(vec![(OFFLINE_ALLOWED, Value::Boolean(true)), (question.key, Value::Real(days * DAY))])
}

fn hours(question: &Question, words: &[String]) -> Result<Values, String> {
    Ok(vec![(question.key, Value::Real(number(&words.concat(), "hours")?))])
}

fn number(word: &str, of: &str) -> Result<f64, String> {
    /// More than any computer lives, in days or hours; what is too much before that the linter says.
    const MOST: f64 = 1e9;
    let number = word.trim().parse::<f64>().ok().filter(|number| number.abs() <= MOST);
    number.ok_or_else(|| format!("expected a number of {of}, and found {}", quoted(word)))
}

fn list(words: Vec<String>) -> Value {
    Value::Array(words.into_iter().map(|word| Node::new(Value::String(word))).collect())
}
