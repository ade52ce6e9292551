//! Reports to what people read: place, level, rule and message on the first line, then the line of the file.

use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::{AnnotationKind, Group, Level as Label, Origin, Renderer, Snippet};

use super::Summary;
use super::excerpt::excerpt;
use crate::commands::Screen;
use crate::lint::{FileReport, Located, Spot};
use crate::rule::Level;

/// Renders reports, what was not checked, and a summary.
pub(crate) fn render(reports: &[FileReport], screen: Screen) -> String {
    let renderer = match screen {
        Screen::Coloured => Renderer::styled(),
        Screen::Plain => Renderer::plain(),
    };
    let mut text = String::new();
    for report in reports {
        for located in &report.findings {
            headline(&mut text, report, located, screen);
            body(&mut text, report, located, &renderer);
            text.push('\n');
        }
    }
    unchecked(&mut text, reports);
    summary(&mut text, &Summary::of(reports));
    text
}

fn headline(text: &mut String, report: &FileReport, located: &Located, screen: Screen) {
    let place = match located.spot.range {
        Some((start, _)) => format!("{}:{}:{}", report.name, start.line, start.column),
        None => report.name.clone(),
    };
    let Located { rule, message, .. } = located;
    let level = rule.level.word();
    let (colour, bold, end) = match screen {
        Screen::Coloured => (colour(rule.level), "\x1b[1m", "\x1b[0m"),
        Screen::Plain => ("", "", ""),
    };
    push(
        text,
        format_args!("{bold}{place}{end}: {colour}{level}[{}]{end}: {bold}{message}{end}\n", rule.name),
    );
}

const fn colour(level: Level) -> &'static str {
    match level {
        Level::Error => "\x1b[1;91m",
        Level::Warning => "\x1b[1;93m",
        Level::Info => "\x1b[1;94m",
    }
}

fn body(text: &mut String, report: &FileReport, located: &Located, renderer: &Renderer) {
    let mut group = Group::with_level(match located.rule.level {
        Level::Error => Label::ERROR,
        Level::Warning => Label::WARNING,
        Level::Info => Label::INFO,
    });
    let mut excerpts = 0;
    for (kind, spot, label) in places(located) {
        let (Some(span), Some((start, _))) = (spot.span, spot.range) else { continue };
        let shown = excerpt(&report.text, span, &report.secrets);
        if excerpts > 0 {
            group = group.element(
                Origin::path(&report.name).line(start.line as usize).char_column(start.column as usize),
            );
        }
        let snippet = Snippet::source(shown.text)
            .line_start(start.line as usize)
            .annotation(kind.span(shown.mark).label(label));
        group = group.element(snippet);
        excerpts += 1;
    }
    let notes = notes(located);
    if excerpts == 0 {
        for (name, note) in notes {
            push(text, format_args!("  = {name}: {note}\n"));
        }
        return;
    }
    for (name, note) in notes {
        group = group.element(Label::NOTE.with_name(Some(name)).message(note));
    }
    text.push_str(&renderer.render(&[group]));
    text.push('\n');
}

fn places(located: &Located) -> impl Iterator<Item = (AnnotationKind, &Spot, Option<&str>)> {
    let others =
        located.related.iter().map(|(spot, message)| (AnnotationKind::Context, spot, Some(message.as_str())));
    std::iter::once((AnnotationKind::Primary, &located.spot, None)).chain(others)
}

fn notes(located: &Located) -> Vec<(&'static str, String)> {
    let key_path = located.spot.key_path.as_ref().map(ToString::to_string).filter(|path| !path.is_empty());
    [("key", key_path), ("help", located.help.clone()), ("otherwise", located.consequence.clone())]
        .into_iter()
        .filter_map(|(name, note)| Some((name, note?)))
        .collect()
}

/// What was not checked, once for each reason.
fn unchecked(text: &mut String, reports: &[FileReport]) {
    let mut reasons: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for report in reports {
        for part in &report.unchecked {
            reasons.entry(&part.reason).or_insert((0, &report.name)).0 += 1;
        }
    }
    for (reason, (count, file)) in &reasons {
        match count {
            1 => push(text, format_args!("{file}: not checked: {reason}\n")),
            _ => push(text, format_args!("{file} and {} more: not checked: {reason}\n", count - 1)),
        }
    }
    if !reasons.is_empty() {
        text.push('\n');
    }
}

fn summary(text: &mut String, summary: &Summary) {
    let Summary { files, checked, errors, warnings, notes } = *summary;
    let checked =
        if checked == files { many(files, "file") } else { format!("{checked} of {}", many(files, "file")) };
    let mut found = vec![many(errors, "error"), many(warnings, "warning")];
    if notes > 0 {
        found.push(many(notes, "note"));
    }
    push(text, format_args!("{checked} checked: {}\n", found.join(", ")));
}

fn many(count: usize, noun: &str) -> String {
    match count {
        0 => format!("no {noun}s"),
        1 => format!("1 {noun}"),
        _ => format!("{count} {noun}s"),
    }
}

/// Writing to a string cannot fail.
fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(line);
}
