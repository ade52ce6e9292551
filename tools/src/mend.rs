//! A file with findings to its mended text: fixes are made, tried and kept, pass by pass, until none is left. Pure.
//!
//! A fix is kept when the file can be read afterwards, holds the values that the fix announces and no other change, and
//! the finding is gone. One that does not keep its word is dropped, and told.

mod trial;

use std::collections::HashSet;

use latchkey_profile_schema::plist::MAX_PROBLEMS;

use crate::fix::{LocatedFix, Safety, apply};
use crate::lint::{FileReport, Source};
use crate::located::Located;
use crate::rules::too_large;

use trial::Trial;

pub(crate) use trial::{Broken, own};

/// Fixes of fixes of fixes end here, were two rules to disagree.
const PASSES: usize = 12;

/// What came of mending a file.
#[derive(Debug)]
pub(crate) struct Mended {
    /// The text; none where nothing was mended.
    pub(crate) text: Option<String>,
    /// What is found in it.
    pub(crate) report: FileReport,
    /// How many findings were mended.
    pub(crate) fixed: usize,
    /// Fixes that did not keep their word.
    pub(crate) dropped: Vec<Dropped>,
    /// Whether nothing more would be mended by mending the text again.
    pub(crate) settled: bool,
}

/// A fix that was not made, and why.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Dropped {
    /// Whose finding it was to mend.
    pub(crate) rule: &'static str,
    /// The line of the finding.
    pub(crate) line: Option<u32>,
    /// What it was to do.
    pub(crate) title: String,
    /// What came of it instead.
    pub(crate) why: Broken,
}

/// Mends a file by fixes that are no less safe than this; `lint` is how the file was looked at.
pub(crate) fn mend(report: FileReport, allowed: Safety, lint: impl Fn(Source) -> Vec<FileReport>) -> Mended {
    // Fixes have places in text alone, so what is no text has none.
    let mut text = std::str::from_utf8(&report.text).unwrap_or_default().to_owned();
    let mut now = Mended { text: None, report, fixed: 0, dropped: Vec::new(), settled: false };
    // Findings past the limit come to light once others are gone: what is left for another run ends this one early.
    let limited = now.report.findings.iter().any(|finding| std::ptr::eq(finding.rule, &too_large::RULE))
        || now.report.findings.len() >= MAX_PROBLEMS;
    let mut trials = if limited { trial::LIMITED } else { trial::allowance(text.len()) };
    let passes = if limited { 1 } else { PASSES };
    let mut refused = HashSet::new();
    // Guesses come when nothing certain is left, so that none of them is made about what was about to change.
    let mut stage = Safety::Safe;
    for _ in 0..passes {
        let possible: Vec<(&Located, &LocatedFix)> = now
            .report
            .findings
            .iter()
            .filter_map(|finding| Some((finding, finding.fix.as_ref()?)))
            .filter(|(finding, fix)| fix.safety <= stage && !refused.contains(&key(finding)))
            .collect();
        let fixes: Vec<&LocatedFix> = possible.iter().map(|(_, fix)| *fix).collect();
        let chosen: Vec<(&Located, &LocatedFix)> =
            apply(&text, &fixes).applied.iter().filter_map(|index| possible.get(*index)).copied().collect();
        if chosen.is_empty() {
            if stage == allowed {
                now.settled = now.dropped.iter().all(|dropped| dropped.why != Broken::NotTried);
                break;
            }
            stage = allowed;
            continue;
        }
        let tried = Trial::new(&text, &now.report, limited, &lint).run(&chosen, &mut trials);
        let mut dropped = Vec::new();
        for (finding, why) in tried.broken.into_iter().filter(|(_, why)| !limited || *why != Broken::NotTried)
        {
            refused.insert(key(finding));
            dropped.push(Dropped {
                rule: finding.rule.name,
                line: finding.spot.range.map(|(start, _)| start.line),
                title: finding.fix.as_ref().map(|fix| fix.title.clone()).unwrap_or_default(),
                why,
            });
        }
        now.dropped.extend(dropped);
        if let Some((kept, report)) = tried.kept {
            now.fixed += tried.count;
            (text, now.report) = (kept, report);
            now.text = Some(text.clone());
        }
    }
    now
}

/// The same finding in the next pass, wherever it has moved.
fn key(finding: &Located) -> (&'static str, String, Option<String>) {
    let path = finding.spot.key_path.as_ref().map(ToString::to_string);
    (finding.rule.name, finding.message.clone(), path)
}

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;
