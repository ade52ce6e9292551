//! Reports to text, one format a file.

pub(crate) mod changes;
pub(crate) mod difference;
mod excerpt;
mod fingerprint;
pub(crate) mod github;
pub(crate) mod human;
pub(crate) mod inventory;
pub(crate) mod json;
pub(crate) mod junit;
pub(crate) mod keys;
pub(crate) mod manual;
pub(crate) mod mistakes;
mod rows;
pub(crate) mod sarif;
pub(crate) mod transcript;

use crate::fix::Safety;
use crate::lint::FileReport;
use crate::located::Located;
use crate::rule::Level;
use crate::rules::stale_baseline;
use crate::suppressed::By;

/// The counts under a report.
struct Summary {
    files: usize,
    checked: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
    /// How many can be fixed for certain.
    safe: usize,
    /// How many more can be fixed by a guess.
    guesses: usize,
    ignored: usize,
    in_baseline: usize,
}

impl Summary {
    fn of(reports: &[FileReport]) -> Self {
        let count = |level| reports.iter().map(|report| report.count(level)).sum();
        let findings = || reports.iter().flat_map(|report| &report.findings);
        let fixes = |safety| {
            findings().filter_map(|located| located.fix.as_ref()).filter(|fix| fix.safety == safety).count()
        };
        // Several reports are of one file where it holds several property lists.
        let is_stale = |finding: &Located| std::ptr::eq(finding.rule, &raw const stale_baseline::RULE);
        // A baseline is no file that was looked at.
        let is_baseline = |report: &FileReport| {
            !report.checked && !report.findings.is_empty() && report.findings.iter().all(is_stale)
        };
        let files = || {
            let parts = reports.chunk_by(|one, next| one.name == next.name);
            parts.filter(|parts| !parts.iter().all(is_baseline))
        };
        let suppressed = || reports.iter().flat_map(|report| &report.suppressed);
        let in_baseline = suppressed().filter(|suppressed| suppressed.by == By::Baseline).count();
        Self {
            files: files().count(),
            checked: files().filter(|parts| parts.iter().any(|report| report.checked)).count(),
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            notes: count(Level::Info),
            safe: fixes(Safety::Safe),
            guesses: fixes(Safety::Unsafe),
            ignored: suppressed().count() - in_baseline,
            in_baseline,
        }
    }
}
