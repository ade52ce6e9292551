//! One file's bytes to everything that is wrong with them, whatever wraps it. Pure; files do not know of each other.

mod across;
mod domains;
mod judge;
mod made;
mod manifest;
mod report;
mod secret;
mod settings;
#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
mod unread;
mod wording;
mod wrapped;

use std::cell::LazyCell;
use std::cmp::Reverse;
use std::sync::Arc;

use latchkey_profile_schema::library::{Library, LibraryProblem};
use latchkey_profile_schema::opening::{self, Layer, Opening, Origin};
use latchkey_profile_schema::plist::{self, MAX_PROBLEMS, ParseProblem, Reading};
use latchkey_profile_schema::{Place, Span};

use crate::finding::Finding;
use crate::ignore;
use crate::options::Options;
use crate::rules;
use crate::view::Beginning;
use report::{Found, Part};
use wrapped::Wrapped;

pub(crate) use across::across;
pub(crate) use domains::of_file as domain_of_file;
pub(crate) use made::{Made, made};
pub(crate) use report::{FileReport, TextOf, Unchecked, of_text};
pub(crate) use settings::Written;

/// So many findings are kept of each property list, however many the others of the file have.
const LEAST: usize = 4;

/// A file that was read.
#[derive(Debug)]
pub(crate) struct Source {
    /// What it is called in reports.
    pub(crate) name: String,
    /// What is in it.
    pub(crate) bytes: Vec<u8>,
}

/// Checks one file: a report for what is wrong with whatever wraps it, and one for each property list in it.
pub(crate) fn lint(source: Source, options: &Options) -> Vec<FileReport> {
    let file = Arc::new(source.bytes);
    let opening = opening::open(&file);
    let text = LazyCell::new(|| match opening.text() {
        text if std::ptr::eq(text, file.as_slice()) => Arc::clone(&file),
        recoded => Arc::new(recoded.to_vec()),
    });
    if opening.contents.is_empty()
        && let Some(report) = manifest::of_json(&source.name, &file, options)
    {
        return vec![report];
    }
    let mut reports = Vec::with_capacity(1);
    if !opening.problems.is_empty() {
        reports.push(wrapping(&source.name, &opening, &text, options));
    }
    // What an export of Jamf or a body of Graph has around a profile is no part of it.
    let exported = opening
        .layers
        .iter()
        .any(|layer| matches!(layer, Layer::JamfClassic | Layer::AppleBusiness | Layer::Graph { .. }));
    let mut left = MAX_PROBLEMS;
    for content in &opening.contents {
        let reading = content.read();
        let wrapped = Wrapped {
            name: &source.name,
            bytes: if exported { content.bytes.len() } else { file.len() },
            layers: opening.layers.iter().chain(&content.layers).collect(),
            deployment: content.deployment,
            beginning: Beginning::of(&content.bytes),
            domain: content.domain.as_deref(),
        };
        let text = match &content.origin {
            Origin::File => Arc::clone(&file),
            Origin::Escaped(_) => Arc::clone(&text),
            Origin::Recoded | Origin::Decoded => Arc::new(content.bytes.to_vec()),
        };
        let secrets = LazyCell::new(|| secret::spans(&reading, &content.bytes, options.schemas.as_deref()));
        let mut found = Found::default();
        judge::bytes(&mut found, &reading, &content.bytes, &secrets);
        if let Some(document) = &reading.document {
            judge::document(&mut found, document, &reading, &wrapped, options);
        }
        let shown = |span| secret::shown(span, &content.bytes, &secrets);
        let (ignores, findings) = ignore::read(&reading.remarks, shown, reading.document.as_ref());
        found.ignores = ignores;
        found.findings.extend(findings);
        limit(&mut found.findings, left.max(LEAST));
        left = left.saturating_sub(found.findings.len());
        // What is compared with other files may yet be shown, and a comment that ignores nothing.
        let shown = !(found.findings.is_empty() && found.facts.is_empty() && found.ignores.is_empty());
        let secrets = if shown { secrets.clone() } else { Vec::new() };
        let part = Part::of(content);
        reports.push(report::locate(
            report::Content {
                name: &source.name,
                part,
                text,
                origin: &content.origin,
                reading: &reading,
                secrets,
            },
            found,
            options,
        ));
    }
    if reports.is_empty() {
        let reason = "nothing in the file is a custom profile or a preference file";
        reports.push(report::unchecked(source.name, reason));
    }
    reports
}

/// Where secrets stand in the text of a property list, whether or not anything is found in it.
pub(crate) fn secrets(text: &[u8], library: Option<&Library>) -> Vec<Span> {
    secret::spans(&plist::read(text), text, library)
}

/// The report of what is wrong with the layers around the property lists.
fn wrapping(name: &str, opening: &Opening<'_>, text: &Arc<Vec<u8>>, options: &Options) -> FileReport {
    let reading = Reading { problems: opening.problems.clone(), ..Reading::default() };
    let mut found = Found::default();
    let secrets = LazyCell::new(|| secret::spans(&reading, text, None));
    judge::bytes(&mut found, &reading, text, &secrets);
    let secrets = secrets.clone();
    let origin = Origin::File;
    report::locate(
        report::Content {
            name,
            part: None,
            text: Arc::clone(text),
            origin: &origin,
            reading: &reading,
            secrets,
        },
        found,
        options,
    )
}

/// The reports of schemas that the user brought and that cannot be used, as far as they were needed.
pub(crate) fn of_library(library: &Library) -> Vec<FileReport> {
    let mut reports: Vec<FileReport> = Vec::new();
    for LibraryProblem { file, fault } in library.problems() {
        let finding = rules::broken_schema::word(fault);
        let report = report::without_text(file.clone(), vec![finding]);
        match reports.iter_mut().find(|there| there.name == *file) {
            Some(there) => there.findings.extend(report.findings),
            None => reports.push(FileReport { checked: false, ..report }),
        }
    }
    reports
}

/// Keeps the gravest findings where there are more than anybody reads, and says so.
fn limit(findings: &mut Vec<Finding>, most: usize) {
    if findings.len() <= most {
        return;
    }
    findings.sort_by_key(|finding| Reverse(finding.rule.level));
    findings.truncate(most);
    if !findings.iter().any(|finding| std::ptr::eq(finding.rule, &rules::too_large::RULE)) {
        findings.push(wording::parse(Place::File, &ParseProblem::TooManyProblems, None));
    }
}

/// The report of a file that is larger than what is read.
pub(crate) fn refuse_size(name: String, bytes: u64) -> FileReport {
    let finding = rules::too_large::file(Place::File, bytes);
    report::without_text(name, vec![finding])
}
