//! Fixes of one pass to those that keep their word: all are tried at once, and halves of them where that fails.

use std::collections::HashMap;

use latchkey_profile_schema::ProblemKind;
use latchkey_profile_schema::plist::{self, Reading};

use crate::fix::tree::Expected;
use crate::fix::{LocatedFix, apply};
use crate::lint::{FileReport, Source, TextOf};
use crate::located::Located;

/// How a fix did not keep its word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum Broken {
    /// The file could be read before, or more of it.
    #[error("the file could not be read afterwards")]
    Unreadable,
    /// A value is another one that no edit names.
    #[error("another value would have changed")]
    OtherValues,
    /// The finding is still there.
    #[error("the finding would not have gone")]
    StillFound,
    /// Too many fixes of this file were in doubt.
    #[error("too many fixes of this file were in doubt; run it again")]
    NotTried,
}

/// A finding with its fix.
type Candidate<'a> = (&'a Located, &'a LocatedFix);

/// A text and what is found in it.
pub(super) struct Trial<'a, L> {
    text: &'a str,
    reading: Reading,
    found: HashMap<(&'static str, &'a str), usize>,
    name: &'a str,
    limited: bool,
    lint: &'a L,
}

/// What came of trying fixes.
pub(super) struct Tried<'a> {
    /// The text with the fixes that were kept, and what is found in it; none where none was.
    pub(super) kept: Option<(String, FileReport)>,
    /// How many were kept.
    pub(super) count: usize,
    /// The others.
    pub(super) broken: Vec<(&'a Located, Broken)>,
}

/// How many trials a file with more findings than are told may cost; each tries a great many fixes.
pub(super) const LIMITED: usize = 8;

/// How many trials a file of this size may cost: they are as slow as the file is long.
pub(super) fn allowance(bytes: usize) -> usize {
    const BYTES: usize = 64 * 1024 * 1024;
    (BYTES / bytes.max(1)).clamp(16, 256)
}

impl<'a, L: Fn(Source) -> Vec<FileReport>> Trial<'a, L> {
    pub(super) fn new(text: &'a str, report: &'a FileReport, limited: bool, lint: &'a L) -> Self {
        let found = count(&report.findings);
        Self { text, reading: plist::read(text.as_bytes()), found, name: &report.name, limited, lint }
    }

    /// Keeps as many of these fixes, which are apart from each other, as keep their word together.
    pub(super) fn run<'c>(&self, candidates: &[Candidate<'c>], trials: &mut usize) -> Tried<'c> {
        let mut tried = Tried { kept: None, count: 0, broken: Vec::new() };
        let mut accepted: Vec<Candidate<'c>> = Vec::new();
        let mut open: Vec<&[Candidate<'c>]> = vec![candidates];
        while let Some(group) = open.pop() {
            let Some(left) = trials.checked_sub(1) else {
                tried.broken.extend(group.iter().map(|(finding, _)| (*finding, Broken::NotTried)));
                continue;
            };
            *trials = left;
            let together: Vec<Candidate<'c>> = accepted.iter().chain(group).copied().collect();
            match (self.attempt(&together), group) {
                (Ok(kept), _) => {
                    tried.kept = Some(kept);
                    accepted = together;
                }
                // What keeps its word alone was only in the way of another, and waits for the next pass.
                (Err(_), [_]) if !accepted.is_empty() && self.attempt(group).is_ok() => {}
                (Err(why), [(finding, _)]) => tried.broken.push((finding, why)),
                (Err(_), group) => {
                    let (first, second) = group.split_at(group.len() / 2);
                    open.extend([second, first]);
                }
            }
        }
        tried.count = accepted.len();
        tried
    }

    /// The text with these fixes and what is found in it, where they keep their word.
    fn attempt(&self, candidates: &[Candidate<'_>]) -> Result<(String, FileReport), Broken> {
        let fixes: Vec<&LocatedFix> = candidates.iter().map(|(_, fix)| *fix).collect();
        let text = apply(self.text, &fixes).text;
        if let Some(before) = &self.reading.document {
            let reading = plist::read(text.as_bytes());
            let worse = is_worse(&self.reading, &reading);
            let after = reading.document.filter(|_| !worse).ok_or(Broken::Unreadable)?;
            let changes = fixes.iter().flat_map(|fix| &fix.changes);
            let expected = Expected::of(before, changes).ok_or(Broken::OtherValues)?;
            if !expected.is(&after) {
                return Err(Broken::OtherValues);
            }
        }
        let reports = (self.lint)(Source { name: self.name.to_owned(), bytes: text.clone().into_bytes() });
        let report = own(reports).ok_or(Broken::Unreadable)?;
        // In the place of findings that are gone come others that were not told.
        if self.limited {
            return Ok((text, report));
        }
        let left = count(&report.findings);
        for (key, mended) in count(candidates.iter().map(|(finding, _)| *finding)) {
            let before = self.found.get(&key).copied().unwrap_or(0);
            if left.get(&key).copied().unwrap_or(0) > before.saturating_sub(mended) {
                return Err(Broken::StillFound);
            }
        }
        Ok((text, report))
    }
}

/// The report of a file that is one property list and nothing around it.
pub(crate) fn own(mut reports: Vec<FileReport>) -> Option<FileReport> {
    let report = reports.pop().filter(|report| report.text_of == TextOf::File)?;
    reports.is_empty().then_some(report)
}

/// Whether reading finds more of some kind of problem than before.
fn is_worse(before: &Reading, after: &Reading) -> bool {
    let kinds = |reading: &Reading| {
        let mut counts = HashMap::new();
        for problem in &reading.problems {
            if let ProblemKind::Parse(kind) = &problem.kind {
                *counts.entry(std::mem::discriminant(kind)).or_insert(0_usize) += 1;
            }
        }
        counts
    };
    let before = kinds(before);
    kinds(after).into_iter().any(|(kind, count)| count > before.get(&kind).copied().unwrap_or(0))
}

/// How often each rule says each sentence.
fn count<'f>(findings: impl IntoIterator<Item = &'f Located>) -> HashMap<(&'static str, &'f str), usize> {
    let mut counts = HashMap::new();
    for finding in findings {
        *counts.entry((finding.rule.name, finding.message.as_str())).or_insert(0) += 1;
    }
    counts
}
