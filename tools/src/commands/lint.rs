//! `latchkey lint`: paths to a report and an exit status.

use super::schema::named;
use super::{Screen, Status, complain, print};
use crate::cli::{Denied, Format, LintArguments};
use crate::files::{self, FileError, Listed, Listing, PathError};
use crate::lint::{self, FileReport, Source};
use crate::options::Options;
use crate::render;
use crate::rule::Level;

/// Checks every file under the paths, and prints what was found.
pub(crate) fn run(arguments: &LintArguments, screen: Screen) -> anyhow::Result<Status> {
    let options = Options {
        domain: arguments.domain.as_deref().map(named).transpose()?,
        targets: arguments.target.clone(),
        okta_verify: arguments.okta_verify.clone(),
    };
    let listing = files::list(&arguments.paths);
    let outcomes = lint::each(&listing.files, |file| look(file, &options));
    let Listing { mut failures, skipped, .. } = listing;
    let mut reports = Vec::with_capacity(outcomes.len());
    for outcome in outcomes {
        match outcome {
            Ok(report) => reports.extend(report),
            Err(failure) => failures.push(failure),
        }
    }
    lint::across(&mut reports);
    let checked = reports.iter().any(|report| report.checked);
    print(&match arguments.format {
        Format::Human => render::human::render(&reports, screen),
        Format::Json => render::json::render(&reports, &failures)?,
    })?;
    for failure in &failures {
        complain(failure);
    }
    if !checked && !arguments.allow_nothing {
        complain(nothing(&reports, &failures, skipped));
    }
    let found = |level| reports.iter().any(|report| report.count(level) > 0);
    let denied = arguments.deny == Some(Denied::Warnings) && found(Level::Warning);
    Ok(match () {
        () if !failures.is_empty() || (!checked && !arguments.allow_nothing) => Status::CouldNotRun,
        () if found(Level::Error) || denied => Status::Found,
        () => Status::Done,
    })
}

/// Checks one file. A file of a folder that turns out to be some other XML is nobody's business.
fn look(file: &Listed, options: &Options) -> Result<Option<FileReport>, PathError> {
    let name = file.path.display().to_string();
    let report = match files::read(&file.path) {
        Ok(bytes) => lint::lint(Source { name, bytes }, options),
        Err(FileError::TooLarge { bytes }) => lint::refuse_size(name, bytes),
        Err(error) => return Err(PathError { path: file.path.clone(), error }),
    };
    let other_xml = !file.asked_for
        && !report.checked
        && file.path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("xml"));
    Ok((!other_xml).then_some(report))
}

/// Why nothing was checked, and what to do about it.
fn nothing(reports: &[FileReport], failures: &[PathError], skipped: usize) -> String {
    let why = if !reports.is_empty() {
        "no file holds settings that are known here".to_owned()
    } else if skipped > 0 || failures.is_empty() {
        format!("no file is called .mobileconfig, .plist or .xml, and {skipped} others were skipped")
    } else {
        "no path could be read".to_owned()
    };
    format!("nothing was checked: {why}; `--allow-nothing` accepts this")
}
