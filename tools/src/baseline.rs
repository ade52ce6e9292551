//! Findings that an estate lives with, written down once: what they accept, and which of them are gone.
//!
//! An entry accepts findings of one rule with one wording at one key path of one file, so many of them and no more.

mod entry;
mod read;

use std::collections::BTreeMap;

use crate::judgement::{Law, is_loss};
use crate::lint::FileReport;
use crate::located::{Located, Spot};
use crate::rules::{compares_files, stale_baseline};
use crate::suppressed::{By, Suppressed};

use entry::{Extent, Kind};
pub(crate) use read::BaselineError;

/// Findings that are accepted.
#[derive(Debug, Default)]
pub(crate) struct Baseline {
    accepted: BTreeMap<Kind, Accepted>,
}

/// Which findings of a kind are accepted, and where that is written.
#[derive(Debug)]
struct Accepted {
    extent: Extent,
    spot: Spot,
}

/// A file of the run, named as the baseline names it: its path from the baseline's folder.
#[derive(Debug)]
pub(crate) struct Named<'a> {
    /// The name.
    pub(crate) path: &'a str,
    /// What was found in it.
    pub(crate) report: &'a mut FileReport,
    /// What decides about its findings.
    pub(crate) law: &'a Law<'a>,
}

impl Baseline {
    /// Reads a baseline.
    pub(crate) fn read(text: &[u8]) -> Result<Self, BaselineError> {
        read::read(text)
    }

    /// Puts aside what is accepted.
    pub(crate) fn accept(&self, files: &mut [Named<'_>]) {
        let _ = self.put_aside(files);
    }

    /// Puts aside what is accepted, and tells which entries accept more than there is: those of files that were checked
    /// or are gone.
    pub(crate) fn settle(&self, files: &mut [Named<'_>], is_gone: impl Fn(&str) -> bool) -> Vec<Located> {
        let found = self.put_aside(files);
        let run = Run::new(files, is_gone);
        let stale = self.accepted.iter().filter_map(|(kind, Accepted { extent, spot })| {
            let found = found.get(kind).copied().unwrap_or(0);
            // What several files are needed for, and nobody wrote down which, may be there in a larger run.
            let compared = extent.with.is_empty() && compares_files(&kind.rule) && run.checked(&kind.file);
            (found < extent.count && !compared && run.covers(kind, extent)).then(|| {
                let finding = stale_baseline::word(&kind.file, &kind.rule, extent.count, found);
                Located::at(finding, spot.clone())
            })
        });
        stale.collect()
    }

    /// Puts aside what is accepted, and counts it.
    fn put_aside(&self, files: &mut [Named<'_>]) -> BTreeMap<Kind, usize> {
        let mut found: BTreeMap<Kind, usize> = BTreeMap::new();
        for Named { path, report, .. } in files {
            let mut kept = Vec::with_capacity(report.findings.len());
            for located in std::mem::take(&mut report.findings) {
                let kind = Kind::of(path, &located);
                let accepted = self.accepted.get(&kind).map_or(0, |accepted| accepted.extent.count);
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
        found
    }

    /// The text of a baseline that accepts what is there now, and keeps the entries about files that are neither
    /// checked nor gone.
    pub(crate) fn write(&self, files: &[Named<'_>], is_gone: impl Fn(&str) -> bool) -> String {
        let paths: BTreeMap<&str, &str> =
            files.iter().map(|file| (file.report.name.as_str(), file.path)).collect();
        let mut kinds: BTreeMap<Kind, Extent> = BTreeMap::new();
        for Named { path, report, .. } in files {
            let ours = report.suppressed.iter().filter(|suppressed| suppressed.by == By::Baseline);
            for located in report.findings.iter().chain(ours.map(|suppressed| &suppressed.located)) {
                let extent = kinds.entry(Kind::of(path, located)).or_default();
                extent.count += 1;
                extent.targets.extend(located.targets.iter().map(|target| target.word().to_owned()));
                let others = located.related.iter().filter_map(|other| paths.get(other.file.as_deref()?));
                extent.with.extend(others.filter(|other| *other != path).map(|other| (*other).to_owned()));
            }
        }
        let run = Run::new(files, is_gone);
        for (kind, Accepted { extent, .. }) in &self.accepted {
            if !run.covers(kind, extent) {
                let kept = kinds.entry(kind.clone()).or_default();
                kept.count = kept.count.max(extent.count);
                kept.with.extend(extent.with.iter().cloned());
                kept.targets.extend(extent.targets.iter().cloned());
            }
        }
        entry::text(&kinds)
    }
}

/// Which files a run has seen, or knows to be gone.
struct Run<'f, 'a, F> {
    files: BTreeMap<&'a str, &'f Named<'a>>,
    is_gone: F,
}

impl<'f, 'a, F: Fn(&str) -> bool> Run<'f, 'a, F> {
    fn new(files: &'f [Named<'a>], is_gone: F) -> Self {
        Self { files: files.iter().map(|file| (file.path, file)).collect(), is_gone }
    }

    fn checked(&self, file: &str) -> bool {
        self.files.contains_key(file)
    }

    /// Whether findings of a kind that are not found are not there.
    fn covers(&self, kind: &Kind, Extent { with, targets, .. }: &Extent) -> bool {
        let known = |file: &str| self.checked(file) || (self.is_gone)(file);
        let Some(Named { report, law, .. }) = self.files.get(kind.file.as_str()) else {
            return known(&kind.file);
        };
        // What could not be read may hold it still, and what is not reported was not looked for.
        let ours = report.suppressed.iter().filter(|suppressed| suppressed.by == By::Baseline);
        let mut found = report.findings.iter().chain(ours.map(|suppressed| &suppressed.located));
        !found.any(is_loss) && law.reports(&kind.rule, targets) && with.iter().all(|file| known(file))
    }
}

#[cfg(test)]
mod tests;
