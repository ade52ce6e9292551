//! What was found in a file to what is reported: findings that somebody accepts are put aside, levels are applied last.
//!
//! Pure: a run and an editor judge with the same settings alike.

#[cfg(test)]
pub(crate) mod testing;
#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use crate::configuration::{Levels, Settings};
use crate::ignore::{Ignore, Scope};
use crate::lint::{FileReport, Unchecked};
use crate::located::Located;
use crate::rule::Level;
use crate::rules::compares_files;
use crate::rules::unused_ignore::{self, Concerned};
use crate::rules::{malformed_plist, not_a_property_list, too_deep, too_large};
use crate::suppressed::{By, Suppressed};
use crate::target::Target;

/// What decides about the findings of one file.
#[derive(Debug)]
pub(crate) struct Law<'a> {
    settings: &'a Settings,
    targets: &'a [Target],
    path: &'a str,
    by_path: Vec<&'a Levels>,
}

impl<'a> Law<'a> {
    /// The law for a file that goes to these targets; its path begins at the folder of the configuration.
    pub(crate) fn new(settings: &'a Settings, targets: &'a [Target], path: &'a str) -> Self {
        Self { settings, targets, path, by_path: settings.levels_of_path(path) }
    }

    /// Whether findings of a rule that only these targets mind, or any where none is named, are reported at all.
    pub(crate) fn reports(&self, rule: &str, minded_by: &BTreeSet<String>) -> bool {
        if let Some(level) = self.by_path.iter().find_map(|levels| levels.get(rule)) {
            return level.is_some();
        }
        let concerned =
            self.targets.iter().filter(|target| minded_by.is_empty() || minded_by.contains(target.word()));
        let general = self.settings.level(rule) != Some(None);
        let mut levels = concerned.map(|target| {
            self.settings.level_of_target(rule, *target).map_or(general, |level| level.is_some())
        });
        if self.targets.is_empty() {
            minded_by.is_empty() && general
        } else {
            levels.any(|reported| reported)
        }
    }

    /// How grave a finding is; none where it is not reported.
    fn level(&self, finding: &Located) -> Option<Level> {
        let rule = finding.rule.name;
        if let Some(level) = self.by_path.iter().find_map(|levels| levels.get(rule)) {
            return *level;
        }
        let on = |target: &Target| self.settings.level_of_target(rule, *target);
        if !self.targets.iter().any(|target| on(target).is_some()) {
            return self.settings.level(rule).unwrap_or(Some(finding.level));
        }
        let general = |target: &Target| {
            let own = Some(finding.rule.level_for(std::slice::from_ref(target)).min(finding.level));
            self.settings.level(rule).unwrap_or(own)
        };
        // What only some targets mind says nothing about the others; `None` is less than any level.
        let minds = |target: &&Target| finding.targets.is_empty() || finding.targets.contains(target);
        let concerned = self.targets.iter().filter(minds);
        let gravest = concerned.map(|target| on(target).unwrap_or_else(|| general(target))).max();
        gravest.unwrap_or_else(|| self.settings.level(rule).unwrap_or(Some(finding.level)))
    }
}

/// Judges a report.
pub(crate) fn judge(report: &mut FileReport, law: &Law<'_>) {
    if report.findings.is_empty() && report.ignores.is_empty() {
        return;
    }
    let mut used: Vec<Vec<bool>> =
        report.ignores.iter().map(|ignore| vec![false; ignore.rules.len()]).collect();
    let mut kept = Vec::with_capacity(report.findings.len());
    let mut lost = None;
    for finding in std::mem::take(&mut report.findings) {
        let comment = commented(&report.ignores, &finding, &mut used);
        let accepted = || law.settings.accepts(law.path, &finding);
        let by = match comment {
            Some(reason) => Some(By::Comment { reason }),
            None => accepted().map(|reason| By::Configuration { reason: reason.to_owned() }),
        };
        if comment_hides_loss(by.as_ref(), &finding) {
            report.checked = false;
            lost.get_or_insert(finding.rule.name);
        }
        match by {
            Some(by) => report.suppressed.push(Suppressed { located: finding, by }),
            None => kept.push(finding),
        }
    }
    if let Some(rule) = lost {
        let reason = format!("part of the file could not be read, and a comment in it ignores `{rule}`");
        report.unchecked.push(Unchecked { key_path: None, undescribed: None, reason });
    }
    let unused = unused(&report.ignores, &used);
    let moved = !unused.is_empty();
    report.findings = kept;
    report
        .findings
        .extend(unused.into_iter().filter(|finding| law.settings.accepts(law.path, finding).is_none()));
    apply(&mut report.findings, law);
    if moved {
        report.sort();
    }
    report.suppressed.retain_mut(|suppressed| match law.level(&suppressed.located) {
        Some(level) => {
            suppressed.located.level = level;
            true
        }
        None => false,
    });
}

/// Whether a comment accepts that part of the file could not be read: nobody knows what is in that part.
fn comment_hides_loss(by: Option<&By>, finding: &Located) -> bool {
    matches!(by, Some(By::Comment { .. })) && is_loss(finding)
}

/// Whether a finding says that part of the file could not be read.
pub(crate) fn is_loss(finding: &Located) -> bool {
    let mut lossy =
        [&malformed_plist::RULE, &not_a_property_list::RULE, &too_deep::RULE, &too_large::RULE].into_iter();
    lossy.any(|rule| rule.name == finding.rule.name)
}

/// Applies levels to findings that no comment can be about.
pub(crate) fn apply(findings: &mut Vec<Located>, law: &Law<'_>) {
    findings.retain_mut(|finding| match law.level(finding) {
        Some(level) => {
            finding.level = level;
            true
        }
        None => false,
    });
}

/// Why the file's own comments accept a finding, if they do; every comment that would is of use.
fn commented(ignores: &[Ignore], finding: &Located, used: &mut [Vec<bool>]) -> Option<String> {
    let mut reason = None;
    for (ignore, used) in ignores.iter().zip(used) {
        let named = ignore.rules.iter().position(|rule| rule.name == finding.rule.name);
        if let Some(used) = named.and_then(|index| used.get_mut(index))
            && ignore.scope.covers(&finding.spot)
        {
            *used = true;
            reason.get_or_insert_with(|| ignore.reason.clone());
        }
    }
    reason
}

/// A finding for each rule that a comment names in vain. A rule that compares files may find something when others are
/// in the run, so only a comment that can never be about anything is called unused for it.
fn unused(ignores: &[Ignore], used: &[Vec<bool>]) -> Vec<Located> {
    let rules = ignores.iter().zip(used).flat_map(|(ignore, used)| {
        ignore.rules.iter().zip(used).filter(|(_, used)| !**used).map(move |(rule, _)| (ignore, rule))
    });
    let rules = rules.filter(|(ignore, rule)| ignore.scope == Scope::Nothing || !compares_files(rule.name));
    let finding = |(ignore, rule): (&Ignore, &&'static crate::rule::Rule)| {
        let concerned = match ignore.scope {
            Scope::File => Concerned::File,
            Scope::Element { .. } => Concerned::Next,
            Scope::Nothing => Concerned::Nothing,
        };
        Located::at(unused_ignore::word(rule.name, concerned), ignore.spot.clone())
    };
    rules.map(finding).collect()
}
