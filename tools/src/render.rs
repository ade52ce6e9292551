//! Reports to text, one format a file.

mod excerpt;
pub(crate) mod human;
pub(crate) mod json;
mod rows;

use crate::lint::FileReport;
use crate::rule::Level;

/// The counts under a report.
struct Summary {
    files: usize,
    checked: usize,
    errors: usize,
    warnings: usize,
    notes: usize,
}

impl Summary {
    fn of(reports: &[FileReport]) -> Self {
        let count = |level| reports.iter().map(|report| report.count(level)).sum();
        Self {
            files: reports.len(),
            checked: reports.iter().filter(|report| report.checked).count(),
            errors: count(Level::Error),
            warnings: count(Level::Warning),
            notes: count(Level::Info),
        }
    }
}
