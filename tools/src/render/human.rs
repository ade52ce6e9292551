//! Reports to what people read: place, level, rule and message on the first line, then the line of the file.

mod plain;

use std::collections::BTreeMap;
use std::fmt::Write;

use annotate_snippets::{Group, Level as Label, Renderer};

use super::Summary;
use super::rows::{rows, snippets};
use crate::batch::each;
use crate::commands::Screen;
use crate::fix::Safety;
use crate::lint::{FileReport, Unchecked};
use crate::located::{Located, Other};
use crate::phrase::{many, one_line, quoted};
use crate::rule::Level;
use crate::target::Target;

/// So many reports are rendered before their text is handed on: that of many files is as large as they are.
const AT_A_TIME: usize = 256;

/// Renders reports, what was not checked, and a summary.
pub(crate) fn render(reports: &[FileReport], screen: Screen) -> String {
    let mut text = findings(reports, screen).fold(String::new(), |text, part| text + &part);
    text.push_str(&end(reports, ""));
    text
}

/// The findings of reports, in parts that follow each other.
pub(crate) fn findings(reports: &[FileReport], screen: Screen) -> impl Iterator<Item = String> {
    let renderer = match screen {
        Screen::Coloured => Renderer::styled(),
        Screen::Plain => Renderer::plain(),
    };
    reports.chunks(AT_A_TIME).map(move |reports| {
        let texts = each(reports, |report| {
            let mut text = String::new();
            for located in &report.findings {
                headline(&mut text, report, located, screen);
                body(&mut text, report, located, &renderer, screen);
                text.push('\n');
            }
            text
        });
        texts.concat()
    })
}

/// What follows the findings of a run: what of it was not checked, what of its folders was passed over, and its counts.
pub(crate) fn end(reports: &[FileReport], passed_over: &str) -> String {
    let mut text = String::new();
    unchecked(&mut text, reports);
    if !passed_over.is_empty() {
        push(&mut text, format_args!("passed over: {passed_over}\n"));
    }
    summary(&mut text, &Summary::of(reports));
    text
}

fn headline(text: &mut String, report: &FileReport, located: &Located, screen: Screen) {
    let name = one_line(&report.title());
    let place = match located.spot.range {
        Some((start, _)) => format!("{name}:{}:{}", start.line, start.column),
        None => name,
    };
    let Located { rule, level, message, .. } = located;
    let (colour, bold, end) = match screen {
        Screen::Coloured => (colour(*level), "\x1b[1m", "\x1b[0m"),
        Screen::Plain => ("", "", ""),
    };
    push(
        text,
        format_args!(
            "{bold}{place}{end}: {colour}{}[{}]{end}: {bold}{message}{end}\n",
            level.word(),
            rule.name
        ),
    );
}

const fn colour(level: Level) -> &'static str {
    match level {
        Level::Error => "\x1b[1;91m",
        Level::Warning => "\x1b[1;93m",
        Level::Info => "\x1b[1;94m",
    }
}

fn body(text: &mut String, report: &FileReport, located: &Located, renderer: &Renderer, screen: Screen) {
    let rows = rows(report, located);
    let notes = notes(located);
    if rows.is_empty() {
        for (name, note) in notes {
            push(text, format_args!("  = {name}: {note}\n"));
        }
        return;
    }
    if let ([row], Screen::Plain) = (rows.as_slice(), screen)
        && plain::draw(text, row, &notes)
    {
        return;
    }
    let mut group = Group::with_level(match located.level {
        Level::Error => Label::ERROR,
        Level::Warning => Label::WARNING,
        Level::Info => Label::INFO,
    });
    group = group.elements(snippets(rows));
    for (name, note) in notes {
        group = group.element(Label::NOTE.with_name(Some(name)).message(note));
    }
    text.push_str(&renderer.render(&[group]));
    text.push('\n');
}

fn notes(located: &Located) -> Vec<(&'static str, String)> {
    let path = located.spot.key_path.as_ref().map(ToString::to_string).filter(|path| !path.is_empty());
    let mut notes: Vec<(&str, String)> = Vec::new();
    notes.extend(path.map(|path| ("key", clipped(&path))));
    notes.extend(located.related.iter().filter_map(|other| Some(("note", elsewhere(other)?))));
    notes.extend((!located.targets.is_empty()).then(|| ("concerns", concerned(&located.targets))));
    notes.extend(located.help.clone().map(|help| ("help", help)));
    notes
        .extend(located.fix.as_ref().map(|fix| ("fix", format!("{} (`{}`)", fix.title, option(fix.safety)))));
    notes.extend(located.consequence.clone().map(|consequence| ("otherwise", consequence)));
    notes.extend(located.told().map(|said| ("proof", said.clone())));
    notes
}

/// A place in another file.
fn elsewhere(other: &Other) -> Option<String> {
    let file = one_line(other.file.as_ref()?);
    let place = match (other.spot.range, &other.spot.key_path) {
        (Some((start, _)), _) => format!("{file}:{}:{}", start.line, start.column),
        (None, Some(path)) => format!("{file}: {}", clipped(&path.to_string())),
        (None, None) => file,
    };
    Some(format!("{place}: {}", other.message))
}

/// Whom a finding concerns.
fn concerned(targets: &[Target]) -> String {
    match targets.split_last() {
        Some((last, [])) => last.title().to_owned(),
        Some((last, others)) => {
            let others: Vec<&str> = others.iter().map(|target| target.title()).collect();
            format!("{} and {}", others.join(", "), last.title())
        }
        None => String::new(),
    }
}

/// The option that makes a fix.
const fn option(safety: Safety) -> &'static str {
    match safety {
        Safety::Safe => "--fix",
        Safety::Unsafe => "--fix --unsafe-fixes",
    }
}

/// A key path on one line of a screen; its end tells more than its middle.
fn clipped(path: &str) -> String {
    const LONGEST: usize = 200;
    let shown = one_line(path);
    let length = shown.chars().count();
    if length <= LONGEST {
        return shown;
    }
    let half = |from: usize| shown.chars().skip(from).take(LONGEST / 2).collect::<String>();
    format!("{}…{}", half(0), half(length - LONGEST / 2))
}

/// What was not checked, once for each reason.
fn unchecked(text: &mut String, reports: &[FileReport]) {
    let mut undescribed: BTreeMap<&str, usize> = BTreeMap::new();
    let mut reasons: BTreeMap<&str, (usize, &str)> = BTreeMap::new();
    for report in reports {
        // A file that is something else altogether has a finding that says so.
        let said = |part: &&Unchecked| part.key_path.is_none() && !report.findings.is_empty();
        for part in report.unchecked.iter().filter(|part| !said(part)) {
            match &part.undescribed {
                Some(payload_type) => *undescribed.entry(payload_type).or_default() += 1,
                None => reasons.entry(&part.reason).or_insert((0, &report.name)).0 += 1,
            }
        }
    }
    for (reason, (count, file)) in &reasons {
        let file = one_line(file);
        match count {
            1 => push(text, format_args!("{file}: not checked: {reason}\n")),
            2 => push(text, format_args!("{file} and 1 more place: not checked: {reason}\n")),
            _ => push(text, format_args!("{file} and {} more places: not checked: {reason}\n", count - 1)),
        }
    }
    if !undescribed.is_empty() {
        const NAMED: usize = 5;
        let payloads = many(undescribed.values().sum(), "payload");
        let named: Vec<String> = undescribed.keys().take(NAMED).map(|name| quoted(name)).collect();
        let more = match undescribed.len().saturating_sub(NAMED) {
            0 => String::new(),
            more => format!(" and {}", many(more, "other type")),
        };
        push(
            text,
            format_args!(
                "{payloads} not checked key by key, since no schema is here for {}{more}; `--schemas DIR` brings one\n",
                named.join(", ")
            ),
        );
    }
    if !reasons.is_empty() || !undescribed.is_empty() {
        text.push('\n');
    }
}

fn summary(text: &mut String, summary: &Summary) {
    let Summary { files, checked, errors, warnings, notes, safe, guesses, ignored, in_baseline } = *summary;
    let checked =
        if checked == files { many(files, "file") } else { format!("{checked} of {}", many(files, "file")) };
    let mut found = vec![many(errors, "error"), many(warnings, "warning")];
    if notes > 0 {
        found.push(many(notes, "note"));
    }
    let accepted = [(ignored, "ignored"), (in_baseline, "in the baseline")];
    let accepted: Vec<String> = accepted
        .iter()
        .filter(|(count, _)| *count > 0)
        .map(|(count, how)| format!("{count} {how}"))
        .collect();
    let accepted = if accepted.is_empty() { String::new() } else { format!(" ({})", accepted.join(", ")) };
    push(text, format_args!("{checked} checked: {}{accepted}\n", found.join(", ")));
    match (safe, guesses) {
        (0, 0) => {}
        (0, _) => push(text, format_args!("{guesses} can be fixed with `{}`\n", option(Safety::Unsafe))),
        (_, 0) => push(text, format_args!("{safe} can be fixed with `{}`\n", option(Safety::Safe))),
        _ => push(
            text,
            format_args!(
                "{safe} can be fixed with `{}`, {guesses} more with `{}`\n",
                option(Safety::Safe),
                option(Safety::Unsafe)
            ),
        ),
    }
}

/// Writing to a string cannot fail.
fn push(text: &mut String, line: std::fmt::Arguments<'_>) {
    let _ = text.write_fmt(line);
}

#[cfg(test)]
mod tests;
