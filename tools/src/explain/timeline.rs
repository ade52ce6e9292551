//! A policy to stories of a first week, played by the engine: who links and travels, and who puts linking off. The times
//! are those at which something changes under this very policy.

use latchkey_engine::because::Because;
use latchkey_engine::decision::Reason;
use latchkey_engine::keys::{KeySet, PolicyKey};
use latchkey_engine::policy::Enforcing;
use latchkey_engine::scenario::{AnswerWord, DecisionWord, Network};
use latchkey_profile_schema::domain::AllowedFactor;

use super::Subject;
use super::cast::{Cast, Role, asking_service};
use super::lanes::Lanes;
use super::stage::{Claim, Stage, Standing, Trial};
use super::wording::{at, outcome};
use crate::terminal::texts::span;

const MINUTE: u64 = 60;
const HOUR: u64 = 3_600;
const DAY: u64 = 86_400;
/// No story is longer; what lies beyond is said and not played.
const LONGEST: u64 = 60 * DAY;
/// In the last quarter of a period people are told what is left of it.
const QUARTER: u64 = 4;
/// The time of day of the first moment.
const MORNING: u64 = 9 * HOUR;

/// What happens to somebody.
#[derive(Debug)]
pub(crate) struct Story {
    /// The word, frozen.
    pub(crate) story: &'static str,
    pub(crate) title: String,
    pub(crate) events: Vec<Event>,
    pub(crate) lanes: Lanes,
    /// What is not played, or why nothing happens.
    pub(crate) note: Option<String>,
}

/// One thing that happens.
#[derive(Debug)]
pub(crate) struct Event {
    /// Seconds since Monday, 09:00.
    pub(crate) seconds: u64,
    pub(crate) text: String,
    /// What came of it, where somebody wanted in.
    pub(crate) outcome: Option<(DecisionWord, Reason)>,
    pub(crate) keys: Vec<Because>,
    /// What it says, for the engine to be held against.
    #[cfg_attr(not(test), expect(dead_code, reason = "read where events are held against the engine"))]
    pub(crate) claim: Option<Claim>,
}

/// The day, from 1, with its name, and the time of day: `day 1, Mon`, `09:00`.
pub(crate) fn moment(seconds: u64) -> (String, String) {
    const DAYS: [&str; 7] = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
    let time = seconds.saturating_add(MORNING);
    let day = time / DAY;
    let name = DAYS.get(usize::try_from(day % 7).unwrap_or(0)).copied().unwrap_or_default();
    (format!("day {}, {name}", day + 1), format!("{:02}:{:02}", time % DAY / HOUR, time % HOUR / MINUTE))
}

/// The stories that this policy has.
pub(super) fn stories(subject: &Subject<'_>, cast: &Cast) -> Vec<Story> {
    let told = match &cast.required {
        Some(role) => [links(subject, role), puts_off(subject, role)],
        None => {
            let roles = [&cast.exempt, &cast.not_required, &cast.reserved];
            [roles.into_iter().flatten().next().and_then(|role| quiet(subject, role)), None]
        }
    };
    let mut told: Vec<Story> = told.into_iter().flatten().collect();
    if subject.as_it_is.enforcement == Enforcing::Report {
        for story in &mut told {
            let note = story.note.take().map_or_else(String::new, |note| format!(" {note}"));
            story.note = Some(format!("This is what would be: the policy only reports.{note}"));
        }
    }
    told
}

/// A story as it is told.
struct Telling<'s> {
    subject: &'s Subject<'s>,
    stage: Stage,
    service: &'static str,
    events: Vec<Event>,
    lanes: Lanes,
}

impl<'s> Telling<'s> {
    fn begin(subject: &'s Subject<'s>, role: &Role) -> Option<Self> {
        let stage = Stage::begin(&subject.policy, subject.platform, &role.person, Standing::New)?;
        let service = asking_service(&subject.policy);
        Some(Self { subject, stage, service, events: Vec::new(), lanes: Lanes::default() })
    }

    /// Goes on to a time; what works until then is kept.
    fn go_to(&mut self, seconds: u64) {
        let now = self.stage.elapsed();
        let length = seconds.saturating_sub(now);
        if length > 0 {
            self.lanes.extend(&self.stage, self.service, now, length);
            self.stage.wait(length);
        }
    }

    fn tell(&mut self, text: String, trial: Option<&Trial>) {
        let claim = trial.map(|trial| self.stage.claim(trial));
        let keys = trial.map_or(KeySet::NONE, |trial| trial.keys);
        self.events.push(Event {
            seconds: self.stage.elapsed(),
            text,
            outcome: trial.map(|trial| (trial.decision, trial.reason)),
            keys: self.subject.words.because(keys),
            claim,
        });
    }

    fn attempt(&mut self, what: &str, answer: AnswerWord, factor: Option<AllowedFactor>) -> Trial {
        let trial = self.stage.attempt(self.service, answer, factor);
        self.told(what, &trial);
        trial
    }

    fn told(&mut self, what: &str, trial: &Trial) {
        let (grace, period) = (PolicyKey::Grace.name(), PolicyKey::OfflinePeriod.name());
        let left = match (trial.terms.grace_left, trial.terms.offline_left) {
            (Some(left), _) => format!("; linking can be put off for another {} of `{grace}`", span(left)),
            (None, Some(left)) if left < self.subject.policy.offline_period / QUARTER => {
                format!("; told that the code works for less than another {} of `{period}`", span(left + 1))
            }
            _ => String::new(),
        };
        self.tell(format!("{what}: {}{left}", outcome(trial)), Some(trial));
    }

    /// Signs in with the first factor that the organization checks.
    fn online(&mut self, what: &str) -> Option<Trial> {
        let factor = self.stage.asks(self.service).into_iter().find(|factor| !factor.is_offline())?;
        let was_enrolled = self.stage.is_enrolled();
        let trial = self.stage.prove(self.service, factor);
        self.told(&format!("{what} by {}", super::wording::factors(&[factor])), &trial);
        if !was_enrolled && self.stage.is_enrolled() {
            self.tell("sets up the device access code, for use without the organization".to_owned(), None);
        }
        Some(trial)
    }

    fn network(&mut self, network: Network, what: &str) {
        self.stage.network(network);
        self.tell(what.to_owned(), None);
    }

    fn end(mut self, story: &'static str, title: String, tail: u64, note: Option<String>) -> Story {
        self.go_to(self.stage.elapsed().saturating_add(tail));
        Story { story, title, events: self.events, lanes: self.lanes, note }
    }
}

/// Who links the account soon, and then travels to where there is no network.
fn links(subject: &Subject<'_>, role: &Role) -> Option<Story> {
    let mut story = Telling::begin(subject, role)?;
    let title =
        format!("`{}` links the account, and travels later", crate::phrase::one_line(&role.person.name));
    let policy = &subject.policy;
    let place = at(story.service);
    let first = format!("first sign-in {place}");
    if policy.grace > 0 {
        story.attempt(&format!("{first}, linking is put off"), AnswerWord::Later, None);
        story.go_to(DAY.min(policy.grace / 2));
    }
    story.online("links the account");
    if !story.stage.is_linked() {
        if story.events.is_empty() {
            story.attempt(&first, AnswerWord::None, None);
        }
        let note = "The account cannot be linked under this policy, so nothing else happens.";
        let name = crate::phrase::one_line(&role.person.name);
        let title = format!("`{name}` cannot link the account");
        return Some(story.end("links", title, DAY, Some(note.to_owned())));
    }
    let period = if policy.offline_allowed { policy.offline_period } else { 0 };
    let within = |wanted: u64, part: u64| if period == 0 { wanted } else { wanted.min(part.max(1)) };
    let last = story.stage.elapsed() + within(DAY, period / 2);
    story.go_to(last);
    story.online("signs in");
    story.go_to(last + within(8 * HOUR, period / 4));
    story.network(Network::Down, "leaves for a place where the organization cannot be reached");
    let works = !story.stage.asks(story.service).is_empty();
    let code = Some(AllowedFactor::OfflineCode);
    let mut note = None;
    story.go_to(last + within(DAY, period / 2));
    let with = if works { "signs in with the device access code" } else { "wants to sign in there" };
    story.attempt(with, AnswerWord::Code, code);
    if works && period <= LONGEST {
        let quarter = period / QUARTER;
        if quarter > 1 {
            story.go_to(last + period - quarter + 1);
            story.attempt(with, AnswerWord::Code, code);
        }
        story.go_to(last + period);
        story.attempt("wants to sign in with the device access code", AnswerWord::Code, code);
    } else if works {
        let number = subject.words.number(PolicyKey::OfflinePeriod);
        note = Some(format!("The offline period of {number} is too long to be played to its end."));
    }
    story.go_to(story.stage.elapsed() + 12 * HOUR);
    story.network(Network::Up, "is back where the organization can be reached");
    story.online("signs in");
    Some(story.end("links", title, within(12 * HOUR, period / 2), note))
}

/// Who does not link the account until nothing else is left.
fn puts_off(subject: &Subject<'_>, role: &Role) -> Option<Story> {
    let mut story = Telling::begin(subject, role)?;
    if story.stage.asks(story.service).is_empty() {
        return None;
    }
    let title = format!("`{}` puts linking off", crate::phrase::one_line(&role.person.name));
    let grace = subject.policy.grace;
    let place = at(story.service);
    let first = story.attempt(&format!("first sign-in {place}, linking is put off"), AnswerWord::Later, None);
    let mut note = None;
    if first.permits() && grace <= LONGEST {
        let quarter = grace / QUARTER;
        if quarter > 1 {
            story.go_to(grace - quarter);
            story.attempt("linking is put off again", AnswerWord::Later, None);
        }
        story.go_to(grace);
        story.attempt("wants to put linking off once more", AnswerWord::Later, None);
    } else if first.permits() {
        let number = subject.words.number(PolicyKey::Grace);
        note = Some(format!("The grace of {number} is too long to be played to its end."));
    }
    story.go_to(story.stage.elapsed() + HOUR);
    story.network(Network::Down, "the organization cannot be reached");
    story.attempt("wants to sign in", AnswerWord::None, None);
    story.go_to(story.stage.elapsed() + 2 * HOUR);
    story.network(Network::Up, "the organization can be reached again");
    story.online("links the account");
    let tail = (6 * HOUR).min(subject.policy.offline_period.max(2) / 2);
    Some(story.end("puts-off", title, tail, note))
}

/// Somebody to whom nothing happens.
fn quiet(subject: &Subject<'_>, role: &Role) -> Option<Story> {
    let mut story = Telling::begin(subject, role)?;
    story.service = "login";
    let title = format!("`{}` signs in", crate::phrase::one_line(&role.person.name));
    story.attempt("first sign-in at the machine", AnswerWord::None, None);
    story.go_to(7 * DAY);
    story.stage.network(Network::Down);
    story.attempt("a week later, without the organization in reach", AnswerWord::None, None);
    let permits =
        story.events.iter().all(|event| matches!(event.outcome, None | Some((DecisionWord::Permit, _))));
    let note = permits.then(|| {
        "Nothing else happens: no second factor is ever asked for at the machine's own login.".to_owned()
    });
    Some(story.end("quiet", title, HOUR, note))
}
