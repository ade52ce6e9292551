//! Findings that an estate lives with, written down once: what they accept, and which of them are gone.
//!
//! An entry accepts findings of one rule with one wording at one key path of one file, so many of them and no more.

mod entry;
mod read;

use std::collections::BTreeMap;

use crate::lint::FileReport;
use crate::located::{Located, Spot};
use crate::rules::stale_baseline;
use crate::suppressed::{By, Suppressed};

use entry::Kind;
pub(crate) use read::BaselineError;

/// Findings that are accepted.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    accepted: BTreeMap<Kind, Accepted>,
}

/// How many findings of a kind are accepted, and where that is written.
#[derive(Debug)]
struct Accepted {
    count: usize,
    spot: Spot,
}

/// A file of the run, named as the baseline names it: its path from the baseline's folder.
#[derive(Debug)]
pub(crate) struct Named<'a> {
    /// The name.
    pub(crate) path: &'a str,
    /// What was found in it.
    pub(crate) report: &'a mut FileReport,
}

impl Baseline {
    /// Reads a baseline.
    pub(crate) fn read(text: &[u8]) -> Result<Self, BaselineError> {
        read::read(text)
    }

    /// Puts aside what is accepted, and tells which entries accept more than there is: those of files that were checked
    /// or are gone.
    pub(crate) fn settle(&self, files: &mut [Named<'_>], is_gone: impl Fn(&str) -> bool) -> Vec<Located> {
        let mut found: BTreeMap<Kind, usize> = BTreeMap::new();
        for Named { path, report } in files.iter_mut() {
            let mut kept = Vec::with_capacity(report.findings.len());
            for located in std::mem::take(&mut report.findings) {
                let kind = Kind::of(path, &located);
                let accepted = self.accepted.get(&kind).map_or(0, |accepted| accepted.count);
                let count = found.entry(kind).or_default();
                if *count < accepted {
                    *count += 1;
                    report.suppressed.push(Suppressed { located, by: By::Baseline });
                } else {
                    kept.push(located);
                }
            }
            report.findings = kept;
        }
        let checked: std::collections::BTreeSet<&str> = files.iter().map(|file| file.path).collect();
        let stale = self.accepted.iter().filter_map(|(kind, accepted)| {
            let known = checked.contains(kind.file.as_str()) || is_gone(&kind.file);
            let found = found.get(kind).copied().unwrap_or(0);
            (known && found < accepted.count).then(|| {
                let finding = stale_baseline::word(&kind.file, &kind.rule, accepted.count, found);
                Located::at(finding, accepted.spot.clone())
            })
        });
        stale.collect()
    }

    /// The text of a baseline that accepts what is there now, and keeps the entries of files that are neither checked
    /// nor gone.
    pub(crate) fn write(&self, files: &[Named<'_>], is_gone: impl Fn(&str) -> bool) -> String {
        let mut counts: BTreeMap<&Kind, usize> = BTreeMap::new();
        let kinds: Vec<Kind> = files
            .iter()
            .flat_map(|file| {
                let ours = file.report.suppressed.iter().filter(|suppressed| suppressed.by == By::Baseline);
                let all = file.report.findings.iter().chain(ours.map(|suppressed| &suppressed.located));
                all.map(|located| Kind::of(file.path, located))
            })
            .collect();
        for kind in &kinds {
            *counts.entry(kind).or_default() += 1;
        }
        for (kind, accepted) in &self.accepted {
            let checked = files.iter().any(|file| file.path == kind.file);
            if !checked && !is_gone(&kind.file) {
                counts.insert(kind, accepted.count);
            }
        }
        entry::text(&counts)
    }
}

#[cfg(test)]
mod tests;
