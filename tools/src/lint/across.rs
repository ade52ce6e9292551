//! The reports of all files of a run to what only shows when they are seen together.

use latchkey_profile_schema::text::LineIndex;

use super::report::FileReport;
use crate::facts::{Across, OneOfMany};
use crate::located::Spot;
use crate::rules::{Check, RULES};

/// Adds what the rules find that compare files.
pub(crate) fn across(reports: &mut [FileReport]) {
    if reports.iter().filter(|report| !report.facts.is_empty()).count() < 2 {
        return;
    }
    let files: Vec<OneOfMany<'_>> =
        reports.iter().map(|report| OneOfMany { name: &report.name, facts: &report.facts }).collect();
    let found: Vec<Across> = RULES
        .iter()
        .filter_map(|listed| match listed.check {
            Check::Files(check) => Some(check(&files)),
            _ => None,
        })
        .flatten()
        .collect();
    for (index, mut located) in found {
        place(&mut located.spot, reports, index);
        for other in &mut located.related {
            let theirs =
                other.file.as_ref().and_then(|name| reports.iter().position(|report| report.name == *name));
            place(&mut other.spot, reports, theirs.unwrap_or(index));
        }
        if let Some(report) = reports.get_mut(index) {
            report.findings.push(located);
        }
    }
}

/// Turns the bytes of a place into lines and columns.
fn place(spot: &mut Spot, reports: &[FileReport], index: usize) {
    let Some(report) = reports.get(index).filter(|report| !report.text.is_empty()) else { return };
    spot.range = spot.span.map(|span| LineIndex::new(&report.text).range(span));
}
