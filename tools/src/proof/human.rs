//! A proof to what people read: each property with what bounds it, or with the story that breaks it.

use std::fmt::Write as _;

use latchkey_engine::prove::{Break, Change, Finding, Proof, Property, Story};
use latchkey_profile_schema::Settings;

use super::story::sentences;
use super::words::{ASSUMPTIONS, bound, break_of, breaks, holds};
use crate::commands::Screen;

/// Columns of the words that name properties.
const NAME: usize = 18;

/// A whole proof; `waived` gives the reason where somebody accepts that a property breaks.
pub(crate) fn proven(
    title: &str,
    proof: &Proof,
    settings: &Settings,
    waived: impl Fn(&Finding) -> Option<String>,
    screen: Screen,
) -> String {
    let mut text = format!("{title}\n\n");
    for finding in &proof.findings {
        let property = finding.property;
        let is_broken = !finding.breaks.is_empty();
        let reason = waived(finding).filter(|_| is_broken);
        let (verdict, colour) = match (is_broken, &reason) {
            (false, _) => ("holds", "\x1b[1;92m"),
            (true, Some(_)) => ("waived", "\x1b[1;93m"),
            (true, None) => ("BREAKS", "\x1b[1;91m"),
        };
        let (colour, end) = if screen == Screen::Coloured { (colour, "\x1b[0m") } else { ("", "") };
        let said = if is_broken { breaks(property) } else { holds(property) };
        line(&mut text, &format!("{:NAME$}{colour}{verdict:7}{end} {said}", property.word()));
        if let Some(reason) = reason {
            line(&mut text, &format!("{:NAME$}  accepted: {reason}", ""));
        }
        // Where a property breaks, what bounds others says nothing of it.
        let bounds = if is_broken && property != Property::DeadSetting { &[][..] } else { &finding.bounds };
        for known in bounds {
            line(&mut text, &format!("{:NAME$}  {}", "", bound(known, settings)));
        }
        for found in &finding.breaks {
            match found {
                Break::Story(told) => story(&mut text, told),
                other => {
                    if let Some(said) = break_of(other, property) {
                        line(&mut text, &format!("{:NAME$}  {said}", ""));
                    }
                }
            }
        }
    }
    let all = if proof.complete { "all there are" } else { "not all: there are too many" };
    let _ = write!(text, "\n{} situations were visited, {all}. Taken for granted:\n", proof.situations);
    for assumption in ASSUMPTIONS {
        line(&mut text, &format!("  {assumption}"));
    }
    text
}

/// What a change does.
pub(crate) fn changed(change: &Change, screen: Screen) -> String {
    let mut text = String::new();
    let parts = [
        (
            "kept-out",
            &change.kept_out,
            "nobody is kept out who got in before",
            "somebody is kept out who got in before",
        ),
        (
            "let-in",
            &change.let_in,
            "nobody gets in who was kept out before",
            "somebody gets in who was kept out before",
        ),
    ];
    for (word, told, holds, breaks) in parts {
        let (verdict, said, colour) =
            if told.is_some() { ("BREAKS", breaks, "\x1b[1;91m") } else { ("holds", holds, "\x1b[1;92m") };
        let (colour, end) = if screen == Screen::Coloured { (colour, "\x1b[0m") } else { ("", "") };
        line(&mut text, &format!("{word:NAME$}{colour}{verdict:7}{end} {said}"));
        if let Some(told) = told {
            story(&mut text, told);
        }
    }
    let all = if change.complete { "all there are" } else { "not all: there are too many" };
    let _ = writeln!(text, "\n{} pairs of situations were visited, {all}.", change.situations);
    text
}

fn story(text: &mut String, story: &Story) {
    for (index, sentence) in sentences(story).iter().enumerate() {
        line(text, &format!("{:NAME$}  {}. {sentence}", "", index + 1));
    }
}

fn line(text: &mut String, said: &str) {
    text.push_str(said.trim_end());
    text.push('\n');
}
