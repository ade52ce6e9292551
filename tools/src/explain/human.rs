//! An explanation to what people read and sign: a section for each class, under it the keys that led to it, then the
//! stories.

use latchkey_engine::because::Because;
use latchkey_mdm_manifests::wrapped;

use super::timeline::moment;
use super::wording::{set_by, value};
use super::{Class, Explanation, Story};
use crate::commands::Screen;
use crate::phrase::{file_name, quoted};

/// A longer value is cut; the profile has the rest.
const LONGEST: usize = 60;

/// Renders the explanation in lines of so many characters.
pub(crate) fn render(explanation: &Explanation, width: usize, screen: Screen) -> String {
    let Explanation { profile, user, classes, timeline, .. } = explanation;
    let paint = |colour: &str, text: &str| match screen {
        Screen::Coloured => format!("\u{1b}[{colour}m{text}\u{1b}[0m"),
        Screen::Plain => text.to_owned(),
    };
    let mut text = String::new();
    let about = match user {
        Some((person, kind)) => {
            format!(
                "What {} does to {} (uid {}), who is {}.",
                file_name(profile),
                quoted(&person.name),
                person.uid,
                kind.called()
            )
        }
        None => format!("What {} does to people.", file_name(profile)),
    };
    lines(&mut text, &about, "", "", width);
    for class in classes {
        let Class { title, who, .. } = class;
        text.push('\n');
        for line in wrapped(&format!("{} — {who}", title.to_uppercase()), width) {
            text.push_str(&paint("1", &line));
            text.push('\n');
        }
        for sentence in &class.sentences {
            lines(&mut text, &sentence.text, "  - ", "    ", width);
        }
        for line in keys(class.sentences.iter().flat_map(|sentence| &sentence.keys), width) {
            text.push_str(&paint("2", &line));
            text.push('\n');
        }
    }
    for story in timeline {
        text.push('\n');
        for line in wrapped(&format!("A FIRST WEEK — {}", story.title), width) {
            text.push_str(&paint("1", &line));
            text.push('\n');
        }
        table(&mut text, story, width, &paint);
        for line in keys(story.events.iter().flat_map(|event| &event.keys), width) {
            text.push_str(&paint("2", &line));
            text.push('\n');
        }
    }
    text
}

/// A text in lines, the first one after `first`, the others after `rest`.
fn lines(text: &mut String, what: &str, first: &str, rest: &str, width: usize) {
    for (index, line) in wrapped(what, width.saturating_sub(rest.len())).iter().enumerate() {
        text.push_str(if index == 0 { first } else { rest });
        text.push_str(line);
        text.push('\n');
    }
}

/// The keys of a class, each once.
pub(super) fn keys<'e>(all: impl Iterator<Item = &'e Because>, width: usize) -> Vec<String> {
    let mut keys: Vec<&Because> = Vec::new();
    for because in all {
        if !keys.iter().any(|known| known.key == because.key) {
            keys.push(because);
        }
    }
    keys.sort_by_key(|because| because.key);
    let said = keys.iter().map(|because| shown(because)).collect::<Vec<_>>().join("; ");
    if said.is_empty() {
        return Vec::new();
    }
    let lines = wrapped(&format!("by {said}"), width.saturating_sub(6));
    lines.into_iter().map(|line| format!("      {line}")).collect()
}

fn shown(because: &Because) -> String {
    let mut said = value(&because.value, because.unit.as_deref());
    if let Some((end, _)) = said.char_indices().nth(LONGEST) {
        said.truncate(end);
        said.push('…');
    }
    format!("{} = {said} ({})", because.key.name(), set_by(because.layer))
}

/// A story as a table: when, and what.
fn table(text: &mut String, story: &Story, width: usize, paint: &dyn Fn(&str, &str) -> String) {
    let moments: Vec<(String, String)> = story.events.iter().map(|event| moment(event.seconds)).collect();
    let widest = moments.iter().map(|(day, _)| day.chars().count()).max().unwrap_or(0);
    let indent = " ".repeat(widest + 10);
    let (mut before, mut told) = (None, Vec::new());
    for (event, when) in story.events.iter().zip(&moments) {
        let (day, time) = when;
        let first = if before == Some(when) { indent.clone() } else { format!("  {day:widest$} {time}  ") };
        before = Some(when);
        let reason =
            event.outcome.map(|(decision, reason)| format!(" [{} `{}`]", decision.word(), reason.word()));
        lines(text, &format!("{}{}", event.text, reason.unwrap_or_default()), &first, &indent, width);
        let names: Vec<&str> = event.keys.iter().map(|because| because.key.name()).collect();
        // The same keys again say nothing new.
        if !names.is_empty() && names != told {
            for line in wrapped(&format!("by {}", names.join(", ")), width.saturating_sub(indent.len())) {
                text.push_str(&paint("2", &format!("{indent}{line}")));
                text.push('\n');
            }
            told = names;
        }
    }
    if let Some(note) = &story.note {
        lines(text, note, "  ", "  ", width);
    }
}
