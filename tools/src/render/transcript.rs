//! What came of a story to what people read: a line for each step, and under a decision the keys that led to it.

pub(crate) mod because;
pub(crate) mod json;

use std::fmt::Write as _;

use jiff::{Timestamp, tz::TimeZone};
use latchkey_engine::scenario::{DecisionWord, Entry, Expectation, Happened, Line, Network, Situation};
use latchkey_linker::UnixTime;

use self::because::Reasons;
use crate::commands::Screen;
use crate::phrase::{many, one_line, quoted};
use crate::scenarios::Played;

/// How many scenarios ended how.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    /// Those that were played.
    pub(crate) scenarios: usize,
    /// Those in which an expectation was not met.
    pub(crate) unmet_scenarios: usize,
    /// Those that could not be played.
    pub(crate) broken: usize,
    /// Attempts in those that were played.
    pub(crate) attempts: usize,
    /// Expectations.
    pub(crate) expectations: usize,
    /// Expectations that were not met.
    pub(crate) unmet: usize,
}

impl Tally {
    /// Counts a scenario that was played.
    pub(crate) fn count(&mut self, played: &Played) {
        let steps = &played.scenario.steps;
        let unmet = played.transcript.lines().filter(|line| line.unmet.is_some()).count();
        self.scenarios += 1;
        self.unmet_scenarios += usize::from(unmet > 0);
        self.attempts += played.transcript.lines().count();
        self.expectations += steps.iter().filter(|step| step.expect.is_some()).count();
        self.unmet += unmet;
    }
}

/// Renders one scenario.
pub(crate) fn render(name: &str, played: &Played, reasons: &Reasons<'_>, screen: Screen) -> String {
    let paint = Paint::of(screen);
    let transcript = &played.transcript;
    let widest = |width: fn(UnixTime, UnixTime) -> usize| {
        let times = transcript.entries.iter().map(|entry| entry.at).chain([transcript.start]);
        times.map(|at| width(at, transcript.start)).max().unwrap_or(0)
    };
    let page = Page {
        paint,
        start: transcript.start,
        number: transcript.entries.len().max(1).to_string().len(),
        time: widest(|at, _| moment(at).len()),
        span: widest(|at, start| span(at.since(start)).len()),
        reasons,
    };
    let mut text = format!("{}{}{}\n", paint.bold, one_line(name), paint.end);
    let profile = standing(&transcript.profile, transcript.situation, reasons);
    page.quiet(&mut text, &format!("{:>1$}", "", page.number), transcript.start, &profile);
    for entry in &transcript.entries {
        page.entry(&mut text, entry);
    }
    text
}

/// The last line of a run.
pub(crate) fn end(tally: &Tally, screen: Screen) -> String {
    let Paint { green, red, end, .. } = Paint::of(screen);
    let Tally { scenarios, unmet_scenarios, broken, attempts, expectations, unmet } = *tally;
    let mut text = format!("{}, {}, ", many(scenarios, "scenario"), many(attempts, "attempt"));
    text.push_str(&match (expectations, unmet) {
        (0, _) => "no expectations".to_owned(),
        (_, 0) => format!("{green}all expectations met{end}"),
        _ => format!(
            "{red}{unmet} of {} not met{end}, in {}",
            many(expectations, "expectation"),
            many(unmet_scenarios, "scenario")
        ),
    });
    if broken > 0 {
        let more = if scenarios == 0 { "" } else { " more" };
        let word = if broken == 1 { "scenario" } else { "scenarios" };
        let _infallible = write!(text, "; {red}{broken}{more} {word} could not be played{end}");
    }
    text + "\n"
}

/// Colours, or nothing instead of them.
#[derive(Clone, Copy)]
struct Paint {
    bold: &'static str,
    dim: &'static str,
    green: &'static str,
    red: &'static str,
    end: &'static str,
}

impl Paint {
    const fn of(screen: Screen) -> Self {
        match screen {
            Screen::Coloured => {
                Self { bold: "\x1b[1m", dim: "\x1b[2m", green: "\x1b[32m", red: "\x1b[1;91m", end: "\x1b[0m" }
            }
            Screen::Plain => Self { bold: "", dim: "", green: "", red: "", end: "" },
        }
    }
}

/// How the lines of one scenario are laid out.
struct Page<'p> {
    paint: Paint,
    start: UnixTime,
    /// How wide the numbers of the steps are.
    number: usize,
    time: usize,
    span: usize,
    reasons: &'p Reasons<'p>,
}

impl Page<'_> {
    fn entry(&self, text: &mut String, entry: &Entry) {
        let number = format!("{:>1$}", entry.step, self.number);
        match &entry.happened {
            Happened::Attempt(line) => self.attempt(text, &number, line),
            Happened::Network(network) => {
                let what = match network {
                    Network::Up => "the network is up",
                    Network::Down => "the network is down",
                    Network::Refusing => "the organization refuses the identity",
                };
                self.quiet(text, &number, entry.at, what);
            }
            Happened::Clock { wall } => {
                self.quiet(text, &number, entry.at, &format!("the clock says {}", moment(*wall)));
            }
            Happened::Reboot => self.quiet(text, &number, entry.at, "the machine starts anew"),
            Happened::Profile { path, situation } => {
                self.quiet(text, &number, entry.at, &standing(path, *situation, self.reasons));
            }
            Happened::Wipe => self.quiet(text, &number, entry.at, "what was remembered is lost"),
            Happened::Recovery { subject } => {
                let what = format!("the help desk opens a window for {}", quoted(subject));
                self.quiet(text, &number, entry.at, &what);
            }
        }
        if let Some(note) = &entry.note {
            let Paint { dim, end, .. } = self.paint;
            let note = note.split_whitespace().collect::<Vec<_>>().join(" ");
            self.under(text, &format!("{dim}note: {}{end}", one_line(&note)));
        }
    }

    fn attempt(&self, text: &mut String, number: &str, line: &Line) {
        let Paint { bold, dim, red, end, .. } = self.paint;
        let what = format!(
            "{bold}{}{end} at {}: {}",
            one_line(&line.subject),
            quoted(&line.service),
            self.came(line.decision, line.reason.word())
        );
        self.line(text, number, line.at, &what);
        for reason in self.reasons.of(line).iter() {
            self.under(text, &format!("{dim}{reason}{end}"));
        }
        if let Some(Expectation { decision, reason }) = &line.unmet {
            let found = format!("{} {}", line.decision.word(), quoted(line.reason.word()));
            let expected = format!("{} {}", decision.word(), quoted(reason));
            self.under(text, &format!("{red}NOT MET: expected {expected}, found {found}{end}"));
        }
    }

    fn came(&self, decision: DecisionWord, reason: &str) -> String {
        let Paint { green, red, end, .. } = self.paint;
        let colour = match decision {
            DecisionWord::Permit => green,
            DecisionWord::Deny => red,
        };
        format!("{colour}{}{end} {}", decision.word(), quoted(reason))
    }

    fn quiet(&self, text: &mut String, number: &str, at: UnixTime, what: &str) {
        let Paint { dim, end, .. } = self.paint;
        self.line(text, number, at, &format!("{dim}{what}{end}"));
    }

    fn line(&self, text: &mut String, number: &str, at: UnixTime, what: &str) {
        let (time, since) = (moment(at), span(at.since(self.start)));
        let _infallible = writeln!(
            text,
            "  {number}  {time:<time_width$}  {since:<span_width$}  {what}",
            time_width = self.time,
            span_width = self.span
        );
    }

    fn under(&self, text: &mut String, what: &str) {
        let _infallible = writeln!(text, "{:1$}{what}", "", self.number + 8);
    }
}

fn standing(path: &str, situation: Situation, reasons: &Reasons<'_>) -> String {
    match situation {
        Situation::Gone => "no profile is there".to_owned(),
        Situation::Present => format!("the profile {} is in force", quoted(path)),
        Situation::Invalid => {
            let fault = reasons.fault(path).map(|fault| format!(": {fault}")).unwrap_or_default();
            format!("the profile {} makes no policy{fault}", quoted(path))
        }
    }
}

/// A time as people read it, in UTC; seconds only where there are some.
pub(crate) fn moment(time: UnixTime) -> String {
    let Ok(time) = Timestamp::from_second(time.0) else { return format!("{} s", time.0) };
    let civil = TimeZone::UTC.to_datetime(time);
    let pattern = if civil.second() == 0 { "%a %Y-%m-%d %H:%M" } else { "%a %Y-%m-%d %H:%M:%S" };
    civil.strftime(pattern).to_string()
}

/// A span as a scenario spells it.
pub(crate) fn span(seconds: i64) -> String {
    let mut rest = seconds.unsigned_abs();
    let mut text = String::from(if seconds < 0 { "-" } else { "+" });
    for (unit, length) in [("d", 86_400), ("h", 3_600), ("m", 60), ("s", 1)] {
        if rest >= length {
            let _infallible = write!(text, "{}{unit}", rest / length);
            rest %= length;
        }
    }
    if text.len() == 1 { text + "0s" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_and_spans_are_written_as_people_write_them() {
        assert_eq!(moment(UnixTime(1_767_603_600)), "Mon 2026-01-05 09:00");
        assert_eq!(moment(UnixTime(1_767_603_601)), "Mon 2026-01-05 09:00:01");
        assert_eq!(moment(UnixTime(i64::MAX)), "9223372036854775807 s");
        for (seconds, expected) in [(0, "+0s"), (95_405, "+1d2h30m5s"), (172_800, "+2d"), (-300, "-5m")] {
            assert_eq!(span(seconds), expected);
        }
    }

    #[test]
    fn the_last_line_counts() {
        let tally = Tally { scenarios: 12, attempts: 57, expectations: 57, ..Tally::default() };
        assert_eq!(end(&tally, Screen::Plain), "12 scenarios, 57 attempts, all expectations met\n");
        let tally = Tally { unmet: 2, unmet_scenarios: 1, broken: 1, ..tally };
        assert_eq!(
            end(&tally, Screen::Plain),
            "12 scenarios, 57 attempts, 2 of 57 expectations not met, in 1 scenario; \
             1 more scenario could not be played\n"
        );
        let tally = Tally { scenarios: 1, attempts: 1, ..Tally::default() };
        assert_eq!(end(&tally, Screen::Plain), "1 scenario, 1 attempt, no expectations\n");
    }
}
