//! What differs between two files to what people read: by domain, the key with both values, and under it the effect.

pub(crate) mod json;
#[cfg(test)]
mod tests;

use latchkey_mdm_manifests::{Difference, DifferenceKind, Shown};
use latchkey_profile_schema::{Node, Value};

use crate::changes::{Change, Changes};
use crate::commands::Screen;
use crate::effect::Effect;
use crate::phrase::{a, one_line};

/// A value is cut when it is longer; the key says where the rest is.
const LONGEST: usize = 120;
/// So many items of a list or dictionary are shown.
const MOST_ITEMS: usize = 20;

/// Renders the differences, the notes and the verdict.
pub(crate) fn render(names: (&str, &str), changes: &Changes, screen: Screen) -> String {
    let paint = |colour: &str, text: &str| match screen {
        Screen::Coloured => format!("\u{1b}[{colour}m{text}\u{1b}[0m"),
        Screen::Plain => text.to_owned(),
    };
    let mut text = String::new();
    if !changes.changes.is_empty() {
        let (first, second) = (one_line(names.0), one_line(names.1));
        text.push_str(&format!(
            "{}\n{}\n",
            paint("31", &format!("--- {first}")),
            paint("32", &format!("+++ {second}"))
        ));
    }
    let mut domain = None;
    for change in &changes.changes {
        let Difference { domain: here, .. } = &change.difference;
        if domain != Some(here) {
            text.push_str(&format!("\n{}\n", paint("1", &one_line(here))));
            domain = Some(here);
        }
        let (sign, colour) = sign(change);
        text.push_str(&format!("  {}\n", paint(colour, &format!("{sign} {}", line(change)))));
        match &change.effect {
            Effect::Words(words) => text.push_str(&format!("      {words}\n")),
            Effect::Nothing => text.push_str("      no change in effect\n"),
            Effect::Unknown => {}
        }
    }
    if !text.is_empty() {
        text.push('\n');
    }
    for note in &changes.notes {
        text.push_str(&format!("note: {note}\n"));
    }
    text.push_str(&verdict(changes));
    text.push('\n');
    text
}

const fn sign(change: &Change) -> (char, &'static str) {
    match (&change.effect, change.difference.kind) {
        (Effect::Nothing, _) => ('=', "2"),
        (_, DifferenceKind::Added) => ('+', "32"),
        (_, DifferenceKind::Removed) => ('-', "31"),
        _ => ('~', "33"),
    }
}

fn line(change: &Change) -> String {
    let Change { difference, effect } = change;
    let key = difference.path.to_string();
    let key = match key.strip_prefix('/') {
        Some(key) => one_line(key),
        None => "how it is set".to_owned(),
    };
    match (&difference.before, &difference.after) {
        (Some(Shown::Hidden), Some(Shown::Hidden)) => format!("{key}: differs; it is a secret and not shown"),
        (Some(Shown::Value(before)), Some(Shown::Value(after)))
            if before.plist_type() != after.plist_type() && in_words(before) == in_words(after) =>
        {
            let typed = |value: &Value| format!("{}, {}", cut(&in_words(value)), a(value.plist_type()));
            format!("{key}: {} → {}", typed(before), typed(after))
        }
        (Some(before), Some(after)) => format!("{key}: {} → {}", said(before), said(after)),
        (Some(before), None) if *effect == Effect::Nothing => format!("{key}: {} → not set", said(before)),
        (None, Some(after)) if *effect == Effect::Nothing => format!("{key}: not set → {}", said(after)),
        (Some(one), None) | (None, Some(one)) => format!("{key}: {}", said(one)),
        (None, None) => key,
    }
}

fn said(shown: &Shown) -> String {
    match shown {
        Shown::Hidden => "a secret, not shown".to_owned(),
        Shown::Value(value) => cut(&in_words(value)),
    }
}

/// A value as it would stand in a settings file; of a large one the beginning.
fn in_words(value: &Value) -> String {
    let some = |items: Vec<String>, all: usize| match all > MOST_ITEMS {
        true => format!("{}, … {} more", items.join(", "), all - MOST_ITEMS),
        false => items.join(", "),
    };
    match value {
        Value::String(text) => format!("\"{}\"", one_line(text)),
        Value::Integer(number) => number.to_string(),
        Value::Real(number) => number.to_string(),
        Value::Boolean(truth) => truth.to_string(),
        Value::Date(date) => date.clone(),
        Value::Data(bytes) => format!("{} bytes of data", bytes.len()),
        Value::Array(items) => {
            let shown = items.iter().take(MOST_ITEMS).map(|Node { value, .. }| cut(&in_words(value)));
            format!("[{}]", some(shown.collect(), items.len()))
        }
        Value::Dictionary(entries) => {
            let shown = entries.iter().take(MOST_ITEMS);
            let shown =
                shown.map(|entry| format!("{}: {}", one_line(&entry.key), cut(&in_words(&entry.node.value))));
            format!("{{{}}}", some(shown.collect(), entries.len()))
        }
    }
}

fn cut(text: &str) -> String {
    match text.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or_default()),
        None => text.to_owned(),
    }
}

fn verdict(changes: &Changes) -> String {
    let without = changes.changes.iter().filter(|change| change.effect == Effect::Nothing).count();
    let number = changes.changes.len() - without + changes.further;
    let differences = |number: usize| format!("{number} difference{}", if number == 1 { "" } else { "s" });
    let mut text = match (number, without) {
        (0, 0) => return "the settings mean the same".to_owned(),
        (0, without) => {
            return format!("the settings mean the same; {} without effect", differences(without));
        }
        (number, 0) => differences(number),
        (number, without) => format!("{}, and {without} without effect", differences(number)),
    };
    if changes.further > 0 {
        text.push_str(&format!("; {} of them are not listed", changes.further));
    }
    text
}
