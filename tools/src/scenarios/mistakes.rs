//! What is wrong with a scenario to messages with places: against its schema first, which tells everything at once, else
//! what the player stumbled over.

use latchkey_engine::Reason;
use latchkey_engine::scenario::{ScenarioError, SubjectOptions};
use latchkey_profile_schema::{Span, spelling};

use crate::phrase::quoted;
use crate::toml_file::{self, Text};

/// A mistake in words.
#[derive(Debug)]
pub(crate) struct Told {
    /// What is wrong.
    pub(crate) message: String,
    /// What to do.
    pub(crate) help: Option<String>,
    /// Where, in bytes; none where the file as a whole is meant.
    pub(crate) span: Option<Span>,
}

impl Told {
    /// Something that is wrong with the file as a whole.
    pub(crate) fn whole(message: impl Into<String>) -> Self {
        Self { message: message.into(), help: None, span: None }
    }
}

/// Everything that is wrong, in the order of the file.
pub(super) fn tell(error: &ScenarioError, text: &str) -> Vec<Told> {
    let parsed = match Text::read(text) {
        Ok(parsed) => parsed,
        Err(errors) => return toml_file::syntax(errors).iter().map(of_mistake).collect(),
    };
    let mistakes = toml_file::against(&super::schema(), toml_file::options(), &parsed.json(), &parsed);
    if !mistakes.is_empty() {
        return mistakes.iter().map(of_mistake).collect();
    }
    let span = match error {
        ScenarioError::Syntax(error) => error.span().and_then(|range| {
            Some(Span { start: u32::try_from(range.start).ok()?, end: u32::try_from(range.end).ok()? })
        }),
        other => other.place().and_then(|path| parsed.value(&path)),
    };
    vec![Told { message: error.to_string(), help: help(error, text), span }]
}

fn of_mistake(mistake: &toml_file::Mistake) -> Told {
    let (message, help) = toml_file::word(&mistake.kind);
    Told { message, help, span: mistake.span }
}

fn help(error: &ScenarioError, text: &str) -> Option<String> {
    let perhaps = |nearest: Option<&str>| nearest.map(|nearest| format!("perhaps {}", quoted(nearest)));
    Some(match error {
        ScenarioError::Start { .. } => {
            "write RFC 3339, as in `2026-01-05T09:00:00Z`, of the years 1 to 9998".to_owned()
        }
        ScenarioError::At { .. } => {
            "write RFC 3339, as in `2026-01-05T09:00:00Z`, or a span from the step before, as in `+1d12h`"
                .to_owned()
        }
        ScenarioError::Clock { .. } => {
            "write RFC 3339, as in `2026-01-05T09:00:00Z`, or a span, as in `+2h` or `-5m`".to_owned()
        }
        ScenarioError::Backwards { .. } => {
            "put the steps in the order of their times; `clock` sets a clock back".to_owned()
        }
        ScenarioError::NothingToExpect { .. } => {
            "expect something of an `attempt`; nothing else is decided about".to_owned()
        }
        ScenarioError::TooMany { .. } => "tell it in several scenarios".to_owned(),
        ScenarioError::Profile { .. } => "name it relative to the folder of the scenario".to_owned(),
        ScenarioError::UnknownReason { word, .. } => {
            return perhaps(spelling::nearest(word, Reason::ALL.iter().map(|reason| reason.word())));
        }
        ScenarioError::UnknownSubject { name, .. } => {
            let names = names(text);
            let nearest = spelling::nearest(name, names.iter().map(String::as_str));
            return perhaps(nearest).or_else(|| Some("add a `[[subject]]` with this name".to_owned()));
        }
        _ => return None,
    })
}

/// Who there is, whatever else is wrong.
fn names(text: &str) -> Vec<String> {
    #[derive(serde::Deserialize)]
    struct Cast {
        #[serde(default, rename = "subject")]
        subjects: Vec<SubjectOptions>,
    }
    let cast = toml::from_str::<Cast>(text);
    cast.map(|cast| cast.subjects.into_iter().map(|subject| subject.name).collect()).unwrap_or_default()
}
